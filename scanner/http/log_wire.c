/**
 * @file
 * Apache HttpClient: `http-outgoing-0 >> "Name: value[\r][\n]"` of its wire
 * log, `http-outgoing-0 >> Name: value` of its headers log. Each line says on
 * its own which way it goes, whatever stands between two of them.
 */
#include <string.h>

#include "http/log_reader.h"

/* Lines of anything while a body is gathered. */
#define FOREIGN_LINES_MAX 4000

/* What is on the wire in this line: between the quotes, without its break. */
static bool find_payload(const struct stn_log_line *line, size_t at,
                         struct stn_span *payload, bool *has_break)
{
    static const struct stn_str breaks[] = {STN_STR("[\\n]"), STN_STR("[\\r]")};
    const struct stn_str bytes = stn_log_bytes(line);

    if (at + 4 >= line->end || bytes.ptr[at + 3] != '"' ||
        bytes.ptr[line->end - 1] != '"')
        return false;
    *payload = (struct stn_span){at + 4, line->end - 1};
    *has_break = false;
    for (size_t i = 0; i < 2; i++) {
        const struct stn_str rest =
            stn_str_sub(bytes, payload->start, payload->end);
        if (stn_str_ends(rest, breaks[i])) {
            payload->end -= breaks[i].len;
            *has_break = true;
        }
    }
    return true;
}

static enum stn_codec codec_of(struct stn_str bytes, struct stn_span span)
{
    const struct stn_str part = stn_str_sub(bytes, span.start, span.end);

    return stn_str_find(part, STN_STR("[\\")) != SIZE_MAX ||
                   stn_str_find(part, STN_STR("[0x")) != SIZE_MAX
               ? STN_CODEC_WIRE
               : STN_CODEC_NONE;
}

enum stn_status stn_log_wire_finish(struct stn_http_log *log,
                                    struct stn_error *err)
{
    struct stn_span span;
    const struct stn_segment segment = stn_log_gather_end(log, &span);

    log->state.phase = STN_LOG_IDLE;
    return stn_log_take_body(log, &segment, span, codec_of(segment.bytes, span),
                             err);
}

/* A line of a body. What is whole is handed over, the rest gathered. */
static enum stn_status read_body(struct stn_http_log *log,
                                 const struct stn_log_line *line,
                                 struct stn_span payload, bool has_break,
                                 struct stn_error *err)
{
    const struct stn_str bytes = stn_log_bytes(line);

    if (log->state.phase != STN_LOG_WIRE) {
        if (log->is_lines ||
            stn_log_is_body(stn_str_sub(bytes, payload.start, payload.end)))
            return stn_log_take_body(log, line->within, payload,
                                     codec_of(bytes, payload), err);
        if (payload.start == payload.end)
            return STN_OK;
        stn_log_gather_begin(log, line, true);
        log->state.line_count = 0;
        log->state.phase = STN_LOG_WIRE;
    }
    enum stn_status status =
        stn_log_gather_add(log, line, payload, has_break, err);
    if (status >= 0 && stn_log_gather_size(log) >= STN_LOG_GATHER_BYTES_MAX)
        status = stn_log_wire_finish(log, err);
    return status;
}

