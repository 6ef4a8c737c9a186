/* Values of cookies. */
#include "tests/support/confirming.h"

#include "base/str.h"

static struct confirming judge(const char *confirm, uint32_t traits,
                               const char *value)
{
    const struct stn_segment cookie = {
        .kind = STN_SEGMENT_COOKIE, .name = STN_STR("acme"), .traits = traits};

    return confirming_field(confirm, cookie, value);
}

static void sessions_of_frameworks_hold(void **state)
{
    static const char *const values[] = {
        "691AC2B139FFB3C0{+}51668F52232F1B8A.node2",
        "s%3AZQhXQCaSBLdVLIIN{+}8nVy40xdnxVZmwky.Ti5BdoKswpj42j2a0vEPeLdTjPjp",
        "eyJ1c2VyIjo3fQ.aRf1kg.{+}Iip9k2ZZsXXNf1EkuPtxyGWm0aQ",
        "d4e752ab-6dc2-4cf3-92bd-8eb338e5b3f7",
        "%22KmP4T3SKN2h7Scb2{+}Jz5Uk8%22",
    };

    (void)state;
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        struct confirming outcome = judge("session-cookie", 0, values[i]);
        if (!outcome.holds)
            fail_msg("no session: %s", values[i]);
        assert_int_equal(outcome.result.at_least, STN_SEVERITY_DEFAULT);
        assert_true(judge("cookie-value", 0, values[i]).holds);
    }
}

static void what_no_script_may_read_is_raised(void **state)
{
    static const char value[] = "KmP4T3SKN2h7Scb2{+}Jz5Uk8Pra2POCVVd";
    struct confirming outcome =
        judge("session-cookie", STN_TRAIT_HTTP_ONLY, value);

    (void)state;
    assert_int_equal(outcome.result.at_least, STN_HIGH);
    assert_true(confirming_said(&outcome, "no script may read it"));
    outcome = judge("cookie-value", STN_TRAIT_HTTP_ONLY, value);
    assert_int_equal(outcome.result.at_least, STN_SEVERITY_DEFAULT);
}

static void what_sites_remember_in_the_clear_is_dropped(void **state)
{
    static const char *const values[] = {
        "deleted",
        "true",
        "1738271934.1738271934",
        "2026-01-02T03:04:05Z",
        "%7B%22theme%22%3A%22dark%22%2C%22size%22%3A12%7D",
        "the-name-of-the-session-7",
        "https%3A%2F%2Facme-stanch.io%2Fpage7",
        "%3CSESSION%3E",
        "xxxxxxxxxxxxxxxx",
        "K9q2mW7",
    };

    (void)state;
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        if (judge("session-cookie", STN_TRAIT_HTTP_ONLY, values[i]).holds)
            fail_msg("a session: %s", values[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sessions_of_frameworks_hold),
        cmocka_unit_test(what_no_script_may_read_is_raised),
        cmocka_unit_test(what_sites_remember_in_the_clear_is_dropped),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
