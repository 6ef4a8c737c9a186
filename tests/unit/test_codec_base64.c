#include "tests/support/coding.h"

static void decodes(struct stn_str source, struct stn_str expected)
{
    assert_decodes(STN_CODEC_BASE64, source, expected, STN_OK);
}

static void both_alphabets_are_read(void **state)
{
    (void)state;
    decodes(STN_STR(""), STN_STR(""));
    decodes(STN_STR("Zm9vYmFy"), STN_STR("foobar"));
    decodes(STN_STR("+/+/"), STN_STR("\xFB\xFF\xBF"));
    decodes(STN_STR("-_-_"), STN_STR("\xFB\xFF\xBF"));
}

static void padding_may_be_left_out(void **state)
{
    (void)state;
    decodes(STN_STR("Zg=="), STN_STR("f"));
    decodes(STN_STR("Zg="), STN_STR("f"));
    decodes(STN_STR("Zg"), STN_STR("f"));
    decodes(STN_STR("Zm9vYmE="), STN_STR("fooba"));
    decodes(STN_STR("Zm9vYmE"), STN_STR("fooba"));
}

static void lines_may_break_anywhere(void **state)
{
    (void)state;
    decodes(STN_STR("Zm9v\r\nYmFy\r\n"), STN_STR("foobar"));
    decodes(STN_STR("  Zm\n  9vY\n  mFy\n"), STN_STR("foobar"));
    decodes(STN_STR("Zm9vY\ng\n=\n=\n"), STN_STR("foob"));
    decodes(STN_STR(" \n"), STN_STR(""));
}

static void anything_else_ends_it(void **state)
{
    (void)state;
    static const struct {
        struct stn_str source, kept;
    } bad[] = {
        {{"Z", 1}, {"", 0}},
        {{"Zm9vY", 5}, {"foo", 3}},
        {{"=", 1}, {"", 0}},
        {{"Zm9v=", 5}, {"foo", 3}},
        {{"Zg===", 5}, {"f", 1}},
        {{"Zm8==", 5}, {"fo", 2}},
        {{"Zg==Zg==", 8}, {"f", 1}},
        {{"Zm9vYg!", 7}, {"foob", 4}},
        {{"Zm9v\\nZm9v", 10}, {"foo", 3}},
        {{"Zm9\x80", 4}, {"fo", 2}},
        {{"Zm9v\0", 5}, {"foo", 3}},
    };

    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
        assert_decodes(STN_CODEC_BASE64, bad[i].source, bad[i].kept,
                       STN_EINPUT);
}

static void the_ceiling_holds(void **state)
{
    (void)state;
    struct coding coding =
        coding_decode(STN_CODEC_BASE64, STN_STR("Zm9vYmFy"), 5);

    assert_int_equal(coding.status, STN_ELIMIT);
    assert_string_equal(coding_decoded(&coding).ptr, "foo");
    coding_dispose(&coding);
    coding = coding_decode(STN_CODEC_BASE64, STN_STR("Zm9vYmE="), 5);
    assert_int_equal(coding.status, STN_OK);
    coding_dispose(&coding);
}

static void groups_stand_where_they_are_written(void **state)
{
    (void)state;
    const struct stn_str source = STN_STR(" Zm9vYmFy\nZm\n9vZg==\n");

    assert_stands(STN_CODEC_BASE64, source, 0, 1, 1, 5);
    assert_stands(STN_CODEC_BASE64, source, 2, 4, 1, 9);
    assert_stands(STN_CODEC_BASE64, source, 5, 6, 5, 9);
    assert_stands(STN_CODEC_BASE64, source, 6, 7, 10, 15);
    assert_stands(STN_CODEC_BASE64, source, 8, 9, 10, 15);
    /* What fills up the last group is of it. */
    assert_stands(STN_CODEC_BASE64, source, 9, 10, 15, 19);
    assert_stands(STN_CODEC_BASE64, STN_STR("Zm9vZg"), 3, 4, 4, 6);
}

static void digits_are_written_in_their_style(void **state)
{
    (void)state;
    const struct stn_str bytes = STN_STR("\xFB\xFF\xBF\xFB");

    assert_encodes(STN_CODEC_BASE64, bytes, STN_STR("Zm9v"),
                   STN_STR("+/+/+w=="));
    assert_encodes(STN_CODEC_BASE64, bytes, STN_STR("Zm9vZg"),
                   STN_STR("+/+/+w"));
    assert_encodes(STN_CODEC_BASE64, bytes, STN_STR("Zm-v"), STN_STR("-_-_-w"));
    assert_encodes(STN_CODEC_BASE64, bytes, STN_STR("Z_=="),
                   STN_STR("-_-_-w=="));
    assert_encodes(STN_CODEC_BASE64, bytes, STN_STR("  Zm9v\r\n  Zm9v\r\n"),
                   STN_STR("  +/+/\r\n  +w==\r\n"));
    assert_encodes(STN_CODEC_BASE64, bytes, STN_STR("Zm9vYg==\n"),
                   STN_STR("+/+/+w==\n"));
    assert_encodes(STN_CODEC_BASE64, STN_STR(""), STN_STR("Zm9v\nZm9v\n"),
                   STN_STR("\n"));
}

static void a_look_tells_base64(void **state)
{
    (void)state;
    assert_true(stn_str_is_base64(STN_STR("QUJDREVGR0hJSktM")));
    assert_true(stn_str_is_base64(STN_STR("QUJDREVGR0hJSktMTQ")));
    assert_true(stn_str_is_base64(STN_STR("QUJDREVGR0hJSktMTQ==\n")));
    assert_true(stn_str_is_base64(STN_STR("QUJDREVG\r\nR0hJSktMTU4=\r\n")));
    assert_true(stn_str_is_base64(STN_STR("_-JDREVGR0hJSktM")));
    assert_false(stn_str_is_base64(STN_STR("QUJDREVGR0hJSkt")));
    assert_false(stn_str_is_base64(STN_STR("QUJDREVGR0hJSktMT")));
    assert_false(stn_str_is_base64(STN_STR("QUJDREVGR0hJSktMTQ=")));
    assert_false(stn_str_is_base64(STN_STR("QUJDREVGR0hJSktM=")));
    assert_false(stn_str_is_base64(STN_STR("QUJDREVGR0hJSktM====")));
    assert_false(stn_str_is_base64(STN_STR("QUJDREVGR0hJSktMTQ==TQ==")));
    assert_false(stn_str_is_base64(STN_STR("QUJDREVG R0hJSktM")));
    assert_false(stn_str_is_base64(STN_STR("QUJDREVGR0hJSktM!")));
    assert_false(stn_str_is_base64((struct stn_str){0}));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_alphabets_are_read),
        cmocka_unit_test(padding_may_be_left_out),
        cmocka_unit_test(lines_may_break_anywhere),
        cmocka_unit_test(anything_else_ends_it),
        cmocka_unit_test(the_ceiling_holds),
        cmocka_unit_test(groups_stand_where_they_are_written),
        cmocka_unit_test(digits_are_written_in_their_style),
        cmocka_unit_test(a_look_tells_base64),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
