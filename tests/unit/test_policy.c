#include "policy/policy.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "tests/support/torture.h"

static const struct stn_rule_info access_key = {.id = "aws-access-key-id"};
static const struct stn_rule_info jwt = {.id = "jwt"};

static struct stn_policy *make(const struct stn_allow *allow, size_t count)
{
    struct stn_options options = {
        .allow = allow, .allow_count = count, .now = 1000};
    struct stn_policy *policy = NULL;
    struct stn_error err = {""};

    if (stn_policy_new(&policy, &options, &err) < 0)
        fail_msg("%s", err.message);
    return policy;
}

static struct stn_finding finding_of(const struct stn_rule_info *rule,
                                     const char *file)
{
    return (struct stn_finding){
        .rule = rule,
        .file = stn_str_of(file),
        .fingerprint = {.place = 0xAB, .secret = 0xC, .nth = 1},
    };
}

/* The reason, or NULL when it stays new. */
static const char *judge(const struct stn_policy *policy,
                         const struct stn_rule_info *rule, const char *file)
{
    struct stn_finding finding = finding_of(rule, file);

    assert_int_equal(stn_policy_judge(policy, &finding), STN_OK);
    if (finding.status == STN_NEW)
        assert_int_equal(finding.reason.len, 0);
    else
        assert_int_equal(finding.status, STN_ALLOWED);
    return finding.reason.ptr;
}

static void without_entries_everything_stays_new(void **state)
{
    struct stn_policy *policy = make(NULL, 0);

    (void)state;
    assert_null(judge(policy, &jwt, "a.c"));
    stn_policy_free(policy);
    stn_policy_free(NULL);
}

static void an_entry_holds_for_its_rule_and_path(void **state)
{
    const struct stn_allow allow[] = {
        {.rule = "aws-*", .path = "docs/**", .reason = "manual"},
    };
    struct stn_policy *policy = make(allow, 1);

    (void)state;
    assert_string_equal(judge(policy, &access_key, "docs/a/b.md"), "manual");
    assert_null(judge(policy, &access_key, "src/b.md"));
    assert_null(judge(policy, &jwt, "docs/b.md"));
    stn_policy_free(policy);
}

static void asking_whether_it_would_allow_uses_no_entry(void **state)
{
    const struct stn_allow allow[] = {
        {.path = "docs/**", .reason = "manual", .origin = "here:1"},
    };
    struct stn_policy *policy = make(allow, 1);
    struct stn_report report = {0};
    struct stn_error err;
    struct stn_finding inside = finding_of(&jwt, "docs/a.md");
    struct stn_finding outside = finding_of(&jwt, "src/a.md");

    (void)state;
    assert_true(stn_policy_would_allow(policy, &inside));
    assert_false(stn_policy_would_allow(policy, &outside));
    assert_int_equal(inside.status, STN_NEW);
    assert_int_equal(stn_policy_notes(policy, &report, &err), STN_OK);
    assert_int_equal(report.note_count, 1);
    stn_report_dispose(&report);
    stn_policy_free(policy);
}

static void the_first_entry_that_matches_gives_the_reason(void **state)
{
    const struct stn_allow allow[] = {
        {.path = "docs/**", .reason = "first"},
        {.fingerprint = "v1:jwt:00000000000000ab:0000c:1", .reason = "second"},
        {.rule = "jwt", .reason = "third"},
    };
    struct stn_policy *policy = make(allow, 3);

    (void)state;
    assert_string_equal(judge(policy, &jwt, "docs/a"), "first");
    assert_string_equal(judge(policy, &jwt, "src/a"), "second");
    stn_policy_free(policy);
}

static void a_fingerprint_is_exact_and_may_be_narrowed(void **state)
{
    const struct stn_allow allow[] = {
        {.fingerprint = "v1:jwt:00000000000000ab:0000c:1",
         .path = "docs/**",
         .reason = "narrow"},
        {.fingerprint = "v1:jwt:00000000000000ab:0000c:2", .reason = "other"},
        {.fingerprint = "v1:jwt:00000000000000ab:0000c", .reason = "short"},
    };
    struct stn_policy *policy = make(allow, 3);

    (void)state;
    assert_string_equal(judge(policy, &jwt, "docs/a"), "narrow");
    assert_null(judge(policy, &jwt, "src/a"));
    assert_null(judge(policy, &access_key, "docs/a"));
    stn_policy_free(policy);
}

