/** @file Messages: a start line, headers, a blank line, a body. */
#include <string.h>

#include "http/log_reader.h"

/* Lines of something else between two of a message. */
#define FOREIGN_LINES_MAX 8

void stn_log_set_side(struct stn_http_log *log, bool is_response)
{
    log->is_lone = false;
    log->state.is_response = is_response;
    stn_http_side(log->walk, is_response);
}

static void begin_message(struct stn_http_log *log, bool is_response)
{
    log->state.message = (struct stn_log_message){.length = SIZE_MAX};
    log->state.foreign = 0;
    stn_log_set_side(log, is_response);
}

void stn_log_begin_request(struct stn_http_log *log)
{
    log->state.exchanges++;
    log->state.is_answered = false;
    stn_http_exchange(log->walk);
    begin_message(log, false);
}

void stn_log_begin_response(struct stn_http_log *log, unsigned status)
{
    if (log->state.exchanges == 0 || log->state.is_answered) {
        log->state.exchanges++;
        stn_http_exchange(log->walk);
    }
    log->state.is_answered = status >= 200;
    begin_message(log, true);
}

static bool is_blank_after(struct stn_str bytes, size_t at)
{
    return stn_log_skip_spaces(bytes, at) >= bytes.len;
}

/* Where the content of a line in a message begins, by the prefix; the first
 * header tells how the prefix goes on. SIZE_MAX: it is none of ours. */
static size_t find_content(struct stn_log_prefix *prefix,
                           const struct stn_log_line *line)
{
    struct stn_log_field field;

    if (prefix->follow != STN_LOG_UNKNOWN)
        return stn_log_prefix_skip(prefix, line, prefix->follow);
    for (enum stn_log_follow follow = STN_LOG_MARKED; follow <= STN_LOG_BARE;
         follow++) {
        const size_t at = stn_log_prefix_skip(prefix, line, follow);

        if (at == SIZE_MAX)
            continue;
        if (stn_log_field_at(stn_log_bytes(line), at, &field)) {
            prefix->follow = follow;
            return at;
        }
        if (is_blank_after(stn_log_bytes(line), at))
            return at;
    }
    return prefix->base + prefix->mark == 0
               ? stn_log_prefix_skip(prefix, line, STN_LOG_BARE)
               : SIZE_MAX;
}

/* After the last header. */
static void end_headers(struct stn_http_log *log)
{
    const struct stn_log_prefix *prefix = &log->state.prefix;
    const bool is_numbered = prefix->base >= 2 &&
                             prefix->bytes[prefix->base - 1] == ' ' &&
                             prefix->bytes[prefix->base - 2] >= '0' &&
                             prefix->bytes[prefix->base - 2] <= '9';

    /* curl does not print what it sends; Karate does. */
    if (prefix->mark == 2 && !log->state.is_response && !is_numbered)
        log->state.phase = STN_LOG_IDLE;
    else
        log->state.phase = STN_LOG_BODY;
    log->state.foreign = 0;
    log->state.line_count = 0;
    log->state.body = (struct stn_log_body){0};
}

/* Whether a line is the rest of the header before it. */
static bool is_folded(const struct stn_log_prefix *prefix,
                      const struct stn_log_line *line, size_t at)
{
    const char byte = line->within->bytes.ptr[at];

    if (prefix->follow == STN_LOG_BARE)
        return prefix->base + prefix->mark == 0 && at > line->start;
    return byte == ' ' || byte == '\t';
}

/* A line that is no header, where one was to be expected. */
static enum stn_status read_other(struct stn_http_log *log,
                                  const struct stn_log_line *line, size_t at,
                                  bool *taken, struct stn_error *err)
{
    const struct stn_str bytes = stn_log_bytes(line);
    struct stn_log_state *state = &log->state;
    const bool is_ours = at != SIZE_MAX;

    if (!is_ours && state->prefix.mark > 0 && state->message.header_count > 0) {
        /* Karate writes the body right after the headers. */
        const struct stn_str rest =
            stn_str_trim(stn_str_sub(bytes, line->start, bytes.len));
        if (stn_log_is_body(rest) || stn_str_equal(rest, STN_STR("{"))) {
            end_headers(log);
            if (state->phase == STN_LOG_BODY)
                return stn_log_body_line(log, line, taken, err);
        }
    }
    /* A URL that goes on: "https://h/x?a=b&", "    c=d". */
    if (is_ours && at > line->start && state->message.header_count == 0) {
        const size_t from =
            at + (memchr("?&", bytes.ptr[at], 2) != NULL ? 1 : 0);
        if (stn_log_is_form(stn_str_sub(bytes, from, bytes.len)))
            return stn_log_take_query(log, line->within,
                                      (struct stn_span){from, bytes.len}, err);
    }
    *taken = is_ours && state->message.header_count > 0 &&
             is_folded(&state->prefix, line, at);
    if (!*taken && (is_ours || ++state->foreign > FOREIGN_LINES_MAX ||
                    state->prefix.follow == STN_LOG_BARE))
        state->phase = STN_LOG_IDLE;
    return STN_OK;
}

