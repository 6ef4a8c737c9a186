/**
 * @file
 * Bytes of anybody as a text: what it is cut into leads back into it, in order,
 * and so do its lines.
 */
#include <stdlib.h>

#include "base/utf8.h"
#include "text/lines.h"
#include "text/segment.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
    if (!holds)
        abort();
}

/* Each character leads to bytes right after those of the one before. */
static void check_origins(const struct stn_segment *segment, size_t size)
{
    const struct stn_str bytes = segment->bytes;
    struct stn_span last = {0, 0};

    for (size_t at = 0; at < bytes.len;) {
        size_t length;
        stn_utf8_decode(stn_str_sub(bytes, at, bytes.len), &length);
        const struct stn_span span = {at, at + length};
        const struct stn_span origin = stn_segment_origin(segment, span);

        check(origin.start < origin.end && origin.end <= size);
        check(at == 0 || origin.start == last.end);
        last = origin;
        at += length;
    }
    const struct stn_span all = {0, bytes.len};
    const struct stn_span origin = stn_segment_origin(segment, all);
    check(bytes.len == 0 || (origin.end == last.end && origin.end == size));
}

/* Places only grow, and every line holds what it is the line of. */
static void check_lines(const struct stn_lines *lines, size_t size)
{
    struct stn_pos last = {1, 1};

    for (size_t at = 0; at <= size; at++) {
        const struct stn_pos pos = stn_lines_locate(lines, at);
        const struct stn_span line = stn_lines_span(lines, at);

        check(pos.line > last.line ||
              (pos.line == last.line && pos.column >= last.column));
        check(pos.line == last.line || pos.column == 1);
        check(line.start <= at && line.start <= line.end && line.end <= size);
        check(stn_lines_distance(lines, 0, at) == pos.line - 1);
        last = pos;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct stn_text text = {.bytes = {(const char *)data, size}};
    enum stn_text_class class = stn_text_classify(text.bytes);
    struct stn_lines *lines = NULL;
    struct stn_plain *plain = NULL;
    struct stn_segment segment;
    struct stn_error err;

    check(stn_lines_new(&lines, &text, &err) == STN_OK);
    check_lines(lines, size);
    if (class != STN_TEXT_BINARY) {
        check(stn_plain_new(&plain, &err) == STN_OK);
        check(stn_plain_segment(plain, &text, class, &segment, &err) == STN_OK);
        check(class == STN_TEXT_PLAIN || stn_utf8_is_valid(segment.bytes));
        check_origins(&segment, size);
    }
    stn_plain_free(plain);
    stn_lines_free(lines);
    return 0;
}
