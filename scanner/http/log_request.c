/** @file Where a message begins: with a request line or a status line, bare or
 *  inside of quotes. */
#include <string.h>

#include "http/log_reader.h"

static bool is_blank_after(struct stn_str bytes, size_t at)
{
    return stn_log_skip_spaces(bytes, at) >= bytes.len;
}

/* Whether a quote stands before `at`. */
static char quote_before(const struct stn_log_line *line, size_t at)
{
    const char byte = at > line->start ? line->within->bytes.ptr[at - 1] : '\0';

    return byte == '"' || byte == '\'' || byte == '`' ? byte : '\0';
}

/* The JDK's "{POST /x HTTP/1.1: null}{Authorization: Bearer x}{...}". */
static enum stn_status read_braces(struct stn_http_log *log,
                                   const struct stn_log_line *line, size_t at,
                                   size_t *next, struct stn_error *err)
{
    const struct stn_str bytes = stn_log_bytes(line);
    enum stn_status status = STN_OK;

    while (status >= 0 && at < bytes.len && bytes.ptr[at] == '{') {
        struct stn_log_field field;
        const char *end = memchr(bytes.ptr + at, '}', bytes.len - at);
        const size_t stop = end == NULL ? bytes.len : (size_t)(end - bytes.ptr);

        if (stn_log_field_at(stn_str_sub(bytes, 0, stop), at + 1, &field))
            status = stn_log_take_header(log, line->within, field.name,
                                         field.value, STN_CODEC_NONE, err);
        at = stop + 1;
    }
    *next = at;
    return status;
}

/* A start line inside of quotes: of an access log, or a whole message. */
static enum stn_status read_quoted(struct stn_http_log *log,
                                   const struct stn_log_line *line, size_t at,
                                   size_t *next, struct stn_error *err)
{
    const struct stn_str bytes = stn_log_bytes(line);
    struct stn_log_string string;

    if (!stn_log_string_at(bytes, at - 1, &string))
        return STN_OK;
    *next = string.next;
    enum stn_status status =
        stn_log_message(log, line->within, string.span, string.codec, err);
    if (status < 0)
        return status;
    /* Node prints a line after the other, joined by "+". */
    const size_t plus = stn_log_skip_spaces(bytes, string.next);
    if (plus < bytes.len && bytes.ptr[plus] == '+')
        log->state.phase = STN_LOG_QUOTED;
    return STN_OK;
}

static enum stn_status read_request(struct stn_http_log *log,
                                    const struct stn_log_line *line, size_t at,
                                    size_t *next, struct stn_error *err)
{
    const struct stn_str bytes = stn_log_bytes(line);
    const char quote = quote_before(line, at);
    struct stn_log_start start;
    enum stn_status status = STN_OK;

    if (!stn_log_start_at(bytes, at, &start))
        return STN_OK;
    const char after = start.end < bytes.len ? bytes.ptr[start.end] : '\0';
    const bool is_dump = quote != '\0' && start.has_version && after == '\\';
    if (is_dump)
        return read_quoted(log, line, at, next, err);
    const struct stn_str target =
        stn_str_sub(bytes, start.target.start, start.target.end);
    const bool is_start = quote == '\0' && is_blank_after(bytes, start.end);
    if (is_start && (start.has_version || target.ptr[0] != '/')) {
        stn_log_prefix_learn(&log->state.prefix, line, at);
        log->state.phase = STN_LOG_HEADERS;
    }
    *next = start.end;
    log->has_request = true;
    stn_log_begin_request(log);
    if (stn_log_is_telling(target))
        status = stn_log_take_url(log, line->within, start.target,
                                  stn_log_codec_of(bytes, start.target), err);
    if (status < 0)
        return status;
    if (at > line->start && bytes.ptr[at - 1] == '{' && after == ':') {
        const char *end =
            memchr(bytes.ptr + start.end, '}', bytes.len - start.end);
        if (end != NULL)
            return read_braces(log, line, (size_t)(end - bytes.ptr) + 1, next,
                               err);
    }
    if (quote == '"' && after == '"')
        return stn_log_read_referer(log, line, start.end + 1, next, err);
    if (quote == '\0' && !start.has_version)
        return stn_log_read_query(log, line, start.end, next, err);
    return STN_OK;
}

