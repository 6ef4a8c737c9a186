#include "text/lines.h"

#include <setjmp.h>
#include <stdarg.h>
#include <time.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "tests/support/torture.h"

static struct stn_lines *index_lines(const struct stn_text *text)
{
    struct stn_lines *lines = NULL;
    struct stn_error err;

    assert_int_equal(stn_lines_new(&lines, text, &err), STN_OK);
    return lines;
}

static void assert_place(const struct stn_lines *lines, size_t offset,
                         uint32_t line, uint32_t column)
{
    struct stn_pos pos = stn_lines_locate(lines, offset);

    if (pos.line != line || pos.column != column)
        fail_msg("%zu is at %u:%u, not %u:%u", offset, pos.line, pos.column,
                 line, column);
}

static void assert_line(const struct stn_lines *lines, size_t offset,
                        size_t start, size_t end)
{
    struct stn_span span = stn_lines_span(lines, offset);

    if (span.start != start || span.end != end)
        fail_msg("the line of %zu is %zu-%zu, not %zu-%zu", offset, span.start,
                 span.end, start, end);
}

static void an_empty_text_has_one_empty_line(void **state)
{
    (void)state;
    const struct stn_text text = {0};
    struct stn_lines *lines = index_lines(&text);

    assert_place(lines, 0, 1, 1);
    assert_line(lines, 0, 0, 0);
    assert_int_equal(stn_lines_distance(lines, 0, 0), 0);
    stn_lines_free(lines);
    stn_lines_free(NULL);
}

static void a_line_feed_ends_its_line(void **state)
{
    (void)state;
    const struct stn_text text = {.bytes = STN_STR("ab\n\nc\r\nd")};
    struct stn_lines *lines = index_lines(&text);

    assert_place(lines, 0, 1, 1);
    assert_place(lines, 2, 1, 3);
    assert_place(lines, 3, 2, 1);
    assert_place(lines, 4, 3, 1);
    assert_place(lines, 6, 3, 3);
    assert_place(lines, 7, 4, 1);
    assert_place(lines, 8, 4, 2);
    assert_line(lines, 1, 0, 2);
    assert_line(lines, 2, 0, 2);
    assert_line(lines, 3, 3, 3);
    assert_line(lines, 5, 4, 6); /* the CR is the line's */
    assert_line(lines, 8, 7, 8);
    assert_int_equal(stn_lines_distance(lines, 0, 7), 3);
    assert_int_equal(stn_lines_distance(lines, 7, 0), 3);
    assert_int_equal(stn_lines_distance(lines, 0, 2), 0);
    stn_lines_free(lines);
}

static void a_last_line_feed_leaves_an_empty_line(void **state)
{
    (void)state;
    const struct stn_text text = {.bytes = STN_STR("a\n")};
    struct stn_lines *lines = index_lines(&text);

    assert_place(lines, 2, 2, 1);
    assert_line(lines, 2, 2, 2);
    stn_lines_free(lines);
}

static void columns_are_code_points(void **state)
{
    (void)state;
    const struct stn_text text = {
        .bytes = STN_STR("\xC3\xA9\xF0\x9F\x94\x91x\x80\xE2y\n\xC3\xA9z")};
    struct stn_lines *lines = index_lines(&text);

    assert_place(lines, 2, 1, 2);
    assert_place(lines, 6, 1, 3);
    assert_place(lines, 7, 1, 4); /* a bad byte */
    assert_place(lines, 8, 1, 5); /* another */
    assert_place(lines, 9, 1, 6);
    assert_place(lines, 13, 2, 2);
    /* Inside of a code point is where it begins. */
    assert_place(lines, 1, 1, 1);
    assert_place(lines, 5, 1, 2);
    stn_lines_free(lines);
}

static void a_byte_order_mark_is_no_column(void **state)
{
    (void)state;
    const struct stn_text text = {.bytes = STN_STR("\xEF\xBB\xBF"
                                                   "ab\nc")};
    struct stn_lines *lines = index_lines(&text);

    assert_place(lines, 0, 1, 1);
    assert_place(lines, 3, 1, 1);
    assert_place(lines, 4, 1, 2);
    assert_place(lines, 6, 2, 1);
    assert_line(lines, 0, 0, 5);
    assert_line(lines, 4, 0, 5);
    stn_lines_free(lines);
}

