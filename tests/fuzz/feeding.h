/**
 * @file
 * A reader fed with bytes of anybody, in windows, over the real walk: whatever
 * it hands over stands inside of the text. Included by one file of a target.
 */
#ifndef STN_TESTS_FUZZ_FEEDING_H
#define STN_TESTS_FUZZ_FEEDING_H

#include <stdlib.h>

#include "base/limits.h"
#include "http/format.h"

static void check(bool holds)
{
    if (!holds)
        abort();
}

/* What there is of the text now. */
struct feeding {
    struct stn_str text;
    size_t open; /* Texts taken and not left. */
};

static bool wants_all(void *payload, enum stn_segment_kind kind,
                      struct stn_str name, const struct stn_segment *within,
                      struct stn_span written)
{
    (void)payload;
    (void)kind;
    (void)name;
    check(written.start <= written.end && written.end <= within->bytes.len);
    return true;
}

static enum stn_status take_segment(void *payload,
                                    const struct stn_segment *segment,
                                    struct stn_error *err)
{
    struct feeding *feeding = payload;
    const size_t length = segment->bytes.len;
    const size_t ends[] = {0, length / 2, length};

    (void)err;
    for (size_t i = 0; i < 3; i++) {
        const struct stn_span span =
            stn_segment_origin(segment, (struct stn_span){ends[i], length});
        check(span.start <= span.end && span.end <= feeding->text.len);
    }
    if (segment->kind == STN_SEGMENT_TEXT)
        feeding->open++;
    return STN_OK;
}

static enum stn_status leave_text(void *payload, struct stn_error *err)
{
    struct feeding *feeding = payload;

    (void)err;
    check(feeding->open > 0);
    feeding->open--;
    return STN_OK;
}

static enum stn_status take_note(void *payload, const char *what, bool is_lost,
                                 struct stn_error *err)
{
    (void)payload;
    (void)is_lost;
    (void)err;
    check(what != NULL);
    return STN_OK;
}

/* Window after window, each at most twice as large as the first. */
static void feed_windows(const struct stn_http_format *format, void *reader,
                         struct feeding *feeding, struct stn_str text,
                         size_t size)
{
    size_t ahead = size;
    size_t from = 0;

    for (;;) {
        const bool is_last = text.len - from <= ahead;
        const size_t end = is_last ? text.len : from + ahead;
        feeding->text = stn_str_sub(text, 0, end);
        const struct stn_segment root = {.bytes = feeding->text,
                                         .kind = STN_SEGMENT_TEXT};
        const struct stn_http_window window = {
            .root = &root,
            .from = from,
            .limit = is_last ? end : end - size / 4,
            .is_last = is_last,
            .is_forced = !is_last && ahead >= 2 * size};
        size_t consumed = from;
        const enum stn_status status =
            format->read(reader, &window, &consumed, NULL);
        check(status == STN_OK || status == STN_DONE);
        check(feeding->open == 0 && consumed >= from && consumed <= end);
        if (is_last || status == STN_DONE)
            return;
        check(consumed > from || !window.is_forced);
        ahead = consumed > from ? size : ahead + (size + 1) / 2;
        from = consumed;
    }
}

/** @param window  Bytes of a window; 0: the text as a whole. */
static void feed(const struct stn_http_format *format, struct stn_str text,
                 size_t window)
{
    struct feeding feeding = {.open = 0};
    const struct stn_http_sink sink = {.payload = &feeding,
                                       .wants = wants_all,
                                       .take = take_segment,
                                       .leave = leave_text,
                                       .note = take_note};
    struct stn_http_walk *walk = NULL;
    void *reader = NULL;

    (void)format->sniff(text, true);
    check(stn_http_walk_new(&walk, NULL) == STN_OK);
    stn_http_walk_begin(walk, &sink);
    check(format->open(&reader, walk, NULL) == STN_OK);
    feed_windows(format, reader, &feeding, text,
                 window > 0 ? window : text.len + 1);
    format->close(reader);
    stn_http_walk_free(walk);
}

#endif
