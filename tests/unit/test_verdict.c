/* What a field says about the value that stands in it. */
#include "tests/support/confirming.h"

#include "base/str.h"

#define VALUE "Zr9xVb3kLm7pQs5d"

static struct confirming judge(uint32_t traits, int64_t expires)
{
    const struct stn_segment field = {.kind = STN_SEGMENT_COOKIE,
                                      .name = STN_STR("acme"),
                                      .traits = traits,
                                      .expires = expires};

    return confirming_field("field-context", field, VALUE);
}

static void a_field_of_which_nothing_is_known_changes_nothing(void **state)
{
    struct confirming outcome = judge(0, 0);

    (void)state;
    assert_true(outcome.holds);
    assert_int_equal(outcome.result.at_most, STN_SEVERITY_DEFAULT);
    assert_int_equal(outcome.result.steps_down, 0);
    assert_true(judge(0, CONFIRMING_NOW + 1).holds);
}

static void what_has_expired_is_low(void **state)
{
    struct confirming outcome = judge(0, CONFIRMING_NOW - 1);

    (void)state;
    assert_true(outcome.holds);
    assert_int_equal(outcome.result.at_most, STN_LOW);
    assert_true(confirming_said(&outcome, "expired"));
}

static void what_was_deleted_is_none(void **state)
{
    (void)state;
    assert_false(judge(0, 1).holds);
    assert_false(judge(0, -1).holds);
    assert_false(judge(0, INT64_C(86400) * 365).holds);
    assert_false(confirming("field-context", "").holds);
}

static void what_was_sent_to_this_machine_is_a_step_less(void **state)
{
    struct confirming outcome = judge(STN_TRAIT_LOCAL, 0);

    (void)state;
    assert_true(outcome.holds);
    assert_int_equal(outcome.result.steps_down, 1);
    assert_true(confirming_said(&outcome, "sent to this machine"));
}

static void what_was_sent_to_an_example_is_none(void **state)
{
    static const char *const confirms[] = {
        "aws-session-token", "basic-auth",     "cookie-value",
        "field-context",     "field-secret",   "jwt",
        "password-value",    "session-cookie", "token-value",
    };
    const struct stn_segment field = {.kind = STN_SEGMENT_HEADER,
                                      .name = STN_STR("x"),
                                      .traits = STN_TRAIT_EXAMPLE};

    (void)state;
    for (size_t i = 0; i < sizeof confirms / sizeof *confirms; i++)
        assert_false(confirming_field(confirms[i], field, VALUE).holds);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_field_of_which_nothing_is_known_changes_nothing),
        cmocka_unit_test(what_has_expired_is_low),
        cmocka_unit_test(what_was_deleted_is_none),
        cmocka_unit_test(what_was_sent_to_this_machine_is_a_step_less),
        cmocka_unit_test(what_was_sent_to_an_example_is_none),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
