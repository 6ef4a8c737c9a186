#include "text/encoding.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/limits.h"

static void text_is_plain_whatever_its_bytes(void **state)
{
    (void)state;
    assert_int_equal(stn_text_classify((struct stn_str){0}), STN_TEXT_PLAIN);
    assert_int_equal(stn_text_classify(STN_STR("key: value\n")),
                     STN_TEXT_PLAIN);
    assert_int_equal(stn_text_classify(STN_STR("\xEF\xBB\xBFkey")),
                     STN_TEXT_PLAIN);
    assert_int_equal(stn_text_classify(STN_STR("\x80\xFF\xFE\x01")),
                     STN_TEXT_PLAIN);
    assert_int_equal(stn_text_classify(STN_STR("\xFF")), STN_TEXT_PLAIN);
}

static void a_mark_says_utf16(void **state)
{
    (void)state;
    assert_int_equal(stn_text_classify(STN_STR("\xFF\xFE")), STN_TEXT_UTF16LE);
    assert_int_equal(stn_text_classify(STN_STR("\xFE\xFF")), STN_TEXT_UTF16BE);
    assert_int_equal(stn_text_classify(STN_STR("\xFF\xFE"
                                               "a\0b")),
                     STN_TEXT_UTF16LE);
    assert_int_equal(stn_text_classify(STN_STR("\xFE\xFF\x4E\x2D")),
                     STN_TEXT_UTF16BE);
}

static void without_a_mark_the_nuls_say_it(void **state)
{
    (void)state;
    assert_int_equal(stn_text_classify(STN_STR("k\0e\0y\0=\0")),
                     STN_TEXT_UTF16LE);
    assert_int_equal(stn_text_classify(STN_STR("\0k\0e\0y\0=")),
                     STN_TEXT_UTF16BE);
    /* Two of five units are enough, one of five is not. */
    assert_int_equal(stn_text_classify(STN_STR("\x2D\x4E\x2D\x4E\x2D\x4E"
                                               "a\0b\0")),
                     STN_TEXT_UTF16LE);
    assert_int_equal(stn_text_classify(STN_STR("\x2D\x4E\x2D\x4E\x2D\x4E"
                                               "\x2D\x4E"
                                               "b\0")),
                     STN_TEXT_BINARY);
}

static void other_nuls_are_binary(void **state)
{
    (void)state;
    assert_int_equal(stn_text_classify(STN_STR("\0")), STN_TEXT_BINARY);
    assert_int_equal(stn_text_classify(STN_STR("a\0b\0c\0")), STN_TEXT_BINARY);
    assert_int_equal(stn_text_classify(STN_STR("k\0e\0y\0=\0x")),
                     STN_TEXT_BINARY);
    assert_int_equal(stn_text_classify(STN_STR("k\0e\0y\0\0\0")),
                     STN_TEXT_BINARY);
    assert_int_equal(stn_text_classify(STN_STR("\x7F"
                                               "ELF\2\1\1\0")),
                     STN_TEXT_BINARY);
    /* UTF-32, with its marks. */
    assert_int_equal(stn_text_classify(STN_STR("\xFF\xFE\0\0a\0\0\0")),
                     STN_TEXT_BINARY);
    assert_int_equal(stn_text_classify(STN_STR("\0\0\xFE\xFF\0\0\0a")),
                     STN_TEXT_BINARY);
}

static void only_the_head_is_looked_at(void **state)
{
    (void)state;
    char bytes[STN_SNIFF_BYTES + 3];

    memset(bytes, 'a', sizeof(bytes));
    bytes[STN_SNIFF_BYTES] = '\0';
    assert_int_equal(stn_text_classify((struct stn_str){bytes, sizeof(bytes)}),
                     STN_TEXT_PLAIN);
    bytes[STN_SNIFF_BYTES - 1] = '\0';
    assert_int_equal(stn_text_classify((struct stn_str){bytes, sizeof(bytes)}),
                     STN_TEXT_BINARY);
    for (size_t i = 1; i < sizeof(bytes); i += 2)
        bytes[i] = '\0';
    assert_int_equal(stn_text_classify((struct stn_str){bytes, sizeof(bytes)}),
                     STN_TEXT_UTF16LE);
}

static void assert_decoded(struct stn_str bytes, uint32_t code_point,
                           size_t taken)
{
    char swapped[8];
    size_t length = 0;

    assert_int_equal(stn_utf16_decode(bytes, STN_TEXT_UTF16LE, &length),
                     code_point);
    assert_int_equal(length, taken);
    for (size_t i = 0; i < bytes.len; i++)
        swapped[bytes.len % 2 != 0 && i == bytes.len - 1 ? i : i ^ 1] =
            bytes.ptr[i];
    assert_int_equal(stn_utf16_decode((struct stn_str){swapped, bytes.len},
                                      STN_TEXT_UTF16BE, &length),
                     code_point);
    assert_int_equal(length, taken);
}

static void units_and_pairs_decode(void **state)
{
    (void)state;
    assert_decoded(STN_STR("a\0b\0"), 'a', 2);
    assert_decoded(STN_STR("\xFF\xD7"), 0xD7FF, 2);
    assert_decoded(STN_STR("\0\xE0"), 0xE000, 2);
    assert_decoded(STN_STR("\0\xD8\0\xDC"), 0x10000, 4);
    assert_decoded(STN_STR("\xFF\xDB\xFF\xDF"), 0x10FFFF, 4);
    assert_decoded(STN_STR("\x3D\xD8\x11\xDD"), 0x1F511, 4);
}

static void what_is_no_character_is_replaced(void **state)
{
    (void)state;
    assert_decoded(STN_STR("a"), 0xFFFD, 1);
    assert_decoded(STN_STR("\0\xD8"), 0xFFFD, 2);
    assert_decoded(STN_STR("\0\xD8\0"), 0xFFFD, 2);
    assert_decoded(STN_STR("\0\xD8"
                           "a\0"),
                   0xFFFD, 2);
    assert_decoded(STN_STR("\0\xD8\0\xD8"), 0xFFFD, 2);
    assert_decoded(STN_STR("\0\xDC\0\xD8"), 0xFFFD, 2);
}

static void marks_have_a_length(void **state)
{
    (void)state;
    assert_int_equal(
        stn_text_mark_length(STN_STR("\xFF\xFE"), STN_TEXT_UTF16LE), 2);
    assert_int_equal(
        stn_text_mark_length(STN_STR("\xFE\xFF"), STN_TEXT_UTF16BE), 2);
    assert_int_equal(stn_text_mark_length(STN_STR("a\0"), STN_TEXT_UTF16LE), 0);
    assert_int_equal(
        stn_text_mark_length(STN_STR("\xEF\xBB\xBF"), STN_TEXT_PLAIN), 3);
    assert_int_equal(stn_text_mark_length(STN_STR("\xEF\xBB"), STN_TEXT_PLAIN),
                     0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_plain_whatever_its_bytes),
        cmocka_unit_test(a_mark_says_utf16),
        cmocka_unit_test(without_a_mark_the_nuls_say_it),
        cmocka_unit_test(other_nuls_are_binary),
        cmocka_unit_test(only_the_head_is_looked_at),
        cmocka_unit_test(units_and_pairs_decode),
        cmocka_unit_test(what_is_no_character_is_replaced),
        cmocka_unit_test(marks_have_a_length),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
