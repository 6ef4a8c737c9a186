#include "tests/support/reporting.h"

#define FORMAT "github"

static void the_samples_read_as_expected(void **state)
{
    (void)state;
    check_goldens(FORMAT);
}

static void only_what_is_asked_for_begins_a_line(void **state)
{
    struct stn_report report;
    struct stn_buf out;
    size_t commands = 0;

    (void)state;
    sample_report_init(&report);
    write_plain(FORMAT, &out, &report);
    for (const char *line = out.ptr; *line != '\0';
         line = strchr(line, '\n') + 1)
        commands += strncmp(line, "::", 2) == 0;
    /* Seven that count, one for what was not scanned, a group and its end. */
    assert_int_equal(commands, 10);
    stn_buf_dispose(&out);
    sample_report_dispose(&report);
}

static void the_tenth_says_how_many_more(void **state)
{
    struct stn_report report;
    struct stn_buf out;

    (void)state;
    sample_report_init(&report);
    repeat_finding(&report, 3, 1200);
    write_plain(FORMAT, &out, &report);
    /* Nine and one; the first of the nine is for what was not scanned. */
    assert_int_equal(count_of(&out, "\n::error ") + 1, 10);
    assert_non_null(strstr(out.ptr, "::1,192 more like these"));
    assert_int_equal(count_of(&out, "\ndeploy/prod.env:"), 1200);
    stn_buf_dispose(&out);
    sample_report_dispose(&report);
}

static void each_kind_has_its_own_ten(void **state)
{
    struct stn_report report;
    struct stn_buf out;

    (void)state;
    sample_report_init(&report);
    memset(report.found.skipped, 0, sizeof(report.found.skipped));
    report.found.skip_count = 0;
    repeat_finding(&report, 3, 60);
    for (size_t i = 0; i < 60; i++)
        report.found.items[i].severity = (enum stn_severity)(i % 3 + STN_LOW);
    write_plain(FORMAT, &out, &report);
    assert_int_equal(count_of(&out, "::error "), 10);
    assert_int_equal(count_of(&out, "::warning "), 10);
    assert_int_equal(count_of(&out, "::notice "), 10);
    assert_int_equal(count_of(&out, " title=stanch::11 more like these"), 3);
    stn_buf_dispose(&out);
    sample_report_dispose(&report);
}

static void what_fails_the_run_is_an_error(void **state)
{
    struct stn_report report;
    struct stn_buf out;

    (void)state;
    sample_report_init(&report);
    report.fail_at = STN_LOW;
    write_plain(FORMAT, &out, &report);
    assert_int_equal(count_of(&out, "::warning "), 0);
    assert_int_equal(count_of(&out, "::notice "), 0);
    stn_buf_dispose(&out);
    sample_report_dispose(&report);
}

static void quiet_leaves_out_the_list(void **state)
{
    struct stn_report report;
    struct stn_buf out;

    (void)state;
    sample_report_init(&report);
    write_with(FORMAT, &out, &report,
               &(struct stn_reporter_options){.quiet = true});
    assert_null(strstr(out.ptr, "::group::"));
    assert_non_null(strstr(out.ptr, "::error "));
    stn_buf_dispose(&out);
    sample_report_dispose(&report);
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
        cmocka_unit_test(only_what_is_asked_for_begins_a_line),
        cmocka_unit_test(the_tenth_says_how_many_more),
        cmocka_unit_test(each_kind_has_its_own_ten),
        cmocka_unit_test(what_fails_the_run_is_an_error),
        cmocka_unit_test(quiet_leaves_out_the_list),
        cmocka_unit_test(running_out_of_memory_is_reported),
        cmocka_unit_test(reaching_the_ceiling_is_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
