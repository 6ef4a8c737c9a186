/** @file The lines after the blank one: where a body ends is told by its
 *  brackets, its length, or what comes after it. */
#include <string.h>

#include "http/log_reader.h"

/* Lines between headers and body that are neither. */
#define FOREIGN_LINES_MAX 8
/* Lines of a body where nothing is gathered. */
#define LONE_LINES_MAX 200

/* Follow the brackets of JSON. @return One past the bracket that closes the
 * first; SIZE_MAX: it is still open. */
static size_t follow_json(struct stn_log_body *body, struct stn_str bytes,
                          size_t at)
{
    for (; at < bytes.len; at++) {
        const char byte = bytes.ptr[at];

        if (body->is_escaped) {
            body->is_escaped = false;
        } else if (body->is_string) {
            body->is_escaped = byte == '\\';
            body->is_string = byte != '"';
        } else if (byte == '"') {
            body->is_string = true;
        } else if (byte == '{' || byte == '[') {
            body->depth++;
        } else if (byte == '}' || byte == ']') {
            if (body->depth <= 1)
                return at + 1;
            body->depth--;
        }
    }
    return SIZE_MAX;
}

/* "1f", alone on its line. */
static bool is_chunk_size(struct stn_str line)
{
    line = stn_str_trim(line);
    if (line.len == 0 || line.len > 8)
        return false;
    for (size_t i = 0; i < line.len; i++)
        if (memchr("0123456789abcdefABCDEF", line.ptr[i], 22) == NULL)
            return false;
    return true;
}

/* "[" begins JSON, or "[INFO] ...". */
static bool is_list(struct stn_str line)
{
    const size_t at = stn_log_skip_spaces(line, 1);

    return at >= line.len || memchr("{[]\"", line.ptr[at], 4) != NULL;
}

/* What the first line of a body says of it. @return Whether it is one. */
static bool classify(const struct stn_log_message *message, struct stn_str line,
                     enum stn_log_body_kind *kind)
{
    line = stn_str_trim(line);
    const char first = line.ptr[0];

    *kind = STN_LOG_TEXT;
    if (first == '{' || (first == '[' && (message->is_json || is_list(line))))
        *kind = STN_LOG_JSON;
    else if (message->is_multipart && stn_str_starts(line, STN_STR("--")))
        *kind = STN_LOG_MULTIPART;
    else if (stn_log_is_body(line))
        *kind = STN_LOG_FORM;
    else
        return first == '<' || message->has_type || message->is_chunked ||
               (message->length != SIZE_MAX && message->length > 0);
    return true;
}

/* Where the content begins; SIZE_MAX: the line is of something else. */
static size_t find_content(const struct stn_log_state *state,
                           const struct stn_log_line *line)
{
    const struct stn_log_prefix *prefix = &state->prefix;
    const enum stn_log_follow follow =
        prefix->follow == STN_LOG_BARE ? STN_LOG_BARE : STN_LOG_BASE;
    size_t at;

    if (follow == STN_LOG_BARE && prefix->base > 0 &&
        stn_log_prefix_begins(prefix, line))
        return SIZE_MAX;
    at = stn_log_prefix_skip(prefix, line, follow);
    /* Karate numbers the headers only. */
    if (at == SIZE_MAX && prefix->mark > 0 && prefix->base <= 4)
        at = line->start;
    return at;
}

/* curl's own words between headers and body. */
static bool is_chatter(struct stn_str line)
{
    return stn_str_starts(line, STN_STR("* ")) ||
           stn_str_starts(line, STN_STR("{ [")) ||
           stn_str_starts(line, STN_STR("} ["));
}

/* `"name": "value",` of a body that spans lines. */
static enum stn_status take_member(struct stn_http_log *log,
                                   const struct stn_log_line *line, size_t at,
                                   struct stn_error *err)
{
    const struct stn_str bytes = stn_log_bytes(line);
    struct stn_log_string name;
    struct stn_log_string value;

    at = stn_log_skip_spaces(bytes, at);
    if (!stn_log_string_at(bytes, at, &name) || !name.is_closed)
        return STN_OK;
    at = stn_log_skip_spaces(bytes, name.next);
    if (at >= bytes.len || bytes.ptr[at] != ':')
        return STN_OK;
    at = stn_log_skip_spaces(bytes, at + 1);
    if (!stn_log_string_at(bytes, at, &value) || !value.is_closed)
        return STN_OK;
    log->where = STN_LOG_IN_BODY;
    return stn_log_take_field(
        log, STN_SEGMENT_JSON,
        stn_str_sub(bytes, name.span.start, name.span.end), line->within,
        value.span,
        value.codec == STN_CODEC_NONE ? STN_CODEC_NONE : STN_CODEC_JSON, err);
}

/* Lines come one by one: what stands for itself is handed over, the rest is
 * looked through for marks. */
static enum stn_status take_alone(struct stn_http_log *log,
                                  const struct stn_log_line *line, size_t at,
                                  bool *taken, struct stn_error *err)
{
    const struct stn_str bytes = stn_log_bytes(line);
    struct stn_log_state *state = &log->state;

    if (stn_log_is_body(stn_str_sub(bytes, at, bytes.len))) {
        state->phase = STN_LOG_IDLE;
        return stn_log_take_body(log, line->within,
                                 (struct stn_span){at, line->end},
                                 STN_CODEC_NONE, err);
    }
    *taken = false;
    if (++state->line_count > LONE_LINES_MAX)
        state->phase = STN_LOG_IDLE;
    return take_member(log, line, at, err);
}

