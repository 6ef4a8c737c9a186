#include <stdio.h>

#include "tests/support/reporting.h"

#define FORMAT "github-summary"

static void the_samples_read_as_expected(void **state)
{
    (void)state;
    check_goldens(FORMAT);
}

static void places_are_links_where_that_is_known(void **state)
{
    const struct stn_reporter_options options = {
        .link = "https://git.example/o/r/blob/",
        .commit = "abc",
    };

    (void)state;
    check_golden(FORMAT, "github-summary-links", sample_report_init, &options);
}

static void no_odd_base_makes_a_link(void **state)
{
    static const char *const bases[] = {"javascript:alert(1)//",
                                        "https://a/) [x](https://b/",
                                        "/blob/",
                                        "https://a/\n/blob/",
                                        "https://a b/",
                                        ""};
    struct stn_report report;

    (void)state;
    sample_report_init(&report);
    for (size_t i = 0; i < sizeof(bases) / sizeof(bases[0]); i++) {
        struct stn_buf out;
        write_with(
            FORMAT, &out, &report,
            &(struct stn_reporter_options){.link = bases[i], .commit = "abc"});
        assert_null(strstr(out.ptr, "]("));
        stn_buf_dispose(&out);
    }
    sample_report_dispose(&report);
}

static void a_name_stays_in_its_cell(void **state)
{
    struct stn_report report;
    struct stn_buf out;

    (void)state;
    sample_report_init(&report);
    report.found.count = 1;
    report.found.items[0].file = STN_STR("a|b`c<d>@e\r\n#f[g](h)");
    write_plain(FORMAT, &out, &report);
    assert_non_null(
        strstr(out.ptr, "| `a\\x7Cb\\x60c<d>@e\\x0D\\x0A#f[g](h)`:1 |"));
    stn_buf_dispose(&out);
    sample_report_dispose(&report);
}

static void a_page_has_an_end(void **state)
{
    struct stn_report report;
    struct stn_buf out;

    (void)state;
    sample_report_init(&report);
    repeat_finding(&report, 3, 20000);
    write_plain(FORMAT, &out, &report);
    assert_in_range(out.len, 890 * STN_KIB, 1000 * STN_KIB);
    assert_non_null(strstr(out.ptr, " more** did not fit on this page."));
    assert_non_null(strstr(out.ptr, "### What to do"));
    assert_non_null(strstr(out.ptr, "### Not scanned"));
    size_t rows = count_of(&out, "\n| high | ");
    char more[64];
    snprintf(more, sizeof(more), "**%zu,%03zu more**", (20000 - rows) / 1000,
             (20000 - rows) % 1000);
    assert_non_null(strstr(out.ptr, more));
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
        cmocka_unit_test(places_are_links_where_that_is_known),
        cmocka_unit_test(no_odd_base_makes_a_link),
        cmocka_unit_test(a_name_stays_in_its_cell),
        cmocka_unit_test(a_page_has_an_end),
        cmocka_unit_test(running_out_of_memory_is_reported),
        cmocka_unit_test(reaching_the_ceiling_is_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
