#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static const struct stn_str nothing = {0};

static void no_pointer_is_an_empty_string(void **state)
{
    (void)state;
    assert_int_equal(stn_str_of(NULL).len, 0);
    assert_true(stn_str_equal(nothing, STN_STR("")));
    assert_int_equal(stn_str_compare(nothing, nothing), 0);
    assert_true(stn_str_starts(nothing, nothing));
    assert_true(stn_str_ends(nothing, STN_STR("")));
    assert_true(stn_str_equal_nocase(nothing, STN_STR("")));
    assert_int_equal(stn_str_sub(nothing, 1, 2).len, 0);
    assert_int_equal(stn_str_trim(nothing).len, 0);
    assert_int_equal(stn_str_find(nothing, STN_STR("a")), SIZE_MAX);
    assert_int_equal(stn_str_find_nocase(nothing, STN_STR("a")), SIZE_MAX);
}

static void sub_is_cut_to_what_there_is(void **state)
{
    (void)state;
    const struct stn_str str = STN_STR("stanch");

    assert_true(stn_str_equal(stn_str_sub(str, 1, 3), STN_STR("ta")));
    assert_true(stn_str_equal(stn_str_sub(str, 4, 99), STN_STR("ch")));
    assert_int_equal(stn_str_sub(str, 7, 99).len, 0);
    assert_int_equal(stn_str_sub(str, 3, 2).len, 0);
}

static void a_nul_compares_like_any_byte(void **state)
{
    (void)state;
    assert_false(stn_str_equal(STN_STR("a\0b"), STN_STR("a\0c")));
    assert_true(stn_str_compare(STN_STR("a\0b"), STN_STR("a\0c")) < 0);
    assert_int_equal(stn_str_find(STN_STR("a\0b"), STN_STR("\0b")), 1);
}

static void order_is_bytewise_and_shorter_first(void **state)
{
    (void)state;
    assert_true(stn_str_compare(STN_STR("ab"), STN_STR("abc")) < 0);
    assert_true(stn_str_compare(STN_STR("b"), STN_STR("abc")) > 0);
    assert_true(stn_str_compare(STN_STR("\xFF"), STN_STR("a")) > 0);
    assert_int_equal(stn_str_compare(STN_STR("a"), STN_STR("a")), 0);
}

static void both_ends_are_told(void **state)
{
    (void)state;
    assert_true(stn_str_starts(STN_STR("stanch"), STN_STR("stan")));
    assert_false(stn_str_starts(STN_STR("stan"), STN_STR("stanch")));
    assert_true(stn_str_ends(STN_STR("stanch"), STN_STR("nch")));
    assert_false(stn_str_ends(STN_STR("nch"), STN_STR("stanch")));
    assert_false(stn_str_ends(STN_STR("stanch"), STN_STR("stan")));
}

static void case_is_that_of_ascii_letters(void **state)
{
    (void)state;
    assert_true(stn_str_equal_nocase(STN_STR("X-Key"), STN_STR("x-kEY")));
    assert_false(stn_str_equal_nocase(STN_STR("@["), STN_STR("`{")));
    assert_false(stn_str_equal_nocase(STN_STR("\xC4"), STN_STR("\xE4")));
    assert_int_equal(stn_str_find_nocase(STN_STR("a BEARER"), STN_STR("bear")),
                     2);
}

static void find_gives_the_first(void **state)
{
    (void)state;
    assert_int_equal(stn_str_find(STN_STR("abab"), STN_STR("ab")), 0);
    assert_int_equal(stn_str_find(STN_STR("xxab"), STN_STR("ab")), 2);
    assert_int_equal(stn_str_find(STN_STR("xxa"), STN_STR("ab")), SIZE_MAX);
    assert_int_equal(stn_str_find(STN_STR("x"), nothing), 0);
    assert_int_equal(stn_str_find_nocase(STN_STR("x"), STN_STR("xx")),
                     SIZE_MAX);
}

static void trim_takes_blanks_but_no_nul(void **state)
{
    (void)state;
    assert_true(
        stn_str_equal(stn_str_trim(STN_STR(" \t\r\na b\n")), STN_STR("a b")));
    assert_true(stn_str_equal(stn_str_trim(STN_STR(" \0 ")), STN_STR("\0")));
    assert_int_equal(stn_str_trim(STN_STR(" \n")).len, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_pointer_is_an_empty_string),
        cmocka_unit_test(sub_is_cut_to_what_there_is),
        cmocka_unit_test(a_nul_compares_like_any_byte),
        cmocka_unit_test(order_is_bytewise_and_shorter_first),
        cmocka_unit_test(both_ends_are_told),
        cmocka_unit_test(case_is_that_of_ascii_letters),
        cmocka_unit_test(find_gives_the_first),
        cmocka_unit_test(trim_takes_blanks_but_no_nul),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
