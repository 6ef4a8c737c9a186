/**
 * @file
 * Headers as a program prints a dictionary of them: `headers: { Accept: '*' }`
 * of Node, `headers={'Accept': b'*'}` of Python, `headers: {"accept": "*"}` of
 * Rust, `Headers: [Accept:"*"]` of Spring, `map[Accept:[*]]` of Go.
 */
#include <string.h>

#include "http/log_reader.h"

#define PAIRS_MAX 1000
#define LINES_MAX 400

/* Past what nests in a value that is no string. */
static size_t skip_nested(struct stn_str bytes, size_t at)
{
    size_t depth = 0;

    for (; at < bytes.len; at++) {
        const char byte = bytes.ptr[at];

        if (byte == '{' || byte == '[' || byte == '(')
            depth++;
        else if (byte == '}' || byte == ']' || byte == ')')
            depth--;
        if (depth == 0)
            return at + 1;
    }
    return at;
}

/* The strings of a list, each a value of the name. */
static enum stn_status read_list(struct stn_http_log *log,
                                 const struct stn_log_line *line,
                                 struct stn_str name, size_t *at,
                                 struct stn_error *err)
{
    const struct stn_str bytes = stn_log_bytes(line);
    enum stn_status status = STN_OK;
    struct stn_log_string string;

    for (++*at; status >= 0; *at = string.next) {
        while (*at < bytes.len &&
               (bytes.ptr[*at] == ' ' || bytes.ptr[*at] == ','))
            ++*at;
        if (!stn_log_string_at(bytes, *at, &string))
            break;
        status = stn_log_take_header(log, line->within, name, string.span,
                                     string.codec, err);
    }
    while (*at < bytes.len && bytes.ptr[*at] != ']')
        ++*at;
    *at += *at < bytes.len;
    return status;
}

static enum stn_status read_value(struct stn_http_log *log,
                                  const struct stn_log_line *line,
                                  struct stn_str name, size_t *at,
                                  struct stn_error *err)
{
    const struct stn_str bytes = stn_log_bytes(line);
    struct stn_log_string string;

    if (*at >= bytes.len)
        return STN_OK;
    if (bytes.ptr[*at] == '[')
        return read_list(log, line, name, at, err);
    if (bytes.ptr[*at] == '{' || bytes.ptr[*at] == '(') {
        *at = skip_nested(bytes, *at);
        return STN_OK;
    }
    if (stn_log_string_at(bytes, *at, &string)) {
        *at = string.next;
        return stn_log_take_header(log, line->within, name, string.span,
                                   string.codec, err);
    }
    struct stn_span span = {*at, *at};
    while (span.end < bytes.len && bytes.ptr[span.end] != '}' &&
           bytes.ptr[span.end] != ']' &&
           (bytes.ptr[span.end] != ',' ||
            (span.end + 1 < bytes.len && bytes.ptr[span.end + 1] != ' ')))
        span.end++;
    *at = span.end;
    return stn_log_take_header(log, line->within, name, span, STN_CODEC_NONE,
                               err);
}

/* A name, quoted or not, and what separates it. @return Whether it is one. */
static bool read_name(struct stn_str bytes, size_t *at, struct stn_str *name)
{
    struct stn_log_string string;
    size_t i = *at;

    if (stn_log_string_at(bytes, i, &string)) {
        if (!string.is_closed)
            return false;
        *name = stn_str_sub(bytes, string.span.start, string.span.end);
        i = string.next;
    } else {
        while (i < bytes.len && stn_log_is_word(bytes.ptr[i]))
            i++;
        *name = stn_str_sub(bytes, *at, i);
    }
    i = stn_log_skip_spaces(bytes, i);
    if (name->len == 0 || name->len > 100 || i >= bytes.len ||
        (bytes.ptr[i] != ':' && bytes.ptr[i] != '='))
        return false;
    i++;
    i += i < bytes.len && bytes.ptr[i] == '>';
    *at = stn_log_skip_spaces(bytes, i);
    return true;
}

/* Pairs from `at` on. *is_open: they go on on the next line. */
static enum stn_status read_pairs(struct stn_http_log *log,
                                  const struct stn_log_line *line, size_t at,
                                  size_t *next, bool *is_open,
                                  struct stn_error *err)
{
    const struct stn_str bytes = stn_log_bytes(line);
    enum stn_status status = STN_OK;

