/** @file Newman's terminal output: bodies in frames, cut into rows that fit. */
#include <string.h>

#include "http/log_reader.h"

static const struct stn_str wall = STN_STR("\xe2\x94\x82");
static const struct stn_str corner = STN_STR("\xe2\x94\x94");

/* A corner, a space, and an arrow: up is what was sent. */
#define ARROW_OFFSET 4

static enum stn_status read_box(struct stn_http_log *log,
                                const struct stn_log_line *line, size_t at,
                                size_t *next, struct stn_error *err)
{
    const struct stn_str bytes = stn_log_bytes(line);

    (void)err;
    if (log->is_lines || log->gather.is_open ||
        at + ARROW_OFFSET + 2 >= bytes.len)
        return STN_OK;
    const bool is_response =
        (unsigned char)bytes.ptr[at + ARROW_OFFSET + 2] == 0x93;
    *next = line->end;
    stn_log_gather_begin(log, line, true);
    if (is_response)
        stn_log_begin_response(log, 200);
    log->state.phase = STN_LOG_BOX;
    return STN_OK;
}

/* An arrow in a corner is nothing that people type. */
static bool is_box_strong(struct stn_str text, size_t line, size_t at)
{
    (void)text;
    return at - line < 20;
}

const struct stn_log_grammar stn_log_box = {
    .name = "Newman",
    .cure = "Run newman without --verbose where the output is kept.",
    .is_strong = is_box_strong,
    .read = read_box,
};

enum stn_status stn_log_box_finish(struct stn_http_log *log,
                                   struct stn_error *err)
{
    struct stn_span span;
    const struct stn_segment segment = stn_log_gather_end(log, &span);

    log->state.phase = STN_LOG_IDLE;
    return stn_log_take_body(log, &segment, span, STN_CODEC_NONE, err);
}

/* JSON and forms have no breaks that matter, so rows are joined without any. */
enum stn_status stn_log_box_line(struct stn_http_log *log,
                                 const struct stn_log_line *line, bool *taken,
                                 struct stn_error *err)
{
    const struct stn_str bytes = stn_log_bytes(line);
    size_t at = stn_log_skip_spaces(bytes, line->start);
    const struct stn_str rest = stn_str_sub(bytes, at, bytes.len);

    if (!stn_str_starts(rest, wall) ||
        stn_log_gather_size(log) >= STN_LOG_GATHER_BYTES_MAX) {
        *taken = stn_str_starts(rest, corner);
        return stn_log_box_finish(log, err);
    }
    at += wall.len;
    at += at < bytes.len && bytes.ptr[at] == ' ';
    return stn_log_gather_add(log, line, (struct stn_span){at, line->end},
                              false, err);
}
