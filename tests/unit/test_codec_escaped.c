#include "tests/support/coding.h"

static void decodes(struct stn_str source, struct stn_str expected)
{
    assert_decodes(STN_CODEC_ESCAPED, source, expected, STN_OK);
}

static void letters_are_read(void **state)
{
    (void)state;
    decodes(STN_STR("a\\r\\n\\tb"), STN_STR("a\r\n\tb"));
    decodes(STN_STR("\\a\\b\\f\\v\\e"), STN_STR("\a\b\f\v\x1B"));
    decodes(STN_STR("it\\'s \\\"so\\\" \\`\\` \\\\ \\/"),
            STN_STR("it's \"so\" `` \\ /"));
}

static void bytes_are_read(void **state)
{
    (void)state;
    decodes(STN_STR("\\x1f\\x8B\\x00\\xff"), STN_STR("\x1F\x8B\0\xFF"));
    decodes(STN_STR("\\0\\033[1m\\377"), STN_STR("\0\033[1m\xFF"));
    /* Three digits at most, and no more than a byte. */
    decodes(STN_STR("\\1234\\400\\78"), STN_STR("\1234\0400\0078"));
}

static void code_points_are_read(void **state)
{
    (void)state;
    decodes(STN_STR("\\u00e9\\U0001F600"), STN_STR("\xC3\xA9\xF0\x9F\x98\x80"));
    decodes(STN_STR("\\u{e9}\\u{1F600}\\u{00000a}"),
            STN_STR("\xC3\xA9\xF0\x9F\x98\x80\n"));
    decodes(STN_STR("\\ud83d\\ude00\\ud83d"),
            STN_STR("\xF0\x9F\x98\x80\xEF\xBF\xBD"));
    decodes(STN_STR("\\u{d83d}"), STN_STR("\xEF\xBF\xBD"));
}

static void what_is_no_escape_stands_for_itself(void **state)
{
    (void)state;
    static const struct stn_str same[] = {
        {"\\", 1},         {"\\x", 2},          {"\\x4", 3},
        {"\\xg1", 4},      {"\\u12", 4},        {"\\u{}", 4},
        {"\\u{12", 5},     {"\\u{110000}", 10}, {"\\u{1234567}", 11},
        {"\\U0011000", 9}, {"\\U00110000", 10}, {"\\d\\8\\9", 6},
    };

    for (size_t i = 0; i < sizeof(same) / sizeof(*same); i++)
        decodes(same[i], same[i]);
}

static void escapes_stand_where_they_are_written(void **state)
{
    (void)state;
    const struct stn_str source = STN_STR("a\\x1fb\\u{1F600}\\033c");

    assert_stands(STN_CODEC_ESCAPED, source, 0, 1, 0, 1);
    assert_stands(STN_CODEC_ESCAPED, source, 1, 2, 1, 5);
    assert_stands(STN_CODEC_ESCAPED, source, 2, 3, 5, 6);
    assert_stands(STN_CODEC_ESCAPED, source, 4, 5, 6, 15);
    assert_stands(STN_CODEC_ESCAPED, source, 7, 8, 15, 19);
    assert_stands(STN_CODEC_ESCAPED, source, 8, 9, 19, 20);
}

static void literals_are_written_so_that_all_read_them(void **state)
{
    (void)state;
    const struct stn_str bytes = STN_STR("a'\"\\\r\n\t\x1F\x7F\xC3\xA9\xFF");

    assert_encodes(STN_CODEC_ESCAPED, bytes, STN_STR("x"),
                   STN_STR("a\\'\\\"\\\\\\r\\n\\t\\x1f\\x7f\xC3\xA9\\xff"));
    assert_encodes(STN_CODEC_ESCAPED, bytes, STN_STR("\\x1f\\x8b"),
                   STN_STR("a\\'\\\"\\\\\\r\\n\\t\\x1f\\x7f\\xc3\\xa9\\xff"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letters_are_read),
        cmocka_unit_test(bytes_are_read),
        cmocka_unit_test(code_points_are_read),
        cmocka_unit_test(what_is_no_escape_stands_for_itself),
        cmocka_unit_test(escapes_stand_where_they_are_written),
        cmocka_unit_test(literals_are_written_so_that_all_read_them),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