    *is_open = false;
    for (size_t i = 0; i < PAIRS_MAX && status >= 0; i++) {
        struct stn_str name;

        while (at < bytes.len &&
               (bytes.ptr[at] == ' ' || bytes.ptr[at] == ',' ||
                bytes.ptr[at] == '\t'))
            at++;
        *next = at;
        *is_open = at >= bytes.len;
        if (*is_open || !read_name(bytes, &at, &name))
            break;
        status = read_value(log, line, name, &at, err);
    }
    return status;
}

/* The bracket that opens the pairs: words of a type may come before it. */
static size_t find_open(struct stn_str bytes, size_t at)
{
    const size_t most = at + 60;

    at += at < bytes.len && (bytes.ptr[at] == '"' || bytes.ptr[at] == '\'');
    at = stn_log_skip_spaces(bytes, at);
    if (at >= bytes.len || (bytes.ptr[at] != ':' && bytes.ptr[at] != '='))
        return SIZE_MAX;
    /* [Object: null prototype] {...} stands before the real one. */
    for (at++; at < bytes.len && at < most; at++) {
        const char byte = bytes.ptr[at];

        if (byte == '{')
            return at + 1;
        if (byte == '[' && stn_str_starts(stn_str_sub(bytes, at, bytes.len),
                                          STN_STR("[Object:")))
            at += strlen("[Object:");
        else if (byte == '[') /* Go's map has a mark of its own. */
            return bytes.ptr[at - 1] == 'p' ? SIZE_MAX : at + 1;
        else if (!stn_log_is_word(byte) && byte != ' ' && byte != '(' &&
                 byte != ']' && byte != ':' && byte != '.')
            return SIZE_MAX;
    }
    return SIZE_MAX;
}

/* Node's flat list: [ 'Name', 'value', 'Name', 'value' ]. */
static enum stn_status read_flat(struct stn_http_log *log,
                                 const struct stn_log_line *line, size_t at,
                                 size_t *next, struct stn_error *err)
{
    const struct stn_str bytes = stn_log_bytes(line);
    enum stn_status status = STN_OK;

    while (status >= 0) {
        struct stn_log_string name;
        struct stn_log_string value;

        at = stn_log_skip_spaces(bytes, at);
        if (!stn_log_string_at(bytes, at, &name) || !name.is_closed)
            break;
        at = name.next + (name.next < bytes.len && bytes.ptr[name.next] == ',');
        at = stn_log_skip_spaces(bytes, at);
        if (!stn_log_string_at(bytes, at, &value))
            break;
        at = value.next;
        at += at < bytes.len && bytes.ptr[at] == ',';
        status = stn_log_take_header(
            log, line->within,
            stn_str_sub(bytes, name.span.start, name.span.end), value.span,
            value.codec, err);
    }
    *next = at;
    return status;
}

/* "Request Headers:" alone on its line: header lines follow. */
static void begin_headers(struct stn_http_log *log,
                          const struct stn_log_line *line, size_t at)
{
    static const struct stn_str sides[] = {
        STN_STR("Request "),
        STN_STR("REQUEST "),
        STN_STR("Response "),
        STN_STR("RESPONSE "),
    };
    const struct stn_str before =
        stn_str_sub(line->within->bytes, line->start, at);

    for (size_t i = 0; i < sizeof(sides) / sizeof(sides[0]); i++)
        if (stn_str_ends(before, sides[i])) {
            const bool is_response = i >= 2;

            stn_log_prefix_learn(&log->state.prefix, line, at - sides[i].len);
            log->state.phase = STN_LOG_HEADERS;
            if (is_response)
                stn_log_begin_response(log, 200);
            else if (log->state.exchanges == 0 || log->state.is_response)
                stn_log_begin_request(log);
        }
}

static enum stn_status read_object(struct stn_http_log *log,
                                   const struct stn_log_line *line, size_t at,
                                   size_t *next, struct stn_error *err)
{
    const struct stn_str bytes = stn_log_bytes(line);
    struct stn_span json;
    bool is_open;

    if (at > line->start && bytes.ptr[at - 1] == '"' &&
        stn_log_json_in(line, &json))
        return stn_log_json.read(log, line, at, next, err);
    const bool is_lone = !log->has_request;
    if (bytes.ptr[at] == 'r') { /* rawHeaders: [ */
        at += strlen("rawHeaders: [");
        log->is_lone = is_lone;
        const enum stn_status flat = read_flat(log, line, at, next, err);
        log->is_lone = false;
        return flat;
    }
    at += strlen("headers");
    if (at < bytes.len && bytes.ptr[at] == ':' &&
        stn_log_skip_spaces(bytes, at + 1) >= bytes.len) {
        begin_headers(log, line, at - strlen("headers"));
        *next = line->end;
        return STN_OK;
    }
    at = find_open(bytes, at);
    if (at == SIZE_MAX)
        return STN_OK;
    log->is_lone = is_lone;
    const enum stn_status status =
        read_pairs(log, line, at, next, &is_open, err);
    log->is_lone = false;
    if (status >= 0 && is_open) {
        log->state.phase = STN_LOG_OBJECT;
        log->state.is_object_lone = is_lone;
        log->state.line_count = 0;
    }
    return status;
}

