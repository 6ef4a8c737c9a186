/** @file What is printed as string literals: Python's http.client, Node's
 *  `_header`, bodies of clients that print objects. */
#include <string.h>

#include "http/log_reader.h"

/* http.client's "header: Name: value". */
static enum stn_status read_python(struct stn_http_log *log,
                                   const struct stn_log_line *line, size_t at,
                                   size_t *next, struct stn_error *err)
{
    const struct stn_str bytes = stn_log_bytes(line);
    struct stn_log_field field;

    at += strlen("header: ");
    if (!stn_log_field_at(bytes, at, &field))
        return STN_OK;
    *next = line->end;
    if (!log->state.is_response)
        stn_log_set_side(log, true);
    return stn_log_take_header(log, line->within, field.name, field.value,
                               STN_CODEC_NONE, err);
}

const struct stn_log_grammar stn_log_python = {
    .name = "http.client",
    .cure = "Leave http.client's debuglevel at 0 where the output is kept.",
    .read = read_python,
};

static enum stn_status take_string(struct stn_http_log *log,
                                   const struct stn_log_line *line,
                                   const struct stn_log_string *string,
                                   struct stn_error *err)
{
    const struct stn_str bytes = line->within->bytes;
    const struct stn_str value =
        stn_str_sub(bytes, string->span.start, string->span.end);
    struct stn_log_start start;

    if ((stn_log_start_at(value, 0, &start) && start.has_version) ||
        stn_log_status_at(value, 0) != 0)
        return stn_log_message(log, line->within, string->span, string->codec,
                               err);
    return stn_log_take_body(log, line->within, string->span, string->codec,
                             err);
}

/* Whether it is worth a look: words are no body. */
static bool is_telling(struct stn_str value)
{
    const struct stn_str trimmed = stn_str_trim(value);

    return trimmed.len >= 4 &&
           (trimmed.ptr[0] == '{' || trimmed.ptr[0] == '[' ||
            trimmed.ptr[0] == '<' || stn_log_is_body(trimmed));
}

/* `send: b'...'`, `body: '{...}'`, `data: "a=b"`, `Response body:`. */
static enum stn_status read_literal(struct stn_http_log *log,
                                    const struct stn_log_line *line, size_t at,
                                    size_t *next, struct stn_error *err)
{
    const struct stn_str bytes = stn_log_bytes(line);
    const bool is_send = bytes.ptr[at] == 's';
    const size_t start = at;
    struct stn_log_string string;
    struct stn_span object;

    if (is_send) {
        at += strlen("send: ");
        if (!stn_log_string_at(bytes, at, &string))
            return STN_OK;
        *next = string.next;
        if (log->state.is_response)
            stn_log_set_side(log, false);
        return take_string(log, line, &string, err);
    }
    at += strlen("body");
    if (start > line->start && bytes.ptr[start - 1] == '"' &&
        stn_log_json_in(line, &object))
        return stn_log_json.read(log, line, start, next, err);
    at += at < bytes.len && (bytes.ptr[at] == '"' || bytes.ptr[at] == '\'');
    if (at >= bytes.len || (bytes.ptr[at] != ':' && bytes.ptr[at] != '='))
        return STN_OK;
    at = stn_log_skip_spaces(bytes, at + 1);
    if (at >= bytes.len) {
        /* botocore's answer is on the next line. */
        if (stn_str_ends(stn_str_sub(bytes, line->start, start),
                         STN_STR("Response ")))
            log->state.phase = STN_LOG_LITERAL;
        return STN_OK;
    }
    if (stn_log_string_at(bytes, at, &string)) {
        *next = string.next;
        if (!string.is_closed ||
            !is_telling(stn_str_sub(bytes, string.span.start, string.span.end)))
            return STN_OK;
        return take_string(log, line, &string, err);
    }
    const char last = bytes.ptr[line->end - 1];
    if ((bytes.ptr[at] != '{' || last != '}') &&
        (bytes.ptr[at] != '[' || last != ']'))
        return STN_OK;
    *next = line->end;
    return stn_log_take_body(log, line->within,
                             (struct stn_span){at, line->end}, STN_CODEC_NONE,
                             err);
}

const struct stn_log_grammar stn_log_literal = {
    .name = "literal",
    .read = read_literal,
};

enum stn_status stn_log_literal_line(struct stn_http_log *log,
                                     const struct stn_log_line *line,
                                     bool *taken, struct stn_error *err)
{
    const struct stn_str bytes = stn_log_bytes(line);
    struct stn_log_string string;

    log->state.phase = STN_LOG_IDLE;
    *taken = stn_log_string_at(bytes, line->start, &string);
    if (!*taken)
        return STN_OK;
    stn_log_set_side(log, true);
    return take_string(log, line, &string, err);
}

/* `'Authorization: Bearer x\r\n' +`, a header to a line. */
enum stn_status stn_log_quoted_line(struct stn_http_log *log,
                                    const struct stn_log_line *line,
                                    bool *taken, struct stn_error *err)
{
    const struct stn_str bytes = stn_log_bytes(line);
    const size_t at = stn_log_skip_spaces(bytes, line->start);
    struct stn_log_string string;
    struct stn_log_field field;

    *taken = stn_log_string_at(bytes, at, &string) && string.is_closed;
    if (!*taken) {
        log->state.phase = STN_LOG_IDLE;
        return STN_OK;
    }
    const size_t plus = stn_log_skip_spaces(bytes, string.next);
    if (plus >= bytes.len || bytes.ptr[plus] != '+')
        log->state.phase = STN_LOG_IDLE;
    /* The break is written, not made. */
    struct stn_span span = string.span;
    while (span.end - span.start >= 2 && bytes.ptr[span.end - 2] == '\\' &&
           (bytes.ptr[span.end - 1] == 'n' || bytes.ptr[span.end - 1] == 'r'))
        span.end -= 2;
    if (!stn_log_field_at(stn_str_sub(bytes, 0, span.end), span.start, &field))
        return STN_OK;
    return stn_log_take_header(log, line->within, field.name, field.value,
                               stn_log_codec_of(bytes, field.value), err);
}

/* Net::HTTP's `<- "..."` of what it sends, `-> "..."` of what it reads. */
static enum stn_status read_ruby(struct stn_http_log *log,
                                 const struct stn_log_line *line, size_t at,
                                 size_t *next, struct stn_error *err)
{
    const struct stn_str bytes = stn_log_bytes(line);
    const bool is_response = bytes.ptr[at] == '-';
    struct stn_log_string string;
    struct stn_log_field field;

    if (!stn_log_string_at(bytes, at + 3, &string) || !string.is_closed)
        return STN_OK;
    *next = string.next;
    if (is_response != log->state.is_response)
        stn_log_set_side(log, is_response);
    struct stn_span span = string.span;
    while (span.end - span.start >= 2 && bytes.ptr[span.end - 2] == '\\' &&
           (bytes.ptr[span.end - 1] == 'n' || bytes.ptr[span.end - 1] == 'r'))
        span.end -= 2;
    if (span.end < string.span.end &&
        stn_log_field_at(stn_str_sub(bytes, 0, span.end), span.start, &field))
        return stn_log_take_header(log, line->within, field.name, field.value,
                                   stn_log_codec_of(bytes, field.value), err);
    return take_string(log, line, &string, err);
}

const struct stn_log_grammar stn_log_ruby = {
    .name = "Net::HTTP",
    .cure = "Leave set_debug_output out where the output is kept.",
    .read = read_ruby,
};
