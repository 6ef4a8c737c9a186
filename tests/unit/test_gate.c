#include "policy/policy.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void check(struct stn_finding *items, size_t count,
                  enum stn_severity fail_at, enum stn_verdict verdict,
                  int status)
{
    struct stn_report report = {.fail_at = fail_at};

    report.found.items = items;
    report.found.count = count;
    stn_gate_decide(&report);
    assert_int_equal(report.verdict, verdict);
    assert_int_equal(stn_gate_exit_status(&report), status);
}

static void nothing_found_is_clean(void **state)
{
    (void)state;
    check(NULL, 0, STN_HIGH, STN_CLEAN, 0);
}

static void a_finding_blocks_from_the_threshold_up(void **state)
{
    struct stn_finding item = {.severity = STN_MEDIUM};

    (void)state;
    check(&item, 1, STN_LOW, STN_FINDINGS, 1);
    check(&item, 1, STN_MEDIUM, STN_FINDINGS, 1);
    check(&item, 1, STN_HIGH, STN_CLEAN, 0);
}

static void the_threshold_is_high_unless_set(void **state)
{
    struct stn_finding item = {.severity = STN_HIGH};

    (void)state;
    check(&item, 1, STN_SEVERITY_DEFAULT, STN_FINDINGS, 1);
    item.severity = STN_MEDIUM;
    check(&item, 1, STN_SEVERITY_DEFAULT, STN_CLEAN, 0);
}

static void nothing_reaches_never(void **state)
{
    struct stn_finding item = {.severity = STN_CRITICAL};

    (void)state;
    check(&item, 1, STN_NEVER, STN_CLEAN, 0);
}

static void suppressed_findings_do_not_block(void **state)
{
    struct stn_finding items[] = {
        {.severity = STN_CRITICAL, .status = STN_ALLOWED},
        {.severity = STN_CRITICAL, .status = STN_KNOWN},
    };
    struct stn_report report = {.fail_at = STN_LOW};

    (void)state;
    report.found.items = items;
    report.found.count = 2;
    stn_gate_decide(&report);
    assert_int_equal(report.verdict, STN_CLEAN);
    assert_int_equal(report.suppressed, 2);
    assert_int_equal(report.blocking, 0);
}

static void every_failure_makes_the_run_incomplete(void **state)
{
    (void)state;
    for (size_t i = 0; i <= STN_SKIP_NOTHING; i++) {
        struct stn_report report = {.fail_at = STN_HIGH};
        report.found.skipped[i] = 1;
        stn_gate_decide(&report);
        bool is_policy = i <= STN_SKIP_POLICY_LAST;
        assert_int_equal(report.verdict,
                         is_policy ? STN_CLEAN : STN_INCOMPLETE);
        assert_int_equal(stn_gate_exit_status(&report), is_policy ? 0 : 3);
    }
}

static void a_blocking_finding_counts_more_than_a_failure(void **state)
{
    struct stn_finding item = {.severity = STN_HIGH};
    struct stn_report report = {.fail_at = STN_HIGH};

    (void)state;
    report.found.items = &item;
    report.found.count = 1;
    report.found.skipped[STN_SKIP_UNREADABLE] = 3;
    stn_gate_decide(&report);
    assert_int_equal(report.verdict, STN_FINDINGS);
    assert_int_equal(report.blocking, 1);
    assert_int_equal(stn_gate_exit_status(&report), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_found_is_clean),
        cmocka_unit_test(a_finding_blocks_from_the_threshold_up),
        cmocka_unit_test(the_threshold_is_high_unless_set),
        cmocka_unit_test(nothing_reaches_never),
        cmocka_unit_test(suppressed_findings_do_not_block),
        cmocka_unit_test(every_failure_makes_the_run_incomplete),
        cmocka_unit_test(a_blocking_finding_counts_more_than_a_failure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
