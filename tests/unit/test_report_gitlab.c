#include <cjson/cJSON.h>

#include "tests/support/reporting.h"

#define FORMAT "gitlab-code-quality"
#define SECRETS "gitlab-secret-detection"

static void the_samples_read_as_expected(void **state)
{
    (void)state;
    check_goldens(FORMAT);
}

static cJSON *parse(const char *format, const struct stn_report *report)
{
    struct stn_buf out;

    write_plain(format, &out, report);
    cJSON *root = cJSON_ParseWithOpts(out.ptr, NULL, true);
    assert_non_null(root);
    stn_buf_dispose(&out);
    return root;
}

static const char *text_of(const cJSON *object, const char *key)
{
    return cJSON_GetStringValue(cJSON_GetObjectItem(object, key));
}

static void the_samples_of_secrets_read_as_expected(void **state)
{
    (void)state;
    check_goldens(SECRETS);
}

static void every_issue_has_what_gitlab_wants(void **state)
{
    struct stn_report report;
    const cJSON *item;

    (void)state;
    sample_report_init(&report);
    cJSON *root = parse(FORMAT, &report);
    /* Seven that count, and one for what was not scanned. */
    assert_int_equal(cJSON_GetArraySize(root), 8);
    cJSON_ArrayForEach(item, root)
    {
        const cJSON *location = cJSON_GetObjectItem(item, "location");
        assert_non_null(text_of(item, "description"));
        assert_non_null(text_of(item, "check_name"));
        assert_non_null(text_of(item, "fingerprint"));
        assert_non_null(text_of(item, "severity"));
        assert_non_null(text_of(location, "path"));
        const cJSON *begin = cJSON_GetObjectItem(
            cJSON_GetObjectItem(location, "lines"), "begin");
        assert_true(begin->valueint >= 1);
    }
    cJSON_Delete(root);
    sample_report_dispose(&report);
}

static void secrets_alone_are_vulnerabilities(void **state)
{
    struct stn_report report;
    const cJSON *item;

    (void)state;
    sample_report_init(&report);
    report.started = 1767225599;
    report.ended = 1767225600;
    cJSON *root = parse(SECRETS, &report);
    const cJSON *scan = cJSON_GetObjectItem(root, "scan");
    assert_string_equal(text_of(scan, "start_time"), "2025-12-31T23:59:59");
    assert_string_equal(text_of(scan, "end_time"), "2026-01-01T00:00:00");
    assert_string_equal(text_of(scan, "status"), "failure");
    const cJSON *list = cJSON_GetObjectItem(root, "vulnerabilities");
    assert_int_equal(cJSON_GetArraySize(list), 6);
    cJSON_ArrayForEach(item, list)
    {
        const cJSON *location = cJSON_GetObjectItem(item, "location");
        assert_int_equal(strlen(text_of(item, "id")), 36);
        assert_non_null(
            text_of(cJSON_GetObjectItem(location, "commit"), "sha"));
        assert_null(cJSON_GetObjectItem(item, "raw_source_code_extract"));
        assert_int_equal(
            cJSON_GetArraySize(cJSON_GetObjectItem(item, "identifiers")), 1);
    }
    cJSON_Delete(root);
    sample_report_dispose(&report);
}

static void what_is_too_long_for_the_schema_is_cut(void **state)
{
    char words[8001];
    struct stn_rule_info rule = {.id = "r", .title = words, .advice = words};
    struct stn_report report;

    (void)state;
    sample_report_init(&report);
    for (size_t i = 0; i < 4000; i++)
        memcpy(words + 2 * i, "\xC3\xBC", 2);
    words[8000] = '\0';
    report.found.items[0].rule = &rule;
    cJSON *root = parse(SECRETS, &report);
    const cJSON *item = cJSON_GetObjectItem(root, "vulnerabilities")->child;
    assert_int_equal(strlen(text_of(item, "name")), 254);
    assert_int_equal(strlen(text_of(item, "solution")), 7000);
    cJSON_Delete(root);
    sample_report_dispose(&report);
}

static void running_out_of_memory_for_secrets_is_reported(void **state)
{
    (void)state;
    check_memory(SECRETS);
}

static void reaching_the_ceiling_for_secrets_is_reported(void **state)
{
    (void)state;
    check_ceiling(SECRETS);
}

static void running_out_of_memory_is_reported(void **state)
{
    (void)state;
    check_memory(FORMAT);
}

static void reaching_the_ceiling_is_reported(void **state)
{
    (void)state;
    check_ceiling(FORMAT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_samples_read_as_expected),
        cmocka_unit_test(the_samples_of_secrets_read_as_expected),
        cmocka_unit_test(every_issue_has_what_gitlab_wants),
        cmocka_unit_test(secrets_alone_are_vulnerabilities),
        cmocka_unit_test(what_is_too_long_for_the_schema_is_cut),
        cmocka_unit_test(running_out_of_memory_for_secrets_is_reported),
        cmocka_unit_test(reaching_the_ceiling_for_secrets_is_reported),
        cmocka_unit_test(running_out_of_memory_is_reported),
        cmocka_unit_test(reaching_the_ceiling_is_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
