#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>

#include "pipeline/repeats.h"

/* Where a value stands in a text: "3-12 20-29 ", written to `out`. */
static void find(char *out, const char *value, const char *text)
{
    struct stn_repeats repeats = {0};
    struct stn_span span;
    size_t at = 0;
    size_t index;

    out[0] = '\0';
    assert_true(stn_repeats_add(&repeats, stn_str_of(value), 5));
    assert_true(stn_repeats_seal(&repeats));
    while (stn_repeats_next(&repeats, stn_str_of(text), &at, &span, &index)) {
        assert_int_equal(index, 5);
        snprintf(out + strlen(out), 32, "%zu-%zu ", span.start, span.end);
    }
    stn_repeats_dispose(&repeats);
}

static void assert_found(const char *value, const char *text, const char *where)
{
    char found[256];

    find(found, value, text);
    assert_string_equal(found, where);
}

static void a_value_is_found_wherever_it_stands(void **state)
{
    (void)state;
    assert_found("k3-9xQ-w7", "k3-9xQ-w7 a k3-9xQ-w7", "0-9 12-21 ");
    assert_found("k3-9xQ-w7", "k3-9xQ-w", "");
    assert_found("k3-9xQ-w7", "", "");
}

static void it_is_found_as_json_and_urls_and_xml_write_it(void **state)
{
    (void)state;
    assert_found("a/b+c=d&e\"f9", "x=a%2Fb%2Bc%3Dd%26e%22f9", "2-24 ");
    assert_found("a/b+c=d&e\"f9", "x=a%2fb%2bc%3dd%26e%22f9", "2-24 ");
    assert_found("a/b+c=d&e\"f9", "\"a\\/b+c=d&e\\\"f9\"", "1-15 ");
    assert_found("a/b+c=d&e\"f9", "<a>a/b+c=d&amp;e&quot;f9<", "3-24 ");
}

static void a_short_one_counts_only_where_it_stands_alone(void **state)
{
    (void)state;
    assert_found("secret-99", "xsecret-99", "");
    assert_found("secret-99", "secret-999", "");
    assert_found("secret-99", "=secret-99;", "1-10 ");
    assert_found("secret-99", "\\nsecret-99\\n", "2-11 ");
    assert_found("secret-99", "%20secret-99%20", "3-12 ");
    assert_found("a-longer-secret-99", "xa-longer-secret-999", "1-19 ");
}

static void what_could_be_another_word_is_not_looked_for(void **state)
{
    (void)state;
    assert_found("password", "\"password\": 1", "");
    assert_found("12345678", "\"id\": 12345678", "");
    assert_found("0123456789012345678", "0123456789012345678", "");
    assert_found("abc-123", "abc-123", "");
}

static void of_two_that_end_alike_the_longer_is_found(void **state)
{
    struct stn_repeats repeats = {0};
    struct stn_span span;
    size_t at = 0;
    size_t index;

    (void)state;
    assert_true(stn_repeats_add(&repeats, STN_STR("the-end-of-it-00001"), 1));
    assert_true(
        stn_repeats_add(&repeats, STN_STR("before-the-end-of-it-00001"), 2));
    assert_true(stn_repeats_seal(&repeats));
    assert_true(stn_repeats_next(
        &repeats, STN_STR("a before-the-end-of-it-00001"), &at, &span, &index));
    assert_int_equal(index, 2);
    assert_int_equal(span.start, 2);
    assert_int_equal(at, 28);
    stn_repeats_dispose(&repeats);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_value_is_found_wherever_it_stands),
        cmocka_unit_test(it_is_found_as_json_and_urls_and_xml_write_it),
        cmocka_unit_test(a_short_one_counts_only_where_it_stands_alone),
        cmocka_unit_test(what_could_be_another_word_is_not_looked_for),
        cmocka_unit_test(of_two_that_end_alike_the_longer_is_found),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