static void an_entry_counts_through_its_last_second(void **state)
{
    struct stn_allow allow = {.rule = "jwt", .reason = "x", .until = 1000};
    struct stn_policy *policy = make(&allow, 1);

    (void)state;
    assert_string_equal(judge(policy, &jwt, "a"), "x");
    stn_policy_free(policy);
    allow.until = 999;
    policy = make(&allow, 1);
    assert_null(judge(policy, &jwt, "a"));
    stn_policy_free(policy);
}

static void what_is_allowed_in_line_keeps_its_reason(void **state)
{
    const struct stn_allow allow = {.rule = "jwt", .reason = "entry"};
    struct stn_policy *policy = make(&allow, 1);
    struct stn_finding finding = finding_of(&jwt, "a");
    struct stn_report report = {0};

    (void)state;
    finding.status = STN_ALLOWED;
    finding.reason = STN_STR("in line");
    assert_int_equal(stn_policy_judge(policy, &finding), STN_OK);
    assert_string_equal(finding.reason.ptr, "in line");
    /* But the entry did match. */
    assert_int_equal(stn_policy_notes(policy, &report, NULL), STN_OK);
    assert_int_equal(report.note_count, 0);
    stn_policy_free(policy);
}

static void unused_and_expired_entries_are_noted(void **state)
{
    const struct stn_allow allow[] = {
        {.rule = "jwt", .reason = "used", .origin = "c.yml:1"},
        {.rule = "aws-*", .reason = "unused", .origin = "c.yml:2"},
        {.rule = "jwt",
         .reason = "expired",
         .until = 86400 * 365 - 1,
         .origin = "c.yml:3"},
    };
    struct stn_options options = {
        .allow = allow, .allow_count = 3, .now = 86400 * 366};
    struct stn_policy *policy = NULL;
    struct stn_report report = {0};

    (void)state;
    assert_int_equal(stn_policy_new(&policy, &options, NULL), STN_OK);
    judge(policy, &jwt, "a");
    assert_int_equal(stn_policy_notes(policy, &report, NULL), STN_OK);
    assert_int_equal(report.note_count, 2);
    assert_string_equal(report.notes[0],
                        "c.yml:2: allow entry matched nothing");
    assert_string_equal(report.notes[1],
                        "c.yml:3: allow entry counted until 1970-12-31");
    stn_report_dispose(&report);
    stn_policy_free(policy);
}

static void check_refused(struct stn_allow allow, const char *message)
{
    struct stn_options options = {.allow = &allow, .allow_count = 1};
    struct stn_policy *policy = NULL;
    struct stn_error err = {""};

    allow.origin = "c.yml:7";
    assert_int_equal(stn_policy_new(&policy, &options, &err), STN_EINPUT);
    assert_non_null(strstr(err.message, "c.yml:7: allow: "));
    assert_non_null(strstr(err.message, message));
    assert_null(policy);
}

static void entries_that_make_no_sense_are_refused(void **state)
{
    (void)state;
    check_refused((struct stn_allow){.rule = "jwt"}, "reason");
    check_refused((struct stn_allow){.rule = "jwt", .reason = " "}, "reason");
    check_refused((struct stn_allow){.reason = "all"}, "name a rule");
    check_refused((struct stn_allow){.rule = "jwt[", .reason = "x"}, "rule: ");
    check_refused((struct stn_allow){.path = "a{b", .reason = "x"}, "path: ");
}