static void a_window_goes_on_from_its_stream(void **state)
{
    (void)state;
    const struct stn_text text = {.bytes = STN_STR("\xEF\xBB\xBF"
                                                   "b\ncd\n"),
                                  .base_byte = 1000,
                                  .base_line = 40,
                                  .base_column = 7,
                                  .is_continued = true};
    struct stn_lines *lines = index_lines(&text);

    assert_place(lines, 0, 41, 8);
    assert_place(lines, 3, 41, 9); /* what looks like a mark is a character */
    assert_place(lines, 5, 42, 1);
    assert_place(lines, 6, 42, 2);
    stn_lines_free(lines);
}

static void a_place_past_all_numbers_is_the_last(void **state)
{
    (void)state;
    const struct stn_text text = {.bytes = STN_STR("ab\ncd"),
                                  .base_byte = 1,
                                  .base_line = UINT32_MAX,
                                  .base_column = UINT32_MAX - 1,
                                  .is_continued = true};
    struct stn_lines *lines = index_lines(&text);

    assert_place(lines, 1, UINT32_MAX, UINT32_MAX);
    assert_place(lines, 3, UINT32_MAX, 1);
    stn_lines_free(lines);
}

static void lines_of_utf16_are_those_of_its_characters(void **state)
{
    (void)state;
    /* U+0A0D and U+0D0A hold the byte of a line feed. */
    const struct stn_text little = {
        .bytes = STN_STR("\xFF\xFE"
                         "a\0\x0A\x0D\x0D\x0A\n\0\x3D\xD8\x11\xDD"
                         "b\0\n\0")};
    const struct stn_text big = {
        .bytes = STN_STR("\xFE\xFF\0a\x0D\x0A\x0A\x0D\0\n\xD8\x3D\xDD\x11"
                         "\0b\0\n")};
    const struct stn_text *texts[] = {&little, &big};

    for (size_t i = 0; i < 2; i++) {
        struct stn_lines *lines = index_lines(texts[i]);
        assert_place(lines, 0, 1, 1);
        assert_place(lines, 2, 1, 1);
        assert_place(lines, 4, 1, 2);
        assert_place(lines, 5, 1, 2);
        assert_place(lines, 6, 1, 3);
        assert_place(lines, 8, 1, 4);
        assert_place(lines, 10, 2, 1);
        assert_place(lines, 12, 2, 1); /* half of a pair */
        assert_place(lines, 14, 2, 2);
        assert_place(lines, 18, 3, 1);
        assert_line(lines, 2, 0, 8);
        assert_line(lines, 14, 10, 16);
        assert_line(lines, 18, 18, 18);
        assert_int_equal(stn_lines_distance(lines, 2, 18), 2);
        stn_lines_free(lines);
    }
}

static void a_byte_left_over_of_utf16_counts_one(void **state)
{
    (void)state;
    const struct stn_text text = {.bytes = STN_STR("\xFF\xFE"
                                                   "a\0\n")};
    struct stn_lines *lines = index_lines(&text);

    assert_place(lines, 4, 1, 2);
    assert_place(lines, 5, 1, 3);
    assert_line(lines, 5, 0, 5);
    stn_lines_free(lines);
}

/* The plain way to count, for comparison. */
static void assert_all_places(const struct stn_text *text)
{
    struct stn_lines *lines = index_lines(text);
    uint32_t line = 1;
    uint32_t column = 1;
    size_t start = 0;

    for (size_t at = 0; at < text->bytes.len;) {
        size_t length;
        uint32_t code_point = stn_utf8_decode(
            stn_str_sub(text->bytes, at, text->bytes.len), &length);
        assert_place(lines, at, line, column);
        assert_place(lines, at + length - 1, line, column);
        assert_int_equal(stn_lines_span(lines, at).start, start);
        at += length;
        column++;
        if (code_point == '\n') {
            assert_line(lines, start, start, at - 1);
            start = at;
            line++;
            column = 1;
        }
    }
    assert_place(lines, text->bytes.len, line, column);
    assert_line(lines, start, start, text->bytes.len);
    stn_lines_free(lines);
}

/* Pieces of many lengths, so that every kind of byte meets every kind of
 * boundary of the index. */
