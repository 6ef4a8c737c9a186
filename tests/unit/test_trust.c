#include "cli/trust.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "cli/options.h"
#include "tests/support/git_fixture.h"

static struct git_fixture fixture;
static struct stn_settings settings;
static struct stn_error err;

static int begin(void **state)
{
    (void)state;
    git_fixture_open(&fixture, false);
    settings = (struct stn_settings){0};
    return 0;
}

static int end(void **state)
{
    (void)state;
    stn_settings_dispose(&settings);
    git_fixture_close(&fixture);
    return 0;
}

/* A commit whose tree is one file, and which main then is. Its id. */
static const char *commit_file(const char *name, const char *text)
{
    static char hex[2][64];
    static int turn;
    git_oid id = git_fixture_commit(
        &fixture, git_fixture_tree_of(&fixture, name, text), NULL, 0);

    turn = !turn;
    git_oid_tostr(hex[turn], sizeof(hex[turn]), &id);
    return hex[turn];
}

/* Read the settings of a change as `stanch ci` does.
 * @param option  One more word of the command line; NULL: none. */
static enum stn_status read_change(const char *base, const char *head,
                                   char *option)
{
    struct stn_arguments arguments = {0};
    char command[] = "ci";
    char where[256];
    char *words[] = {command, where, option, NULL};
    const int count = option != NULL ? 3 : 2;
    const unsigned groups = STN_OPTIONS_SCAN | STN_OPTIONS_GIT;

    snprintf(where, sizeof(where), "-C%s", fixture.folder);
    enum stn_status status =
        stn_settings_begin(&settings, &arguments, groups, count, words, &err);
    if (status >= 0)
        status = stn_policy_from_commit(&settings, base, head, &err);
    if (status >= 0)
        status = stn_settings_finish(&settings, &arguments, groups, count,
                                     words, &err);
    return status;
}

static bool is_noted(const char *words)
{
    for (size_t i = 0; i < settings.notes.count; i++)
        if (strstr(settings.notes.items[i], words) != NULL)
            return true;
    return false;
}

static void the_base_says_what_counts(void **state)
{
    const char *base = commit_file(".stanch.yml", "version: 1\nfail_on: low\n");
    const char *head =
        commit_file(".stanch.yml", "version: 1\nfail_on: never\n");

    (void)state;
    git_fixture_write(&fixture, ".stanch.yml", "version: 1\nfail_on: never\n");
    assert_int_equal(read_change(base, head, NULL), STN_OK);
    assert_int_equal(settings.fail_on, STN_LOW);
    assert_true(settings.trust == STN_TRUST_COMMIT);
    assert_true(is_noted("the change alters .stanch.yml: no effect on this "
                         "run; it would fail later"));
}

static void allow_entries_of_the_change_are_proposed_only(void **state)
{
    const char *base = commit_file(
        ".stanch.yml",
        "version: 1\nallow:\n  - {rule: jwt, path: 'a/**', reason: old}\n");
    const char *head = commit_file(
        ".stanch.yml", "version: 1\nallow:\n  - {rule: aws-*, reason: new}\n"
                       "  - {rule: jwt, path: 'a/**', reason: worded anew}\n");

    (void)state;
    assert_int_equal(read_change(base, head, NULL), STN_OK);
    assert_int_equal(settings.allow_count, 1);
    assert_string_equal(settings.allow[0].reason, "old");
    assert_int_equal(settings.proposed_count, 1);
    assert_string_equal(settings.proposed[0].rule, "aws-*");
    assert_string_equal(settings.proposed[0].origin,
                        "the change's .stanch.yml:3");
    assert_true(is_noted("it would allow findings"));
}

static void a_configuration_that_the_change_brings_is_not_read(void **state)
{
    const char *base = commit_file("README", "nothing");
    const char *head = commit_file(
        ".stanch.yml",
        "version: 1\npaths: {skip: ['**']}\nrules: {disable: ['**']}\n");

    (void)state;
    assert_int_equal(read_change(base, head, NULL), STN_OK);
    assert_int_equal(settings.paths_skip.count, 0);
    assert_int_equal(settings.skip.count, 0);
    assert_true(is_noted("the change adds .stanch.yml"));
    assert_true(is_noted("it would leave out a path; it would switch off a "
                         "rule"));
}

