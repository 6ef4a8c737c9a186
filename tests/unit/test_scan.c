/* The public API, end to end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "findings/finding.h"
#include "findings/report.h"
#include "reports/reporter.h"
#include "ruleset/rule.h"
#include "tests/support/torture.h"

/* A made-up token in a text, put together here so that none is in the tree. */
static void compose(char *out, size_t size, const char *before,
                    const char *after)
{
    snprintf(out, size, "%s%s%s%s", before, "ghp_",
             "StanchMadeUpNeverIssued00000002wwFFO", after);
}

/* A report and the scanner whose rules it names. */
struct run {
    struct stn_scanner *scanner;
    struct stn_report *report;
};

static struct run scan_bytes(const struct stn_options *options,
                             const char *name, const char *bytes)
{
    struct run run = {NULL, NULL};
    struct stn_error err;

    assert_int_equal(stn_scanner_new(&run.scanner, options, &err), STN_OK);
    assert_int_equal(stn_scan_bytes(run.scanner, name, bytes, strlen(bytes),
                                    &run.report, &err),
                     STN_OK);
    return run;
}

static void free_run(struct run *run)
{
    stn_report_free(run->report);
    stn_scanner_free(run->scanner);
}

static void a_token_is_found_at_its_place(void **state)
{
    struct stn_options options = {.jobs = 1};
    char bytes[128];

    (void)state;
    compose(bytes, sizeof(bytes), "a\nkey = \xC3\xA9 ", "\n");
    struct run run = scan_bytes(&options, "a.txt", bytes);
    assert_int_equal(stn_report_count(run.report), 1);
    const struct stn_finding *finding = stn_report_at(run.report, 0);
    assert_int_equal(finding->start.line, 2);
    assert_int_equal(finding->start.column, 9);
    assert_int_equal(finding->start_byte, 11);
    assert_int_equal(finding->end_byte, 11 + 40);
    assert_int_equal(finding->end.column, 49);
    assert_int_equal(stn_report_verdict(run.report), STN_FINDINGS);
    assert_int_equal(stn_report_exit_status(run.report), 1);
    free_run(&run);
}

static void a_clean_text_is_clean_and_says_what_was_scanned(void **state)
{
    struct stn_options options = {.jobs = 1};

    (void)state;
    struct run run = scan_bytes(&options, "a.txt", "nothing\n");
    assert_int_equal(stn_report_count(run.report), 0);
    assert_int_equal(run.report->found.texts, 1);
    assert_int_equal(run.report->found.bytes, 8);
    assert_int_equal(stn_report_exit_status(run.report), 0);
    free_run(&run);
}

static void an_allow_entry_keeps_the_finding_but_not_the_block(void **state)
{
    const struct stn_allow allow = {
        .path = "docs/**", .reason = "samples", .origin = "here:1"};
    struct stn_options options = {.jobs = 1, .allow = &allow, .allow_count = 1};
    char bytes[128];

    (void)state;
    compose(bytes, sizeof(bytes), "", "\n");
    struct run run = scan_bytes(&options, "docs/a.md", bytes);
    assert_int_equal(stn_report_count(run.report), 1);
    assert_int_equal(stn_report_at(run.report, 0)->status, STN_ALLOWED);
    assert_int_equal(stn_report_exit_status(run.report), 0);
    free_run(&run);
}

static void a_skipped_path_reports_nothing(void **state)
{
    static const char *const globs[] = {"vendor/**"};
    struct stn_options options = {.jobs = 1, .paths_skip = {globs, 1}};
    char folder[] = "scan-test-XXXXXX";
    char path[64];
    char bytes[128];
    struct stn_scanner *scanner = NULL;
    struct stn_report *report = NULL;
    struct stn_error err;

    (void)state;
    compose(bytes, sizeof(bytes), "", "\n");
    assert_non_null(mkdtemp(folder));
    assert_int_equal(chdir(folder), 0);
    assert_int_equal(mkdir("vendor", 0755), 0);
    FILE *file = fopen("vendor/a", "w");
    fputs(bytes, file);
    fclose(file);

    const char *const paths[] = {"."};
    struct stn_target target = {.kind = STN_TARGET_PATHS, .paths = {paths, 1}};
    assert_int_equal(stn_scanner_new(&scanner, &options, &err), STN_OK);
    assert_int_equal(stn_scan(scanner, &target, &report, &err), STN_OK);
    assert_int_equal(stn_report_count(report), 0);
    assert_int_equal(report->found.skipped[STN_SKIP_PATH], 1);
    assert_int_equal(stn_report_exit_status(report), 0);
    stn_report_free(report);
    stn_scanner_free(scanner);

    unlink("vendor/a");
    rmdir("vendor");
    assert_int_equal(chdir(".."), 0);
    snprintf(path, sizeof(path), "%s", folder);
    rmdir(path);
}

