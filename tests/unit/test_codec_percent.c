#include "tests/support/coding.h"

static void escapes_are_read(void **state)
{
    (void)state;
    assert_decodes(STN_CODEC_PERCENT, STN_STR("a%20b%2Fc%2f+%00%FF"),
                   STN_STR("a b/c/+\0\xFF"), STN_OK);
    assert_decodes(STN_CODEC_PERCENT, STN_STR("%"), STN_STR("%"), STN_OK);
    assert_decodes(STN_CODEC_PERCENT, STN_STR("%4"), STN_STR("%4"), STN_OK);
    assert_decodes(STN_CODEC_PERCENT, STN_STR("100%%41%zz"),
                   STN_STR("100%A%zz"), STN_OK);
}

static void a_plus_of_a_form_is_a_space(void **state)
{
    (void)state;
    assert_decodes(STN_CODEC_FORM, STN_STR("a+b%2Bc+"), STN_STR("a b+c "),
                   STN_OK);
    assert_decodes(STN_CODEC_FORM, STN_STR("+%+%4"), STN_STR(" % %4"), STN_OK);
    assert_decodes(STN_CODEC_FORM, STN_STR(""), STN_STR(""), STN_OK);
}

static void a_plus_before_the_ceiling_is_one_too(void **state)
{
    (void)state;
    struct coding coding = coding_decode(STN_CODEC_FORM, STN_STR("a+b+c"), 4);

    assert_int_equal(coding.status, STN_ELIMIT);
    assert_string_equal(coding_decoded(&coding).ptr, "a b ");
    coding_dispose(&coding);
}

static void escapes_stand_where_they_are_written(void **state)
{
    (void)state;
    const struct stn_str source = STN_STR("a+%20%41b");

    assert_stands(STN_CODEC_FORM, source, 0, 2, 0, 2);
    assert_stands(STN_CODEC_FORM, source, 2, 3, 2, 5);
    assert_stands(STN_CODEC_FORM, source, 3, 4, 5, 8);
    assert_stands(STN_CODEC_FORM, source, 3, 5, 5, 9);
}

static void urls_are_written_in_their_style(void **state)
{
    (void)state;
    const struct stn_str bytes = STN_STR("aZ9-._~ /+%\xFF");

    assert_encodes(STN_CODEC_PERCENT, bytes, STN_STR("x"),
                   STN_STR("aZ9-._~%20%2F%2B%25%FF"));
    assert_encodes(STN_CODEC_PERCENT, bytes, STN_STR("a%2fb"),
                   STN_STR("aZ9-._~%20%2f%2b%25%ff"));
    assert_encodes(STN_CODEC_FORM, bytes, STN_STR("x"),
                   STN_STR("aZ9-._~+%2F%2B%25%FF"));
    assert_encodes(STN_CODEC_FORM, bytes, STN_STR("x%20"),
                   STN_STR("aZ9-._~%20%2F%2B%25%FF"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(escapes_are_read),
        cmocka_unit_test(a_plus_of_a_form_is_a_space),
        cmocka_unit_test(a_plus_before_the_ceiling_is_one_too),
        cmocka_unit_test(escapes_stand_where_they_are_written),
        cmocka_unit_test(urls_are_written_in_their_style),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