static void a_hundred_thousand_fingerprints_are_quick(void **state)
{
    enum { COUNT = 100000 };
    struct stn_allow *allow = stn_calloc(COUNT, sizeof(*allow));
    char *texts = stn_calloc(COUNT, 40);

    (void)state;
    for (size_t i = 0; i < COUNT; i++) {
        snprintf(texts + 40 * i, 40, "v1:jwt:%016zx:0000c:1",
                 i * 0x9E3779B97F4A7C15);
        allow[i] = (struct stn_allow){.fingerprint = texts + 40 * i,
                                      .reason = "known"};
    }
    struct stn_policy *policy = make(allow, COUNT);
    for (size_t i = 0; i < COUNT; i++) {
        struct stn_finding finding = finding_of(&jwt, "a");
        finding.fingerprint.place = i * 0x9E3779B97F4A7C15;
        assert_int_equal(stn_policy_judge(policy, &finding), STN_OK);
        assert_int_equal(finding.status, STN_ALLOWED);
    }
    stn_policy_free(policy);
    stn_free(allow);
    stn_free(texts);
}

static enum stn_status attempt(void *payload)
{
    const struct stn_allow allow[] = {
        {.rule = "aws-*", .reason = "unused", .origin = "c.yml:2"},
        {.fingerprint = "v1:jwt:00000000000000ab:0000c:1", .reason = "used"},
    };
    struct stn_options options = {
        .allow = allow, .allow_count = 2, .now = 1000};
    struct stn_finding finding = finding_of(&jwt, "a");
    struct stn_policy *policy = NULL;
    struct stn_report report = {0};

    (void)payload;
    enum stn_status status = stn_policy_new(&policy, &options, NULL);
    if (status == STN_OK)
        status = stn_policy_judge(policy, &finding);
    if (status == STN_OK)
        status = stn_policy_notes(policy, &report, NULL);
    stn_report_dispose(&report);
    stn_policy_free(policy);
    return status;
}

static void running_out_of_memory_leaves_nothing_behind(void **state)
{
    (void)state;
    torture(attempt, NULL);
}

static void what_a_change_would_allow_is_told_and_counts(void **state)
{
    const struct stn_allow proposed[] = {
        {.rule = "jwt", .reason = "mine", .origin = "theirs:3"},
        {.rule = "no-such", .reason = "mine", .origin = "theirs:4"},
    };
    struct stn_options options = {
        .proposed = proposed, .proposed_count = 2, .now = 1000};
    struct stn_finding finding = finding_of(&jwt, "a.c");
    struct stn_report report = {0};
    struct stn_policy *policy = NULL;

    (void)state;
    assert_int_equal(stn_policy_new(&policy, &options, NULL), STN_OK);
    assert_int_equal(stn_policy_judge(policy, &finding), STN_OK);
    assert_int_equal(finding.status, STN_NEW);
    assert_string_equal(finding.evidence[0],
                        "allowed by the change itself: no effect");
    assert_int_equal(stn_policy_notes(policy, &report, NULL), STN_OK);
    assert_int_equal(report.note_count, 2);
    assert_string_equal(report.notes[0],
                        "theirs:3: allow entry of the change: no effect, "
                        "though 1 finding would be allowed");
    assert_string_equal(report.notes[1],
                        "theirs:4: allow entry of the change: no effect");
    stn_report_dispose(&report);
    stn_policy_free(policy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_entries_everything_stays_new),
        cmocka_unit_test(an_entry_holds_for_its_rule_and_path),
        cmocka_unit_test(asking_whether_it_would_allow_uses_no_entry),
        cmocka_unit_test(the_first_entry_that_matches_gives_the_reason),
        cmocka_unit_test(a_fingerprint_is_exact_and_may_be_narrowed),
        cmocka_unit_test(an_entry_counts_through_its_last_second),
        cmocka_unit_test(what_is_allowed_in_line_keeps_its_reason),
        cmocka_unit_test(unused_and_expired_entries_are_noted),
        cmocka_unit_test(entries_that_make_no_sense_are_refused),
        cmocka_unit_test(a_hundred_thousand_fingerprints_are_quick),
        cmocka_unit_test(what_a_change_would_allow_is_told_and_counts),
        cmocka_unit_test(running_out_of_memory_leaves_nothing_behind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