static void a_selector_that_selects_nothing_is_refused(void **state)
{
    static const char *const only[] = {"no-such-rule"};
    struct stn_options options = {.only = {only, 1}};
    struct stn_scanner *scanner = NULL;
    struct stn_error err;

    (void)state;
    assert_int_equal(stn_scanner_new(&scanner, &options, &err), STN_EUSAGE);
    assert_null(scanner);
    assert_non_null(strstr(err.message, "no-such-rule"));
}

static void a_run_whose_planted_secret_is_lost_is_incomplete(void **state)
{
    /* A rule that never matches its own example stands for a broken build. */
    static const char yaml[] = "version: 1\n"
                               "rules:\n"
                               "  - id: lost-token\n"
                               "    title: lost\n"
                               "    severity: high\n"
                               "    pattern: 'lost_[0-9]{8}'\n"
                               "    examples: ['nothing like it']\n"
                               "    counterexamples: ['lost']\n";
    static const char *const only[] = {"lost-token"};
    char path[] = "rules-test-XXXXXX";
    int fd = mkstemp(path);

    (void)state;
    assert_true(fd >= 0);
    assert_int_equal(write(fd, yaml, sizeof(yaml) - 1), sizeof(yaml) - 1);
    close(fd);
    const char *const files[] = {path};
    struct stn_options options = {
        .jobs = 1, .only = {only, 1}, .rule_files = {files, 1}};
    struct run run = scan_bytes(&options, "a", "nothing\n");
    assert_int_equal(run.report->found.skipped[STN_SKIP_SELF_CHECK], 1);
    assert_int_equal(stn_report_exit_status(run.report), 3);
    free_run(&run);
    unlink(path);
}

static void a_rule_without_an_example_can_run_alone(void **state)
{
    static const char yaml[] = "version: 1\n"
                               "rules:\n"
                               "  - id: our-token\n"
                               "    title: ours\n"
                               "    severity: high\n"
                               "    pattern: 'ours_[0-9]{8}'\n";
    static const char *const only[] = {"our-token"};
    char path[] = "rules-test-XXXXXX";
    int fd = mkstemp(path);

    (void)state;
    assert_true(fd >= 0);
    assert_int_equal(write(fd, yaml, sizeof(yaml) - 1), sizeof(yaml) - 1);
    close(fd);
    const char *const files[] = {path};
    struct stn_options options = {
        .jobs = 1, .only = {only, 1}, .rule_files = {files, 1}};
    struct run run = scan_bytes(&options, "a", "nothing\n");
    assert_int_equal(stn_report_exit_status(run.report), 0);
    free_run(&run);
    unlink(path);
}

/* Every rule's examples in one text, so that much is found. */
static char *all_examples(size_t *length)
{
    struct stn_buf text = STN_BUF_INIT((size_t)16 << 20);

    for (uint32_t i = 0; i < stn_ruleset_builtin.pattern_count; i++) {
        const struct stn_rule *rule = &stn_ruleset_builtin.rules[i];
        for (uint32_t e = 0; e < rule->examples.count; e++) {
            stn_buf_puts(&text, rule->examples.items[e]);
            stn_buf_puts(&text, "\n\n");
        }
        for (uint32_t e = 0; e < rule->counterexamples.count; e++) {
            stn_buf_puts(&text, rule->counterexamples.items[e]);
            stn_buf_puts(&text, "\n\n");
        }
    }
    return stn_buf_detach(&text, length);
}

