/* SAML responses, and when they expire. */
#include <stdio.h>

#include "tests/support/confirming.h"

static struct confirming judge(const char *before, const char *after)
{
    char xml[512];
    struct confirming outcome;

    snprintf(xml, sizeof xml,
             "<Response ID=\"_7\">%s<Conditions NotOnOrAfter=\"%s\"/>"
             "</Response>",
             before, after);
    char *encoded = confirming_base64(xml, strlen(xml), "+/");
    outcome = confirming("saml", encoded);
    free(encoded);
    return outcome;
}

static void a_response_in_force_has_no_ceiling(void **state)
{
    struct confirming outcome = judge("", "2099-01-02T03:04:05.678Z");

    (void)state;
    assert_true(outcome.holds);
    assert_int_equal(outcome.result.at_most, STN_SEVERITY_DEFAULT);
}

static void an_expired_response_is_low(void **state)
{
    struct confirming outcome = judge("", "2025-12-31T23:59:59Z");

    (void)state;
    assert_true(outcome.holds);
    assert_int_equal(outcome.result.at_most, STN_LOW);
    assert_true(confirming_said(&outcome, "expired"));
    assert_int_equal(judge("", "2026-01-01T00:00:00Z").result.at_most,
                     STN_SEVERITY_DEFAULT);
}

static void the_latest_time_counts(void **state)
{
    (void)state;
    assert_int_equal(judge("<C NotOnOrAfter=\"2099-01-01T00:00:00Z\"/>",
                           "2020-01-01T00:00:00Z")
                         .result.at_most,
                     STN_SEVERITY_DEFAULT);
}

static void what_is_no_time_says_nothing(void **state)
{
    static const char *const times[] = {"", "soon", "2020-01-01",
                                        "2020-01-01 00:00:00Z",
                                        "20x0-01-01T00:00:00Z"};

    (void)state;
    for (size_t i = 0; i < sizeof times / sizeof *times; i++)
        assert_int_equal(judge("", times[i]).result.at_most,
                         STN_SEVERITY_DEFAULT);
}

static void xml_is_read_as_it_is(void **state)
{
    (void)state;
    assert_int_equal(
        confirming("saml", "<C NotOnOrAfter=\"2020-01-01T00:00:00Z\"/>")
            .result.at_most,
        STN_LOW);
    assert_true(confirming("saml", "<C/>").holds);
    assert_false(confirming("saml", "").holds);
}

static void what_cannot_be_decoded_is_seen(void **state)
{
    (void)state;
    confirming_survives("saml", "PFJlc3BvbnNlLz4=");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_response_in_force_has_no_ceiling),
        cmocka_unit_test(an_expired_response_is_low),
        cmocka_unit_test(the_latest_time_counts),
        cmocka_unit_test(what_is_no_time_says_nothing),
        cmocka_unit_test(xml_is_read_as_it_is),
        cmocka_unit_test(what_cannot_be_decoded_is_seen),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
