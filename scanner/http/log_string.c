/** @file String literals, as languages print them inside of a line. */
#include <string.h>

#include "http/log_reader.h"

enum stn_codec stn_log_codec_of(struct stn_str bytes, struct stn_span span)
{
    return memchr(bytes.ptr + span.start, '\\', span.end - span.start) != NULL
               ? STN_CODEC_ESCAPED
               : STN_CODEC_NONE;
}

size_t stn_log_skip_spaces(struct stn_str bytes, size_t at)
{
    while (at < bytes.len && (bytes.ptr[at] == ' ' || bytes.ptr[at] == '\t'))
        at++;
    return at;
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

struct stn_span stn_log_trim(struct stn_str bytes, struct stn_span span)
{
    while (span.start < span.end && is_blank(bytes.ptr[span.start]))
        span.start++;
    while (span.end > span.start && is_blank(bytes.ptr[span.end - 1]))
        span.end--;
    return span;
}

/* The quote that closes, from `at` on; escaped ones are passed over. */
static size_t find_quote(struct stn_str bytes, size_t at, char quote)
{
    for (; at < bytes.len; at++)
        if (bytes.ptr[at] == '\\')
            at++;
        else if (bytes.ptr[at] == quote)
            return at;
    return SIZE_MAX;
}

/* The \" that closes a string inside of another. */
static size_t find_escaped_quote(struct stn_str bytes, size_t at, char quote)
{
    for (; at + 1 < bytes.len; at++) {
        if (bytes.ptr[at] == quote)
            return SIZE_MAX;
        if (bytes.ptr[at] != '\\')
            continue;
        if (bytes.ptr[at + 1] == quote)
            return at;
        at++;
    }
    return SIZE_MAX;
}

bool stn_log_string_at(struct stn_str bytes, size_t at,
                       struct stn_log_string *string)
{
    bool is_inner = false;

    /* b'...', u'...' */
    if (at + 1 < bytes.len && (bytes.ptr[at] == 'b' || bytes.ptr[at] == 'u'))
        at++;
    if (at + 1 < bytes.len && bytes.ptr[at] == '\\') {
        is_inner = true;
        at++;
    }
    if (at >= bytes.len)
        return false;
    const char quote = bytes.ptr[at];
    if (quote != '"' && quote != '\'' && quote != '`')
        return false;
    at++;
    size_t end = is_inner ? find_escaped_quote(bytes, at, quote)
                          : find_quote(bytes, at, quote);
    string->is_closed = end != SIZE_MAX;
    if (!string->is_closed)
        end = bytes.len;
    string->span = (struct stn_span){at, end};
    string->codec = stn_log_codec_of(bytes, string->span);
    string->next = string->is_closed ? end + 1 + is_inner : end;
    return true;
}
