/**
 * @file
 * A header on its own: a name that everybody knows, with a value, however the
 * two are quoted. Dictionaries of Python, JavaScript and Rust, key=value logs,
 * Go's HTTP/2 trace and the middle of a cut message all come down to this.
 */
#include <string.h>

#include "http/log_reader.h"

/* Without a scheme before it a value is one word; prose is more. */
#define VALUE_BYTES_MIN 4

static const struct stn_str credentials[] = {
    STN_STR("authorization"), STN_STR("proxy-authorization"),
    STN_STR("cookie"),        STN_STR("set-cookie"),
    STN_STR("api-key"),       STN_STR("api_key"),
    STN_STR("apikey"),        STN_STR("private-token"),
    STN_STR("x-auth"),
};

/* "X-...", and a word that says what it is. */
static const struct stn_str words[] = {
    STN_STR("token"),  STN_STR("key"),     STN_STR("secret"),
    STN_STR("auth"),   STN_STR("session"), STN_STR("password"),
    STN_STR("cookie"), STN_STR("jwt"),     STN_STR("credential"),
    STN_STR("api"),
};

bool stn_log_is_credential(struct stn_str name)
{
    if (name.len < 5 || name.len > 60)
        return false;
    for (size_t i = 0; i < sizeof(credentials) / sizeof(credentials[0]); i++)
        if (stn_str_equal_nocase(name, credentials[i]))
            return true;
    if ((name.ptr[0] | 0x20) != 'x' || name.ptr[1] != '-')
        return false;
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (stn_str_find_nocase(name, words[i]) != SIZE_MAX)
            return true;
    return false;
}

static const struct stn_str schemes[] = {
    STN_STR("bearer "), STN_STR("basic "), STN_STR("token "),
    STN_STR("digest "), STN_STR("oauth "), STN_STR("aws4-hmac-sha256 "),
    STN_STR("apikey "), STN_STR("jwt "),   STN_STR("negotiate "),
    STN_STR("ntlm "),   STN_STR("hawk "),  STN_STR("sharedkey "),
    STN_STR("dpop "),   STN_STR("ssws "),
};

static bool has_scheme(struct stn_str value)
{
    for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++)
        if (stn_str_equal_nocase(stn_str_sub(value, 0, schemes[i].len),
                                 schemes[i]))
            return true;
    return false;
}

/* Where the word at `at` ends. */
static size_t end_of_word(struct stn_str bytes, size_t at)
{
    while (at < bytes.len && bytes.ptr[at] != ' ' && bytes.ptr[at] != '\t')
        at++;
    return at;
}

/* How much of a bare value is the value: of "Bearer x and so on" two words, of
 * cookies all. Empty for prose. */
static struct stn_span cut_value(struct stn_str name, struct stn_str bytes,
                                 struct stn_span span)
{
    const struct stn_str value = stn_str_sub(bytes, span.start, span.end);
    const size_t first = end_of_word(value, 0);

    if (stn_str_find_nocase(name, STN_STR("cookie")) != SIZE_MAX) {
        if (memchr(value.ptr, '=', first) == NULL)
            span.end = span.start;
        return span;
    }
    if (first == value.len)
        return span;
    if (stn_str_find_nocase(name, STN_STR("authorization")) == SIZE_MAX) {
        span.end = span.start;
        return span;
    }
    const size_t second = end_of_word(value, stn_log_skip_spaces(value, first));
    if (has_scheme(value)) {
        /* "Digest username=..., realm=..." */
        if (memchr(value.ptr + first, '=', second - first) == NULL ||
            value.ptr[second - 1] != ',')
            span.end = span.start + second;
        return span;
    }
    if (second < value.len)
        span.end = span.start;
    return span;
}

static enum stn_status take(struct stn_http_log *log,
                            const struct stn_log_line *line,
                            struct stn_str name, struct stn_span span,
                            enum stn_codec codec, struct stn_error *err)
{
    enum stn_status status;

