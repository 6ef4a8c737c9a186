#include "engine/lint.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/limits.h"
#include "tests/support/torture.h"

/* What made-up tokens are made of: nothing a placeholder has. */
#define TAIL "q8w3n5r2t7y1u6i4"

#define STRINGS(...)                                                           \
    {                                                                          \
        (const char *const[]){__VA_ARGS__},                                    \
            sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *)        \
    }

static const struct stn_rule sound = {
    .info = {.id = "acme-token", .title = "T", .severity = STN_HIGH},
    .pattern = "\\bacme_([a-z0-9]{16})\\b",
    .segments = STN_SEGMENT_ALL,
    .examples = STRINGS("ACME=acme_" TAIL),
    .counterexamples = STRINGS("acme_tooshort"),
    .origin = "r.yml:3",
};

/* The problems of one rule, by itself. */
static void lint(struct stn_buf *problems, const struct stn_rule *rule)
{
    const struct stn_ruleset ruleset = {.rules = rule, .count = 1};
    struct stn_error err = {""};

    stn_buf_clear(problems);
    if (stn_lint_rule(problems, &ruleset, 0, &err) < 0)
        fail_msg("%s", err.message);
}

static void expect_problem(const struct stn_rule *rule, const char *problem)
{
    struct stn_buf problems = STN_BUF_INIT(STN_MIB);

    lint(&problems, rule);
    if (strstr(problems.ptr, problem) == NULL)
        fail_msg("'%s' is not in: %s", problem, problems.ptr);
    assert_null(strstr(problems.ptr, TAIL));
    stn_buf_dispose(&problems);
}

static void a_sound_rule_has_no_problem(void **state)
{
    struct stn_buf problems = STN_BUF_INIT(STN_MIB);

    (void)state;
    lint(&problems, &sound);
    assert_string_equal(problems.ptr, "");
    stn_buf_dispose(&problems);
}

static void a_pattern_that_does_not_compile_is_one_problem(void **state)
{
    struct stn_buf problems = STN_BUF_INIT(STN_MIB);
    struct stn_rule rule = sound;

    (void)state;
    rule.pattern = "acme_(";
    lint(&problems, &rule);
    assert_ptr_equal(strstr(problems.ptr, "r.yml:3: acme-token: "),
                     problems.ptr);
    assert_null(strstr(problems.ptr + 1, "r.yml:3"));
    assert_ptr_equal(strchr(problems.ptr, '\n'),
                     problems.ptr + problems.len - 1);
    stn_buf_dispose(&problems);
}

static void a_partner_that_does_not_compile_is_named(void **state)
{
    struct stn_rule rules[] = {sound, sound};
    const struct stn_ruleset ruleset = {.rules = rules, .count = 2};
    struct stn_buf problems = STN_BUF_INIT(STN_MIB);
    struct stn_error err;

    (void)state;
    rules[0].near_rule = "umbrella-id";
    rules[1].info.id = "umbrella-id";
    rules[1].pattern = "umb_(";
    rules[1].origin = "r.yml:9";
    assert_int_equal(stn_lint_rules(&problems, &ruleset, NULL, &err), STN_OK);
    assert_non_null(strstr(problems.ptr, "r.yml:3: acme-token: cannot be "
                                         "tried: r.yml:9: umbrella-id: "));
    stn_buf_dispose(&problems);
}

static void a_rule_carries_examples_and_counterexamples(void **state)
{
    struct stn_rule rule = sound;

    (void)state;
    rule.examples.count = 0;
    rule.counterexamples.count = 0;
    expect_problem(&rule, "r.yml:3: acme-token: has no example\n");
    expect_problem(&rule, "r.yml:3: acme-token: has no counterexample\n");
}

static void an_example_must_be_found(void **state)
{
    struct stn_rule rule = sound;

    (void)state;
    rule.examples = (struct stn_rule_strings)STRINGS("acme_" TAIL, "acme");
    expect_problem(&rule, "acme-token: example 2 is not found\n");
    rule = sound;
    rule.entropy = 7.9;
    expect_problem(&rule, "acme-token: example 1 is not found\n");
}

static void a_counterexample_must_not_be_found(void **state)
{
    struct stn_rule rule = sound;

    (void)state;
    rule.counterexamples = rule.examples;
    expect_problem(&rule, "acme-token: counterexample 1 is found\n");
}

