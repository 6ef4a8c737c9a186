/** @file Cookie jars: Netscape's tables of curl and wget, and JetBrains'
 *  http-client.cookies. A row is a line of fields between tabs. */
#include <string.h>

#include "http/log_reader.h"

#define FIELDS_MAX 8
/* A jar says what it is at once, or after a comment. */
#define JAR_HEAD_BYTES 256

/* The fields of a row. @return How many there are; the last takes the rest. */
static size_t cut_row(const struct stn_log_line *line, struct stn_span *fields)
{
    const struct stn_str bytes = stn_log_bytes(line);
    size_t count = 0;
    size_t at = line->start;

    while (count < FIELDS_MAX) {
        const char *tab = memchr(bytes.ptr + at, '\t', bytes.len - at);
        const size_t end = tab == NULL ? bytes.len : (size_t)(tab - bytes.ptr);

        fields[count++] = (struct stn_span){at, end};
        if (tab == NULL)
            break;
        at = end + 1;
    }
    return count;
}

static struct stn_str field_of(const struct stn_log_line *line,
                               struct stn_span span)
{
    return stn_str_sub(line->within->bytes, span.start, span.end);
}

static int64_t read_time(struct stn_str digits)
{
    int64_t time = 0;

    if (digits.len == 0 || digits.len > 12)
        return 0;
    for (size_t i = 0; i < digits.len; i++) {
        if (digits.ptr[i] < '0' || digits.ptr[i] > '9')
            return 0;
        time = time * 10 + (digits.ptr[i] - '0');
    }
    return time;
}

/* Domain, subdomains too, path, secure, expiry, name, value: the mark stands on
 * the second. */
static enum stn_status read_jar(struct stn_http_log *log,
                                const struct stn_log_line *given, size_t at,
                                size_t *next, struct stn_error *err)
{
    struct stn_log_line line = *given;
    struct stn_span fields[FIELDS_MAX];
    const struct stn_str bytes = stn_log_bytes(&line);

    /* A prefix may stand before the domain, but no tab. */
    if (at == line.start || bytes.ptr[at - 1] != '\t' ||
        cut_row(&line, fields) != 7 || fields[1].start != at)
        return STN_OK;
    const struct stn_str secure = field_of(&line, fields[3]);
    if (!stn_str_equal(secure, STN_STR("TRUE")) &&
        !stn_str_equal(secure, STN_STR("FALSE")))
        return STN_OK;
    *next = line.end;
    /* What looks like a comment is how curl writes HttpOnly. */
    const bool is_http_only = stn_str_find(field_of(&line, fields[0]),
                                           STN_STR("#HttpOnly_")) != SIZE_MAX;
    log->is_lone = true;
    const enum stn_status status = stn_log_take_cookie(
        log, line.within, field_of(&line, fields[5]), fields[6], is_http_only,
        read_time(field_of(&line, fields[4])), err);
    log->is_lone = false;
    return status;
}

static bool is_jar_strong(struct stn_str text, size_t line, size_t at)
{
    const struct stn_segment within = {.bytes = text};
    const char *end = memchr(text.ptr + at, '\n', text.len - at);
    const struct stn_log_line row = {
        .within = &within,
        .start = line,
        .end = end == NULL ? text.len : (size_t)(end - text.ptr),
    };
    struct stn_span fields[FIELDS_MAX];

    return at > line && text.ptr[at - 1] == '\t' &&
           cut_row(&row, fields) == 7 && fields[1].start == at;
}

const struct stn_log_grammar stn_log_jar = {
    .name = "cookie jar",
    .cure = "Keep cookie jars out of the repository with .gitignore.",
    .is_strong = is_jar_strong,
    .read = read_jar,
};

static enum stn_status read_table(struct stn_http_log *log,
                                  const struct stn_log_line *line, size_t at,
                                  size_t *next, struct stn_error *err)
{
    (void)at;
    (void)err;
    log->state.phase = STN_LOG_TABLE;
    *next = line->end;
    return STN_OK;
}

static bool is_always(struct stn_str text, size_t line, size_t at)
{
    (void)text;
    return at == line;
}

const struct stn_log_grammar stn_log_table = {
    .name = "http-client.cookies",
    .cure = "Keep .idea/httpRequests out of the repository with .gitignore.",
    .is_strong = is_always,
    .read = read_table,
};

/* Marks that say what a text is, and nothing more. */
static enum stn_status read_divider(struct stn_http_log *log,
                                    const struct stn_log_line *line, size_t at,
                                    size_t *next, struct stn_error *err)
{
    (void)log;
    (void)line;
    (void)at;
    (void)next;
    (void)err;
    return STN_OK;
}

static bool is_divider_strong(struct stn_str text, size_t line, size_t at)
{
    /* Jars begin with it; wget writes it at the start of a line, SDKs behind a
     * prefix. */
    if (text.ptr[at] == '#')
        return at == line && at < JAR_HEAD_BYTES;
    return at == line || text.ptr[at + 3] == '[';
}

const struct stn_log_grammar stn_log_divider = {
    .name = "divider",
    .is_strong = is_divider_strong,
    .read = read_divider,
};

/* Domain, path, name, value, date. */
enum stn_status stn_log_table_line(struct stn_http_log *log,
                                   const struct stn_log_line *line, bool *taken,
                                   struct stn_error *err)
{
    struct stn_span fields[FIELDS_MAX];
    const size_t count = cut_row(line, fields);

    if (line->start == line->end || line->within->bytes.ptr[line->start] == '#')
        return STN_OK;
    if (count < 4 || count > 5) {
        log->state.phase = STN_LOG_IDLE;
        *taken = false;
        return STN_OK;
    }
    log->is_lone = true;
    const enum stn_status status = stn_log_take_cookie(
        log, line->within, field_of(line, fields[2]), fields[3], false, 0, err);
    log->is_lone = false;
    return status;
}