static void places_far_into_a_text_are_exact(void **state)
{
    (void)state;
    static const char *const pieces[] = {
        "\xF0\x9F\x94\x91",
        "\n",
        "a line of some length\n",
        "\xC3\xA9\xE2\x82\xAC",
        "\xF0\x9F\x94\xF0\x9F\x94\x91",
        "\x80\x80\x80\x80\x80",
    };
    struct stn_buf bytes = STN_BUF_INIT(STN_MIB);
    uint32_t random = 1;

    while (bytes.len < 30000) {
        random = random * 1103515245 + 12345;
        const char *piece = pieces[random >> 16 & 3];
        for (size_t i = 0; i < (random >> 20 & 63); i++)
            stn_buf_puts(&bytes, piece);
        stn_buf_puts(&bytes, pieces[4 + (random >> 18 & 1)]);
    }
    const struct stn_text text = {.bytes = stn_buf_str(&bytes)};
    assert_all_places(&text);
    stn_buf_dispose(&bytes);
}

/* A line that is the whole of a large text costs no more than others. */
static void a_long_line_is_not_counted_anew_each_time(void **state)
{
    (void)state;
    struct stn_buf bytes = STN_BUF_INIT(32 * STN_MIB);
    clock_t start = clock();

    memset(stn_buf_reserve(&bytes, 16 * STN_MIB), 'x', 16 * STN_MIB);
    stn_buf_added(&bytes, 16 * STN_MIB);
    const struct stn_text text = {.bytes = stn_buf_str(&bytes)};
    struct stn_lines *lines = index_lines(&text);
    for (size_t i = 0; i < 50000; i++) {
        size_t offset = i * 311;
        assert_place(lines, offset, 1, (uint32_t)offset + 1);
        assert_line(lines, offset, 0, bytes.len);
    }
    stn_lines_free(lines);
    stn_buf_dispose(&bytes);
    assert_true((double)(clock() - start) / CLOCKS_PER_SEC < 3);
}

static void byte_columns_count_bytes_where_they_are_known(void **state)
{
    (void)state;
    struct stn_text text = {
        .bytes = STN_STR("\xC3\xBC\xF0\x9F\x94\x91x\n\xC3\xBCy")};
    struct stn_lines *lines = index_lines(&text);

    assert_int_equal(stn_lines_byte_column(lines, 0), 1);
    assert_int_equal(stn_lines_byte_column(lines, 6), 7);
    assert_int_equal(stn_lines_byte_column(lines, 10), 3);
    assert_int_equal(stn_lines_byte_column(lines, 11), 4);
    stn_lines_free(lines);

    /* A line that began before the window. */
    text.base_column = 5;
    text.is_continued = true;
    lines = index_lines(&text);
    assert_int_equal(stn_lines_byte_column(lines, 6), 0);
    assert_int_equal(stn_lines_byte_column(lines, 10), 3);
    stn_lines_free(lines);

    text = (struct stn_text){.bytes = STN_STR("\xFF\xFE"
                                              "a\0b\0")};
    lines = index_lines(&text);
    assert_int_equal(stn_lines_byte_column(lines, 4), 0);
    stn_lines_free(lines);
}

static enum stn_status index_something(void *payload)
{
    struct stn_lines *lines = NULL;
    enum stn_status status = stn_lines_new(&lines, payload, NULL);

    stn_lines_free(lines);
    return status;
}

static void no_memory_is_no_leak(void **state)
{
    (void)state;
    struct stn_text text = {.bytes = STN_STR("a\nb\n")};

    torture(index_something, &text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_text_has_one_empty_line),
        cmocka_unit_test(a_line_feed_ends_its_line),
        cmocka_unit_test(a_last_line_feed_leaves_an_empty_line),
        cmocka_unit_test(columns_are_code_points),
        cmocka_unit_test(a_byte_order_mark_is_no_column),
        cmocka_unit_test(a_window_goes_on_from_its_stream),
        cmocka_unit_test(a_place_past_all_numbers_is_the_last),
        cmocka_unit_test(lines_of_utf16_are_those_of_its_characters),
        cmocka_unit_test(a_byte_left_over_of_utf16_counts_one),
        cmocka_unit_test(places_far_into_a_text_are_exact),
        cmocka_unit_test(a_long_line_is_not_counted_anew_each_time),
        cmocka_unit_test(byte_columns_count_bytes_where_they_are_known),
        cmocka_unit_test(no_memory_is_no_leak),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
