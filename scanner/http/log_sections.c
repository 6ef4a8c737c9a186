/** @file REST Assured: sections of `name=value` lines, indented by tabs. */
#include <string.h>

#include "http/log_reader.h"

#define LINES_MAX 400

enum section {
    SECTION_OTHER,
    SECTION_URL,
    SECTION_QUERY,
    SECTION_FORM,
    SECTION_HEADERS,
    SECTION_COOKIES,
    SECTION_BODY,
};

static const struct {
    struct stn_str title;
    enum section section;
} titles[] = {
    {STN_STR("Request URI:"), SECTION_URL},
    {STN_STR("Request params:"), SECTION_QUERY},
    {STN_STR("Query params:"), SECTION_QUERY},
    {STN_STR("Form params:"), SECTION_FORM},
    {STN_STR("Headers:"), SECTION_HEADERS},
    {STN_STR("Cookies:"), SECTION_COOKIES},
    {STN_STR("Body:"), SECTION_BODY},
    {STN_STR("Proxy:"), SECTION_OTHER},
    {STN_STR("Path params:"), SECTION_OTHER},
    {STN_STR("Multiparts:"), SECTION_OTHER},
};

static enum stn_status read_sections(struct stn_http_log *log,
                                     const struct stn_log_line *line, size_t at,
                                     size_t *next, struct stn_error *err)
{
    (void)err;
    stn_log_begin_request(log);
    stn_log_prefix_learn(&log->state.prefix, line, at);
    log->state.phase = STN_LOG_SECTIONS;
    log->state.section = SECTION_OTHER;
    log->state.line_count = 0;
    *next = line->end;
    return STN_OK;
}

static bool is_sections_strong(struct stn_str text, size_t line, size_t at)
{
    (void)text;
    (void)line;
    (void)at;
    return true;
}

const struct stn_log_grammar stn_log_sections = {
    .name = "REST Assured",
    .cure = "Name the header with LogConfig.blacklistHeader of REST Assured.",
    .is_strong = is_sections_strong,
    .read = read_sections,
};

/* "name=value" of a section. */
static enum stn_status read_item(struct stn_http_log *log,
                                 const struct stn_log_line *line, size_t at,
                                 struct stn_error *err)
{
    const struct stn_segment *within = line->within;
    const struct stn_str bytes = stn_log_bytes(line);

    at = stn_log_skip_spaces(bytes, at);
    if (log->state.section == SECTION_URL)
        return stn_log_take_url(log, within, (struct stn_span){at, line->end},
                                STN_CODEC_NONE, err);
    const char *equals = memchr(bytes.ptr + at, '=', line->end - at);
    if (equals == NULL)
        return STN_OK;
    const size_t end = (size_t)(equals - bytes.ptr);
    const struct stn_str name = stn_str_sub(bytes, at, end);
    const struct stn_span value = {end + 1, line->end};
    log->where = STN_LOG_IN_BODY;
    switch (log->state.section) {
    case SECTION_HEADERS:
        return stn_log_take_header(log, within, name, value, STN_CODEC_NONE,
                                   err);
    case SECTION_COOKIES:
        return stn_log_take_cookie(log, within, name, value, false, 0, err);
    case SECTION_QUERY:
        log->where = STN_LOG_IN_URL;
        return stn_log_take_field(log, STN_SEGMENT_QUERY, name, within, value,
                                  STN_CODEC_NONE, err);
    case SECTION_FORM:
        return stn_log_take_field(log, STN_SEGMENT_FORM, name, within, value,
                                  STN_CODEC_NONE, err);
    default:
        return STN_OK;
    }
}

enum stn_status stn_log_sections_line(struct stn_http_log *log,
                                      const struct stn_log_line *line,
                                      bool *taken, struct stn_error *err)
{
    const struct stn_str bytes = stn_log_bytes(line);
    struct stn_log_state *state = &log->state;
    const struct stn_str rest = stn_str_sub(bytes, line->start, line->end);

    if (++state->line_count > LINES_MAX) {
        state->phase = STN_LOG_IDLE;
        *taken = false;
        return STN_OK;
    }
    if (rest.len > 0 && rest.ptr[0] == '\t')
        return read_item(log, line, line->start, err);
    for (size_t i = 0; i < sizeof(titles) / sizeof(titles[0]); i++) {
        if (!stn_str_starts(rest, titles[i].title))
            continue;
        const size_t at = line->start + titles[i].title.len;
        state->section = (uint8_t)titles[i].section;
        if (state->section != SECTION_BODY)
            return read_item(log, line, at, err);
        state->phase = STN_LOG_BODY;
        state->body = (struct stn_log_body){0};
        state->message.has_type = true;
        return STN_OK;
    }
    state->phase = STN_LOG_IDLE;
    *taken = false;
    return STN_OK;
}