enum stn_status stn_log_headers_line(struct stn_http_log *log,
                                     const struct stn_log_line *line,
                                     bool *taken, struct stn_error *err)
{
    const struct stn_str bytes = stn_log_bytes(line);
    struct stn_log_state *state = &log->state;
    const size_t at = find_content(&state->prefix, line);
    struct stn_log_field field;

    if (at == SIZE_MAX)
        return read_other(log, line, at, taken, err);
    if (is_blank_after(bytes, at)) {
        /* What Windows makes of CR CR LF: every other line is blank. */
        if (state->message.header_count == 0 && !state->message.is_spaced) {
            state->message.is_spaced = true;
            return STN_OK;
        }
        if (state->message.is_spaced && state->message.header_count > 0 &&
            state->foreign == 0) {
            state->foreign = 1;
            return STN_OK;
        }
        end_headers(log);
        return STN_OK;
    }
    if (!stn_log_field_at(bytes, at, &field)) {
        if (!state->message.is_spaced)
            return read_other(log, line, at, taken, err);
        end_headers(log);
        if (state->phase == STN_LOG_BODY)
            return stn_log_body_line(log, line, taken, err);
        *taken = false;
        return STN_OK;
    }
    state->foreign = 0;
    return stn_log_take_header(log, line->within, field.name, field.value,
                               STN_CODEC_NONE, err);
}

/* The end of the line at `at`, in the way the codec writes breaks. *next is
 * where the next one begins. */
static size_t find_break(struct stn_str bytes, size_t at, enum stn_codec codec,
                         size_t *next)
{
    size_t i = at;

    if (codec != STN_CODEC_ESCAPED) {
        const char *end = memchr(bytes.ptr + at, '\n', bytes.len - at);

        *next = end == NULL ? bytes.len : (size_t)(end - bytes.ptr) + 1;
        i = end == NULL ? bytes.len : (size_t)(end - bytes.ptr);
        return i > at && bytes.ptr[i - 1] == '\r' ? i - 1 : i;
    }
    for (; i + 1 < bytes.len; i++) {
        if (bytes.ptr[i] != '\\')
            continue;
        if (bytes.ptr[i + 1] == 'n') {
            *next = i + 2;
            return i >= at + 2 && bytes.ptr[i - 1] == 'r' &&
                           bytes.ptr[i - 2] == '\\'
                       ? i - 2
                       : i;
        }
        i++;
    }
    *next = bytes.len;
    return bytes.len;
}

/* A line of a message that is there as a whole; the first is its start. */
static enum stn_status read_message_line(struct stn_http_log *log,
                                         const struct stn_segment *within,
                                         struct stn_str line, size_t at,
                                         bool is_first, enum stn_codec codec,
                                         struct stn_error *err)
{
    struct stn_log_start start;
    struct stn_log_field field;

    if (is_first) {
        const unsigned status = stn_log_status_at(line, at);

        if (status != 0) {
            stn_log_begin_response(log, status);
            return STN_OK;
        }
        if (stn_log_start_at(line, at, &start)) {
            stn_log_begin_request(log);
            return stn_log_take_url(log, within, start.target, codec, err);
        }
    }
    if (!stn_log_field_at(line, at, &field))
        return STN_OK;
    return stn_log_take_header(log, within, field.name, field.value, codec,
                               err);
}

enum stn_status stn_log_message(struct stn_http_log *log,
                                const struct stn_segment *within,
                                struct stn_span span, enum stn_codec codec,
                                struct stn_error *err)
{
    const struct stn_str bytes = stn_str_sub(within->bytes, 0, span.end);
    size_t at = span.start;

    for (bool is_first = true; at < bytes.len; is_first = false) {
        size_t next;
        const size_t end = find_break(bytes, at, codec, &next);

        if (end == at && !is_first)
            return stn_log_take_body(
                log, within, (struct stn_span){next, span.end}, codec, err);
        enum stn_status status = read_message_line(
            log, within, stn_str_sub(bytes, 0, end), at, is_first, codec, err);
        if (status < 0)
            return status;
        at = next;
    }
    return STN_OK;
}