    if (span.end - span.start < VALUE_BYTES_MIN)
        return STN_OK;
    log->is_lone = true;
    status = stn_log_take_header(log, line->within, name, span, codec, err);
    log->is_lone = false;
    return status;
}

/* The strings of a list: ['Bearer x'], [ 'a=1', 'b=2' ]. */
static enum stn_status take_list(struct stn_http_log *log,
                                 const struct stn_log_line *line,
                                 struct stn_str name, size_t at, size_t *next,
                                 struct stn_error *err)
{
    const struct stn_str bytes = stn_log_bytes(line);
    struct stn_log_string string;
    enum stn_status status = STN_OK;

    for (;;) {
        at = stn_log_skip_spaces(bytes, at);
        if (status < 0 || !stn_log_string_at(bytes, at, &string))
            break;
        status = take(log, line, name, string.span, string.codec, err);
        at = string.next;
        at += at < bytes.len && bytes.ptr[at] == ',';
    }
    *next = at;
    return status;
}

/* A value in quotes, or a list of such. @return Whether it is one. */
static bool quoted_value(struct stn_str bytes, size_t at,
                         struct stn_log_string *string, bool *is_list)
{
    *is_list = at < bytes.len && bytes.ptr[at] == '[';
    at += *is_list;
    if (*is_list)
        at = stn_log_skip_spaces(bytes, at);
    return stn_log_string_at(bytes, at, string);
}

/* What separates a quoted name from its value: ':' '=' '=>' ','. SIZE_MAX: it
 * is no name. */
static size_t skip_separator(struct stn_str bytes, size_t at)
{
    at = stn_log_skip_spaces(bytes, at);
    at += at < bytes.len && bytes.ptr[at] == ']'; /* headers['x'] = */
    at = stn_log_skip_spaces(bytes, at);
    if (at >= bytes.len || memchr(":=,", bytes.ptr[at], 3) == NULL)
        return SIZE_MAX;
    at++;
    at += at < bytes.len && bytes.ptr[at] == '>';
    return stn_log_skip_spaces(bytes, at);
}

/* 'Name': 'value'; `name_end` is where the closing quote stands. */
static enum stn_status read_quoted_name(struct stn_http_log *log,
                                        const struct stn_log_line *line,
                                        struct stn_str name, size_t at,
                                        size_t *next, struct stn_error *err)
{
    const struct stn_str bytes = stn_log_bytes(line);
    struct stn_log_string string;
    bool is_list;

    at = skip_separator(bytes, at);
    if (at == SIZE_MAX || !quoted_value(bytes, at, &string, &is_list))
        return STN_OK;
    if (is_list)
        return take_list(log, line, name, at + 1, next, err);
    *next = string.next;
    return take(log, line, name, string.span, string.codec, err);
}

/* 'Name: value', all in one string that opened before the name. */
static enum stn_status read_in_string(struct stn_http_log *log,
                                      const struct stn_log_line *line,
                                      struct stn_str name, size_t open,
                                      size_t at, size_t *next,
                                      struct stn_error *err)
{
    const struct stn_str bytes = stn_log_bytes(line);
    struct stn_log_string string;

    if (open > line->start && bytes.ptr[open - 1] == '\\')
        open--;
    if (!stn_log_string_at(bytes, open, &string))
        return STN_OK;
    *next = string.next;
    struct stn_span span = {at, string.span.end};
    if (span.end < span.start)
        return STN_OK;
    /* The breaks that a header ends in. */
    while (span.end - span.start >= 2 && bytes.ptr[span.end - 2] == '\\' &&
           (bytes.ptr[span.end - 1] == 'n' || bytes.ptr[span.end - 1] == 'r'))
        span.end -= 2;
    return take(log, line, name, stn_log_trim(bytes, span),
                stn_log_codec_of(bytes, span), err);
}

/* Name: value, or Name=value, without quotes around the name. */
static enum stn_status read_bare_name(struct stn_http_log *log,
                                      const struct stn_log_line *line,
                                      struct stn_str name, char before,
                                      size_t at, size_t *next,
                                      struct stn_error *err)
{
    const struct stn_str bytes = stn_log_bytes(line);
    struct stn_log_string string;
    bool is_list;

