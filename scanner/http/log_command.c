/**
 * @file
 * curl and wget as they are typed: a command is the part of a capture that
 * holds the password. It may go on over many lines, by a backslash or inside of
 * quotes.
 */
#include <string.h>

#include "http/log_reader.h"

#define WORDS_MAX 400
#define LINES_MAX 200
#define COMMAND_BYTES_MAX (32 * STN_KIB)

/* A word as the shell cuts it. */
struct word {
    struct stn_span all;   /* With its quotes. */
    struct stn_span value; /* Between them, if they are around all of it. */
    enum stn_codec codec;
};

/* Past the quoted part that begins at `at`. @return SIZE_MAX: it is open. */
static size_t skip_quoted(struct stn_str bytes, size_t at)
{
    const char quote = bytes.ptr[at];
    const bool has_escapes =
        quote == '"' || (at > 0 && bytes.ptr[at - 1] == '$');

    for (at++; at < bytes.len; at++)
        if (bytes.ptr[at] == '\\' && has_escapes)
            at++;
        else if (bytes.ptr[at] == quote)
            return at + 1;
    return SIZE_MAX;
}

static bool is_space(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

/* Spaces, and the line breaks that shells allow after \, ^ and `. A bare break
 * ends the command. @return Whether there is another word. */
static bool skip_to_word(struct stn_str bytes, size_t *at)
{
    size_t i = *at;

    for (; i < bytes.len; i++) {
        const char byte = bytes.ptr[i];

        if (byte == '\n')
            break;
        if (is_space(byte))
            continue;
        if (byte != '\\' && byte != '^' && byte != '`')
            break;
        size_t end = i + 1;
        end += end < bytes.len && bytes.ptr[end] == '\r';
        if (end < bytes.len && bytes.ptr[end] != '\n')
            break;
        i = end;
    }
    *at = i;
    return i < bytes.len && memchr("\n|;<>)&", bytes.ptr[i], 7) == NULL;
}

static struct word read_word(struct stn_str bytes, size_t *at)
{
    struct word word = {.all = {*at, *at}};
    size_t open = SIZE_MAX;
    size_t close = SIZE_MAX;
    size_t i = *at;

    while (i < bytes.len && !is_space(bytes.ptr[i])) {
        if (bytes.ptr[i] == '\'' || bytes.ptr[i] == '"') {
            const size_t end = skip_quoted(bytes, i);

            open = open == SIZE_MAX ? i : open;
            close = end == SIZE_MAX ? bytes.len : end - 1;
            i = end == SIZE_MAX ? bytes.len : end;
        } else {
            i += bytes.ptr[i] == '\\' && i + 1 < bytes.len ? 2 : 1;
        }
    }
    word.all.end = i;
    word.value = word.all;
    /* "...", or --name="...": the quotes are not part of it. */
    if (open != SIZE_MAX && (close + 1 == i || close == i)) {
        const bool is_first =
            open == *at || (open == *at + 1 && bytes.ptr[*at] == '$');
        if (is_first && open < close)
            word.value = (struct stn_span){open + 1, close};
        else if (bytes.ptr[open - 1] == '=' || open == *at + 2)
            word.value.end = close;
    }
    word.codec = open != SIZE_MAX && bytes.ptr[open] == '\'' &&
                         (open == 0 || bytes.ptr[open - 1] != '$')
                     ? STN_CODEC_NONE
                     : stn_log_codec_of(bytes, word.value);
    *at = i;
    return word;
}

enum what {
    WHAT_HEADER,
    WHAT_USER,
    WHAT_COOKIE,
    WHAT_BODY,
    WHAT_PART, /* name=value */
    WHAT_BEARER,
    WHAT_REFERER,
    WHAT_URL,
    WHAT_PASSWORD,
};

static const struct option {
    struct stn_str name;
    char letter; /* Of curl. */
    enum what what;
} options[] = {
    {STN_STR("header"), 'H', WHAT_HEADER},
    {STN_STR("proxy-header"), '\0', WHAT_HEADER},
    {STN_STR("user"), 'u', WHAT_USER},
    {STN_STR("proxy-user"), 'U', WHAT_USER},
    {STN_STR("cookie"), 'b', WHAT_COOKIE},
    {STN_STR("data"), 'd', WHAT_BODY},
    {STN_STR("data-raw"), '\0', WHAT_BODY},
    {STN_STR("data-binary"), '\0', WHAT_BODY},
    {STN_STR("data-ascii"), '\0', WHAT_BODY},
    {STN_STR("json"), '\0', WHAT_BODY},
    {STN_STR("post-data"), '\0', WHAT_BODY},
    {STN_STR("body-data"), '\0', WHAT_BODY},
    {STN_STR("data-urlencode"), '\0', WHAT_PART},
    {STN_STR("form"), 'F', WHAT_PART},
    {STN_STR("form-string"), '\0', WHAT_PART},
    {STN_STR("oauth2-bearer"), '\0', WHAT_BEARER},
    {STN_STR("referer"), 'e', WHAT_REFERER},
    {STN_STR("url"), '\0', WHAT_URL},
    {STN_STR("proxy"), 'x', WHAT_URL},
    {STN_STR("password"), '\0', WHAT_PASSWORD},
    {STN_STR("http-password"), '\0', WHAT_PASSWORD},
};

#define OPTION_COUNT (sizeof(options) / sizeof(options[0]))

/* The option a word is. @param inside  Bytes of the word's value before the
 * option's own: "--header=", "-H"; SIZE_MAX: it is the next word. */
static const struct option *find_option(struct stn_str word, size_t *inside)
{
    if (word.len < 2 || word.ptr[0] != '-')
        return NULL;
    *inside = SIZE_MAX;
    if (word.ptr[1] != '-') {
        if (word.len > 2)
            *inside = 2;
        for (size_t i = 0; i < OPTION_COUNT; i++)
            if (options[i].letter == word.ptr[1])
                return &options[i];
        return NULL;
    }
    const char *equals = memchr(word.ptr, '=', word.len);
    const size_t end = equals == NULL ? word.len : (size_t)(equals - word.ptr);
    if (equals != NULL)
        *inside = end + 1;
    const struct stn_str name = stn_str_sub(word, 2, end);
    for (size_t i = 0; i < OPTION_COUNT; i++)
        if (stn_str_equal(options[i].name, name))
            return &options[i];
    return NULL;
}

/* "name=value", of a form. */
static enum stn_status take_part(struct stn_http_log *log,
                                 const struct stn_segment *within,
                                 struct stn_span span, enum stn_codec codec,
                                 struct stn_error *err)
{
    const struct stn_str part =
        stn_str_sub(within->bytes, span.start, span.end);
    const char *equals = memchr(part.ptr, '=', part.len);

    if (equals == NULL)
        return STN_OK;
    const size_t at = (size_t)(equals - part.ptr);
    if (at + 1 < part.len && part.ptr[at + 1] == '@') /* A file. */
        return STN_OK;
    return stn_log_take_field(
        log, STN_SEGMENT_FORM, stn_str_sub(part, 0, at), within,
        (struct stn_span){span.start + at + 1, span.end}, codec, err);
}

static enum stn_status take_option(struct stn_http_log *log, enum what what,
                                   const struct stn_segment *within,
                                   struct stn_span span, enum stn_codec codec,
                                   struct stn_error *err)
{
    const struct stn_str value =
        stn_str_sub(within->bytes, span.start, span.end);
    struct stn_log_field field;
    const char *colon;

    if (value.len == 0)
        return STN_OK;
    log->where = STN_LOG_IN_COMMAND;
    switch (what) {
    case WHAT_HEADER:
        if (!stn_log_field_at(stn_str_sub(within->bytes, 0, span.end),
                              span.start, &field))
            return STN_OK;
        return stn_log_take_header(log, within, field.name, field.value, codec,
                                   err);
    case WHAT_USER:
        colon = memchr(value.ptr, ':', value.len);
        if (colon == NULL)
            return STN_OK;
        span.start += (size_t)(colon - value.ptr) + 1;
        return stn_log_take_field(log, STN_SEGMENT_FORM, STN_STR("password"),
                                  within, span, codec, err);
    case WHAT_PASSWORD:
        return stn_log_take_field(log, STN_SEGMENT_FORM, STN_STR("password"),
                                  within, span, codec, err);
    case WHAT_COOKIE:
        if (memchr(value.ptr, '=', value.len) == NULL) /* A file. */
            return STN_OK;
        return stn_log_take_header(log, within, STN_STR("Cookie"), span, codec,
                                   err);
    case WHAT_BODY:
        if (value.ptr[0] == '@')
            return STN_OK;
        return stn_log_take_body(log, within, span, codec, err);
    case WHAT_PART:
        return take_part(log, within, span, codec, err);
    case WHAT_BEARER:
        return stn_log_take_header(log, within, STN_STR("Authorization"), span,
                                   codec, err);
    case WHAT_REFERER:
        return stn_log_take_header(log, within, STN_STR("Referer"), span, codec,
                                   err);
    case WHAT_URL:
        return stn_log_take_url(log, within, span, codec, err);
    }
    return STN_OK;
}

/* All of a command: the words from `at` on. */
static enum stn_status read_words(struct stn_http_log *log,
                                  const struct stn_segment *within,
                                  struct stn_span span, size_t *next,
                                  struct stn_error *err)
{
    const struct stn_str bytes = stn_str_sub(within->bytes, 0, span.end);
    const struct option *pending = NULL;
    size_t at = span.start;
    enum stn_status status = STN_OK;

    for (size_t i = 0; i < WORDS_MAX && status >= 0; i++) {
        if (!skip_to_word(bytes, &at))
            break;
        const struct word word = read_word(bytes, &at);
        const struct stn_str value =
            stn_str_sub(bytes, word.value.start, word.value.end);
        size_t inside = SIZE_MAX;

        if (pending != NULL) {
            status = take_option(log, pending->what, within, word.value,
                                 word.codec, err);
            pending = NULL;
            continue;
        }
        pending = find_option(value, &inside);
        if (pending != NULL && inside != SIZE_MAX) {
            struct stn_span own = {word.value.start + inside, word.value.end};
            if (own.start < own.end &&
                (bytes.ptr[own.start] == '\'' || bytes.ptr[own.start] == '"'))
                own.start++;
            status =
                take_option(log, pending->what, within, own, word.codec, err);
            pending = NULL;
        } else if (pending == NULL &&
                   stn_str_find(stn_str_sub(value, 0, 10), STN_STR("://")) !=
                       SIZE_MAX) {
            status = stn_log_take_url(log, within, word.value, word.codec, err);
        }
    }
    *next = at;
    return status;
}

enum stn_status stn_log_command_finish(struct stn_http_log *log,
                                       struct stn_error *err)
{
    struct stn_span span;
    const size_t first = log->state.message.length;
    size_t next;

    stn_log_gather_end(log, &span);
    log->state.phase = STN_LOG_IDLE;
    /* What never closed was no quote: its lines are looked through again. */
    if (log->state.quote != '\0' && span.start + first < span.end) {
        span.end = span.start + first;
        log->rewind = span.end;
    }
    stn_log_begin_request(log);
    return read_words(log, log->root, span, &next, err);
}

/* Which quote is open at the end of a line, and whether it says that it goes
 * on. */
static bool goes_on(struct stn_str bytes, size_t at, char *quote)
{
    size_t last = SIZE_MAX;

    for (; at < bytes.len; at++) {
        const char byte = bytes.ptr[at];
        /* $'...' is quoted by a quote, and knows escapes. */
        const bool is_dollar =
            byte == '\'' && at > 0 && bytes.ptr[at - 1] == '$';

        if (byte == '\\' && *quote != '\'') {
            last = at++;
            if (at < bytes.len)
                last = SIZE_MAX;
        } else if (*quote != '\0') {
            if (byte == (*quote == '$' ? '\'' : *quote))
                *quote = '\0';
        } else if (byte == '"' || byte == '\'') {
            *quote = is_dollar ? '$' : byte;
        } else if (byte == '^' || byte == '`') {
            last = at;
        }
    }
    return *quote != '\0' || (last != SIZE_MAX && last + 1 >= bytes.len);
}

/* A command, not a sentence: an option or a URL is on its first line, or it
 * goes on at once. */
static bool is_command(struct stn_str rest)
{
    return stn_str_find(rest, STN_STR(" -")) != SIZE_MAX ||
           stn_str_find(rest, STN_STR("://")) != SIZE_MAX ||
           stn_str_ends(rest, STN_STR("\\"));
}

static enum stn_status read_command(struct stn_http_log *log,
                                    const struct stn_log_line *line, size_t at,
                                    size_t *next, struct stn_error *err)
{
    const struct stn_str bytes = stn_log_bytes(line);
    const char before = at > line->start ? bytes.ptr[at - 1] : ' ';
    char quote = '\0';

    if ((before != ' ' && before != '`' && before != '(' && before != '\t') ||
        !is_command(stn_str_sub(bytes, at, at + 400)))
        return STN_OK;
    const bool is_more = goes_on(bytes, at, &quote);
    /* Lines that a log put something before cannot be read as one. */
    const bool is_plain =
        !log->is_lines && line->within == log->root &&
        stn_str_trim(stn_str_sub(bytes, line->start, at)).len <= 2;
    if (!is_more || !is_plain || log->gather.is_open) {
        stn_log_begin_request(log);
        return read_words(log, line->within, (struct stn_span){at, line->end},
                          next, err);
    }
    stn_log_gather_begin(log, line, false);
    log->gather.run = (struct stn_span){at, line->whole.end};
    log->state.phase = STN_LOG_COMMAND;
    log->state.message.length = line->whole.end - at;
    log->state.quote = quote;
    log->state.line_count = 0;
    *next = line->end;
    return STN_OK;
}

const struct stn_log_grammar stn_log_command = {
    .name = "command",
    .cure = "Hand credentials over in a file (curl --netrc-file, -K; wget "
            "--config), not on the command line.",
    .read = read_command,
};

enum stn_status stn_log_command_line(struct stn_http_log *log,
                                     const struct stn_log_line *line,
                                     bool *taken, struct stn_error *err)
{
    const bool is_more =
        goes_on(stn_log_bytes(line), line->start, &log->state.quote);

    (void)taken;
    log->gather.run.end = line->whole.end;
    if (is_more && ++log->state.line_count < LINES_MAX &&
        stn_log_gather_size(log) < COMMAND_BYTES_MAX)
        return STN_OK;
    return stn_log_command_finish(log, err);
}
