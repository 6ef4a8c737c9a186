#include "text/segment.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "tests/support/torture.h"

static int make_plain(void **state)
{
    struct stn_plain *plain = NULL;

    if (stn_plain_new(&plain, NULL) < 0)
        return -1;
    *state = plain;
    return 0;
}

static int free_plain(void **state)
{
    stn_plain_free(*state);
    stn_plain_free(NULL);
    return 0;
}

static void assert_origin(const struct stn_segment *segment, size_t start,
                          size_t end, size_t from, size_t to)
{
    struct stn_span origin =
        stn_segment_origin(segment, (struct stn_span){start, end});

    assert_int_equal(origin.start, from);
    assert_int_equal(origin.end, to);
}

static struct stn_segment cut(void **state, struct stn_str bytes,
                              enum stn_text_class class)
{
    const struct stn_text text = {.bytes = bytes};
    struct stn_segment segment = {.name = STN_STR("left over")};
    struct stn_error err;

    assert_int_equal(stn_plain_segment(*state, &text, class, &segment, &err),
                     STN_OK);
    assert_int_equal(segment.kind, STN_SEGMENT_TEXT);
    assert_int_equal(segment.name.len, 0);
    assert_int_equal(segment.place.len, 0);
    return segment;
}

static void assert_bytes(const struct stn_segment *segment,
                         struct stn_str expected)
{
    assert_true(stn_str_equal(segment->bytes, expected));
}

static void plain_text_is_a_view(void **state)
{
    static const char bytes[] = "\xEF\xBB\xBFkey\xFF\n";
    struct stn_segment segment = cut(state, stn_str_of(bytes), STN_TEXT_PLAIN);

    assert_ptr_equal(segment.bytes.ptr, bytes);
    assert_int_equal(segment.bytes.len, sizeof(bytes) - 1);
    assert_null(segment.origin);
    assert_origin(&segment, 2, 5, 2, 5);
}

static void utf16_becomes_utf8_and_finds_its_way_back(void **state)
{
    /* a, e acute, a CJK character, a key. */
    struct stn_segment segment = cut(
        state, STN_STR("a\0\xE9\0\x2D\x4E\x3D\xD8\x11\xDD"), STN_TEXT_UTF16LE);

    assert_bytes(&segment, STN_STR("a\xC3\xA9\xE4\xB8\xAD\xF0\x9F\x94\x91"));
    assert_origin(&segment, 0, 1, 0, 2);
    assert_origin(&segment, 1, 3, 2, 4);
    assert_origin(&segment, 3, 6, 4, 6);
    assert_origin(&segment, 6, 10, 6, 10);
    assert_origin(&segment, 0, 10, 0, 10);
    /* Parts of a character are all of it. */
    assert_origin(&segment, 2, 4, 2, 6);
    assert_origin(&segment, 7, 8, 6, 10);
    /* Empty spans stay empty. */
    assert_origin(&segment, 0, 0, 0, 0);
    assert_origin(&segment, 3, 3, 4, 4);
    assert_origin(&segment, 10, 10, 10, 10);
}

static void a_mark_is_left_out(void **state)
{
    struct stn_segment segment =
        cut(state, STN_STR("\xFE\xFF\0a\0b"), STN_TEXT_UTF16BE);

    assert_bytes(&segment, STN_STR("ab"));
    assert_origin(&segment, 0, 1, 2, 4);
    assert_origin(&segment, 1, 2, 4, 6);
    segment = cut(state, STN_STR("\xFF\xFE"), STN_TEXT_UTF16LE);
    assert_bytes(&segment, STN_STR(""));
    assert_origin(&segment, 0, 0, 2, 2);
}

static void what_is_no_character_is_replaced(void **state)
{
    struct stn_segment segment = cut(state,
                                     STN_STR("\0\xDC"
                                             "a\0\0\xD8x"),
                                     STN_TEXT_UTF16LE);

    assert_bytes(&segment, STN_STR("\xEF\xBF\xBD"
                                   "a\xEF\xBF\xBD\xEF\xBF\xBD"));
    assert_origin(&segment, 0, 3, 0, 2);
    assert_origin(&segment, 3, 4, 2, 4);
    assert_origin(&segment, 4, 7, 4, 6);
    assert_origin(&segment, 7, 10, 6, 7);
    assert_origin(&segment, 10, 10, 7, 7);
}

/* Characters of one to four bytes in turn, past many checkpoints. */
static void far_places_find_their_way_back(void **state)
{
    static const char units[] = "a\0\xE9\0\x2D\x4E\x3D\xD8\x11\xDD";
    static const size_t decoded[] = {1, 2, 3, 4};
    static const size_t source[] = {2, 2, 2, 4};
    struct stn_buf bytes = STN_BUF_INIT(STN_MIB);

    while (bytes.len < 40000)
        stn_buf_append(&bytes, (struct stn_str){units, sizeof(units) - 1});
    struct stn_segment segment =
        cut(state, stn_buf_str(&bytes), STN_TEXT_UTF16LE);
    size_t at = 0;
    size_t from = 0;
    for (size_t i = 0; at < segment.bytes.len; i = (i + 1) % 4) {
        assert_origin(&segment, at, at + decoded[i], from, from + source[i]);
        assert_origin(&segment, at + decoded[i] - 1, at + decoded[i], from,
                      from + source[i]);
        at += decoded[i];
        from += source[i];
    }
    assert_int_equal(from, bytes.len);
    assert_origin(&segment, 0, at, 0, from);
    assert_origin(&segment, at, at, from, from);
    stn_buf_dispose(&bytes);
}

static void each_text_starts_anew(void **state)
{
    struct stn_buf bytes = STN_BUF_INIT(STN_MIB);

    while (bytes.len < 100000)
        stn_buf_append(&bytes, STN_STR("x\0"));
    struct stn_segment segment =
        cut(state, stn_buf_str(&bytes), STN_TEXT_UTF16LE);
    assert_int_equal(segment.bytes.len, bytes.len / 2);
    stn_buf_dispose(&bytes);
    segment = cut(state, STN_STR("\0b"), STN_TEXT_UTF16BE);
    assert_bytes(&segment, STN_STR("b"));
    assert_origin(&segment, 0, 1, 0, 2);
    assert_origin(&segment, 1, 1, 2, 2);
}

static enum stn_status segment_twice(void *payload)
{
    const struct stn_text text = {.bytes = *(struct stn_str *)payload};
    struct stn_segment segment;
    struct stn_plain *plain = NULL;

    enum stn_status status = stn_plain_new(&plain, NULL);
    for (int i = 0; i < 2 && status == STN_OK; i++)
        status =
            stn_plain_segment(plain, &text, STN_TEXT_UTF16LE, &segment, NULL);
    stn_plain_free(plain);
    return status;
}

static void no_memory_is_no_leak(void **state)
{
    static char units[100000];
    struct stn_str bytes = {units, sizeof(units)};
    (void)state;

    memset(units, 'x', sizeof(units));
    torture(segment_twice, &bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_text_is_a_view),
        cmocka_unit_test(utf16_becomes_utf8_and_finds_its_way_back),
        cmocka_unit_test(a_mark_is_left_out),
        cmocka_unit_test(what_is_no_character_is_replaced),
        cmocka_unit_test(far_places_find_their_way_back),
        cmocka_unit_test(each_text_starts_anew),
        cmocka_unit_test(no_memory_is_no_leak),
    };

    return cmocka_run_group_tests(tests, make_plain, free_plain);
}
