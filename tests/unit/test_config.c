#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/config.h"

/* Read these bytes as a configuration file called `config.yml`. */
static enum stn_status read_config(struct stn_settings *settings,
                                   const char *yaml, struct stn_error *err)
{
    char folder[] = "config-test-XXXXXX";
    char path[64];

    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof(path), "%s/config.yml", folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(yaml, file);
    fclose(file);
    enum stn_status status = stn_config_read(settings, path, err);
    unlink(path);
    rmdir(folder);
    return status;
}

static void every_key_of_the_contract_is_read(void **state)
{
    struct stn_settings settings = {0};
    struct stn_error err;

    (void)state;
    assert_int_equal(
        read_config(
            &settings,
            "version: 1\n"
            "fail_on: medium\n"
            "rules: {files: [ci/our-rules.yml], disable: [generic-*],\n"
            "        enable: ['go-*'], only: [secret], severity: {jwt: low}}\n"
            "paths: {skip: ['vendor/**']}\n"
            "allow:\n"
            "  - {rule: jwt, path: 'docs/**', reason: samples,\n"
            "     until: 2027-01-31}\n"
            "  - {fingerprint: 'v1:a:b:c:1', reason: rotated, owner: ada}\n"
            "baseline: known.txt\n"
            "limits: {file_bytes: 64MiB, deadline: 1.5, per_rule: 10,\n"
            "         same: 3}\n"
            "http: {names: [x-acme-token]}\n"
            "go: {version: '1.22'}\n"
            "reports: [{format: json, path: out.json}]\n"
            "hook: {strict: false, trust_repository: true, deadline: 0.5,\n"
            "       on_deadline: allow, bypass: {push_option: our.skip}}\n",
            &err),
        STN_OK);
    assert_int_equal(settings.hook.strict, STN_STRICT_NO);
    assert_true(settings.hook.trust_repository);
    assert_true(settings.hook.has_deadline);
    assert_true(settings.hook.deadline > 0.4 && settings.hook.deadline < 0.6);
    assert_true(settings.hook.allow_late);
    assert_string_equal(settings.hook.bypass, "our.skip");
    assert_int_equal(settings.fail_on, STN_MEDIUM);
    assert_int_equal(settings.rule_files.count, 1);
    assert_non_null(strstr(settings.rule_files.items[0], "/ci/our-rules.yml"));
    assert_string_equal(settings.skip.items[0], "generic-*");
    assert_string_equal(settings.only.items[0], "secret");
    assert_string_equal(settings.severities[0].rule, "jwt");
    assert_int_equal(settings.severities[0].severity, STN_LOW);
    assert_string_equal(settings.paths_skip.items[0], "vendor/**");
    assert_int_equal(settings.allow_count, 2);
    /* The last second of the day: 2027-02-01T00:00:00Z less one. */
    assert_int_equal(settings.allow[0].until, 1801440000 - 1);
    assert_string_equal(settings.allow[1].fingerprint, "v1:a:b:c:1");
    assert_string_equal(settings.allow[1].owner, "ada");
    assert_null(settings.allow[0].owner);
    assert_non_null(strstr(settings.baseline, "/known.txt"));
    assert_int_equal(settings.file_bytes, 64 << 20);
    assert_true(settings.deadline > 1.4 && settings.deadline < 1.6);
    assert_int_equal(settings.per_rule, 10);
    assert_int_equal(settings.same, 3);
    assert_string_equal(settings.http_names.items[0], "x-acme-token");
    assert_string_equal(settings.go_version, "1.22");
    assert_int_equal(settings.go_minor, 22);
    assert_string_equal(settings.enable.items[0], "go-*");
    assert_non_null(strstr(settings.reports.items[0], "json="));
    stn_settings_dispose(&settings);
}

static void what_is_wrong_is_named_at_its_place(void **state)
{
    static const struct {
        const char *yaml;
        const char *place;
    } cases[] = {
        {"", ":1:1: "},
        {"version: 1\ngo: {version: two}\n", ":2:15: "},
        {"version: 1\ngo: {version: '2.1'}\n", ":2:15: "},
        {"fail_on: high\n", ":1:1: "},
        {"version: 2\n", ":1:10: "},
        {"version: 1\nfail_onn: high\n", ":2:1: "},
        {"version: 1\nfail_on: hight\n", ":2:10: "},
        {"version: 1\nfail_on: high\nfail_on: low\n", ":3:1: "},
        {"version: 1\nrules:\n  only: jwt\n", ":3:9: "},
        {"version: 1\nrules: {disable: [[a]]}\n", ":2:19: "},
        {"version: 1\nallow:\n  - {rule: jwt}\n", ":3:5: "},
        {"version: 1\nallow:\n  - {reason: none}\n", ":3:5: "},
        {"version: 1\nallow:\n  - {rule: jwt, reason: a, until: soon}\n",
         ":3:35: "},
        {"version: 1\nallow:\n  - {rule: jwt, reason: a, until: 2027-02-30}\n",
         ":3:35: "},
        {"version: 1\npaths: {skip: ['a[']}\n", ":2:16: "},
        {"version: 1\nlimits: {file_bytes: lots}\n", ":2:22: "},
        {"version: 1\nreports: [{format: xml, path: a}]\n", ":2:20: "},
        {"version: 1\nreports: [{format: json}]\n", ":2:11: "},
        {"version: 1\nhook: {stict: true}\n", ":2:8: "},
        {"version: 1\nhook: {strict: maybe}\n", ":2:16: "},
        {"version: 1\nhook: {deadline: -1}\n", ":2:18: "},
        {"version: 1\nhook: {on_deadline: never}\n", ":2:21: "},
        {"version: 1\nhook: {bypass: {}}\n", ":2:16: "},
        {"version: 1\nhook: {bypass: {push_option: 'a=b'}}\n", ":2:30: "},
        {"version: &a 1\n", ":1:"},
        {"version: 1\nx: {{{\n", ":"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct stn_settings settings = {0};
        struct stn_error err = {""};
        assert_int_equal(read_config(&settings, cases[i].yaml, &err),
                         STN_EINPUT);
        if (strstr(err.message, cases[i].place) == NULL)
            fail_msg("expected the place %s in: %s", cases[i].place,
                     err.message);
        stn_settings_dispose(&settings);
    }
}

static void a_file_that_is_not_there_is_an_error(void **state)
{
    struct stn_settings settings = {0};
    struct stn_error err;

    (void)state;
    assert_int_equal(stn_config_read(&settings, "no/such/config.yml", &err),
                     STN_ENOTFOUND);
    assert_non_null(strstr(err.message, "no/such/config.yml"));
    stn_settings_dispose(&settings);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_key_of_the_contract_is_read),
        cmocka_unit_test(what_is_wrong_is_named_at_its_place),
        cmocka_unit_test(a_file_that_is_not_there_is_an_error),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
