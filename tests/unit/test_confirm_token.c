#include "tests/support/confirming.h"

struct token_case {
    const char *text;
    const char *secret;
};

static const struct token_case tokens[] = {
    {"api_key = \"p8Ra{+}fMpRnoogsNpzxvOAk59ZwKaUd2W3\"",
     "p8Ra{+}fMpRnoogsNpzxvOAk59ZwKaUd2W3"},
    {"token: kzqv{+}wjxhRTPLGMsQbNdW", "kzqv{+}wjxhRTPLGMsQbNdW"},
    {"secret=rcHu{+}+HzSFw89Ypyhn/896A==", "rcHu{+}+HzSFw89Ypyhn/896A=="},
};

static const struct token_case none[] = {
    {"token_type = \"p8RafMpRnoogsNpzxvOA\"", "p8RafMpRnoogsNpzxvOA"},
    {"nextToken = \"p8RafMpRnoogsNpzxvOA\"", "p8RafMpRnoogsNpzxvOA"},
    {"token_hash = \"p8RafMpRnoogsNpzxvOA\"", "p8RafMpRnoogsNpzxvOA"},
    {"token = \"access_token_of_the_user\"", "access_token_of_the_user"},
    {"token = settings.acme.token9", "settings.acme.token9"},
    {"token = \"eyJhbGciOiJIUzI1NiJ9x8Kq\"", "eyJhbGciOiJIUzI1NiJ9x8Kq"},
    {"key = \"AAAAB3NzaC1yc2EAAAADAQABAAABgQ9\"",
     "AAAAB3NzaC1yc2EAAAADAQABAAABgQ9"},
    {"key = \"62d91b17309e76c8\"", "62d91b17309e76c8"},
    {"secret-controller:0.31.0-debian-12-r0", "0.31.0-debian-12-r0"},
    {"token = \"2024-01-31\"", "2024-01-31"},
    {"secret = \"secrets/prod/database-1\"", "secrets/prod/database-1"},
};

static void random_values_hold(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof tokens / sizeof *tokens; i++) {
        struct confirming outcome =
            confirming_in("token-value", tokens[i].text, tokens[i].secret);

        if (!outcome.holds || outcome.result.at_most != STN_SEVERITY_DEFAULT)
            fail_msg("no token: %s", tokens[i].text);
    }
}

static void names_paths_and_data_do_not_hold(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        if (confirming_in("token-value", none[i].text, none[i].secret).holds)
            fail_msg("a token: %s", none[i].text);
}

static void what_may_be_an_identifier_is_capped(void **state)
{
    (void)state;
    assert_int_equal(
        confirming_in("token-value",
                      "token=4ea3{+}8b7b-f563-7709-4bae-87aea2c1f4d9",
                      "4ea3{+}8b7b-f563-7709-4bae-87aea2c1f4d9")
            .result.at_most,
        STN_LOW);
    assert_int_equal(confirming_in("token-value",
                                   "token=d41d{+}8cd98f00b204e9800998ecf8427e",
                                   "d41d{+}8cd98f00b204e9800998ecf8427e")
                         .result.at_most,
                     STN_MEDIUM);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_values_hold),
        cmocka_unit_test(names_paths_and_data_do_not_hold),
        cmocka_unit_test(what_may_be_an_identifier_is_capped),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
