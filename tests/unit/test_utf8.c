#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const struct {
    struct stn_str bytes;
    uint32_t code_point;
} good[] = {
    {{"\0", 1}, 0},
    {{"\x7F", 1}, 0x7F},
    {{"\xC2\x80", 2}, 0x80},
    {{"\xDF\xBF", 2}, 0x7FF},
    {{"\xE0\xA0\x80", 3}, 0x800},
    {{"\xED\x9F\xBF", 3}, 0xD7FF},
    {{"\xEE\x80\x80", 3}, 0xE000},
    {{"\xEF\xBF\xBF", 3}, 0xFFFF},
    {{"\xF0\x90\x80\x80", 4}, 0x10000},
    {{"\xF4\x8F\xBF\xBF", 4}, 0x10FFFF},
};

static const struct stn_str bad[] = {
    {"\x80", 1},             /* a continuation alone */
    {"\xC0\x80", 2},         /* overlong NUL */
    {"\xC1\xBF", 2},         /* overlong */
    {"\xE0\x9F\xBF", 3},     /* overlong */
    {"\xED\xA0\x80", 3},     /* a surrogate */
    {"\xED\xBF\xBF", 3},     /* a surrogate */
    {"\xF0\x8F\xBF\xBF", 4}, /* overlong */
    {"\xF4\x90\x80\x80", 4}, /* past the last */
    {"\xF5\x80\x80\x80", 4}, /* past the last */
    {"\xFF", 1},
    {"\xC3", 1},         /* torn */
    {"\xE2\x82", 2},     /* torn */
    {"\xF0\x9F\x94", 3}, /* torn */
    {"\xE2\x82"
     "a",
     3}, /* torn by a letter */
};

static void good_sequences_decode_and_encode(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++) {
        size_t length = 0;
        char encoded[4];

        assert_int_equal(stn_utf8_decode(good[i].bytes, &length),
                         good[i].code_point);
        assert_int_equal(length, good[i].bytes.len);
        assert_true(stn_utf8_is_valid(good[i].bytes));
        assert_int_equal(stn_utf8_encode(encoded, good[i].code_point), length);
        assert_memory_equal(encoded, good[i].bytes.ptr, length);
    }
}

static void a_bad_sequence_is_one_bad_byte(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
        size_t length = 0;

        assert_int_equal(stn_utf8_decode(bad[i], &length), UINT32_MAX);
        assert_int_equal(length, 1);
        assert_false(stn_utf8_is_valid(bad[i]));
    }
}

static void an_offset_counts_code_points_and_ends_with_the_text(void **state)
{
    struct stn_str text = STN_STR("\xC3\xAF\xF0\x9F\x94\x91\xFFz");

    (void)state;
    assert_int_equal(stn_utf8_offset(text, 0), 0);
    assert_int_equal(stn_utf8_offset(text, 1), 2);
    assert_int_equal(stn_utf8_offset(text, 2), 6);
    assert_int_equal(stn_utf8_offset(text, 3), 7);
    assert_int_equal(stn_utf8_offset(text, 9), 8);
}

static void a_bad_byte_counts_one(void **state)
{
    (void)state;
    assert_int_equal(stn_utf8_count((struct stn_str){0}), 0);
    assert_int_equal(stn_utf8_count(STN_STR("plain ascii of some length")), 26);
    assert_int_equal(stn_utf8_count(STN_STR("na\xC3\xAFve \xF0\x9F\x94\x91")),
                     7);
    assert_int_equal(stn_utf8_count(STN_STR("\xF0\x9F\x94")), 3);
    assert_int_equal(stn_utf8_count(STN_STR("eight by\xC3(te chunks")), 19);
}

/* Every length around the eight bytes that are looked at together. */
static void a_bad_byte_is_found_anywhere(void **state)
{
    (void)state;
    char bytes[40];

    for (size_t length = 1; length < sizeof(bytes); length++) {
        for (size_t at = 0; at < length; at++) {
            memset(bytes, 'a', sizeof(bytes));
            bytes[at] = '\x80';
            assert_false(stn_utf8_is_valid((struct stn_str){bytes, length}));
            assert_true(stn_utf8_is_valid((struct stn_str){bytes, at}));
            assert_int_equal(stn_utf8_count((struct stn_str){bytes, length}),
                             length);
        }
    }
}

static void assert_printed(struct stn_str bytes, const char *shown)
{
    struct stn_buf out = STN_BUF_INIT(1000);

    stn_utf8_append_printable(&out, bytes);
    assert_int_equal(stn_buf_status(&out, NULL), STN_OK);
    assert_string_equal(out.ptr, shown);
    stn_buf_dispose(&out);
}

static void what_is_shown_cannot_act(void **state)
{
    (void)state;
    assert_printed(STN_STR("na\xC3\xAFve"), "na\xC3\xAFve");
    assert_printed(STN_STR("a\nb\x1B[0m\x7F\0"), "a\\x0Ab\\x1B[0m\\x7F\\x00");
    assert_printed(STN_STR("\xC2\x9B"), "\\u{009B}");
    assert_printed(STN_STR("\xE2\x80\xAE|\xE2\x81\xA6"), "\\u{202E}|\\u{2066}");
    assert_printed(STN_STR("\xEF\xBB\xBF\xE2\x80\xA8"), "\\u{FEFF}\\u{2028}");
    assert_printed(STN_STR("\xFF\xE2\x82"), "\\xFF\\xE2\\x82");
    assert_printed((struct stn_str){0}, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_sequences_decode_and_encode),
        cmocka_unit_test(a_bad_sequence_is_one_bad_byte),
        cmocka_unit_test(a_bad_byte_counts_one),
        cmocka_unit_test(an_offset_counts_code_points_and_ends_with_the_text),
        cmocka_unit_test(a_bad_byte_is_found_anywhere),
        cmocka_unit_test(what_is_shown_cannot_act),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
