#include "reports/reporter.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cjson/cJSON.h>
#include <cmocka.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "tests/support/golden.h"
#include "tests/support/sample_report.h"
#include "tests/support/torture.h"

static void write_json(struct stn_buf *out, const struct stn_report *report)
{
    struct stn_reporter_options options = {0};
    struct stn_error err = {""};

    stn_buf_init(out, 64 * STN_MIB);
    if (stn_reporter_find("json")->write(out, report, &options, &err) < 0)
        fail_msg("%s", err.message);
    assert_true(stn_utf8_is_valid(stn_buf_str(out)));
    assert_true(stn_str_ends(stn_buf_str(out), STN_STR("}\n")));
}

/* Valid JSON, or the test fails; the caller's to delete. */
static cJSON *parse(const struct stn_report *report)
{
    struct stn_buf out;

    write_json(&out, report);
    cJSON *root = cJSON_ParseWithOpts(out.ptr, NULL, true);
    assert_non_null(root);
    stn_buf_dispose(&out);
    return root;
}

static void check(void (*init)(struct stn_report *), const char *name)
{
    struct stn_report report;
    struct stn_buf out;

    init(&report);
    write_json(&out, &report);
    golden(name, stn_buf_str(&out));
    stn_buf_dispose(&out);
    sample_report_dispose(&report);
}

static void the_sample_reads_as_expected(void **state)
{
    (void)state;
    check(sample_report_init, "reports/json.expected");
}

static void nothing_found_has_every_top_level_key(void **state)
{
    (void)state;
    check(sample_report_init_clean, "reports/json-clean.expected");
}

static void check_keys(const cJSON *object, const char *const *keys)
{
    const cJSON *item = object->child;

    for (; *keys != NULL; keys++, item = item->next) {
        assert_non_null(item);
        assert_string_equal(item->string, *keys);
    }
    assert_null(item);
}

static void keys_come_in_the_order_of_the_contract(void **state)
{
    static const char *const top[] = {
        "schema", "tool", "verdict", "coverage", "findings", "notes", NULL};
    static const char *const tool[] = {"name", "version", "rules", "ruleset",
                                       NULL};
    static const char *const coverage[] = {"commits",  "texts",   "bytes",
                                           "packages", "skipped", "skippedMore",
                                           "dropped",  NULL};
    static const char *const finding[] = {
        "rule",        "title",  "category", "severity",  "file",
        "line",        "column", "endLine",  "endColumn", "startByte",
        "endByte",     "commit", "author",   "date",      "preview",
        "fingerprint", "status", "evidence", "advice",    NULL};
    static const char *const in_code[] = {
        "rule",    "title",    "category",    "severity",  "file",
        "line",    "column",   "endLine",     "endColumn", "startByte",
        "endByte", "location", "fingerprint", "status",    "evidence",
        "related", "fix",      "advice",      NULL};
    struct stn_report report;

    (void)state;
    sample_report_init(&report);
    cJSON *root = parse(&report);
    check_keys(root, top);
    check_keys(cJSON_GetObjectItem(root, "tool"), tool);
    check_keys(cJSON_GetObjectItem(root, "coverage"), coverage);
    check_keys(cJSON_GetArrayItem(cJSON_GetObjectItem(root, "findings"), 3),
               finding);
    check_keys(cJSON_GetArrayItem(cJSON_GetObjectItem(root, "findings"), 8),
               in_code);
    cJSON_Delete(root);
    sample_report_dispose(&report);
}

static void what_does_not_apply_is_left_out(void **state)
{
    static const char *const finding[] = {
        "rule",        "title",   "category",  "severity",  "line",
        "column",      "endLine", "endColumn", "startByte", "endByte",
        "fingerprint", "status",  NULL};
    static const struct stn_rule_info rule = {
        .id = "r", .title = "T", .category = STN_CATEGORY_GO};
    struct stn_finding item = {.rule = &rule, .severity = STN_LOW};
    struct stn_report report = {.verdict = STN_CLEAN};

    (void)state;
    report.found.items = &item;
    report.found.count = 1;
    cJSON *root = parse(&report);
    check_keys(cJSON_GetArrayItem(cJSON_GetObjectItem(root, "findings"), 0),
               finding);
    cJSON_Delete(root);
}

