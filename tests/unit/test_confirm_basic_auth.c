#include "tests/support/confirming.h"

static struct confirming judge(const char *credentials)
{
    char *encoded = confirming_base64(credentials, strlen(credentials), "+/");
    struct confirming outcome = confirming("basic-auth", encoded);

    free(encoded);
    return outcome;
}

static void a_user_and_a_random_password_hold(void **state)
{
    struct confirming outcome = judge("deploy:rUZVaeiI6G9jw2");

    (void)state;
    assert_true(outcome.holds);
    assert_int_equal(outcome.result.at_most, STN_SEVERITY_DEFAULT);
    assert_true(confirming_said(&outcome, "decodes to a user and a password"));
}

static void a_token_may_stand_for_the_user(void **state)
{
    (void)state;
    assert_true(judge("p8RafMpRnoogsNpzxvOA:").holds);
    assert_true(judge("p8RafMpRnoogsNpzxvOA:x-oauth-basic").holds);
}

static void a_guessable_password_is_medium(void **state)
{
    (void)state;
    assert_int_equal(judge("ops:Summer2024").result.at_most, STN_MEDIUM);
    assert_int_equal(judge("jQ7z:jQ7z").result.at_most, STN_MEDIUM);
}

static void placeholders_and_other_texts_do_not_hold(void **state)
{
    (void)state;
    assert_false(judge("username:password").holds);
    assert_false(judge("user:${TOKEN}").holds);
    assert_false(judge("no colon in here").holds);
    assert_false(judge("user:\x01\x02\x03\x04").holds);
    assert_false(judge("user:\xff\xfe\xfd\xfc").holds);
    assert_false(judge(":").holds);
    assert_false(confirming("basic-auth", "not base64!").holds);
}

static void without_memory_it_is_still_seen(void **state)
{
    (void)state;
    confirming_survives("basic-auth", "ZGVwbG95OnJVWlZhZWlJNkc5ancy");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_user_and_a_random_password_hold),
        cmocka_unit_test(a_token_may_stand_for_the_user),
        cmocka_unit_test(a_guessable_password_is_medium),
        cmocka_unit_test(placeholders_and_other_texts_do_not_hold),
        cmocka_unit_test(without_memory_it_is_still_seen),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