static void rule_files_come_from_the_base_too(void **state)
{
    static const char rules[] = "version: 1\nrules: []\n";
    const struct git_fixture_entry entries[] = {
        {GIT_FIXTURE_FILE, ".stanch.yml",
         git_fixture_blob(&fixture,
                          "version: 1\nrules: {files: [ours.yml]}\n")},
        {GIT_FIXTURE_FILE, "ours.yml", git_fixture_blob(&fixture, rules)},
    };
    char base[64];
    git_oid id = git_fixture_commit(
        &fixture, git_fixture_tree(&fixture, entries, 2), NULL, 0);
    const char *head = commit_file("ours.yml", "of the change");

    (void)state;
    git_oid_tostr(base, sizeof(base), &id);
    assert_int_equal(read_change(base, head, NULL), STN_OK);
    assert_int_equal(settings.rule_files.count, 0);
    assert_int_equal(settings.rule_text_count, 1);
    assert_memory_equal(settings.rule_texts[0].bytes, rules, sizeof(rules) - 1);
    assert_true(is_noted("the change removes .stanch.yml"));
    assert_true(is_noted("the change alters ours.yml"));
}

static void a_file_named_on_the_command_line_is_read_from_the_base(void **state)
{
    const char *base = commit_file("our.yml", "version: 1\nfail_on: low\n");
    const char *head = commit_file("our.yml", "version: 1\nfail_on: never\n");
    char option[256];

    (void)state;
    git_fixture_write(&fixture, "our.yml", "version: 1\nfail_on: never\n");
    snprintf(option, sizeof(option), "--config=%s",
             git_fixture_path(&fixture, "x/../our.yml"));
    assert_int_equal(read_change(base, head, option), STN_OK);
    assert_int_equal(settings.fail_on, STN_LOW);
    assert_true(is_noted("the change alters our.yml"));
}

static void one_of_outside_is_the_administrators(void **state)
{
    const char *base =
        commit_file(".stanch.yml", "version: 1\nfail_on: never\n");
    char option[] = "--config=trust-test.yml";
    FILE *file = fopen("trust-test.yml", "w");

    (void)state;
    assert_non_null(file);
    fputs("version: 1\nfail_on: low\n", file);
    fclose(file);
    assert_int_equal(read_change(base, NULL, option), STN_OK);
    remove("trust-test.yml");
    assert_int_equal(settings.fail_on, STN_LOW);
}

static void a_malformed_change_is_told_and_a_malformed_base_stops(void **state)
{
    const char *good = commit_file(".stanch.yml", "version: 1\n");
    const char *bad = commit_file(".stanch.yml", "version: 1\nno_key: 1\n");

    (void)state;
    assert_int_equal(read_change(good, bad, NULL), STN_OK);
    assert_true(is_noted("it cannot be read as a configuration"));
    stn_settings_dispose(&settings);
    assert_int_equal(read_change(bad, good, NULL), STN_EINPUT);
    assert_non_null(strstr(err.message, ":.stanch.yml:2:1"));
}

static void without_a_base_nothing_of_the_repository_counts(void **state)
{
    (void)state;
    (void)commit_file(".stanch.yml", "version: 1\nfail_on: never\n");
    git_fixture_write(&fixture, ".stanch.yml", "version: 1\nfail_on: never\n");
    assert_int_equal(read_change(NULL, "main", NULL), STN_OK);
    assert_int_equal(settings.fail_on, STN_SEVERITY_DEFAULT);
    stn_settings_dispose(&settings);
    assert_int_equal(
        read_change("1111111111111111111111111111111111111111", NULL, NULL),
        STN_EUSAGE);
    assert_non_null(strstr(err.message, "fetch-depth: 0"));
}

static void a_hundred_thousand_entries_are_compared_in_no_time(void **state)
{
    struct stn_buf yaml = STN_BUF_INIT((size_t)32 << 20);
    const char *base = commit_file("README", "nothing");

    (void)state;
    stn_buf_puts(&yaml, "version: 1\nallow:\n");
    for (int i = 0; i < 100000; i++)
        stn_buf_printf(&yaml, " - {path: p%d, reason: r}\n", i);
    const char *head = commit_file(".stanch.yml", yaml.ptr);
    stn_buf_dispose(&yaml);
    assert_int_equal(read_change(base, head, NULL), STN_OK);
    assert_int_equal(settings.proposed_count, 1000);
    assert_true(is_noted("(99000 entries were not looked at)"));
}

#define BASELINE "# stanch-baseline v1\n"
#define ENTRY "v1:jwt:00000000000000ab:0000c:1 00000000000000cd a\n"