    const size_t from = stn_log_skip_spaces(bytes, at);
    if (quoted_value(bytes, from, &string, &is_list)) {
        if (is_list)
            return take_list(log, line, name, from + 1, next, err);
        *next = string.next;
        return take(log, line, name, string.span, string.codec, err);
    }
    char closing = '\0';
    if (is_list || before == '[')
        closing = ']';
    else if (before == '{' || before == '(')
        closing = before == '{' ? '}' : ')';
    struct stn_span span = {from + is_list, line->end};
    *next = line->end;
    if (closing != '\0' && span.start < span.end) {
        const char *end =
            memchr(bytes.ptr + span.start, closing, span.end - span.start);
        if (end != NULL)
            span.end = (size_t)(end - bytes.ptr);
        *next = span.end;
    }
    if (span.start >= span.end)
        return STN_OK;
    span = cut_value(name, bytes, stn_log_trim(bytes, span));
    return take(log, line, name, span, STN_CODEC_NONE, err);
}

static enum stn_status read_pair(struct stn_http_log *log,
                                 const struct stn_log_line *line, size_t at,
                                 size_t *next, struct stn_error *err)
{
    const struct stn_str bytes = stn_log_bytes(line);
    const char before = at > line->start ? bytes.ptr[at - 1] : '\0';
    const size_t start = at;
    bool is_any = false;

    /* `header "` and `field "`: any name follows. */
    if (bytes.ptr[at] == 'h' || bytes.ptr[at] == 'f') {
        struct stn_log_string string;

        at += bytes.ptr[at] == 'h' ? strlen("header ") : strlen("field ");
        if (!stn_log_string_at(bytes, at, &string) || !string.is_closed)
            return STN_OK;
        is_any = string.span.end - string.span.start <= 60;
        if (!is_any)
            return STN_OK;
        return read_quoted_name(
            log, line, stn_str_sub(bytes, string.span.start, string.span.end),
            string.next, next, err);
    }
    while (at < bytes.len && stn_log_is_word(bytes.ptr[at]))
        at++;
    const struct stn_str name = stn_str_sub(bytes, start, at);
    if (at >= bytes.len || !stn_log_is_credential(name))
        return STN_OK;
    struct stn_span object;
    if ((before == '"' || before == '\'') && bytes.ptr[at] == before) {
        if (before == '"' && stn_log_json_in(line, &object))
            return stn_log_json.read(log, line, start, next, err);
        return read_quoted_name(log, line, name, at + 1, next, err);
    }
    if (bytes.ptr[at] == '\\')
        return read_quoted_name(log, line, name, at + 2, next, err);
    if (bytes.ptr[at] != ':' && bytes.ptr[at] != '=')
        return STN_OK;
    if ((before == '"' || before == '\'') && bytes.ptr[at] == ':')
        return read_in_string(log, line, name, start - 1, at + 1, next, err);
    return read_bare_name(log, line, name, before, at + 1, next, err);
}

/* Go's HTTP/2 trace says it in words that no other text has. */
static bool is_pair_strong(struct stn_str text, size_t line, size_t at)
{
    const struct stn_str before = stn_str_sub(text, line, at);

    return stn_str_ends(before, STN_STR("http2: Transport encoding ")) ||
           stn_str_ends(before, STN_STR("decoded hpack field header ")) ||
           stn_str_ends(before, STN_STR("http.request.header.")) ||
           stn_str_ends(before, STN_STR("http.response.header."));
}

/* A name with something after it. */
static bool is_pair_telling(struct stn_str text, size_t at)
{
    const size_t start = at;

    while (at < text.len && stn_log_is_word(text.ptr[at]))
        at++;
    if (!stn_log_is_credential(stn_str_sub(text, start, at)))
        return false;
    at += at < text.len && (text.ptr[at] == '"' || text.ptr[at] == '\'');
    return at < text.len && (text.ptr[at] == ':' || text.ptr[at] == '=');
}

