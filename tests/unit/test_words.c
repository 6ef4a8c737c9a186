#include "engine/words.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void runs_are_cut_where_camel_case_cuts(void **state)
{
    static const char *const expected[] = {"my", "API", "Key", "and",
                                           "A",  "URL", "x"};
    struct stn_str text = STN_STR("myAPIKey_2-and.A9URL!x");
    struct stn_str word;
    size_t at = 0;

    (void)state;
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        assert_true(stn_words_next(text, &at, &word));
        assert_true(stn_str_equal(word, stn_str_of(expected[i])));
    }
    assert_false(stn_words_next(text, &at, &word));
}

static void names_and_phrases_read_like_words(void **state)
{
    static const char *const texts[] = {
        "ClientSecretCredential",
        "accessTokenRepository",
        "SECRET_ACCESS_KEY",
        "correct-horse-battery",
        "grant_type=client_credentials",
    };

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (stn_words_share(stn_str_of(texts[i])) < 60)
            fail_msg("%s reads like no words", texts[i]);
}

static void random_text_does_not(void **state)
{
    static const char *const texts[] = {
        "p8RafMpRnoogsNpzxvOAk59ZwKaUd2W3",
        "rUZVaeiI6G9j",
        "kJ8#mQ2$vL",
        "5feceb66ffc86f38d952786c6d696c79c2dbc239",
        "",
        "1234",
    };

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (stn_words_share(stn_str_of(texts[i])) >= 50)
            fail_msg("%s reads like words", texts[i]);
}

static void stock_words_join_without_a_mark(void **state)
{
    (void)state;
    assert_true(stn_words_is_stock(STN_STR("mysecretpassword")));
    assert_true(stn_words_is_stock(STN_STR("ChangeMe")));
    assert_false(stn_words_is_stock(STN_STR("mysecretgarden")));
    assert_false(stn_words_is_stock(STN_STR("")));
    assert_false(stn_words_is_stock(
        STN_STR("testtesttesttesttesttesttesttesttesttesttesttesttest")));
}

static void stock_values_have_few_digits(void **state)
{
    (void)state;
    assert_true(stn_words_are_stock(STN_STR("test-password-1234")));
    assert_false(stn_words_are_stock(STN_STR("test-password-12345")));
    assert_false(stn_words_are_stock(STN_STR("12345")));
    assert_false(stn_words_are_stock(STN_STR("")));
}

static void letters_come_back_from_digits_before_letters(void **state)
{
    char room[STN_WORDS_PLAIN_BYTES];

    (void)state;
    assert_true(stn_str_equal(stn_words_plain(room, STN_STR("p@$$w0rd1")),
                              STN_STR("password1")));
    assert_true(
        stn_str_equal(stn_words_plain(room, STN_STR("2024")), STN_STR("2024")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(runs_are_cut_where_camel_case_cuts),
        cmocka_unit_test(names_and_phrases_read_like_words),
        cmocka_unit_test(random_text_does_not),
        cmocka_unit_test(stock_words_join_without_a_mark),
        cmocka_unit_test(stock_values_have_few_digits),
        cmocka_unit_test(letters_come_back_from_digits_before_letters),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
