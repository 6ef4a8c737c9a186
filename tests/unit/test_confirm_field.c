/* What stands in a field whose name says what it is. */
#include "tests/support/confirming.h"

#include "base/str.h"

static struct confirming judge(const char *name, const char *value)
{
    const struct stn_segment field = {.kind = STN_SEGMENT_HEADER,
                                      .name = stn_str_of(name)};

    return confirming_field("field-secret", field, value);
}

static void keys_and_tokens_hold(void **state)
{
    static const char *const values[] = {
        "cbF1bthAfImpmCiMi4jF{+}apxRslu0fHeq",
        "691ac2b139ffb3c0{+}51668f52232f1b8a",
        "t6dQ3p6QPYQQGqThaD+17L0y{+}pd/znYa3qqm0QsNZYrE=",
        "eyJ1c2VyIjo3fQ.aRf1kg.{+}Iip9k2ZZsXXNf1EkuPtx",
    };

    (void)state;
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        struct confirming outcome = judge("X-Api-Key", values[i]);
        assert_true(outcome.holds);
        assert_int_equal(outcome.result.at_most, STN_SEVERITY_DEFAULT);
    }
}

static void identifiers_and_short_values_are_medium(void **state)
{
    (void)state;
    assert_int_equal(
        judge("apikey", "d4e752ab-6dc2-4cf3-92bd-8eb338e5b3f7").result.at_most,
        STN_MEDIUM);
    assert_int_equal(judge("apikey", "k7Wd93kLq").result.at_most, STN_MEDIUM);
}

static void what_is_no_key_is_dropped(void **state)
{
    static const char *const values[] = {
        "short7",
        "another access token of the user",
        "access_token_of_the_user",
        "https://acme-stanch.io/token/7",
        "1893456000",
        "2026-01-02T03:04:05Z",
        "pk_live_{+}Zr9xVb3kLm7pQs5dTf1gHj8c",
        "ssh-ed25519-{+}Zr9xVb3kLm7pQs5dTf1gHj8c",
        "user.access_token",
    };

    (void)state;
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        if (judge("X-Api-Key", values[i]).holds)
            fail_msg("held: %s", values[i]);
}

static void a_name_that_is_about_a_key_drops_it(void **state)
{
    (void)state;
    assert_false(
        judge("token_type", "cbF1bthAfImpmCiMi4jF{+}apxRslu0fHeq").holds);
    assert_false(
        judge("tokenHash", "cbF1bthAfImpmCiMi4jF{+}apxRslu0fHeq").holds);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_and_tokens_hold),
        cmocka_unit_test(identifiers_and_short_values_are_medium),
        cmocka_unit_test(what_is_no_key_is_dropped),
        cmocka_unit_test(a_name_that_is_about_a_key_drops_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