enum stn_status stn_log_body_finish(struct stn_http_log *log,
                                    struct stn_error *err)
{
    struct stn_span span;
    const struct stn_segment segment = stn_log_gather_end(log, &span);
    const struct stn_segment *within =
        log->gather.is_joined ? &segment : log->root;

    log->state.phase = STN_LOG_IDLE;
    return stn_log_take_body(log, within, span, STN_CODEC_NONE, err);
}

/* Add a line's content, and see whether it is the last. */
static enum stn_status add_line(struct stn_http_log *log,
                                const struct stn_log_line *line, size_t at,
                                struct stn_error *err)
{
    const struct stn_str bytes = stn_log_bytes(line);
    struct stn_log_body *body = &log->state.body;
    const bool is_chunked = log->state.message.is_chunked;
    size_t end = line->end;
    bool is_last =
        body->kind == STN_LOG_FORM && (end == at || bytes.ptr[end - 1] != '&');

    if (body->kind == STN_LOG_JSON) {
        const size_t close = follow_json(body, bytes, at);

        if (close != SIZE_MAX) {
            end = close;
            is_last = true;
        }
    } else if (body->kind == STN_LOG_TEXT) {
        /* The terminal shows what comes after a body on its last line. */
        const struct stn_str rest = stn_str_sub(bytes, at, end);
        const size_t left = stn_str_find(rest, STN_STR("* Connection #"));
        if (left != SIZE_MAX) {
            end = at + left;
            is_last = true;
        }
    }
    enum stn_status status = stn_log_gather_add(
        log, line, (struct stn_span){at, end}, !is_chunked, err);
    if (status < 0)
        return status;
    if (!log->gather.is_joined && end < line->end)
        log->gather.run.end = end;
    const size_t size = stn_log_gather_size(log);
    is_last |= body->kind == STN_LOG_TEXT && log->state.message.length <= size;
    is_last |= size >= STN_LOG_GATHER_BYTES_MAX;
    return is_last ? stn_log_body_finish(log, err) : STN_OK;
}

/* The first line of a body, or what stands before it. */
static enum stn_status begin_body(struct stn_http_log *log,
                                  const struct stn_log_line *line, size_t at,
                                  bool *taken, struct stn_error *err)
{
    struct stn_log_state *state = &log->state;
    const struct stn_str rest = stn_str_sub(line->within->bytes, at, line->end);
    enum stn_log_body_kind kind;

    if (is_chatter(rest)) {
        *taken = false;
        return STN_OK;
    }
    if (state->message.is_chunked && is_chunk_size(rest))
        return STN_OK;
    if (stn_log_is_boundary(stn_log_bytes(line), at,
                            state->message.is_multipart) ||
        (!classify(&state->message, rest, &kind) && state->line_count == 0)) {
        state->phase = STN_LOG_IDLE;
        *taken = false;
        return STN_OK;
    }
    if (log->is_lines)
        return take_alone(log, line, at, taken, err);
    const bool is_plain =
        line->within == log->root &&
        (at == line->start ||
         stn_str_trim(stn_str_sub(line->within->bytes, line->start, at)).len ==
             0);
    stn_log_gather_begin(log, line, !is_plain || state->message.is_chunked);
    state->body = (struct stn_log_body){.kind = kind};
    return add_line(log, line, at, err);
}

/* A blank line ends what has no other end. */
static enum stn_status take_blank(struct stn_http_log *log,
                                  const struct stn_log_line *line, size_t at,
                                  bool *taken, struct stn_error *err)
{
    struct stn_log_state *state = &log->state;

    if (!log->gather.is_open) {
        if (++state->body.blanks > 2)
            state->phase = STN_LOG_IDLE;
        return STN_OK;
    }
    if (state->body.kind == STN_LOG_TEXT && state->message.length == SIZE_MAX) {
        *taken = false;
        return stn_log_body_finish(log, err);
    }
    return add_line(log, line, at, err);
}

enum stn_status stn_log_body_line(struct stn_http_log *log,
                                  const struct stn_log_line *line, bool *taken,
                                  struct stn_error *err)
{
    struct stn_log_state *state = &log->state;
    const struct stn_str bytes = stn_log_bytes(line);
    const size_t at = find_content(state, line);

    if (at == SIZE_MAX) {
        *taken = false;
        if (log->gather.is_open)
            return stn_log_body_finish(log, err);
        if (++state->foreign > FOREIGN_LINES_MAX ||
            state->prefix.follow == STN_LOG_BARE)
            state->phase = STN_LOG_IDLE;
        return STN_OK;
    }
    if (stn_log_skip_spaces(bytes, at) >= bytes.len)
        return take_blank(log, line, at, taken, err);
    if (!log->gather.is_open)
        return begin_body(log, line, at, taken, err);
    if (state->message.is_chunked &&
        is_chunk_size(stn_str_sub(bytes, at, bytes.len)))
        return STN_OK;
    if (stn_log_is_boundary(bytes, at, state->message.is_multipart)) {
        *taken = false;
        return stn_log_body_finish(log, err);
    }
    return add_line(log, line, at, err);
}
