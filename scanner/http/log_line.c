/** @file One line through the machine: phases first, then marks. */
#include <string.h>

#include "base/alloc.h"
#include "http/log_reader.h"

static const stn_log_phase_fn phases[STN_LOG_PHASES] = {
    [STN_LOG_HEADERS] = stn_log_headers_line,
    [STN_LOG_BODY] = stn_log_body_line,
    [STN_LOG_WIRE] = stn_log_wire_line,
    [STN_LOG_QUOTED] = stn_log_quoted_line,
    [STN_LOG_OBJECT] = stn_log_object_line,
    [STN_LOG_LITERAL] = stn_log_literal_line,
    [STN_LOG_COMMAND] = stn_log_command_line,
    [STN_LOG_TRACE] = stn_log_trace_line,
    [STN_LOG_SECTIONS] = stn_log_sections_line,
    [STN_LOG_TABLE] = stn_log_table_line,
    [STN_LOG_BOX] = stn_log_box_line,
};

enum stn_status stn_http_log_new(struct stn_http_log **out,
                                 struct stn_http_walk *walk,
                                 struct stn_error *err)
{
    struct stn_http_log *log = stn_calloc(1, sizeof(*log));

    if (log == NULL)
        return stn_fail_memory(err);
    log->walk = walk;
    log->rewind = SIZE_MAX;
    stn_buf_init(&log->clean, STN_LOG_GATHER_BYTES_MAX);
    stn_buf_init(&log->gather.joined, 2 * STN_LOG_GATHER_BYTES_MAX);
    *out = log;
    return STN_OK;
}

void stn_http_log_free(struct stn_http_log *log)
{
    if (log == NULL)
        return;
    stn_buf_dispose(&log->clean);
    stn_map_dispose(&log->clean_map);
    stn_buf_dispose(&log->gather.joined);
    stn_map_dispose(&log->gather.map);
    stn_free(log);
}

size_t stn_log_skip_escape(struct stn_str bytes, size_t at, size_t end)
{
    at++;
    if (at < end && bytes.ptr[at] == '[') {
        for (at++; at < end && (unsigned char)bytes.ptr[at] < 0x40;)
            at++;
    } else if (at < end && bytes.ptr[at] == ']') {
        while (at < end && bytes.ptr[at] != '\a' && bytes.ptr[at] != '\x1b')
            at++;
        if (at + 1 < end && bytes.ptr[at] == '\x1b')
            at++;
    }
    return at < end ? at + 1 : end;
}

/* A copy of the line without terminal escapes and without what a lone carriage
 * return overwrites. */
static enum stn_status clean_line(struct stn_http_log *log,
                                  struct stn_log_line *line,
                                  struct stn_error *err)
{
    const struct stn_str bytes = line->within->bytes;
    size_t at = line->start;

    stn_buf_clear(&log->clean);
    stn_map_clear(&log->clean_map);
    while (at < line->end) {
        const char *escape = memchr(bytes.ptr + at, '\x1b', line->end - at);
        const size_t stop =
            escape == NULL ? line->end : (size_t)(escape - bytes.ptr);

        stn_buf_append(&log->clean, stn_str_sub(bytes, at, stop));
        if (!stn_map_add_same(&log->clean_map, at, stop - at))
            return stn_fail_memory(err);
        at =
            escape == NULL ? stop : stn_log_skip_escape(bytes, stop, line->end);
    }
    log->clean_segment = (struct stn_segment){
        .bytes = stn_buf_str(&log->clean),
        .kind = STN_SEGMENT_TEXT,
        .parent = line->within,
        .origin = stn_segment_map_origin,
        .origin_data = &log->clean_map,
        .codec = STN_CODEC_LINES,
    };
    line->within = &log->clean_segment;
    line->start = 0;
    line->end = log->clean.len;
    return stn_buf_status(&log->clean, err);
}

static bool has_escape(const struct stn_log_line *line, size_t at)
{
    return memchr(line->within->bytes.ptr + at, '\x1b', line->end - at) != NULL;
}

enum stn_status stn_log_scan_line(struct stn_http_log *log,
                                  const struct stn_log_line *given, size_t at,
                                  struct stn_error *err)
{
    struct stn_log_line line = *given;
    enum stn_status status;

    if (line.within != &log->clean_segment && has_escape(&line, line.start)) {
        status = clean_line(log, &line, err);
        if (status < 0)
            return status;
        at = line.start;
    }
    log->has_request = false;
    /* A progress meter is overwritten by what comes after it. */
    const struct stn_str bytes = stn_log_bytes(&line);
    for (;;) {
        at = stn_log_next_mark(bytes, at, line.end);
        if (at >= line.end)
            return STN_OK;
        const struct stn_log_grammar *grammar = stn_log_mark_at(bytes, at);
        if (grammar == NULL) {
            at++;
            continue;
        }
        for (const char *end; (end = memchr(bytes.ptr + line.start, '\r',
                                            at - line.start)) != NULL;)
            line.start = (size_t)(end - bytes.ptr) + 1;
        size_t next = at + 1;
        if (grammar->cure != NULL)
            stn_http_walk_cure(log->walk, grammar->cure);
        status = grammar->read(log, &line, at, &next, err);
        if (status < 0)
            return status;
        at = next > at ? next : at + 1;
    }
}

enum stn_status stn_log_read_line(struct stn_http_log *log,
                                  struct stn_log_line line,
                                  struct stn_error *err)
{
    enum stn_status status;

    if (has_escape(&line, line.start)) {
        status = clean_line(log, &line, err);
        if (status < 0)
            return status;
    }
    if (log->state.phase != STN_LOG_IDLE) {
        bool taken = true;

        status = phases[log->state.phase](log, &line, &taken, err);
        if (status < 0 || taken)
            return status;
    }
    return stn_log_scan_line(log, &line, line.start, err);
}

enum stn_status stn_http_log_line(struct stn_http_log *log,
                                  const struct stn_segment *segment,
                                  struct stn_error *err)
{
    struct stn_log_line line = {.within = segment, .end = segment->bytes.len};
    const char *bytes = segment->bytes.ptr;

    log->is_lines = true;
    while (line.end > 0 &&
           (bytes[line.end - 1] == '\n' || bytes[line.end - 1] == '\r'))
        line.end--;
    line.whole.end = line.end;
    if (line.end > STN_LOG_LINE_BYTES_MAX)
        return STN_OK;
    stn_http_walk_place(log->walk, stn_log_place, log);
    stn_http_side(log->walk, log->state.is_response);
    return stn_log_read_line(log, line, err);
}

void stn_http_log_name_test(struct stn_http_log *log, struct stn_str name)
{
    if (name.len > STN_LOG_TEST_BYTES)
        name.len = STN_LOG_TEST_BYTES;
    log->state.test_length = (uint8_t)name.len;
    if (name.len > 0)
        memcpy(log->state.test, name.ptr, name.len);
}
