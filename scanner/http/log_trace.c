/**
 * @file
 * curl --trace and --trace-ascii: rows of 16 or 64 bytes, which cut a token
 * wherever it happens to stand. Rows are joined by their offsets, chunks by
 * what they are of, and what comes out is a message.
 */
#include <string.h>

#include "http/log_reader.h"

#define HEX_BYTES 16

static int hex(char byte)
{
    if (byte >= '0' && byte <= '9')
        return byte - '0';
    byte = (char)(byte | 0x20);
    return byte >= 'a' && byte <= 'f' ? byte - 'a' + 10 : -1;
}

/* "=> Send header, 227 bytes (0xe3)". @return Whether a chunk begins here. */
static bool read_mark(struct stn_str bytes, size_t at,
                      struct stn_log_trace *trace)
{
    const struct stn_str rest = stn_str_sub(bytes, at, bytes.len);
    const bool is_send = stn_str_starts(rest, STN_STR("=> Send "));
    const bool is_recv = stn_str_starts(rest, STN_STR("<= Recv "));

    if (!is_send && !is_recv)
        return stn_str_starts(rest, STN_STR("== Info:"));
    const struct stn_str what = stn_str_sub(rest, 8, rest.len);
    const size_t comma = stn_str_find(what, STN_STR(", "));
    *trace = (struct stn_log_trace){.is_response = is_recv};
    trace->is_data = stn_str_starts(what, STN_STR("data"));
    trace->is_wanted =
        trace->is_data || stn_str_starts(what, STN_STR("header"));
    if (comma == SIZE_MAX)
        return true;
    for (size_t i = comma + 2; i < what.len && i < comma + 12; i++) {
        if (what.ptr[i] < '0' || what.ptr[i] > '9')
            break;
        trace->chunk_size =
            trace->chunk_size * 10 + (size_t)(what.ptr[i] - '0');
    }
    return true;
}

enum stn_status stn_log_trace_finish(struct stn_http_log *log,
                                     struct stn_error *err)
{
    const struct stn_log_trace *trace = &log->state.trace;
    struct stn_span span;
    const struct stn_segment segment = stn_log_gather_end(log, &span);

    log->state.phase = STN_LOG_IDLE;
    if (span.start == span.end)
        return STN_OK;
    if (!trace->is_data)
        return stn_log_message(log, &segment, span, STN_CODEC_NONE, err);
    stn_log_set_side(log, trace->is_response);
    return stn_log_take_body(log, &segment, span, STN_CODEC_NONE, err);
}

/* The break that a chunk ended in is shown by nothing. */
static enum stn_status end_chunk(struct stn_http_log *log,
                                 struct stn_error *err)
{
    struct stn_log_trace *trace = &log->state.trace;
    const size_t left = trace->chunk_size - trace->row_end;

    if (trace->chunk_size <= trace->row_end || left > 2)
        return STN_OK;
    trace->row_end = trace->chunk_size;
    return stn_log_gather_say(log, left == 2 ? "\r\n" : "\n", err);
}

/* Whether the blank line is there: the next header is of another message. */
static bool has_all_headers(const struct stn_http_log *log)
{
    const struct stn_str bytes = stn_buf_str(&log->gather.joined);

    return !log->state.trace.is_data &&
           (stn_str_ends(bytes, STN_STR("\r\n\r\n")) ||
            stn_str_ends(bytes, STN_STR("\n\n")));
}

/* Another chunk: of the same message, or after its end. */
static enum stn_status begin_chunk(struct stn_http_log *log,
                                   const struct stn_log_line *line, size_t at,
                                   struct stn_error *err)
{
    struct stn_log_state *state = &log->state;
    struct stn_log_trace chunk = state->trace;
    enum stn_status status = STN_OK;

    if (!read_mark(stn_log_bytes(line), at, &chunk))
        return STN_OK;
    if (stn_str_starts(stn_str_sub(line->within->bytes, at, line->end),
                       STN_STR("== ")))
        chunk.is_wanted = false;
    if (log->gather.is_open) {
        status = end_chunk(log, err);
        if (status < 0)
            return status;
        /* Between two of a body stand those of TLS. */
        if (!chunk.is_wanted) {
            state->trace.is_wanted = false;
            return STN_OK;
        }
        if (chunk.is_response != state->trace.is_response ||
            chunk.is_data != state->trace.is_data || has_all_headers(log) ||
            stn_log_gather_size(log) >= STN_LOG_GATHER_BYTES_MAX)
            status = stn_log_trace_finish(log, err);
        if (status < 0)
            return status;
    }
    if (chunk.is_wanted && !log->gather.is_open)
        stn_log_gather_begin(log, line, true);
    state->phase = STN_LOG_TRACE;
    state->trace = chunk;
    return STN_OK;
}