static void assert_text(struct stn_str text, const char *expected)
{
    assert_int_equal(text.len, strlen(expected));
    assert_memory_equal(text.ptr, expected, text.len);
}

static void the_baseline_comes_from_the_base(void **state)
{
    const char *base = commit_file(".stanch-baseline", BASELINE);
    const char *head = commit_file(".stanch-baseline", BASELINE ENTRY);

    (void)state;
    git_fixture_write(&fixture, ".stanch-baseline", BASELINE ENTRY);
    assert_int_equal(read_change(base, head, NULL), STN_OK);
    assert_text(settings.baseline_text, BASELINE);
    assert_non_null(strstr(settings.baseline_name, ":.stanch-baseline"));
    assert_text(settings.proposed_baseline, BASELINE ENTRY);
    assert_true(is_noted("the change alters .stanch-baseline: no effect"));
}

static void a_baseline_that_the_change_brings_does_not_count(void **state)
{
    const char *base = commit_file("README", "nothing");
    const char *head = commit_file(".stanch-baseline", BASELINE ENTRY);
    char option[256];

    (void)state;
    git_fixture_write(&fixture, ".stanch-baseline", BASELINE ENTRY);
    assert_int_equal(read_change(base, head, NULL), STN_OK);
    assert_null(settings.baseline_text.ptr);
    assert_true(is_noted("the change adds .stanch-baseline: no effect"));
    stn_settings_dispose(&settings);
    assert_int_equal(read_change(NULL, head, NULL), STN_OK);
    assert_null(settings.baseline_text.ptr);
    stn_settings_dispose(&settings);
    snprintf(option, sizeof(option), "--baseline=%s",
             git_fixture_path(&fixture, ".stanch-baseline"));
    assert_int_equal(read_change(NULL, head, option), STN_OK);
    assert_null(settings.baseline_text.ptr);
    assert_true(is_noted("it may be the change's own: no effect"));
    stn_settings_dispose(&settings);
    assert_int_equal(read_change(base, head, option), STN_EUSAGE);
}

static void the_baseline_that_the_configuration_names_is_the_bases(void **state)
{
    const struct git_fixture_entry entries[] = {
        {GIT_FIXTURE_FILE, ".stanch.yml",
         git_fixture_blob(&fixture, "version: 1\nbaseline: x/../known\n")},
        {GIT_FIXTURE_FILE, "known", git_fixture_blob(&fixture, BASELINE)},
    };
    char base[64];
    git_oid id = git_fixture_commit(
        &fixture, git_fixture_tree(&fixture, entries, 2), NULL, 0);
    const char *head = commit_file("known", "of the change");

    (void)state;
    git_oid_tostr(base, sizeof(base), &id);
    assert_int_equal(read_change(base, head, NULL), STN_OK);
    assert_text(settings.baseline_text, BASELINE);
    assert_null(settings.proposed_baseline.ptr);
    assert_true(is_noted("the change alters known: no effect"));
    assert_true(is_noted("known: what the change makes of it is no baseline"));
}

static void a_baseline_of_outside_is_the_administrators(void **state)
{
    const char *base = commit_file(".stanch-baseline", BASELINE);
    char option[] = "--baseline=trust-test-baseline";
    FILE *file = fopen("trust-test-baseline", "w");

    (void)state;
    assert_non_null(file);
    fputs(BASELINE ENTRY, file);
    fclose(file);
    assert_int_equal(read_change(base, NULL, option), STN_OK);
    assert_text(settings.baseline_text, BASELINE ENTRY);
    stn_settings_dispose(&settings);
    assert_int_equal(read_change(NULL, NULL, option), STN_OK);
    assert_text(settings.baseline_text, BASELINE ENTRY);
    remove("trust-test-baseline");
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(the_base_says_what_counts),
        CASE(allow_entries_of_the_change_are_proposed_only),
        CASE(a_configuration_that_the_change_brings_is_not_read),
        CASE(rule_files_come_from_the_base_too),
        CASE(a_file_named_on_the_command_line_is_read_from_the_base),
        CASE(one_of_outside_is_the_administrators),
        CASE(a_malformed_change_is_told_and_a_malformed_base_stops),
        CASE(without_a_base_nothing_of_the_repository_counts),
        CASE(a_hundred_thousand_entries_are_compared_in_no_time),
        CASE(the_baseline_comes_from_the_base),
        CASE(a_baseline_that_the_change_brings_does_not_count),
        CASE(the_baseline_that_the_configuration_names_is_the_bases),
        CASE(a_baseline_of_outside_is_the_administrators),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