const struct stn_log_grammar stn_log_pair = {
    .name = "pair",
    .is_strong = is_pair_strong,
    .is_telling = is_pair_telling,
    .read = read_pair,
};

/* curl's "* [HTTP/2] [1] [name: value]". */
static enum stn_status read_curl_pair(struct stn_http_log *log,
                                      const struct stn_log_line *line,
                                      size_t at, size_t *next,
                                      struct stn_error *err)
{
    const struct stn_str bytes = stn_log_bytes(line);
    struct stn_log_field field;

    at += strlen("[HTTP/2] [");
    while (at < bytes.len && bytes.ptr[at] >= '0' && bytes.ptr[at] <= '9')
        at++;
    if (!stn_str_starts(stn_str_sub(bytes, at, bytes.len), STN_STR("] [")) ||
        bytes.ptr[line->end - 1] != ']')
        return STN_OK;
    if (!stn_log_field_at(stn_str_sub(bytes, 0, line->end - 1), at + 3, &field))
        return STN_OK;
    *next = line->end;
    /* They come before the request they are of. */
    log->is_lone = true;
    const enum stn_status status = stn_log_take_header(
        log, line->within, field.name, field.value, STN_CODEC_NONE, err);
    log->is_lone = false;
    return status;
}

static bool is_curl_pair_strong(struct stn_str text, size_t line, size_t at)
{
    return stn_str_ends(stn_str_sub(text, line, at), STN_STR("* "));
}

const struct stn_log_grammar stn_log_curl_pair = {
    .name = "curl pair",
    .cure = "Run curl without -v where the output is kept.",
    .is_strong = is_curl_pair_strong,
    .read = read_curl_pair,
};

/* password: 'x', 'token': 'y': a value in quotes, as programs print it. */
static enum stn_status read_member(struct stn_http_log *log,
                                   const struct stn_log_line *line, size_t at,
                                   size_t *next, struct stn_error *err)
{
    const struct stn_str bytes = stn_log_bytes(line);
    const size_t start = at;
    struct stn_log_string string;

    while (at < bytes.len && at - start < 60 && stn_log_is_word(bytes.ptr[at]))
        at++;
    const struct stn_str name = stn_str_sub(bytes, start, at);
    at += at < bytes.len && (bytes.ptr[at] == '"' || bytes.ptr[at] == '\'');
    if (at >= bytes.len || (bytes.ptr[at] != ':' && bytes.ptr[at] != '='))
        return STN_OK;
    at = stn_log_skip_spaces(bytes, at + 1);
    if (!stn_log_string_at(bytes, at, &string) || !string.is_closed)
        return STN_OK;
    *next = string.next;
    log->is_lone = true;
    log->where = STN_LOG_IN_BODY;
    const enum stn_status status =
        stn_log_take_field(log, STN_SEGMENT_JSON, name, line->within,
                           string.span, string.codec, err);
    log->is_lone = false;
    return status;
}

/* A line that is JSON goes to the walk as a whole: every member has a name. */
static enum stn_status read_json(struct stn_http_log *log,
                                 const struct stn_log_line *line, size_t at,
                                 size_t *next, struct stn_error *err)
{
    const struct stn_str bytes = stn_log_bytes(line);
    struct stn_span object;

    if (at == line->start || bytes.ptr[at - 1] != '"' ||
        !stn_log_json_in(line, &object))
        return read_member(log, line, at, next, err);
    *next = line->end;
    log->is_lone = true;
    const enum stn_status status =
        stn_log_take_body(log, line->within, object, STN_CODEC_NONE, err);
    log->is_lone = false;
    return status;
}

static bool is_json_telling(struct stn_str text, size_t at)
{
    return at > 0 && text.ptr[at - 1] == '"';
}

const struct stn_log_grammar stn_log_json = {
    .name = "JSON line",
    .is_telling = is_json_telling,
    .read = read_json,
};
