#include "tests/support/coding.h"

static void pairs_are_read(void **state)
{
    (void)state;
    assert_decodes(STN_CODEC_HEX, STN_STR(""), STN_STR(""), STN_OK);
    assert_decodes(STN_CODEC_HEX, STN_STR("1f8B00fF"),
                   STN_STR("\x1F\x8B\0\xFF"), STN_OK);
    assert_decodes(STN_CODEC_HEX, STN_STR(" 1f 8b\t00\r\n 08\n"),
                   STN_STR("\x1F\x8B\0\x08"), STN_OK);
}

static void anything_else_ends_it(void **state)
{
    (void)state;
    assert_decodes(STN_CODEC_HEX, STN_STR("414"), STN_STR("A"), STN_EINPUT);
    assert_decodes(STN_CODEC_HEX, STN_STR("41 4 1"), STN_STR("A"), STN_EINPUT);
    assert_decodes(STN_CODEC_HEX, STN_STR("4142xx43"), STN_STR("AB"),
                   STN_EINPUT);
    assert_decodes(STN_CODEC_HEX, STN_STR("x"), STN_STR(""), STN_EINPUT);
}

static void pairs_stand_where_they_are_written(void **state)
{
    (void)state;
    const struct stn_str source = STN_STR(" 4142  43");

    assert_stands(STN_CODEC_HEX, source, 0, 1, 1, 3);
    assert_stands(STN_CODEC_HEX, source, 1, 2, 3, 5);
    assert_stands(STN_CODEC_HEX, source, 1, 3, 3, 9);
    assert_stands(STN_CODEC_HEX, source, 2, 3, 7, 9);
}

static void the_ceiling_holds(void **state)
{
    (void)state;
    struct coding coding = coding_decode(STN_CODEC_HEX, STN_STR("414243"), 2);

    assert_int_equal(coding.status, STN_ELIMIT);
    assert_string_equal(coding_decoded(&coding).ptr, "AB");
    coding_dispose(&coding);
    /* What is no digit there is still that. */
    coding = coding_decode(STN_CODEC_HEX, STN_STR("4142!"), 2);
    assert_int_equal(coding.status, STN_EINPUT);
    coding_dispose(&coding);
}

static void digits_are_written_in_their_style(void **state)
{
    (void)state;
    const struct stn_str bytes = STN_STR("\x1F\x8B\xAB");

    assert_encodes(STN_CODEC_HEX, bytes, STN_STR("00"), STN_STR("1f8bab"));
    assert_encodes(STN_CODEC_HEX, bytes, STN_STR("0A"), STN_STR("1F8BAB"));
    assert_encodes(STN_CODEC_HEX, bytes, STN_STR("00 11"), STN_STR("1f 8b ab"));
    assert_encodes(STN_CODEC_HEX, bytes, STN_STR("  0011\r\n  22\n"),
                   STN_STR("  1f8b\r\n  ab\n"));
    assert_encodes(STN_CODEC_HEX, bytes, STN_STR("0 11"), STN_STR("1f8bab"));
    assert_encodes(STN_CODEC_HEX, STN_STR(""), STN_STR("00"), STN_STR(""));
}

static void a_look_tells_hex(void **state)
{
    (void)state;
    assert_true(stn_str_is_hex(STN_STR("0123456789abcdef")));
    assert_true(stn_str_is_hex(STN_STR("0123456789ABcdef00")));
    assert_false(stn_str_is_hex(STN_STR("0123456789abcd")));
    assert_false(stn_str_is_hex(STN_STR("0123456789abcdef0")));
    assert_false(stn_str_is_hex(STN_STR("0123456789abcdeg")));
    assert_false(stn_str_is_hex(STN_STR("0123456789abcd\n\n")));
    assert_false(stn_str_is_hex((struct stn_str){0}));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pairs_are_read),
        cmocka_unit_test(anything_else_ends_it),
        cmocka_unit_test(pairs_stand_where_they_are_written),
        cmocka_unit_test(the_ceiling_holds),
        cmocka_unit_test(digits_are_written_in_their_style),
        cmocka_unit_test(a_look_tells_hex),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
