/** @file What the first line of a message and a header look like. */
#include <string.h>

#include "http/log_reader.h"

bool stn_log_start_at(struct stn_str bytes, size_t at,
                      struct stn_log_start *start)
{
    size_t i = at;

    while (i < bytes.len && bytes.ptr[i] >= 'A' && bytes.ptr[i] <= 'Z')
        i++;
    if (i - at < 3 || i - at > 7 || i >= bytes.len || bytes.ptr[i] != ' ')
        return false;
    i = stn_log_skip_spaces(bytes, i);
    /* Spring and Gin quote the target. */
    const bool is_quoted = i < bytes.len && bytes.ptr[i] == '"';
    i += is_quoted;
    start->target.start = i;
    while (i < bytes.len && bytes.ptr[i] != ' ' && bytes.ptr[i] != '\t' &&
           bytes.ptr[i] != '\r' && bytes.ptr[i] != '\n' &&
           bytes.ptr[i] != '"' && bytes.ptr[i] != '\'')
        i++;
    start->target.end = i;
    const struct stn_str target =
        stn_str_sub(bytes, start->target.start, start->target.end);
    const bool is_path = target.len > 0 && target.ptr[0] == '/';
    const bool is_absolute =
        stn_str_find(stn_str_sub(target, 0, 8), STN_STR("://")) != SIZE_MAX;
    const bool is_other =
        target.len > 0 && (target.ptr[0] == '*' || target.ptr[0] == '{');
    i += is_quoted && i < bytes.len && bytes.ptr[i] == '"';
    const struct stn_str rest = stn_str_sub(bytes, i, i + 6);
    start->has_version = stn_str_equal_nocase(rest, STN_STR(" HTTP/"));
    start->end = i;
    if (start->has_version) {
        i += 6;
        while (i < bytes.len && ((bytes.ptr[i] >= '0' && bytes.ptr[i] <= '9') ||
                                 bytes.ptr[i] == '.'))
            i++;
        start->end = i;
        return target.len > 0;
    }
    return is_path || is_absolute || is_other;
}

unsigned stn_log_status_at(struct stn_str bytes, size_t at)
{
    unsigned status = 0;
    size_t i = at + 5;

    if (!stn_str_starts(stn_str_sub(bytes, at, at + 5), STN_STR("HTTP/")))
        return 0;
    while (i < bytes.len && ((bytes.ptr[i] >= '0' && bytes.ptr[i] <= '9') ||
                             bytes.ptr[i] == '.'))
        i++;
    if (i == at + 5 || i >= bytes.len || bytes.ptr[i] != ' ')
        return 0;
    const struct stn_str digits = stn_str_sub(bytes, i + 1, i + 4);
    for (size_t k = 0; k < digits.len; k++) {
        if (digits.ptr[k] < '0' || digits.ptr[k] > '9')
            return 0;
        status = status * 10 + (unsigned)(digits.ptr[k] - '0');
    }
    if (i + 4 < bytes.len && stn_log_is_word(bytes.ptr[i + 4]))
        return 0;
    return digits.len == 3 && status >= 100 && status < 600 ? status : 0;
}

unsigned stn_log_code_at(struct stn_str bytes, size_t at)
{
    unsigned code = 0;

    for (size_t i = 0; i < 3; i++) {
        if (at + i >= bytes.len || bytes.ptr[at + i] < '0' ||
            bytes.ptr[at + i] > '9')
            return 0;
        code = code * 10 + (unsigned)(bytes.ptr[at + i] - '0');
    }
    if (at + 3 < bytes.len && bytes.ptr[at + 3] != ' ' &&
        bytes.ptr[at + 3] != '\r' && bytes.ptr[at + 3] != '\n')
        return 0;
    return code >= 100 && code < 600 ? code : 0;
}

/* Names of people are longer than any of these; a longer one is prose. */
#define NAME_BYTES_MAX 100

bool stn_log_field_at(struct stn_str bytes, size_t at,
                      struct stn_log_field *field)
{
    const size_t start = at;
    bool has_dash = false;

    at += at < bytes.len && bytes.ptr[at] == ':'; /* ":path" */
    if (at >= bytes.len || !stn_log_is_word(bytes.ptr[at]) ||
        bytes.ptr[at] == '-' || (bytes.ptr[at] >= '0' && bytes.ptr[at] <= '9'))
        return false;
    while (at < bytes.len && at - start < NAME_BYTES_MAX &&
           (stn_log_is_word(bytes.ptr[at]) || bytes.ptr[at] == '.')) {
        has_dash |= bytes.ptr[at] == '-';
        at++;
    }
    if (at >= bytes.len || bytes.ptr[at] != ':')
        return false;
    field->name = stn_str_sub(bytes, start, at);
    at++;
    /* Without a space only what can be nothing else: not a URL, not a time. */
    if (at < bytes.len && bytes.ptr[at] != ' ' && bytes.ptr[at] != '\t' &&
        bytes.ptr[at] != '\r' && bytes.ptr[at] != '\n' && !has_dash &&
        !stn_log_is_credential(field->name))
        return false;
    const char *end =
        at < bytes.len ? memchr(bytes.ptr + at, '\n', bytes.len - at) : NULL;
    field->value = stn_log_trim(
        bytes, (struct stn_span){at, end == NULL ? bytes.len
                                                 : (size_t)(end - bytes.ptr)});
    return true;
}