static void a_keyword_must_be_in_the_match(void **state)
{
    struct stn_rule rule = sound;

    (void)state;
    rule.keywords = (struct stn_rule_strings)STRINGS("umbrella");
    expect_problem(&rule, "keyword");
}

static void a_pattern_without_a_literal_is_not_local(void **state)
{
    struct stn_rule rule = sound;

    (void)state;
    rule.pattern = "\\b([a-z0-9]{16})\\b";
    expect_problem(&rule, "literal");
}

static void a_match_without_end_is_refused(void **state)
{
    struct stn_rule rule = sound;

    (void)state;
    rule.pattern = "\\bacme_([a-z0-9]{16}.*)";
    expect_problem(&rule, "r.yml:3: acme-token: ");
}

static void backtracking_without_bound_is_refused(void **state)
{
    struct stn_rule rule = sound;

    (void)state;
    rule.pattern = "acme_(?:[a-z0-9_ ]{0,40}){0,10}!([a-z0-9]{16})";
    rule.examples = (struct stn_rule_strings)STRINGS("acme_ !" TAIL);
    expect_problem(&rule, "backtracks until PCRE2 gives up");
}

static void what_is_quadratic_is_refused(void **state)
{
    struct stn_rule rule = sound;

    (void)state;
    rule.pattern = "acme_.{0,200}.{0,200}!([a-z0-9]{16})";
    rule.examples = (struct stn_rule_strings)STRINGS("acme_ !" TAIL);
    expect_problem(&rule, "the pattern ");
}

static void finding_something_in_ordinary_text_is_refused(void **state)
{
    struct stn_rule rule = sound;

    (void)state;
    rule.pattern = "\\bsha(?:512-|256:)([0-9A-Za-z+/]{40})";
    rule.examples = (struct stn_rule_strings)STRINGS(
        "sha512-" TAIL "Zr9xVb3kLm7pQs5dTf1gHj8c");
    expect_problem(&rule, "secrets in ordinary text");
}

static void where_names_count_an_example_names_one(void **state)
{
    struct stn_buf problems = STN_BUF_INIT(STN_MIB);
    struct stn_rule rule = sound;

    (void)state;
    rule.names = "(?i)^x-acme$";
    rule.segments = STN_SEGMENT_HEADER;
    rule.examples = (struct stn_rule_strings)STRINGS("X-Acme: acme_" TAIL);
    rule.counterexamples =
        (struct stn_rule_strings)STRINGS("X-Other: acme_" TAIL);
    lint(&problems, &rule);
    assert_string_equal(problems.ptr, "");
    stn_buf_dispose(&problems);

    rule.examples = (struct stn_rule_strings)STRINGS("acme_" TAIL);
    expect_problem(&rule, "example 1 is not \"NAME: VALUE\"");
}

static void where_names_count_the_field_is_the_bound(void **state)
{
    struct stn_buf problems = STN_BUF_INIT(STN_MIB);
    struct stn_rule rule = sound;

    (void)state;
    rule.pattern = "^(?<secret>\\S{16,500})$";
    rule.examples = (struct stn_rule_strings)STRINGS("X-Acme: " TAIL);
    rule.counterexamples =
        (struct stn_rule_strings)STRINGS("X-Other: " TAIL, "X-Acme: short");
    rule.names = "(?i)^x-acme$";
    lint(&problems, &rule);
    assert_string_equal(problems.ptr, "");
    stn_buf_dispose(&problems);

    rule.pattern = "^(?<secret>\\S{16,})$";
    expect_problem(&rule, "no longest length");
    rule.pattern = "(?<secret>(?:\\S{0,40}){0,10}[!])|^" TAIL "$";
    expect_problem(&rule, "the pattern ");
    rule.pattern = "^(?<secret>\\S{16,500})$";
    rule.names = NULL;
    expect_problem(&rule, "not local");
}

