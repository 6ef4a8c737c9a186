#include "findings/rule_info.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void severities_read_back_as_they_are_written(void **state)
{
    (void)state;
    for (enum stn_severity s = STN_NOTE; s <= STN_CRITICAL; s++) {
        enum stn_severity parsed = STN_SEVERITY_DEFAULT;
        struct stn_str name = stn_str_of(stn_severity_name(s));
        assert_true(stn_severity_parse(&parsed, name, false));
        assert_int_equal(parsed, s);
    }
}

static void severities_are_ordered_by_weight(void **state)
{
    (void)state;
    assert_string_equal(stn_severity_name(STN_NOTE), "note");
    assert_string_equal(stn_severity_name(STN_CRITICAL), "critical");
    assert_true(STN_NOTE < STN_LOW && STN_HIGH < STN_CRITICAL);
}

static void never_is_a_severity_only_as_a_threshold(void **state)
{
    enum stn_severity severity = STN_LOW;

    (void)state;
    assert_false(stn_severity_parse(&severity, STN_STR("never"), false));
    assert_int_equal(severity, STN_LOW);
    assert_true(stn_severity_parse(&severity, STN_STR("never"), true));
    assert_int_equal(severity, STN_NEVER);
}

static void other_words_are_no_severity(void **state)
{
    enum stn_severity severity = STN_MEDIUM;

    (void)state;
    assert_false(stn_severity_parse(&severity, STN_STR("High"), true));
    assert_false(stn_severity_parse(&severity, STN_STR("hig"), true));
    assert_false(stn_severity_parse(&severity, STN_STR(""), true));
    assert_int_equal(severity, STN_MEDIUM);
}

static void the_default_has_no_name(void **state)
{
    (void)state;
    assert_null(stn_severity_name(STN_SEVERITY_DEFAULT));
}

static void categories_have_the_names_of_the_report(void **state)
{
    (void)state;
    assert_string_equal(stn_category_name(STN_CATEGORY_SECRET), "secret");
    assert_string_equal(stn_category_name(STN_CATEGORY_GO), "go");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(severities_read_back_as_they_are_written),
        cmocka_unit_test(severities_are_ordered_by_weight),
        cmocka_unit_test(never_is_a_severity_only_as_a_threshold),
        cmocka_unit_test(other_words_are_no_severity),
        cmocka_unit_test(the_default_has_no_name),
        cmocka_unit_test(categories_have_the_names_of_the_report),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