static void numbers_are_exact(void **state)
{
    struct stn_report report;
    struct stn_buf out;

    (void)state;
    sample_report_init(&report);
    report.found.items[0].start_byte = 9007199254740991;
    report.found.bytes = 1000000000000000;
    write_json(&out, &report);
    assert_non_null(strstr(out.ptr, "\"startByte\":9007199254740991,"));
    assert_non_null(strstr(out.ptr, "\"bytes\":1000000000000000,"));
    stn_buf_dispose(&out);
    sample_report_dispose(&report);
}

static void check_file(struct stn_report *report, struct stn_str file,
                       const char *expected)
{
    report->found.items[0].file = file;
    cJSON *root = parse(report);
    const cJSON *finding =
        cJSON_GetArrayItem(cJSON_GetObjectItem(root, "findings"), 0);
    assert_string_equal(
        cJSON_GetStringValue(cJSON_GetObjectItem(finding, "file")), expected);
    cJSON_Delete(root);
}

static void any_file_name_is_valid_json_and_itself(void **state)
{
    struct stn_report report;

    (void)state;
    sample_report_init(&report);
    check_file(&report, STN_STR("a\n\"\\\033.c"), "a\n\"\\\033.c");
    check_file(&report, STN_STR("\xC3\xA4"), "\xC3\xA4");
    /* Not UTF-8: escaped; and what only looks so is told apart. */
    check_file(&report, STN_STR("a\xE9"), "a\\xE9");
    check_file(&report, STN_STR("a\\xE9"), "a\\x5CxE9");
    check_file(&report, STN_STR("a\\xZZ"), "a\\xZZ");
    check_file(&report, STN_STR("\xED\xA0\x80"), "\\xED\\xA0\\x80");
    check_file(&report, STN_STR("a\0b"), "a\\x00b");
    sample_report_dispose(&report);
}

static void no_name_becomes_a_command_of_a_ci_system(void **state)
{
    struct stn_report report;
    struct stn_buf out;

    (void)state;
    sample_report_init(&report);
    check_file(&report, STN_STR("###[error]##vso[x]"), "###[error]##vso[x]");
    write_json(&out, &report);
    assert_null(strstr(out.ptr, "##"));
    stn_buf_dispose(&out);
    sample_report_dispose(&report);
}

static void no_option_changes_it(void **state)
{
    struct stn_reporter_options options = {
        .color = true, .verbose = true, .quiet = true};
    struct stn_report report;
    struct stn_buf plain;
    struct stn_buf other = STN_BUF_INIT(STN_MIB);

    (void)state;
    sample_report_init(&report);
    write_json(&plain, &report);
    report.seconds = 99;
    assert_int_equal(
        stn_reporter_find("json")->write(&other, &report, &options, NULL),
        STN_OK);
    assert_string_equal(plain.ptr, other.ptr);
    stn_buf_dispose(&plain);
    stn_buf_dispose(&other);
    sample_report_dispose(&report);
}

static enum stn_status attempt(void *payload)
{
    struct stn_buf out = STN_BUF_INIT(STN_MIB);
    struct stn_reporter_options options = {0};

    enum stn_status status =
        stn_reporter_find("json")->write(&out, payload, &options, NULL);
    stn_buf_dispose(&out);
    return status;
}

static void running_out_of_memory_is_reported(void **state)
{
    struct stn_report report;

    (void)state;
    sample_report_init(&report);
    torture(attempt, &report);
    sample_report_dispose(&report);
}

static void reaching_the_ceiling_is_reported(void **state)
{
    struct stn_report report;
    struct stn_buf out = STN_BUF_INIT(1000);
    struct stn_reporter_options options = {0};

    (void)state;
    sample_report_init(&report);
    assert_int_equal(
        stn_reporter_find("json")->write(&out, &report, &options, NULL),
        STN_ELIMIT);
    stn_buf_dispose(&out);
    sample_report_dispose(&report);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_sample_reads_as_expected),
        cmocka_unit_test(nothing_found_has_every_top_level_key),
        cmocka_unit_test(keys_come_in_the_order_of_the_contract),
        cmocka_unit_test(what_does_not_apply_is_left_out),
        cmocka_unit_test(numbers_are_exact),
        cmocka_unit_test(any_file_name_is_valid_json_and_itself),
        cmocka_unit_test(no_name_becomes_a_command_of_a_ci_system),
        cmocka_unit_test(no_option_changes_it),
        cmocka_unit_test(running_out_of_memory_is_reported),
        cmocka_unit_test(reaching_the_ceiling_is_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
