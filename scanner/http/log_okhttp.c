/** @file Responses that begin with no status line: OkHttp's "<-- 200 OK url
 *  (12ms)" and Karate's "1 < 200"; and OkHttp's ends. */
#include <string.h>

#include "http/log_reader.h"

static void begin(struct stn_http_log *log, const struct stn_log_line *line,
                  size_t content, unsigned code)
{
    stn_log_prefix_learn(&log->state.prefix, line, content);
    log->state.phase = STN_LOG_HEADERS;
    stn_log_begin_response(log, code);
}

static enum stn_status read_okhttp(struct stn_http_log *log,
                                   const struct stn_log_line *line, size_t at,
                                   size_t *next, struct stn_error *err)
{
    const struct stn_str bytes = stn_log_bytes(line);
    const size_t content = at + strlen("<-- ");
    const unsigned code = stn_log_code_at(bytes, content);

    (void)err;
    if (bytes.ptr[at] == '-' || code == 0) {
        log->state.phase = STN_LOG_IDLE;
        return STN_OK;
    }
    begin(log, line, content, code);
    *next = content;
    return STN_OK;
}

static bool is_okhttp_strong(struct stn_str text, size_t line, size_t at)
{
    (void)line;
    return text.ptr[at] == '<' &&
           stn_log_code_at(text, at + strlen("<-- ")) != 0;
}

const struct stn_log_grammar stn_log_okhttp = {
    .name = "OkHttp",
    .cure = "Name the header with redactHeader of OkHttp's logging "
            "interceptor, or lower its level.",
    .is_strong = is_okhttp_strong,
    .read = read_okhttp,
};

static bool is_karate(struct stn_str bytes, size_t line, size_t at)
{
    return at >= line + 2 && bytes.ptr[at - 1] == ' ' &&
           bytes.ptr[at - 2] >= '0' && bytes.ptr[at - 2] <= '9' &&
           stn_log_code_at(bytes, at + strlen("< ")) != 0;
}

static enum stn_status read_karate(struct stn_http_log *log,
                                   const struct stn_log_line *line, size_t at,
                                   size_t *next, struct stn_error *err)
{
    const struct stn_str bytes = stn_log_bytes(line);

    (void)err;
    if (!is_karate(bytes, line->start, at))
        return STN_OK;
    begin(log, line, at + 2, stn_log_code_at(bytes, at + 2));
    *next = line->end;
    return STN_OK;
}

const struct stn_log_grammar stn_log_karate = {
    .name = "Karate",
    .cure = "Mask it with an HttpLogModifier of Karate, or keep target/ out of "
            "the repository.",
    .is_strong = is_karate,
    .read = read_karate,
};
