#include "tests/support/confirming.h"

static struct confirming judge(const char *url, const char *password)
{
    return confirming_in("url-password", url, password);
}

static void a_random_password_for_a_real_host_holds(void **state)
{
    struct confirming outcome =
        judge("postgres://app:rUZV{+}aeiI6G9j@db1.acme-stanch.io/shop",
              "rUZV{+}aeiI6G9j");

    (void)state;
    assert_true(outcome.holds);
    assert_int_equal(outcome.result.at_most, STN_SEVERITY_DEFAULT);
}

static void local_and_example_hosts_are_low(void **state)
{
    static const char *const urls[] = {
        "redis://:rUZV{+}aeiI6G9j@localhost:6379",
        "redis://:rUZV{+}aeiI6G9j@127.0.0.1:6379",
        "redis://:rUZV{+}aeiI6G9j@[::1]:6379",
        "https://a:rUZV{+}aeiI6G9j@api.example.com/",
        "https://a:rUZV{+}aeiI6G9j@db.test",
    };

    (void)state;
    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++)
        if (judge(urls[i], "rUZV{+}aeiI6G9j").result.at_most != STN_LOW)
            fail_msg("not low: %s", urls[i]);
}

static void names_of_one_label_are_medium(void **state)
{
    struct confirming outcome =
        judge("amqp://svc:rUZV{+}aeiI6G9j@rabbit:5672/", "rUZV{+}aeiI6G9j");

    (void)state;
    assert_int_equal(outcome.result.at_most, STN_MEDIUM);
    assert_true(confirming_said(&outcome, "host has a local name"));
}

static void the_hosts_of_oracle_and_go_are_found(void **state)
{
    (void)state;
    assert_int_equal(
        judge("jdbc:oracle:thin:app/rUZV{+}aeiI6G9j@//db1.acme.io:1521/O",
              "rUZV{+}aeiI6G9j")
            .result.at_most,
        STN_SEVERITY_DEFAULT);
    assert_int_equal(
        judge("app:rUZV{+}aeiI6G9j@tcp(localhost:3306)/s", "rUZV{+}aeiI6G9j")
            .result.at_most,
        STN_LOW);
}

static void the_user_again_is_low_and_words_are_medium(void **state)
{
    (void)state;
    assert_int_equal(
        judge("ftp://jQ7z{+}kw:jQ7z{+}kw@files.acme.io/", "jQ7z{+}kw@")
            .result.at_most,
        STN_MEDIUM);
    assert_int_equal(
        judge("ftp://ops:Summ{+}er2024@files.acme.io/", "Summ{+}er2024")
            .result.at_most,
        STN_MEDIUM);
}

static void placeholders_do_not_hold_percent_encoded_either(void **state)
{
    (void)state;
    assert_false(judge("https://u:password@h.acme.io/", "password").holds);
    assert_false(judge("https://u:p%40ssword@h.acme.io/", "p%40ssword").holds);
    assert_false(judge("https://u:${PW}@h.acme.io/", "${PW}").holds);
    assert_false(judge("https://u:$%7BPW%7D@h.acme.io/", "$%7BPW%7D").holds);
    assert_false(
        judge("https://U:MY_LONG_ACCESS_CODE@h.acme.io/", "MY_LONG_ACCESS_CODE")
            .holds);
}

static void nothing_behind_the_secret_is_no_host(void **state)
{
    (void)state;
    assert_true(judge("x:rUZV{+}aeiI6G9j", "rUZV{+}aeiI6G9j").holds);
    assert_true(judge("x:rUZV{+}aeiI6G9j@", "rUZV{+}aeiI6G9j").holds);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_random_password_for_a_real_host_holds),
        cmocka_unit_test(local_and_example_hosts_are_low),
        cmocka_unit_test(names_of_one_label_are_medium),
        cmocka_unit_test(the_hosts_of_oracle_and_go_are_found),
        cmocka_unit_test(the_user_again_is_low_and_words_are_medium),
        cmocka_unit_test(placeholders_do_not_hold_percent_encoded_either),
        cmocka_unit_test(nothing_behind_the_secret_is_no_host),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
