/** @file Lines that tell of a request and hold nothing of it but its URL:
 * access logs, and clients that name what they ask for. */
#include <string.h>

#include "http/log_reader.h"

/* "/x?token=y": what an access log writes; most targets hold nothing. */
bool stn_log_is_telling(struct stn_str target)
{
    return memchr(target.ptr, '?', target.len) != NULL ||
           memchr(target.ptr, '@', target.len) != NULL ||
           (target.len > 0 && target.ptr[0] != '/');
}

/* The referer of an access log: the next string that is a URL. */
enum stn_status stn_log_read_referer(struct stn_http_log *log,
                                     const struct stn_log_line *line, size_t at,
                                     size_t *next, struct stn_error *err)
{
    const struct stn_str bytes = stn_log_bytes(line);
    const char *quote = memchr(bytes.ptr + at, '"', bytes.len - at);
    struct stn_log_string string;

    *next = at;
    if (quote == NULL ||
        !stn_log_string_at(bytes, (size_t)(quote - bytes.ptr), &string) ||
        !string.is_closed)
        return STN_OK;
    const struct stn_str value =
        stn_str_sub(bytes, string.span.start, string.span.end);
    if (!stn_str_starts(value, STN_STR("http")) || !stn_log_is_telling(value))
        return STN_OK;
    *next = string.next;
    return stn_log_take_header(log, line->within, STN_STR("Referer"),
                               string.span, string.codec, err);
}

/* "[28/Nov/2026:10:00:00 +0000] "GET" or "https://h:443 "GET". */
bool stn_log_is_access(struct stn_str text, size_t line, size_t at,
                       const struct stn_log_start *start)
{
    const struct stn_str before = stn_str_sub(text, line, at);
    const struct stn_str after = stn_str_sub(text, start->end, start->end + 3);
    const size_t colon = before.len > 9 ? before.len - 9 : 0;

    if (!start->has_version || after.len < 3 || after.ptr[0] != '"' ||
        after.ptr[1] != ' ' || after.ptr[2] < '0' || after.ptr[2] > '9')
        return false;
    return stn_str_ends(before, STN_STR("] \"")) ||
           memchr(before.ptr + colon, ':', before.len - colon) != NULL;
}

enum stn_status stn_log_take_query(struct stn_http_log *log,
                                   const struct stn_segment *within,
                                   struct stn_span span, struct stn_error *err)
{
    const struct stn_str bytes = within->bytes;
    enum stn_status status = STN_OK;

    log->where = STN_LOG_IN_URL;
    while (status >= 0 && span.start < span.end) {
        const char *mark =
            memchr(bytes.ptr + span.start, '&', span.end - span.start);
        const size_t stop =
            mark == NULL ? span.end : (size_t)(mark - bytes.ptr);
        const char *equals =
            memchr(bytes.ptr + span.start, '=', stop - span.start);

        if (equals != NULL) {
            const size_t value = (size_t)(equals - bytes.ptr);
            status = stn_log_take_field(
                log, STN_SEGMENT_QUERY, stn_str_sub(bytes, span.start, value),
                within, (struct stn_span){value + 1, stop}, STN_CODEC_FORM,
                err);
        }
        span.start = stop + 1;
    }
    return status;
}

/* IIS writes the query as a word of its own: "GET /x a=b&c=d 443". */
enum stn_status stn_log_read_query(struct stn_http_log *log,
                                   const struct stn_log_line *line, size_t at,
                                   size_t *next, struct stn_error *err)
{
    const struct stn_str bytes = stn_log_bytes(line);
    size_t end;

    at = stn_log_skip_spaces(bytes, at);
    for (end = at; end < bytes.len && (unsigned char)bytes.ptr[end] > ' ';)
        end++;
    if (!stn_log_is_form(stn_str_sub(bytes, at, end)))
        return STN_OK;
    *next = end;
    return stn_log_take_query(log, line->within, (struct stn_span){at, end},
                              err);
}

/* A URL anywhere. That it was asked for nobody says, so it is told as one that
 * is spoken of. */
static enum stn_status read_address(struct stn_http_log *log,
                                    const struct stn_log_line *line, size_t at,
                                    size_t *next, struct stn_error *err)
{
    const struct stn_str bytes = stn_log_bytes(line);
    struct stn_span span = {at, at};
    bool is_telling = false;

    for (; span.end < bytes.len; span.end++) {
        const char byte = bytes.ptr[span.end];

        if ((unsigned char)byte <= ' ' || byte == '"' || byte == '\'' ||
            byte == '`' || byte == '<' || byte == '>' || byte == '\\')
            break;
        is_telling |= byte == '?' || byte == '@';
    }
    *next = span.end;
    while (span.end > at &&
           memchr(").,;]}", bytes.ptr[span.end - 1], 6) != NULL)
        span.end--;
    if (!is_telling)
        return STN_OK;
    const bool was_lone = log->is_lone;
    log->is_lone = true;
    log->where = STN_LOG_IN_URL;
    const struct stn_http_value value = {line->within, span, STN_CODEC_NONE};
    const enum stn_status status =
        stn_http_header(log->walk, STN_STR("Referer"), value, err);
    log->is_lone = was_lone;
    return status;
}

static bool is_address_telling(struct stn_str text, size_t at)
{
    for (size_t i = at; i < text.len && i < at + 1024; i++) {
        if ((unsigned char)text.ptr[i] <= ' ' || text.ptr[i] == '"')
            return false;
        if (text.ptr[i] == '?')
            return memchr(text.ptr + i, '=',
                          text.len - i < 40 ? text.len - i : 40) != NULL;
    }
    return false;
}

const struct stn_log_grammar stn_log_address = {
    .name = "URL",
    .cure = "Send it in a header: every log on the way keeps URLs.",
    .is_telling = is_address_telling,
    .read = read_address,
};
