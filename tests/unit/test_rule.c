#include "ruleset/rule.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "text/segment.h"

static const struct stn_rule rules[] = {
    {.info.id = "alpha"}, {.info.id = "alpha-two"}, {.info.id = "beta"},
    {.info.id = "delta"}, {.info.id = "omega"},
};

static void every_rule_is_found_at_its_index(void **state)
{
    (void)state;
    for (uint32_t count = 0; count <= 5; count++) {
        const struct stn_ruleset ruleset = {.rules = rules, .count = count};
        for (uint32_t i = 0; i < count; i++)
            assert_int_equal(stn_ruleset_find(&ruleset, rules[i].info.id), i);
    }
}

static void what_is_not_there_is_not_found(void **state)
{
    const struct stn_ruleset ruleset = {.rules = rules, .count = 5};
    const struct stn_ruleset empty = {0};

    (void)state;
    assert_int_equal(stn_ruleset_find(&ruleset, "aardvark"), UINT32_MAX);
    assert_int_equal(stn_ruleset_find(&ruleset, "bet"), UINT32_MAX);
    assert_int_equal(stn_ruleset_find(&ruleset, "zeta"), UINT32_MAX);
    assert_int_equal(stn_ruleset_find(&empty, "alpha"), UINT32_MAX);
}

static void patterns_come_before_checks(void **state)
{
    static const struct stn_rule mixed[] = {
        {.info.id = "beta", .pattern = "p"},
        {.info.id = "gamma", .pattern = "p"},
        {.info.id = "alpha", .check = "c"},
        {.info.id = "delta", .check = "c"},
    };
    const struct stn_ruleset ruleset = {
        .rules = mixed, .count = 4, .pattern_count = 2};

    (void)state;
    for (uint32_t i = 0; i < 4; i++)
        assert_int_equal(stn_ruleset_find(&ruleset, mixed[i].info.id), i);
    for (uint32_t i = 1; i < 4; i++)
        assert_true(stn_rule_compare(&mixed[i - 1], &mixed[i]) < 0);
    const struct stn_ruleset patterns = stn_ruleset_patterns(&ruleset);
    assert_int_equal(patterns.count, 2);
    assert_int_equal(stn_ruleset_find(&patterns, "alpha"), UINT32_MAX);
}

static void every_segment_kind_has_a_word(void **state)
{
    uint32_t bits = 0;

    (void)state;
    for (uint32_t i = 0; stn_rule_segment_names[i] != NULL; i++)
        bits |= (uint32_t)1 << i;
    assert_int_equal(bits, STN_SEGMENT_ALL);
    assert_string_equal(stn_rule_segment_names[0], "text");
    assert_string_equal(stn_rule_segment_names[5], "json");
}

static void every_trait_has_a_word(void **state)
{
    uint32_t count = 0;

    (void)state;
    while (stn_rule_trait_names[count] != NULL)
        count++;
    assert_int_equal((uint32_t)1 << (count - 1), STN_TRAIT_LOGIN);
    assert_string_equal(stn_rule_trait_names[1], "http-only");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_rule_is_found_at_its_index),
        cmocka_unit_test(what_is_not_there_is_not_found),
        cmocka_unit_test(patterns_come_before_checks),
        cmocka_unit_test(every_segment_kind_has_a_word),
        cmocka_unit_test(every_trait_has_a_word),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
