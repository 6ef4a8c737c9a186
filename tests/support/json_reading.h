/** @file Reading JSON over the real walk, and writing down what that hands
 * over. */
#ifndef STN_TESTS_JSON_READING_H
#define STN_TESTS_JSON_READING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/limits.h"
#include "http/format_list.h"

/** What a walk hands over, a line each. */
struct json_record {
    struct stn_buf lines;
    size_t base;      /* Where the window begins in the text. */
    bool has_texts;   /* Texts are written down, too; */
    bool has_origins; /* where fields stand; */
    bool has_traits;  /* what else is known of them. */
};

static inline bool json_wants_all(void *payload, enum stn_segment_kind kind,
                                  struct stn_str name,
                                  const struct stn_segment *within,
                                  struct stn_span written)
{
    (void)payload;
    (void)kind;
    (void)name;
    assert_true(written.start <= written.end);
    assert_true(written.end <= within->bytes.len);
    return true;
}

static inline const char *json_kind_name(enum stn_segment_kind kind)
{
    switch (kind) {
    case STN_SEGMENT_HEADER:
        return "header";
    case STN_SEGMENT_COOKIE:
        return "cookie";
    case STN_SEGMENT_QUERY:
        return "query";
    case STN_SEGMENT_FORM:
        return "form";
    case STN_SEGMENT_JSON:
        return "json";
    default:
        return "text";
    }
}

/* "header A = 1 [request.headers]". */
static inline enum stn_status json_take(void *payload,
                                        const struct stn_segment *segment,
                                        struct stn_error *err)
{
    struct json_record *record = payload;
    struct stn_buf *lines = &record->lines;
    const struct stn_span origin =
        stn_segment_origin(segment, (struct stn_span){0, segment->bytes.len});

    if (segment->kind == STN_SEGMENT_TEXT && !record->has_texts)
        return STN_OK;
    if (record->has_origins)
        stn_buf_printf(lines, "%zu-%zu ", record->base + origin.start,
                       record->base + origin.end);
    stn_buf_puts(lines, json_kind_name(segment->kind));
    stn_buf_putc(lines, ' ');
    stn_buf_append(lines, segment->name);
    stn_buf_puts(lines, segment->name.len > 0 ? " = " : "");
    stn_buf_append(lines, segment->bytes);
    stn_buf_puts(lines, " [");
    stn_buf_append(lines, segment->place);
    stn_buf_putc(lines, ']');
    if (record->has_traits && (segment->traits & STN_TRAIT_RESPONSE) != 0)
        stn_buf_puts(lines, " response");
    if (record->has_traits && (segment->traits & STN_TRAIT_LOCAL) != 0)
        stn_buf_puts(lines, " local");
    if (record->has_traits && (segment->traits & STN_TRAIT_HTTP_ONLY) != 0)
        stn_buf_puts(lines, " http-only");
    if (record->has_traits && segment->expires != 0)
        stn_buf_printf(lines, " until %lld", (long long)segment->expires);
    stn_buf_putc(lines, '\n');
    return stn_buf_status(lines, err);
}

static inline enum stn_status json_leave(void *payload, struct stn_error *err)
{
    (void)payload;
    (void)err;
    return STN_OK;
}

static inline enum stn_status json_note(void *payload, const char *what,
                                        bool is_lost, struct stn_error *err)
{
    struct json_record *record = payload;

    stn_buf_printf(&record->lines, "%s %s\n", is_lost ? "lost" : "note", what);
    return stn_buf_status(&record->lines, err);
}

/**
 * One window after the other, each in a block of just its size; what was
 * consumed is gone. A window grows by half of its size, up to `most` bytes.
 */
static inline enum stn_status
json_read_windows(struct json_record *record, void *reader, struct stn_str text,
                  size_t size, size_t most, struct stn_error *err)
{
    size_t ahead = size;

    record->base = 0;
    for (;;) {
        const struct stn_str bytes =
            stn_str_sub(text, record->base, record->base + ahead);
        const bool is_last = record->base + bytes.len == text.len;
        char *copy = malloc(bytes.len > 0 ? bytes.len : 1);
        assert_non_null(copy);
        if (bytes.len > 0)
            memcpy(copy, bytes.ptr, bytes.len);
        const struct stn_segment root = {.bytes = {copy, bytes.len},
                                         .kind = STN_SEGMENT_TEXT};
        const struct stn_http_window window = {
            .root = &root,
            .limit = is_last ? bytes.len : bytes.len - size / 8,
            .is_last = is_last,
            .is_forced = is_last || ahead >= most,
        };
        size_t consumed = 0;
        enum stn_status status =
            stn_http_json.read(reader, &window, &consumed, err);
        free(copy);
        if (status != STN_OK || is_last)
            return status;
        assert_true(consumed <= bytes.len);
        assert_true(consumed > 0 || !window.is_forced);
        ahead = consumed > 0 ? size : ahead + (size + 1) / 2;
        record->base += consumed;
    }
}

static inline enum stn_status json_read(struct json_record *record,
                                        struct stn_str text, size_t size,
                                        size_t most)
{
    const struct stn_http_sink sink = {.payload = record,
                                       .wants = json_wants_all,
                                       .take = json_take,
                                       .leave = json_leave,
                                       .note = json_note};
    struct stn_http_walk *walk = NULL;
    struct stn_error err;
    void *reader = NULL;
    enum stn_status status = stn_http_walk_new(&walk, &err);

    if (status < 0)
        return status;
    stn_http_walk_begin(walk, &sink);
    status = stn_http_json.open(&reader, walk, &err);
    if (status >= 0) {
        status = json_read_windows(record, reader, text, size, most, &err);
        stn_http_json.close(reader);
    }
    stn_http_walk_free(walk);
    return status;
}

/** ' stands for ", so that JSON reads well in here; the caller's to dispose. */
static inline struct stn_buf json_quoted(const char *json)
{
    struct stn_buf text = STN_BUF_INIT(64 * STN_MIB);

    for (; *json != '\0'; json++)
        stn_buf_putc(&text, *json == '\'' ? '"' : *json);
    return text;
}

static inline struct json_record json_new_record(void)
{
    struct json_record record = {0};

    stn_buf_init(&record.lines, 64 * STN_MIB);
    return record;
}

#endif