/* The report as JSON, its scanner made with these options. */
static char *json_of(const struct stn_options *options, const char *bytes,
                     size_t length)
{
    struct stn_scanner *scanner = NULL;
    struct stn_report *report = NULL;
    struct stn_buf out = STN_BUF_INIT((size_t)64 << 20);
    struct stn_reporter_options how = {0};
    struct stn_error err;

    assert_int_equal(stn_scanner_new(&scanner, options, &err), STN_OK);
    assert_int_equal(
        stn_scan_bytes(scanner, "all", bytes, length, &report, &err), STN_OK);
    assert_true(stn_report_count(report) > 0);
    assert_int_equal(stn_reporter_find("json")->write(&out, report, &how, &err),
                     STN_OK);
    stn_report_free(report);
    stn_scanner_free(scanner);
    return stn_buf_detach(&out, NULL);
}

static void findings_are_the_same_without_the_prefilter(void **state)
{
    struct stn_options with = {.jobs = 1, .now = 1800000000};
    struct stn_options without = with;
    size_t length;
    char *bytes = all_examples(&length);

    (void)state;
    without.no_prefilter = true;
    char *first = json_of(&with, bytes, length);
    char *second = json_of(&without, bytes, length);
    assert_string_equal(first, second);
    free(first);
    free(second);
    free(bytes);
}

static void no_report_holds_a_secret(void **state)
{
    struct stn_options options = {.jobs = 1};
    char bytes[128];
    const struct stn_reporter_options loud = {.verbose = true, .color = true};
    struct stn_error err;

    (void)state;
    compose(bytes, sizeof(bytes), "key ", " again ");
    struct run run = scan_bytes(&options, "a", bytes);
    for (size_t i = 0; stn_reporters[i] != NULL; i++) {
        struct stn_buf out = STN_BUF_INIT(1 << 20);
        assert_int_equal(stn_reporters[i]->write(&out, run.report, &loud, &err),
                         STN_OK);
        assert_null(strstr(out.ptr, "MadeUpNever"));
        stn_buf_dispose(&out);
    }
    free_run(&run);
}

static enum stn_status attempt_scan(void *payload)
{
    struct stn_options options = {.jobs = 1};
    struct stn_scanner *scanner = NULL;
    struct stn_report *report = NULL;
    struct stn_error err;
    enum stn_status status = stn_scanner_new(&scanner, &options, &err);

    if (status >= 0)
        status = stn_scan_bytes(scanner, "a", payload, strlen(payload), &report,
                                &err);
    stn_report_free(report);
    stn_scanner_free(scanner);
    return status;
}

static enum stn_status attempt_go_scan(void *payload)
{
    struct stn_scanner *scanner = NULL;
    struct stn_report *report = NULL;
    struct stn_options options = {.jobs = 1};
    struct stn_error err;
    const char *bytes = payload;

    enum stn_status status = stn_scanner_new(&scanner, &options, &err);
    if (status == STN_OK)
        status = stn_scan_bytes(scanner, "a.go", bytes, strlen(bytes), &report,
                                &err);
    if (status == STN_OK)
        assert_int_equal(stn_report_count(report), 2);
    stn_report_free(report);
    stn_scanner_free(scanner);
    return status;
}

/* The secret beside the code is looked for with rules of its own. */
static void a_scan_of_go_survives_every_failed_allocation(void **state)
{
    char bytes[256];

    (void)state;
    compose(bytes, sizeof(bytes), "package p\n\nfunc f() {\n\tdefer print(\"",
            "\", recover())\n}\n");
    torture(attempt_go_scan, bytes);
}

static void a_scan_survives_every_failed_allocation(void **state)
{
    char bytes[128];

    (void)state;
    compose(bytes, sizeof(bytes), "key ", "\n");
    torture(attempt_scan, bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_token_is_found_at_its_place),
        cmocka_unit_test(a_clean_text_is_clean_and_says_what_was_scanned),
        cmocka_unit_test(an_allow_entry_keeps_the_finding_but_not_the_block),
        cmocka_unit_test(a_skipped_path_reports_nothing),
        cmocka_unit_test(a_selector_that_selects_nothing_is_refused),
        cmocka_unit_test(a_run_whose_planted_secret_is_lost_is_incomplete),
        cmocka_unit_test(a_rule_without_an_example_can_run_alone),
        cmocka_unit_test(findings_are_the_same_without_the_prefilter),
        cmocka_unit_test(no_report_holds_a_secret),
        cmocka_unit_test(a_scan_survives_every_failed_allocation),
        cmocka_unit_test(a_scan_of_go_survives_every_failed_allocation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
