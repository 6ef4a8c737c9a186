#include "engine/entropy.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void an_empty_value_has_none(void **state)
{
    (void)state;
    assert_true(stn_entropy(STN_STR("")) == 0);
}

static void one_character_over_and_over_has_none(void **state)
{
    (void)state;
    assert_true(stn_entropy(STN_STR("aaaaaaaa")) == 0);
}

static void equal_shares_give_whole_bits(void **state)
{
    (void)state;
    assert_true(stn_entropy(STN_STR("ab")) == 1);
    assert_true(stn_entropy(STN_STR("abcdabcd")) == 2);
    assert_true(stn_entropy(STN_STR("0123456789abcdef")) == 4);
}

static void bytes_count_not_characters(void **state)
{
    (void)state;
    assert_true(stn_entropy(STN_STR("\xc3\xa9\xc3\xa9")) == 1);
    assert_true(stn_entropy(STN_STR("\0\xff")) == 1);
}

static void skew_lowers_it(void **state)
{
    (void)state;
    double skewed = stn_entropy(STN_STR("aaab"));

    assert_true(skewed > 0.811 && skewed < 0.812);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_value_has_none),
        cmocka_unit_test(one_character_over_and_over_has_none),
        cmocka_unit_test(equal_shares_give_whole_bits),
        cmocka_unit_test(bytes_count_not_characters),
        cmocka_unit_test(skew_lowers_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
