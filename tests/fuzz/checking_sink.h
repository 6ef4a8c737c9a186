/**
 * @file
 * A sink for fuzz targets that use the real walk: whatever is handed over
 * stands in the text, texts are left as often as they are taken, places end.
 * Included by one file of a target.
 */
#ifndef STN_TESTS_FUZZ_CHECKING_SINK_H
#define STN_TESTS_FUZZ_CHECKING_SINK_H

#include <stdlib.h>

#include "base/limits.h"
#include "http/format.h"

static void check(bool holds)
{
    if (!holds)
        abort();
}

/** What a sink knows of the text at hand. */
struct checking {
    struct stn_str text;
    size_t open; /**< Texts taken and not left. */
};

/* Every third field is not worth it. */
static bool wants(void *payload, enum stn_segment_kind kind,
                  struct stn_str name, const struct stn_segment *within,
                  struct stn_span written)
{
    (void)payload;
    (void)kind;
    check(written.start <= written.end && written.end <= within->bytes.len);
    return (written.start + name.len) % 3 > 0;
}

static enum stn_status take(void *payload, const struct stn_segment *segment,
                            struct stn_error *err)
{
    struct checking *checking = payload;
    const struct stn_span all = {0, segment->bytes.len};
    const struct stn_span origin = stn_segment_origin(segment, all);

    (void)err;
    check(origin.start <= origin.end && origin.end <= checking->text.len);
    check(segment->place.len <= 8 * STN_KIB);
    checking->open += segment->kind == STN_SEGMENT_TEXT;
    return STN_OK;
}

static enum stn_status leave(void *payload, struct stn_error *err)
{
    struct checking *checking = payload;

    (void)err;
    check(checking->open > 0);
    checking->open--;
    return STN_OK;
}

static enum stn_status note(void *payload, const char *what, bool is_lost,
                            struct stn_error *err)
{
    (void)payload;
    (void)is_lost;
    (void)err;
    check(what != NULL);
    return STN_OK;
}

static struct stn_http_sink checking_sink(struct checking *checking)
{
    return (struct stn_http_sink){
        .payload = checking,
        .wants = wants,
        .take = take,
        .leave = leave,
        .note = note,
    };
}

/* Read a text by one format, in windows of `size` bytes that may double. The
 * reader always gets on. */
static inline void read_windows(const struct stn_http_format *format,
                                struct stn_http_walk *walk, struct stn_str text,
                                size_t size)
{
    void *reader = NULL;
    size_t from = 0;
    size_t ahead = size;

    check(format->open(&reader, walk, NULL) == STN_OK);
    for (;;) {
        const bool is_last = text.len - from <= ahead;
        const size_t end = is_last ? text.len : from + ahead;
        const struct stn_segment root = {.bytes = stn_str_sub(text, 0, end),
                                         .kind = STN_SEGMENT_TEXT};
        const struct stn_http_window window = {
            .root = &root,
            .from = from,
            .limit = is_last ? end : end - size / 4,
            .is_last = is_last,
            .is_forced = is_last || ahead >= 2 * size,
        };
        size_t consumed = from;
        const enum stn_status status =
            format->read(reader, &window, &consumed, NULL);
        check(status >= 0);
        check(consumed >= from && consumed <= end);
        check(status == STN_DONE || consumed > from || !window.is_forced ||
              end == from);
        if (is_last || status == STN_DONE)
            break;
        ahead = consumed > from ? size : ahead + size / 2;
        from = consumed;
    }
    format->close(reader);
}

#endif