static enum stn_status read_trace(struct stn_http_log *log,
                                  const struct stn_log_line *line, size_t at,
                                  size_t *next, struct stn_error *err)
{
    /* Rows of one line each cannot be joined. */
    if (log->is_lines || log->gather.is_open ||
        line->within->bytes.ptr[at + 1] == '=')
        return STN_OK;
    *next = line->end;
    return begin_chunk(log, line, at, err);
}

/* "0040: ". @return Where the row's bytes begin; SIZE_MAX: it is no row. */
static size_t read_offset(struct stn_str bytes, size_t at, size_t *offset)
{
    const size_t start = at;

    *offset = 0;
    for (; at < bytes.len && at - start < 8 && hex(bytes.ptr[at]) >= 0; at++)
        *offset = *offset * 16 + (size_t)hex(bytes.ptr[at]);
    if (at - start < 4 || at >= bytes.len || bytes.ptr[at] != ':')
        return SIZE_MAX;
    at++;
    return at < bytes.len && bytes.ptr[at] == ' ' ? at + 1 : at;
}

/* Sixteen pairs and a space: a row of --trace, not of --trace-ascii. */
static size_t count_pairs(struct stn_str bytes, size_t at)
{
    size_t count = 0;

    if (bytes.len - at < 3 * HEX_BYTES + 1)
        return 0;
    for (; count < HEX_BYTES; count++, at += 3)
        if (hex(bytes.ptr[at]) < 0 || hex(bytes.ptr[at + 1]) < 0 ||
            bytes.ptr[at + 2] != ' ')
            break;
    for (size_t i = count; i < HEX_BYTES; i++, at += 3)
        if (memcmp(bytes.ptr + at, "   ", 3) != 0)
            return 0;
    return count;
}

/* Pairs of hex digits, each three bytes of the log. */
static enum stn_status add_pairs(struct stn_http_log *log,
                                 const struct stn_log_line *line, size_t at,
                                 size_t count, struct stn_error *err)
{
    struct stn_log_gather *gather = &log->gather;
    const char *bytes = line->within->bytes.ptr + at;

    for (size_t i = 0; i < count; i++)
        stn_buf_putc(&gather->joined,
                     (char)(hex(bytes[3 * i]) << 4 | hex(bytes[3 * i + 1])));
    gather->run.end = line->whole.end;
    if (!stn_map_add(&gather->map, count, at, 3 * count, 1, 3))
        return stn_fail_memory(err);
    return stn_buf_status(&gather->joined, err);
}

static enum stn_status add_row(struct stn_http_log *log,
                               const struct stn_log_line *line, size_t at,
                               size_t offset, struct stn_error *err)
{
    struct stn_log_trace *trace = &log->state.trace;
    const struct stn_str bytes = stn_log_bytes(line);
    const size_t pairs = count_pairs(bytes, at);
    const size_t gap = offset - trace->row_end;
    enum stn_status status = STN_OK;

    if (offset > trace->row_end && gap <= 2)
        status = stn_log_gather_say(log, gap == 2 ? "\r\n" : "\n", err);
    if (status < 0)
        return status;
    if (pairs > 0) {
        trace->row_end = offset + pairs;
        return add_pairs(log, line, at, pairs, err);
    }
    trace->row_end = offset + (line->end - at);
    return stn_log_gather_add(log, line, (struct stn_span){at, line->end},
                              false, err);
}

enum stn_status stn_log_trace_line(struct stn_http_log *log,
                                   const struct stn_log_line *line, bool *taken,
                                   struct stn_error *err)
{
    const struct stn_str bytes = stn_log_bytes(line);
    struct stn_log_trace chunk;
    size_t offset;
    size_t at = read_offset(bytes, line->start, &offset);

    if (at != SIZE_MAX) {
        if (!log->state.trace.is_wanted || !log->gather.is_open)
            return STN_OK;
        /* A cleaned line has no place of its own. */
        if (line->within == log->root)
            return add_row(log, line, at, offset, err);
        return STN_OK;
    }
    /* "12:00:00.123456 [0-0] => Send data": the mark is near the start. */
    for (at = line->start; at < line->end && at < line->start + 40; at++)
        if ((bytes.ptr[at] == '=' || bytes.ptr[at] == '<') &&
            read_mark(bytes, at, &chunk))
            return begin_chunk(log, line, at, err);
    *taken = false;
    return log->gather.is_open ? stn_log_finish(log, err) : STN_OK;
}

static bool is_trace_strong(struct stn_str text, size_t line, size_t at)
{
    /* curl writes it at the start of a line, or after a time. */
    return at == line ||
           (at >= line + 9 && at - line < 40 && text.ptr[at - 1] == ' ' &&
            text.ptr[line] >= '0' && text.ptr[line] <= '9');
}

const struct stn_log_grammar stn_log_trace = {
    .name = "trace",
    .cure = "Run curl without --trace where the output is kept.",
    .is_strong = is_trace_strong,
    .read = read_trace,
};