static bool is_object_strong(struct stn_str text, size_t line, size_t at)
{
    const struct stn_str before = stn_str_sub(text, line, at);

    return stn_str_find(before, STN_STR("<AWSPreparedRequest ")) != SIZE_MAX ||
           stn_str_find(before, STN_STR("System.Net.Http.HttpClient.")) !=
               SIZE_MAX;
}

const struct stn_log_grammar stn_log_object = {
    .name = "object",
    .is_strong = is_object_strong,
    .read = read_object,
};

enum stn_status stn_log_object_line(struct stn_http_log *log,
                                    const struct stn_log_line *line,
                                    bool *taken, struct stn_error *err)
{
    const struct stn_str bytes = stn_log_bytes(line);
    const size_t at = stn_log_skip_spaces(bytes, line->start);
    size_t next = at;
    bool is_open;

    log->state.line_count++;
    log->is_lone = log->state.is_object_lone;
    const enum stn_status status =
        read_pairs(log, line, at, &next, &is_open, err);
    log->is_lone = false;
    if (status < 0)
        return status;
    if (!is_open || log->state.line_count >= LINES_MAX)
        log->state.phase = STN_LOG_IDLE;
    *taken = next > at;
    return STN_OK;
}

/* Where the bracket of a Go slice closes: values may hold brackets, but what
 * follows the last one is another name, or the end of the map. */
static size_t close_slice(struct stn_str bytes, size_t at)
{
    for (; at < bytes.len; at++) {
        if (bytes.ptr[at] != ']')
            continue;
        if (at + 1 >= bytes.len || bytes.ptr[at + 1] == ']')
            return at;
        if (bytes.ptr[at + 1] != ' ')
            continue;
        size_t i = at + 2;
        while (i < bytes.len && i < at + 64 && stn_log_is_word(bytes.ptr[i]))
            i++;
        if (i + 1 < bytes.len && bytes.ptr[i] == ':' && bytes.ptr[i + 1] == '[')
            return at;
    }
    return bytes.len;
}

/* map[Authorization:[Bearer x] Accept:[a b]] */
static enum stn_status read_go_map(struct stn_http_log *log,
                                   const struct stn_log_line *line, size_t at,
                                   size_t *next, struct stn_error *err)
{
    const struct stn_str bytes = stn_log_bytes(line);
    enum stn_status status = STN_OK;

    at += strlen("map[");
    log->is_lone = !log->has_request;
    for (size_t i = 0; i < PAIRS_MAX && status >= 0; i++) {
        size_t colon = at;

        while (colon < bytes.len && stn_log_is_word(bytes.ptr[colon]))
            colon++;
        if (colon == at || colon + 1 >= bytes.len || bytes.ptr[colon] != ':' ||
            bytes.ptr[colon + 1] != '[')
            break;
        const size_t end = close_slice(bytes, colon + 2);
        status = stn_log_take_header(
            log, line->within, stn_str_sub(bytes, at, colon),
            (struct stn_span){colon + 2, end}, STN_CODEC_NONE, err);
        *next = end < bytes.len ? end + 1 : end;
        at = *next;
        at += at < bytes.len && bytes.ptr[at] == ' ';
    }
    log->is_lone = false;
    return status;
}

/* No source is written like that, only printed. */
static bool is_go_map_strong(struct stn_str text, size_t line, size_t at)
{
    static const struct stn_str names[] = {
        STN_STR("Authorization:["),
        STN_STR("Set-Cookie:["),
        STN_STR("Cookie:["),
        STN_STR("Content-Type:["),
    };
    const char *end = memchr(text.ptr + at, '\n', text.len - at);
    const struct stn_str head = stn_str_sub(
        text, at, end == NULL ? text.len : (size_t)(end - text.ptr));

    (void)line;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (stn_str_find(head, names[i]) != SIZE_MAX)
            return true;
    return false;
}

const struct stn_log_grammar stn_log_go_map = {
    .name = "Go map",
    .cure = "Leave the header out before it is printed; http.Header prints all "
            "of it.",
    .is_strong = is_go_map_strong,
    .read = read_go_map,
};
