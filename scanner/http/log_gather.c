/**
 * @file
 * Lines held together until it is known where they end: as they stand in the
 * window, or joined without what a log put between them. Nothing is handed over
 * before the end, so a window may end in between: the state goes back to where
 * it began, and the next window holds all of it.
 */
#include "http/log_reader.h"

void stn_log_gather_begin(struct stn_http_log *log,
                          const struct stn_log_line *line, bool is_joined)
{
    struct stn_log_gather *gather = &log->gather;

    gather->is_open = true;
    gather->is_joined = is_joined;
    gather->run = (struct stn_span){line->whole.start, line->whole.start};
    gather->before = log->state;
    stn_buf_clear(&gather->joined);
    stn_map_clear(&gather->map);
}

/* A span of a line that was cleaned, run by run. */
static bool map_cleaned(struct stn_map *map, const struct stn_map *cleaned,
                        struct stn_span span)
{
    size_t at = span.start;

    for (size_t i = 0; i < cleaned->count && at < span.end; i++) {
        const struct stn_piece *piece = &cleaned->pieces[i];
        size_t end = i + 1 < cleaned->count ? cleaned->pieces[i + 1].decoded
                                            : cleaned->decoded_end;

        if (end <= at)
            continue;
        if (end > span.end)
            end = span.end;
        if (!stn_map_add_same(map, piece->source + (at - piece->decoded),
                              end - at))
            return false;
        at = end;
    }
    return true;
}

/* What was gathered as it stands, as the beginning of what is joined. */
static enum stn_status join_run(struct stn_http_log *log, struct stn_error *err)
{
    struct stn_log_gather *gather = &log->gather;
    const struct stn_span run = gather->run;

    gather->is_joined = true;
    stn_buf_append(&gather->joined,
                   stn_str_sub(log->root->bytes, run.start, run.end));
    if (!stn_map_add_same(&gather->map, run.start, run.end - run.start))
        return stn_fail_memory(err);
    return STN_OK;
}

enum stn_status stn_log_gather_add(struct stn_http_log *log,
                                   const struct stn_log_line *line,
                                   struct stn_span span, bool with_break,
                                   struct stn_error *err)
{
    struct stn_log_gather *gather = &log->gather;
    const bool is_clean = line->within == &log->clean_segment;
    enum stn_status status = STN_OK;

    if (!gather->is_joined && is_clean)
        status = join_run(log, err);
    gather->run.end = line->whole.end;
    if (status < 0 || !gather->is_joined)
        return status;
    if (is_clean ? !map_cleaned(&gather->map, &log->clean_map, span)
                 : !stn_map_add_same(&gather->map, span.start,
                                     span.end - span.start))
        return stn_fail_memory(err);
    stn_buf_append(&gather->joined,
                   stn_str_sub(line->within->bytes, span.start, span.end));
    return with_break ? stn_log_gather_say(log, "\n", err)
                      : stn_buf_status(&gather->joined, err);
}

enum stn_status stn_log_gather_say(struct stn_http_log *log, const char *text,
                                   struct stn_error *err)
{
    struct stn_log_gather *gather = &log->gather;
    const struct stn_str bytes = stn_str_of(text);

    if (!stn_map_add_whole(&gather->map, bytes.len, gather->map.source_end, 0))
        return stn_fail_memory(err);
    stn_buf_append(&gather->joined, bytes);
    return stn_buf_status(&gather->joined, err);
}

size_t stn_log_gather_size(const struct stn_http_log *log)
{
    return log->gather.run.end - log->gather.run.start;
}

struct stn_segment stn_log_gather_end(struct stn_http_log *log,
                                      struct stn_span *span)
{
    struct stn_log_gather *gather = &log->gather;

    gather->is_open = false;
    if (!gather->is_joined) {
        *span = gather->run;
        return *log->root;
    }
    *span = (struct stn_span){0, gather->joined.len};
    return (struct stn_segment){
        .bytes = stn_buf_str(&gather->joined),
        .kind = STN_SEGMENT_TEXT,
        .parent = log->root,
        .origin = stn_segment_map_origin,
        .origin_data = &gather->map,
        .codec = STN_CODEC_LINES,
    };
}

enum stn_status stn_log_finish(struct stn_http_log *log, struct stn_error *err)
{
    enum stn_status status = STN_OK;

    if (!log->gather.is_open)
        return STN_OK;
    switch (log->state.phase) {
    case STN_LOG_BODY:
        status = stn_log_body_finish(log, err);
        break;
    case STN_LOG_WIRE:
        status = stn_log_wire_finish(log, err);
        break;
    case STN_LOG_COMMAND:
        status = stn_log_command_finish(log, err);
        break;
    case STN_LOG_TRACE:
        status = stn_log_trace_finish(log, err);
        break;
    case STN_LOG_BOX:
        status = stn_log_box_finish(log, err);
        break;
    default:
        break;
    }
    log->gather.is_open = false;
    log->state.phase = STN_LOG_IDLE;
    return status;
}