static enum stn_status read_payload(struct stn_http_log *log,
                                    const struct stn_log_line *line,
                                    struct stn_span payload, bool is_response,
                                    bool has_break, struct stn_error *err)
{
    const struct stn_str bytes =
        stn_str_sub(line->within->bytes, 0, payload.end);
    struct stn_log_state *state = &log->state;
    struct stn_log_start start;
    struct stn_log_field field;
    const unsigned code = stn_log_status_at(bytes, payload.start);
    enum stn_status status = STN_OK;

    if (code != 0 ||
        (stn_log_start_at(bytes, payload.start, &start) && start.has_version)) {
        if (log->gather.is_open)
            status = stn_log_finish(log, err);
        if (status < 0)
            return status;
        state->is_wire_open = true;
        if (code != 0) {
            stn_log_begin_response(log, code);
            return STN_OK;
        }
        stn_log_begin_request(log);
        return stn_log_take_url(log, line->within, start.target,
                                codec_of(bytes, start.target), err);
    }
    if (is_response != state->is_response) {
        if (log->gather.is_open)
            status = stn_log_finish(log, err);
        if (status < 0)
            return status;
        stn_log_set_side(log, is_response);
    }
    if (!state->is_wire_open)
        return read_body(log, line, payload, has_break, err);
    if (payload.start == payload.end) {
        state->is_wire_open = false;
        return STN_OK;
    }
    if (!stn_log_field_at(bytes, payload.start, &field))
        return STN_OK;
    return stn_log_take_header(log, line->within, field.name, field.value,
                               codec_of(bytes, field.value), err);
}

/* After ">> " without quotes. */
static enum stn_status read_headers(struct stn_http_log *log,
                                    const struct stn_log_line *line, size_t at,
                                    bool is_response, size_t *next,
                                    struct stn_error *err)
{
    const struct stn_str bytes = stn_log_bytes(line);
    struct stn_log_start start;
    struct stn_log_field field;

    /* mitmproxy's " << 200 OK 125b". */
    const unsigned short_code =
        is_response ? stn_log_code_at(bytes, at + 3) : 0;
    if (short_code != 0) {
        stn_log_prefix_learn(&log->state.prefix, line, at);
        log->state.phase = STN_LOG_HEADERS;
        stn_log_begin_response(log, short_code);
        *next = line->end;
        return STN_OK;
    }
    /* "http-outgoing-0 >> " */
    if (at < line->start + 3 || bytes.ptr[at - 2] < '0' ||
        bytes.ptr[at - 2] > '9')
        return STN_OK;
    *next = line->end;
    if (stn_log_start_at(bytes, at + 3, &start) && start.has_version) {
        stn_log_begin_request(log);
        return stn_log_take_url(log, line->within, start.target, STN_CODEC_NONE,
                                err);
    }
    const unsigned code = stn_log_status_at(bytes, at + 3);
    if (code != 0) {
        stn_log_begin_response(log, code);
        return STN_OK;
    }
    if (!stn_log_field_at(bytes, at + 3, &field))
        return STN_OK;
    stn_log_set_side(log, is_response);
    return stn_log_take_header(log, line->within, field.name, field.value,
                               STN_CODEC_NONE, err);
}

static enum stn_status read_wire(struct stn_http_log *log,
                                 const struct stn_log_line *line, size_t at,
                                 size_t *next, struct stn_error *err)
{
    const bool is_response = line->within->bytes.ptr[at] == '<';
    struct stn_span payload;
    bool has_break;

    if (!find_payload(line, at, &payload, &has_break))
        return read_headers(log, line, at, is_response, next, err);
    *next = line->end;
    return read_payload(log, line, payload, is_response, has_break, err);
}

/* While a body is gathered its own lines go on; others are looked through. */
enum stn_status stn_log_wire_line(struct stn_http_log *log,
                                  const struct stn_log_line *line, bool *taken,
                                  struct stn_error *err)
{
    (void)line;
    *taken = false;
    return ++log->state.line_count < FOREIGN_LINES_MAX
               ? STN_OK
               : stn_log_finish(log, err);
}

static bool is_wire_strong(struct stn_str text, size_t line, size_t at)
{
    struct stn_log_start start;

    (void)line;
    at += 3;
    at += at < text.len && text.ptr[at] == '"';
    return at < text.len &&
           (stn_log_status_at(text, at) != 0 ||
            (stn_log_start_at(text, at, &start) && start.has_version));
}

const struct stn_log_grammar stn_log_wire = {
    .name = "wire",
    .cure = "Switch off the wire and header loggers of Apache HttpClient.",
    .is_strong = is_wire_strong,
    .read = read_wire,
};
