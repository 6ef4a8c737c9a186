#include "tests/support/http_recorder.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "http/opening.h"

struct stn_http_walk {
    struct stn_buf lines;
    size_t budget;
    bool has_places;
    stn_http_place_fn place;
    const void *reader;
    /* The value that is open: readers open none inside of another. */
    struct stn_buf opened;
    struct stn_segment written, segment;
};

struct stn_http_walk *recorder_new(void)
{
    struct stn_http_walk *recorder = calloc(1, sizeof(*recorder));

    assert_non_null(recorder);
    stn_buf_init(&recorder->lines, 512 * STN_MIB);
    stn_buf_init(&recorder->opened, STN_HTTP_VALUE_BYTES_MAX);
    recorder->budget = 64 * STN_MIB;
    return recorder;
}

void recorder_free(struct stn_http_walk *recorder)
{
    stn_buf_dispose(&recorder->lines);
    stn_buf_dispose(&recorder->opened);
    free(recorder);
}

const char *recorder_lines(const struct stn_http_walk *recorder)
{
    return recorder->lines.ptr;
}

bool recorder_has(const struct stn_http_walk *recorder, const char *line)
{
    struct stn_str rest = stn_buf_str(&recorder->lines);
    const struct stn_str wanted = stn_str_of(line);

    while (rest.len > 0) {
        const char *found = memchr(rest.ptr, '\n', rest.len);
        const size_t end =
            found != NULL ? (size_t)(found - rest.ptr) : rest.len;
        if (stn_str_equal(stn_str_sub(rest, 0, end), wanted))
            return true;
        rest = stn_str_sub(rest, end + 1, rest.len);
    }
    return false;
}

void recorder_set_budget(struct stn_http_walk *recorder, size_t bytes)
{
    recorder->budget = bytes;
}

void recorder_show_places(struct stn_http_walk *recorder)
{
    recorder->has_places = true;
}

static enum stn_status end_line(struct stn_http_walk *walk,
                                struct stn_error *err)
{
    stn_buf_putc(&walk->lines, '\n');
    return stn_buf_status(&walk->lines, err);
}

static void put_origin(struct stn_http_walk *walk,
                       const struct stn_segment *within, struct stn_span span)
{
    if (!walk->has_places)
        return;
    span = stn_segment_origin(within, span);
    stn_buf_putc(&walk->lines, '[');
    if (walk->place != NULL)
        walk->place(walk->reader, &walk->lines);
    stn_buf_printf(&walk->lines, "]@%zu-%zu ", span.start, span.end);
}

static void put_value(struct stn_http_walk *walk, struct stn_http_value value)
{
    const struct stn_str bytes = value.within->bytes;

    assert_true(value.span.start <= value.span.end);
    assert_true(value.span.end <= bytes.len);
    const struct stn_str written =
        stn_str_sub(bytes, value.span.start, value.span.end);
    if (stn_codecs[value.codec].decode != NULL)
        (void)stn_codecs[value.codec].decode(written, &walk->lines, NULL, NULL);
    else
        stn_buf_append(&walk->lines, written);
}

static enum stn_status put_named(struct stn_http_walk *walk, const char *kind,
                                 struct stn_str name, const char *between,
                                 struct stn_http_value value,
                                 struct stn_error *err)
{
    put_origin(walk, value.within, value.span);
    stn_buf_puts(&walk->lines, kind);
    stn_buf_append(&walk->lines, name);
    stn_buf_puts(&walk->lines, between);
    put_value(walk, value);
    return end_line(walk, err);
}

void stn_http_walk_place(struct stn_http_walk *walk, stn_http_place_fn place,
                         const void *reader)
{
    walk->place = place;
    walk->reader = reader;
}

void stn_http_walk_cure(struct stn_http_walk *walk, const char *cure)
{
    (void)walk;
    (void)cure;
}

void stn_http_exchange(struct stn_http_walk *walk)
{
    stn_buf_puts(&walk->lines, "exchange\n");
}

void stn_http_side(struct stn_http_walk *walk, bool is_response)
{
    stn_buf_puts(&walk->lines, is_response ? "response\n" : "request\n");
}

enum stn_status stn_http_url(struct stn_http_walk *walk,
                             struct stn_http_value value, struct stn_error *err)
{
    return put_named(walk, "url ", STN_STR(""), "", value, err);
}

enum stn_status stn_http_header(struct stn_http_walk *walk, struct stn_str name,
                                struct stn_http_value value,
                                struct stn_error *err)
{
    return put_named(walk, "header ", name, ": ", value, err);
}

enum stn_status stn_http_cookie(struct stn_http_walk *walk, struct stn_str name,
                                struct stn_http_value value, bool is_http_only,
                                int64_t expires, struct stn_error *err)
{
    (void)is_http_only;
    (void)expires;
    return put_named(walk, "cookie ", name, " = ", value, err);
}

