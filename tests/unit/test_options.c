#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/options.h"

static struct stn_settings settings;
static struct stn_arguments arguments;
static struct stn_error err;

static int forget(void **state)
{
    (void)state;
    stn_settings_dispose(&settings);
    arguments = (struct stn_arguments){0};
    unsetenv("STANCH_FAIL_ON");
    unsetenv("STANCH_JOBS");
    unsetenv("STANCH_ONLY");
    unlink("options-test.yml");
    return 0;
}

/* Read a line of words as `stanch scan` does. */
static enum stn_status read_words(char **words)
{
    int count = 0;

    while (words[count] != NULL)
        count++;
    return stn_settings_read(&settings, &arguments,
                             STN_OPTIONS_SCAN | STN_OPTIONS_GIT, count, words,
                             &err);
}

#define READ(...) read_words((char *[]){(char *)"scan", __VA_ARGS__, NULL})

static void write_config(const char *yaml)
{
    FILE *file = fopen("options-test.yml", "w");

    assert_non_null(file);
    fputs(yaml, file);
    fclose(file);
}

static void an_option_beats_the_environment_beats_the_file(void **state)
{
    (void)state;
    write_config("version: 1\nfail_on: low\nrules: {only: [aws-*]}\n");
    char config[] = "--config=options-test.yml";
    assert_int_equal(READ(config), STN_OK);
    assert_int_equal(settings.fail_on, STN_LOW);
    stn_settings_dispose(&settings);

    setenv("STANCH_FAIL_ON", "medium", 1);
    setenv("STANCH_ONLY", "jwt", 1);
    assert_int_equal(READ(config), STN_OK);
    assert_int_equal(settings.fail_on, STN_MEDIUM);
    assert_int_equal(settings.only.count, 1);
    assert_string_equal(settings.only.items[0], "jwt");
    stn_settings_dispose(&settings);

    char option[] = "--fail-on=never";
    assert_int_equal(READ(config, option), STN_OK);
    assert_int_equal(settings.fail_on, STN_NEVER);
}

static void an_empty_variable_means_unset(void **state)
{
    char none[] = "--no-config";

    (void)state;
    setenv("STANCH_FAIL_ON", "", 1);
    assert_int_equal(READ(none), STN_OK);
    assert_int_equal(settings.fail_on, STN_SEVERITY_DEFAULT);
}

static void a_bad_variable_is_named_by_its_option(void **state)
{
    char none[] = "--no-config";

    (void)state;
    setenv("STANCH_JOBS", "many", 1);
    assert_int_equal(READ(none), STN_EUSAGE);
    assert_non_null(strstr(err.message, "--jobs"));
}

static void operands_may_stand_among_options(void **state)
{
    char none[] = "--no-config";
    char first[] = "a";
    char jobs[] = "--jobs=2";
    char second[] = "-";

    (void)state;
    assert_int_equal(READ(none, first, jobs, second), STN_OK);
    assert_int_equal(settings.jobs, 2);
    assert_int_equal(arguments.count, 2);
    assert_string_equal(arguments.operands[0], "a");
    assert_string_equal(arguments.operands[1], "-");
}

static void what_makes_no_sense_is_refused(void **state)
{
    static char *const wrong[] = {
        (char *)"--no-such",      (char *)"--jobs=-1",
        (char *)"--jobs=1000000", (char *)"--fail-on=worst",
        (char *)"--format=xml",   (char *)"--report=json",
        (char *)"--report=xml=a", (char *)"--deadline=soon",
        (char *)"--deadline=-1",  (char *)"--color=blue",
        (char *)"--config",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        err.message[0] = '\0';
        assert_true(READ(wrong[i]) < 0);
        assert_true(err.message[0] != '\0');
        stn_settings_dispose(&settings);
    }
}

static void help_is_asked_for_before_anything_is_read(void **state)
{
    char config[] = "--config=no/such/file.yml";
    char help[] = "--help";

    (void)state;
    assert_int_equal(READ(config, help), STN_OK);
    assert_true(arguments.wants_help);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(
            an_option_beats_the_environment_beats_the_file, forget),
        cmocka_unit_test_teardown(an_empty_variable_means_unset, forget),
        cmocka_unit_test_teardown(a_bad_variable_is_named_by_its_option,
                                  forget),
        cmocka_unit_test_teardown(operands_may_stand_among_options, forget),
        cmocka_unit_test_teardown(what_makes_no_sense_is_refused, forget),
        cmocka_unit_test_teardown(help_is_asked_for_before_anything_is_read,
                                  forget),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