bool stn_log_field_follows(struct stn_str text, size_t line, size_t at)
{
    const char *end = memchr(text.ptr + at, '\n', text.len - at);
    struct stn_log_prefix prefix;
    struct stn_log_field field;

    if (end == NULL)
        return false;
    const struct stn_segment within = {.bytes = text};
    struct stn_log_line first = {.within = &within, .start = line, .end = at};
    stn_log_prefix_learn(&prefix, &first, at);
    first.start = (size_t)(end - text.ptr) + 1;
    /* Windows writes a blank line after each. */
    while (first.start < text.len &&
           (text.ptr[first.start] == '\r' || text.ptr[first.start] == '\n'))
        first.start++;
    end = memchr(text.ptr + first.start, '\n', text.len - first.start);
    first.end = end == NULL ? text.len : (size_t)(end - text.ptr);
    for (enum stn_log_follow follow = STN_LOG_MARKED; follow <= STN_LOG_BARE;
         follow++) {
        const size_t content = stn_log_prefix_skip(&prefix, &first, follow);

        if (content != SIZE_MAX &&
            stn_log_field_at(stn_log_bytes(&first), content, &field))
            return true;
    }
    return false;
}

/* What no body holds, as far as it begins a line. */
static const struct stn_str boundaries[] = {
    STN_STR("> GET "),
    STN_STR("> POST "),
    STN_STR("> PUT "),
    STN_STR("> PATCH "),
    STN_STR("> DELETE "),
    STN_STR("> HEAD "),
    STN_STR("> OPTIONS "),
    STN_STR("< HTTP/"),
    STN_STR("* Connection #"),
    STN_STR("* Closing "),
    STN_STR("###"),
    STN_STR("<> "),
    STN_STR("--> "),
    STN_STR("<-- "),
    STN_STR("---[ "),
    STN_STR("---request"),
    STN_STR("---response"),
    STN_STR("=== RUN "),
    STN_STR("=== CONT "),
    STN_STR("=== NAME "),
    STN_STR("--- PASS: "),
    STN_STR("--- FAIL: "),
    STN_STR("--- SKIP: "),
    STN_STR("send: b"),
    STN_STR("reply: '"),
    STN_STR("Request method:\t"),
};

bool stn_log_is_boundary(struct stn_str bytes, size_t at, bool is_multipart)
{
    const struct stn_str line = stn_str_sub(bytes, at, bytes.len);
    struct stn_log_start start;

    for (size_t i = 0; i < sizeof(boundaries) / sizeof(boundaries[0]); i++)
        if (stn_str_starts(line, boundaries[i]))
            return true;
    if (!is_multipart && stn_str_starts(line, STN_STR("-----")))
        return true;
    if (stn_log_status_at(bytes, at) != 0)
        return true;
    return stn_log_start_at(bytes, at, &start) &&
           (start.has_version ||
            stn_str_starts(stn_str_sub(bytes, start.target.start, bytes.len),
                           STN_STR("http")));
}

/* "a=b&c=d", without spaces. */
bool stn_log_is_form(struct stn_str bytes)
{
    size_t names = 0;
    size_t at = 0;

    for (; at < bytes.len && bytes.ptr[at] != '='; at++)
        if (!stn_log_is_word(bytes.ptr[at]) &&
            memchr(".%[]+$", bytes.ptr[at], 6) == NULL)
            return false;
    if (at == 0 || at >= bytes.len)
        return false;
    for (; at < bytes.len; at++) {
        const char byte = bytes.ptr[at];

        if ((unsigned char)byte <= ' ' || byte == '"' || byte == '<')
            return false;
        names += byte == '=';
    }
    return names > 0;
}

bool stn_log_is_body(struct stn_str bytes)
{
    bytes = stn_str_trim(bytes);
    if (bytes.len < 3)
        return false;
    const char first = bytes.ptr[0];
    const char last = bytes.ptr[bytes.len - 1];
    return (first == '{' && last == '}') || (first == '[' && last == ']') ||
           stn_log_is_form(bytes);
}

bool stn_log_json_in(const struct stn_log_line *line, struct stn_span *object)
{
    const struct stn_str bytes = stn_log_bytes(line);
    const size_t length = line->end - line->start;

    if (length < 2 || bytes.ptr[line->end - 1] != '}')
        return false;
    /* A prefix is short: no use to look further for where the object begins. */
    const size_t room =
        length < STN_LOG_PREFIX_BYTES ? length : STN_LOG_PREFIX_BYTES;
    const char *open = memchr(bytes.ptr + line->start, '{', room);
    if (open == NULL)
        return false;
    object->start = (size_t)(open - bytes.ptr);
    object->end = line->end;
    const size_t name = stn_log_skip_spaces(bytes, object->start + 1);
    return name < line->end && bytes.ptr[name] == '"';
}
