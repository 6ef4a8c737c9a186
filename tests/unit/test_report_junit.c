#include "tests/support/reporting.h"

#define FORMAT "junit"

static void the_samples_read_as_expected(void **state)
{
    (void)state;
    check_goldens(FORMAT);
}

static void no_byte_is_bad_xml(void **state)
{
    struct stn_report report;
    struct stn_buf out;

    (void)state;
    sample_report_init(&report);
    report.found.count = 1;
    report.found.items[0].file =
        STN_STR("<a b=\"c\">&'\xEF\xBF\xBE\xEF\xBF\xBF]]>##[x]\r\n\1\xFF");
    write_plain(FORMAT, &out, &report);
    assert_non_null(
        strstr(out.ptr, "file=\"&#60;a b=&#34;c&#34;&#62;&#38;&#39;\\u{FFFE}"
                        "\\u{FFFF}]]&#62;&#35;&#35;[x]\\x0D\\x0A\\x01\\xFF\""));
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
        cmocka_unit_test(no_byte_is_bad_xml),
        cmocka_unit_test(running_out_of_memory_is_reported),
        cmocka_unit_test(reaching_the_ceiling_is_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
