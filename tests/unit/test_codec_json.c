#include "tests/support/coding.h"

static void decodes(struct stn_str source, struct stn_str expected)
{
    assert_decodes(STN_CODEC_JSON, source, expected, STN_OK);
}

static void every_escape_is_read(void **state)
{
    (void)state;
    decodes(STN_STR(""), STN_STR(""));
    decodes(STN_STR("plain"), STN_STR("plain"));
    decodes(STN_STR("\\\"\\\\\\/\\b\\f\\n\\r\\t"), STN_STR("\"\\/\b\f\n\r\t"));
    decodes(STN_STR("a\\u0041\\u00e9\\u20AC\\u0000b"),
            STN_STR("aA\xC3\xA9\xE2\x82\xAC\0b"));
}

static void surrogates_are_joined_or_replaced(void **state)
{
    (void)state;
    decodes(STN_STR("\\ud83d\\ude00"), STN_STR("\xF0\x9F\x98\x80"));
    decodes(STN_STR("\\uD83D"), STN_STR("\xEF\xBF\xBD"));
    decodes(STN_STR("\\uDE00x"), STN_STR("\xEF\xBF\xBDx"));
    decodes(STN_STR("\\ud83d\\u0041"), STN_STR("\xEF\xBF\xBD"
                                               "A"));
    decodes(STN_STR("\\ud83d\\ud83d\\ude00"),
            STN_STR("\xEF\xBF\xBD\xF0\x9F\x98\x80"));
    decodes(STN_STR("\\ud83d\\ude0"), STN_STR("\xEF\xBF\xBD\\ude0"));
}

static void what_is_no_escape_stands_for_itself(void **state)
{
    (void)state;
    decodes(STN_STR("\\q\\x41"), STN_STR("\\q\\x41"));
    decodes(STN_STR("\\u12"), STN_STR("\\u12"));
    decodes(STN_STR("\\u12g4\\n"), STN_STR("\\u12g4\n"));
    decodes(STN_STR("end\\"), STN_STR("end\\"));
    decodes(STN_STR("\\u"), STN_STR("\\u"));
    decodes(STN_STR("raw \" and \n and \xFF"),
            STN_STR("raw \" and \n and \xFF"));
}

static void escapes_stand_where_they_are_written(void **state)
{
    (void)state;
    const struct stn_str source = STN_STR("ab\\ncd\\u00e9\\ud83d\\ude00z");

    assert_stands(STN_CODEC_JSON, source, 0, 2, 0, 2);
    assert_stands(STN_CODEC_JSON, source, 2, 3, 2, 4);
    assert_stands(STN_CODEC_JSON, source, 3, 5, 4, 6);
    assert_stands(STN_CODEC_JSON, source, 5, 7, 6, 12);
    assert_stands(STN_CODEC_JSON, source, 7, 8, 12, 24);
    assert_stands(STN_CODEC_JSON, source, 11, 12, 24, 25);
}

static void strings_are_written_in_their_style(void **state)
{
    (void)state;
    const struct stn_str bytes =
        STN_STR("a/\"\\\n\x01\v\xC3\xA9\xF0\x9F\x98\x80");

    assert_encodes(STN_CODEC_JSON, bytes, STN_STR("x"),
                   STN_STR("a/\\\"\\\\\\n\\u0001\\u000b\xC3\xA9"
                           "\xF0\x9F\x98\x80"));
    assert_encodes(STN_CODEC_JSON, bytes, STN_STR("\\/ \\u00e4"),
                   STN_STR("a\\/\\\"\\\\\\n\\u0001\\u000b\\u00e9"
                           "\\ud83d\\ude00"));
    assert_encodes(STN_CODEC_JSON, STN_STR("\xC3"), STN_STR("\\u00e4"),
                   STN_STR("\xC3"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_escape_is_read),
        cmocka_unit_test(surrogates_are_joined_or_replaced),
        cmocka_unit_test(what_is_no_escape_stands_for_itself),
        cmocka_unit_test(escapes_stand_where_they_are_written),
        cmocka_unit_test(strings_are_written_in_their_style),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
