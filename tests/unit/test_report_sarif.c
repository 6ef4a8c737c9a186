#include "reports/reporter.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cjson/cJSON.h>
#include <cmocka.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "tests/support/reporting.h"

static void write_sarif(struct stn_buf *out, const struct stn_report *report)
{
    struct stn_reporter_options options = {0};
    struct stn_error err = {""};

    stn_buf_init(out, 64 * STN_MIB);
    if (stn_reporter_find("sarif")->write(out, report, &options, &err) < 0)
        fail_msg("%s", err.message);
    assert_true(stn_utf8_is_valid(stn_buf_str(out)));
    assert_true(stn_str_ends(stn_buf_str(out), STN_STR("}\n")));
}

/* Valid JSON, or the test fails; the caller's to delete. */
static cJSON *parse(const struct stn_report *report)
{
    struct stn_buf out;

    write_sarif(&out, report);
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
    write_sarif(&out, &report);
    golden(name, stn_buf_str(&out));
    stn_buf_dispose(&out);
    sample_report_dispose(&report);
}

static void the_sample_reads_as_expected(void **state)
{
    (void)state;
    check(sample_report_init, "reports/sarif.expected");
}

static void nothing_found_is_a_run_too(void **state)
{
    (void)state;
    check(sample_report_init_clean, "reports/sarif-clean.expected");
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

/* Of the one run. */
static const cJSON *get(const cJSON *root, const char *key)
{
    const cJSON *runs = cJSON_GetObjectItem(root, "runs");

    assert_int_equal(cJSON_GetArraySize(runs), 1);
    return cJSON_GetObjectItem(cJSON_GetArrayItem(runs, 0), key);
}

static const cJSON *first(const cJSON *object, const char *key)
{
    return cJSON_GetArrayItem(cJSON_GetObjectItem(object, key), 0);
}

static const char *text_of(const cJSON *object, const char *key)
{
    return cJSON_GetStringValue(cJSON_GetObjectItem(object, key));
}

static void keys_come_in_one_order(void **state)
{
    static const char *const run[] = {
        "tool",        "automationDetails", "columnKind", "originalUriBaseIds",
        "invocations", "results",           NULL};
    static const char *const in_code[] = {"ruleId",
                                          "ruleIndex",
                                          "level",
                                          "message",
                                          "locations",
                                          "relatedLocations",
                                          "partialFingerprints",
                                          "fixes",
                                          "properties",
                                          NULL};
    struct stn_report report;

    (void)state;
    sample_report_init(&report);
    cJSON *root = parse(&report);
    check_keys(first(root, "runs"), run);
    check_keys(cJSON_GetArrayItem(get(root, "results"), 8), in_code);
    cJSON_Delete(root);
    sample_report_dispose(&report);
}

static void rules_are_those_found_and_their_indexes_hold(void **state)
{
    struct stn_report report;
    const cJSON *result;
    const char *last = "";

    (void)state;
    sample_report_init(&report);
    cJSON *root = parse(&report);
    const cJSON *driver = cJSON_GetObjectItem(get(root, "tool"), "driver");
    const cJSON *rules = cJSON_GetObjectItem(driver, "rules");
    assert_int_equal(cJSON_GetArraySize(rules), 5);
    for (int i = 0; i < 5; i++) {
        const char *id = text_of(cJSON_GetArrayItem(rules, i), "id");
        assert_true(strcmp(last, id) < 0);
        last = id;
    }
    cJSON_ArrayForEach(result, get(root, "results"))
    {
        const cJSON *index = cJSON_GetObjectItem(result, "ruleIndex");
        assert_string_equal(
            text_of(cJSON_GetArrayItem(rules, index->valueint), "id"),
            text_of(result, "ruleId"));
    }
    cJSON_Delete(root);
    sample_report_dispose(&report);
}

static void only_the_known_and_allowed_are_suppressed(void **state)
{
    struct stn_report report;

    (void)state;
    sample_report_init(&report);
    report.found.items[4].is_allowed_in_line = true;
    cJSON *root = parse(&report);
    for (int i = 0; i < 9; i++) {
        const cJSON *result = cJSON_GetArrayItem(get(root, "results"), i);
        const cJSON *suppression = first(result, "suppressions");
        assert_int_equal(suppression != NULL, i == 4 || i == 5);
        if (suppression != NULL)
            assert_string_equal(text_of(suppression, "kind"),
                                i == 4 ? "inSource" : "external");
    }
    cJSON_Delete(root);
    sample_report_dispose(&report);
}

static void a_fix_is_written_as_it_is_or_not_at_all(void **state)
{
    struct stn_report report;
    struct stn_fix fix = {.title = STN_STR("t"),
                          .edits = {{.text = STN_STR("\"\\x41\"")}},
                          .edit_count = 1};

    (void)state;
    sample_report_init(&report);
    report.found.items[0].fix = &fix;
    cJSON *root = parse(&report);
    const cJSON *item =
        first(first(get(root, "results")->child, "fixes"), "artifactChanges");
    item = cJSON_GetObjectItem(first(item, "replacements"), "insertedContent");
    assert_string_equal(text_of(item, "text"), "\"\\x41\"");
    cJSON_Delete(root);

    fix.edits[0].text = STN_STR("a\xE9");
    root = parse(&report);
    assert_null(first(get(root, "results")->child, "fixes"));
    cJSON_Delete(root);
    sample_report_dispose(&report);
}

static void a_run_that_is_incomplete_did_not_succeed(void **state)
{
    struct stn_report report;

    (void)state;
    sample_report_init_incomplete(&report);
    cJSON *root = parse(&report);
    const cJSON *invocation = get(root, "invocations")->child;
    assert_true(
        cJSON_IsFalse(cJSON_GetObjectItem(invocation, "executionSuccessful")));
    assert_int_equal(cJSON_GetObjectItem(invocation, "exitCode")->valueint, 3);
    assert_string_equal(
        text_of(cJSON_GetObjectItem(
                    first(invocation, "toolExecutionNotifications"), "message"),
                "text"),
        "shallow: history ends at 12 commits");
    cJSON_Delete(root);
    sample_report_dispose(&report);
}

static void no_location_becomes_a_link(void **state)
{
    struct stn_report report;

    (void)state;
    sample_report_init(&report);
    report.found.items[2].location = STN_STR("[x](https://stanch.example)");
    report.found.items[2].evidence_count = 0;
    cJSON *root = parse(&report);
    const cJSON *result = cJSON_GetArrayItem(get(root, "results"), 2);
    assert_string_equal(text_of(cJSON_GetObjectItem(result, "message"), "text"),
                        "User and password in an HTTP header; in "
                        "[x\\](https://stanch.example)");
    cJSON_Delete(root);
    sample_report_dispose(&report);
}

static void where_else_a_value_stands_is_related(void **state)
{
    struct stn_also also[] = {{{5, 6}, STN_STR("a.b")}, {{7, 8}, {0}}};
    struct stn_report report;

    (void)state;
    sample_report_init(&report);
    report.found.items[2].also = also;
    report.found.items[2].also_count = 2;
    cJSON *root = parse(&report);
    const cJSON *result = cJSON_GetArrayItem(get(root, "results"), 2);
    const cJSON *related = cJSON_GetObjectItem(result, "relatedLocations");
    assert_int_equal(cJSON_GetArraySize(related), 2);
    const cJSON *place =
        cJSON_GetObjectItem(related->child, "physicalLocation");
    assert_int_equal(
        cJSON_GetObjectItem(cJSON_GetObjectItem(place, "region"), "startColumn")
            ->valueint,
        6);
    cJSON_Delete(root);
    sample_report_dispose(&report);
}

static void check_file(struct stn_report *report, struct stn_str file,
                       const char *expected)
{
    report->found.items[0].file = file;
    cJSON *root = parse(report);
    const cJSON *place = cJSON_GetObjectItem(
        first(get(root, "results")->child, "locations"), "physicalLocation");
    assert_string_equal(
        text_of(cJSON_GetObjectItem(place, "artifactLocation"), "uri"),
        expected);
    cJSON_Delete(root);
}

static void any_file_name_is_a_harmless_uri(void **state)
{
    struct stn_report report;

    (void)state;
    sample_report_init(&report);
    check_file(&report, STN_STR("a/b-c_d.e~f"), "a/b-c_d.e~f");
    check_file(&report, STN_STR("/a b"), "file:///a%20b");
    check_file(&report, STN_STR("javascript:x?y#z"), "javascript%3Ax%3Fy%23z");
    check_file(&report, STN_STR("a\n%41\xE9"), "a%0A%2541%E9");
    check_file(&report, STN_STR("a\0b"), "a%00b");
    sample_report_dispose(&report);
}

static void without_a_file_there_is_no_location(void **state)
{
    static const struct stn_rule_info rule = {
        .id = "r", .title = "T", .category = STN_CATEGORY_GO};
    struct stn_finding item = {.rule = &rule, .severity = STN_LOW};
    struct stn_report report = {.verdict = STN_CLEAN};

    (void)state;
    report.found.items = &item;
    report.found.count = 1;
    cJSON *root = parse(&report);
    assert_null(first(get(root, "results")->child, "locations"));
    cJSON_Delete(root);
}

static void no_name_becomes_a_command_of_a_ci_system(void **state)
{
    struct stn_report report;
    struct stn_buf out;

    (void)state;
    sample_report_init(&report);
    report.found.items[2].location = STN_STR("###[error]##vso[x]");
    write_sarif(&out, &report);
    assert_null(strstr(out.ptr, "##"));
    stn_buf_dispose(&out);
    sample_report_dispose(&report);
}

static void of_too_many_the_worst_are_kept(void **state)
{
    struct stn_report report;
    size_t high = 0;
    size_t low = 0;
    const cJSON *result;

    (void)state;
    sample_report_init(&report);
    repeat_finding(&report, 3, STN_SARIF_RESULTS_MAX + 300);
    for (size_t i = 0; i < report.found.count; i++)
        if (i % 100 == 0)
            report.found.items[i].severity = STN_LOW;
    cJSON *root = parse(&report);
    cJSON_ArrayForEach(result, get(root, "results"))
    {
        bool is_low = strcmp(text_of(result, "level"), "note") == 0;
        low += is_low;
        high += !is_low;
    }
    assert_int_equal(high, STN_SARIF_RESULTS_MAX);
    assert_int_equal(low, 0);
    cJSON_Delete(root);
    sample_report_dispose(&report);
}

static void a_line_hash_is_there_if_it_is_known(void **state)
{
    struct stn_report report;

    (void)state;
    sample_report_init(&report);
    report.found.items[0].line_hash = 0x54703d4cd895b18;
    report.found.items[0].line_hash_nth = 2;
    cJSON *root = parse(&report);
    const cJSON *item = get(root, "results")->child;
    assert_string_equal(
        text_of(cJSON_GetObjectItem(item, "partialFingerprints"),
                "primaryLocationLineHash"),
        "54703d4cd895b18:2");
    assert_null(text_of(cJSON_GetObjectItem(item->next, "partialFingerprints"),
                        "primaryLocationLineHash"));
    cJSON_Delete(root);
    sample_report_dispose(&report);
}

static void every_rule_has_what_github_wants(void **state)
{
    struct stn_report report;
    const cJSON *rule;

    (void)state;
    sample_report_init(&report);
    cJSON *root = parse(&report);
    cJSON_ArrayForEach(
        rule, cJSON_GetObjectItem(
                  cJSON_GetObjectItem(get(root, "tool"), "driver"), "rules"))
    {
        const cJSON *properties = cJSON_GetObjectItem(rule, "properties");
        bool is_go = strncmp(text_of(rule, "id"), "go-", 3) == 0;
        assert_non_null(
            text_of(cJSON_GetObjectItem(rule, "fullDescription"), "text"));
        assert_non_null(text_of(cJSON_GetObjectItem(rule, "help"), "text"));
        assert_string_not_equal(text_of(rule, "name"), text_of(rule, "id"));
        assert_non_null(text_of(properties, "precision"));
        assert_int_equal(text_of(properties, "security-severity") == NULL,
                         is_go);
        assert_int_equal(text_of(properties, "problem.severity") != NULL,
                         is_go);
    }
    cJSON_Delete(root);
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
    write_sarif(&plain, &report);
    report.seconds = 99;
    assert_int_equal(
        stn_reporter_find("sarif")->write(&other, &report, &options, NULL),
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
        stn_reporter_find("sarif")->write(&out, payload, &options, NULL);
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
        stn_reporter_find("sarif")->write(&out, &report, &options, NULL),
        STN_ELIMIT);
    stn_buf_dispose(&out);
    sample_report_dispose(&report);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_sample_reads_as_expected),
        cmocka_unit_test(nothing_found_is_a_run_too),
        cmocka_unit_test(keys_come_in_one_order),
        cmocka_unit_test(rules_are_those_found_and_their_indexes_hold),
        cmocka_unit_test(only_the_known_and_allowed_are_suppressed),
        cmocka_unit_test(a_fix_is_written_as_it_is_or_not_at_all),
        cmocka_unit_test(a_run_that_is_incomplete_did_not_succeed),
        cmocka_unit_test(no_location_becomes_a_link),
        cmocka_unit_test(where_else_a_value_stands_is_related),
        cmocka_unit_test(any_file_name_is_a_harmless_uri),
        cmocka_unit_test(without_a_file_there_is_no_location),
        cmocka_unit_test(no_name_becomes_a_command_of_a_ci_system),
        cmocka_unit_test(of_too_many_the_worst_are_kept),
        cmocka_unit_test(a_line_hash_is_there_if_it_is_known),
        cmocka_unit_test(every_rule_has_what_github_wants),
        cmocka_unit_test(no_option_changes_it),
        cmocka_unit_test(running_out_of_memory_is_reported),
        cmocka_unit_test(reaching_the_ceiling_is_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