static void an_example_brings_the_partner_its_rule_needs(void **state)
{
    struct stn_rule rules[] = {sound, sound};
    const struct stn_ruleset ruleset = {.rules = rules, .count = 2};
    struct stn_buf problems = STN_BUF_INIT(STN_MIB);
    struct stn_error err;

    (void)state;
    rules[0].near_rule = "umbrella-id";
    rules[0].near_lines = 1;
    rules[1].info.id = "umbrella-id";
    rules[1].pattern = "\\bumb_([a-z0-9]{16})\\b";
    assert_int_equal(stn_lint_rule(&problems, &ruleset, 0, &err), STN_OK);
    assert_non_null(strstr(problems.ptr, "example 1 is not found"));
    stn_buf_clear(&problems);
    rules[0].examples =
        (struct stn_rule_strings)STRINGS("acme_" TAIL "\numb_" TAIL);
    assert_int_equal(stn_lint_rule(&problems, &ruleset, 0, &err), STN_OK);
    assert_string_equal(problems.ptr, "");
    stn_buf_dispose(&problems);
}

static void an_example_that_another_rule_takes_is_shadowed(void **state)
{
    struct stn_rule rules[] = {sound, sound};
    const struct stn_ruleset ruleset = {.rules = rules, .count = 2};
    struct stn_buf problems = STN_BUF_INIT(STN_MIB);
    struct stn_error err;

    (void)state;
    rules[1].info.id = "wide-token";
    rules[1].origin = "r.yml:9";
    assert_int_equal(stn_lint_rules(&problems, &ruleset, NULL, &err), STN_OK);
    assert_non_null(strstr(problems.ptr, "example 1 is shadowed by "));
    stn_buf_dispose(&problems);
}

static void only_chosen_rules_are_checked(void **state)
{
    struct stn_rule rules[] = {sound, sound};
    const struct stn_ruleset ruleset = {.rules = rules, .count = 2};
    const bool chosen[] = {true, false};
    struct stn_buf problems = STN_BUF_INIT(STN_MIB);
    struct stn_error err;

    (void)state;
    rules[1].info.id = "umbrella-id";
    rules[1].pattern = "\\bumb_([a-z0-9]{16})\\b";
    assert_int_equal(stn_lint_rules(&problems, &ruleset, chosen, &err), STN_OK);
    assert_string_equal(problems.ptr, "");
    assert_int_equal(stn_lint_rules(&problems, &ruleset, NULL, &err), STN_OK);
    assert_non_null(strstr(problems.ptr, "umbrella-id: example 1"));
    stn_buf_dispose(&problems);
}

/* Hostile texts are scanned where the first example is: under a name that the
 * rule passes over, which keeps hundreds of runs short. */
static enum stn_status lint_something(void *payload)
{
    struct stn_rule rule = sound;
    const struct stn_ruleset ruleset = {.rules = &rule, .count = 1};
    struct stn_buf problems = STN_BUF_INIT(STN_MIB);
    struct stn_error err;

    (void)payload;
    rule.names = "^X-Acme$";
    rule.examples =
        (struct stn_rule_strings)STRINGS("X-Other: none", "X-Acme: acme_" TAIL);
    enum stn_status status = stn_lint_rules(&problems, &ruleset, NULL, &err);
    stn_buf_dispose(&problems);
    return status;
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    torture(lint_something, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sound_rule_has_no_problem),
        cmocka_unit_test(a_pattern_that_does_not_compile_is_one_problem),
        cmocka_unit_test(a_partner_that_does_not_compile_is_named),
        cmocka_unit_test(a_rule_carries_examples_and_counterexamples),
        cmocka_unit_test(an_example_must_be_found),
        cmocka_unit_test(a_counterexample_must_not_be_found),
        cmocka_unit_test(a_keyword_must_be_in_the_match),
        cmocka_unit_test(a_pattern_without_a_literal_is_not_local),
        cmocka_unit_test(a_match_without_end_is_refused),
        cmocka_unit_test(backtracking_without_bound_is_refused),
        cmocka_unit_test(what_is_quadratic_is_refused),
        cmocka_unit_test(finding_something_in_ordinary_text_is_refused),
        cmocka_unit_test(where_names_count_an_example_names_one),
        cmocka_unit_test(where_names_count_the_field_is_the_bound),
        cmocka_unit_test(an_example_brings_the_partner_its_rule_needs),
        cmocka_unit_test(an_example_that_another_rule_takes_is_shadowed),
        cmocka_unit_test(only_chosen_rules_are_checked),
        cmocka_unit_test(every_allocation_may_fail),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