enum stn_status stn_http_field(struct stn_http_walk *walk,
                               enum stn_segment_kind kind, struct stn_str name,
                               struct stn_http_value value,
                               struct stn_error *err)
{
    (void)kind;
    return put_named(walk, "field ", name, " = ", value, err);
}

enum stn_status stn_http_parameter_text(struct stn_http_walk *walk,
                                        enum stn_segment_kind kind,
                                        struct stn_http_value value,
                                        struct stn_error *err)
{
    return put_named(walk, kind == STN_SEGMENT_QUERY ? "query " : "form ",
                     STN_STR(""), "", value, err);
}

enum stn_status stn_http_open(struct stn_http_walk *walk,
                              struct stn_http_value value,
                              struct stn_segment **out, struct stn_error *err)
{
    const struct stn_codec_info *codec = &stn_codecs[value.codec];
    const struct stn_str written =
        stn_str_sub(value.within->bytes, value.span.start, value.span.end);

    walk->written =
        (struct stn_segment){.bytes = written, .parent = value.within};
    walk->segment = walk->written;
    *out = &walk->segment;
    if (codec->decode == NULL)
        return STN_OK;
    stn_buf_clear(&walk->opened);
    if (codec->decode(written, &walk->opened, NULL, NULL) == STN_ENOMEM)
        return stn_fail_memory(err);
    walk->segment.bytes = stn_buf_str(&walk->opened);
    return STN_OK;
}

void stn_http_close(struct stn_http_walk *walk)
{
    walk->segment = (struct stn_segment){0};
}

enum stn_status stn_http_body(struct stn_http_walk *walk,
                              struct stn_http_value value,
                              struct stn_error *err)
{
    return put_named(walk, "body ", STN_STR(""), "", value, err);
}

enum stn_status stn_http_text(struct stn_http_walk *walk,
                              struct stn_http_value value,
                              struct stn_error *err)
{
    return put_named(walk, "text ", STN_STR(""), "", value, err);
}

enum stn_status stn_http_nested(struct stn_http_walk *walk, struct stn_str name,
                                const struct stn_segment *segment,
                                struct stn_error *err)
{
    const struct stn_http_value value = {
        segment, {0, segment->bytes.len}, STN_CODEC_NONE};

    put_origin(walk, segment, value.span);
    stn_buf_puts(&walk->lines, "nested ");
    if (walk->place != NULL)
        walk->place(walk->reader, &walk->lines);
    stn_buf_append(&walk->lines, name);
    stn_buf_puts(&walk->lines, ": ");
    put_value(walk, value);
    return end_line(walk, err);
}

enum stn_status stn_http_note(struct stn_http_walk *walk, const char *what,
                              bool is_lost, struct stn_error *err)
{
    stn_buf_printf(&walk->lines, "%s %s", is_lost ? "lost" : "note", what);
    return end_line(walk, err);
}

size_t stn_http_budget(const struct stn_http_walk *walk)
{
    return walk->budget;
}

void stn_http_spend(struct stn_http_walk *walk, size_t bytes)
{
    assert_true(bytes <= walk->budget);
    walk->budget -= bytes;
}

/* Read the text that is left in windows of `size` bytes, twice that at most. */
static enum stn_status read_windows(const struct stn_http_format *format,
                                    void *reader, struct stn_str text,
                                    size_t size, struct stn_error *err)
{
    size_t from = 0;
    size_t ahead = size;

    for (;;) {
        const bool is_last = text.len - from <= ahead;
        const size_t end = is_last ? text.len : from + ahead;
        const struct stn_segment root = {.bytes = stn_str_sub(text, 0, end),
                                         .kind = STN_SEGMENT_TEXT};
        const struct stn_http_window window = {
            .root = &root,
            .from = from,
            .limit = is_last ? end : end - size / 8,
            .is_last = is_last,
            .is_forced = is_last || ahead >= 2 * size,
        };
        size_t consumed = from;
        const enum stn_status status =
            format->read(reader, &window, &consumed, err);
        if (status != STN_OK || is_last)
            return status;
        assert_true(consumed >= from && consumed <= end);
        assert_true(consumed > from || !window.is_forced);
        ahead = consumed > from ? size : ahead + size / 2;
        from = consumed;
    }
}

enum stn_status recorder_read(struct stn_http_walk *recorder,
                              const struct stn_http_format *format,
                              struct stn_str text, size_t window)
{
    struct stn_error err;
    void *reader = NULL;

    enum stn_status status = format->open(&reader, recorder, &err);
    if (status < 0)
        return status;
    status = read_windows(format, reader, text,
                          window > 0 ? window : text.len + 1, &err);
    format->close(reader);
    return status;
}