/* What a dump of a message in quotes is printed after. */
static bool is_dump_prefix(struct stn_str before)
{
    static const struct stn_str marks[] = {
        STN_STR("send: b"),   STN_STR("send: "),  STN_STR("write: b"),
        STN_STR("read: b"),   STN_STR(">> "),     STN_STR("<< "),
        STN_STR("_header: "), STN_STR("reply: "), STN_STR("<- "),
        STN_STR("-> "),
    };

    if (before.len == 0)
        return true;
    for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
        if (stn_str_ends(before, marks[i]))
            return true;
    /* "    x_test.go:12: " */
    return stn_str_find(before, STN_STR("_test.go:")) != SIZE_MAX;
}

/* What clients say before the method and the URL. */
static const struct stn_str clients[] = {
    STN_STR("--> "),
    STN_STR("HTTP Request: "),
    STN_STR("sending request to "),
};

static bool is_request_strong(struct stn_str text, size_t line, size_t at)
{
    const struct stn_str before = stn_str_sub(text, line, at);
    const char *end = memchr(text.ptr + at, '\n', text.len - at);
    struct stn_log_start start;

    if (!stn_log_start_at(text, at, &start))
        return false;
    if (before.len > 0 && (before.ptr[before.len - 1] == '"' ||
                           before.ptr[before.len - 1] == '\''))
        return stn_log_is_access(text, line, at, &start) ||
               (start.has_version && start.end < text.len &&
                text.ptr[start.end] == '\\' &&
                is_dump_prefix(stn_str_sub(before, 0, before.len - 1)));
    for (size_t i = 0; i < sizeof(clients) / sizeof(clients[0]); i++)
        if (stn_str_ends(before, clients[i]))
            return !start.has_version || text.ptr[start.target.start] != '/';
    const struct stn_str rest = stn_str_sub(
        text, start.end, end == NULL ? text.len : (size_t)(end - text.ptr));
    return stn_str_trim(rest).len == 0 && stn_log_field_follows(text, line, at);
}

const struct stn_log_grammar stn_log_request = {
    .name = "request",
    .cure = "Keep logs of traffic (curl -v, .idea/httpRequests) out of the "
            "repository, or run 'stanch redact' on them.",
    .is_strong = is_request_strong,
    .read = read_request,
};

static enum stn_status read_status(struct stn_http_log *log,
                                   const struct stn_log_line *line, size_t at,
                                   size_t *next, struct stn_error *err)
{
    const struct stn_str bytes = stn_log_bytes(line);
    const unsigned status = stn_log_status_at(bytes, at);
    const char quote = quote_before(line, at);

    if (status == 0)
        return STN_OK;
    if (quote != '\0') {
        /* httpx quotes the status line after the request. */
        const struct stn_str room = stn_str_sub(bytes, at, at + 80);
        if (stn_str_find(room, STN_STR("\\r\\n")) == SIZE_MAX)
            return STN_OK;
        return read_quoted(log, line, at, next, err);
    }
    stn_log_prefix_learn(&log->state.prefix, line, at);
    log->state.phase = STN_LOG_HEADERS;
    stn_log_begin_response(log, status);
    *next = line->end;
    return STN_OK;
}

static bool is_status_strong(struct stn_str text, size_t line, size_t at)
{
    const struct stn_str before = stn_str_sub(text, line, at);

    if (stn_log_status_at(text, at) == 0)
        return false;
    if (before.len > 0 && (before.ptr[before.len - 1] == '"' ||
                           before.ptr[before.len - 1] == '\''))
        return is_dump_prefix(stn_str_sub(before, 0, before.len - 1));
    return stn_log_field_follows(text, line, at);
}

const struct stn_log_grammar stn_log_status = {
    .name = "status",
    .is_strong = is_status_strong,
    .read = read_status,
};
