#include "tests/support/reporting.h"

#define FORMAT "rdjsonl"

static void the_samples_read_as_expected(void **state)
{
    (void)state;
    check_goldens(FORMAT);
}

static void columns_count_bytes_and_one_edit_is_a_suggestion(void **state)
{
    struct stn_fix fix = {
        .title = STN_STR("t"),
        .edits = {{.start = {1, 2},
                   .end = {1, 3},
                   .start_byte_column = 3,
                   .end_byte_column = 5,
                   .text = STN_STR("\\x41")}},
        .edit_count = 1,
    };
    struct stn_report report;
    struct stn_buf out;

    (void)state;
    sample_report_init(&report);
    report.found.count = 1;
    report.found.items[0].start_byte_column = 12;
    report.found.items[0].end_byte_column = 24;
    report.found.items[0].fix = &fix;
    write_plain(FORMAT, &out, &report);
    assert_non_null(strstr(out.ptr, "\"range\":{\"start\":{\"line\":1,"
                                    "\"column\":12},\"end\":{\"line\":1,"
                                    "\"column\":24}}}"));
    assert_non_null(strstr(out.ptr,
                           "\"suggestions\":[{\"range\":{\"start\":{"
                           "\"line\":1,\"column\":3},\"end\":{\"line\""
                           ":1,\"column\":5}},\"text\":\"\\\\x41\"}]"));
    stn_buf_dispose(&out);

    fix.edits[0].text = STN_STR("\xE9");
    write_plain(FORMAT, &out, &report);
    assert_null(strstr(out.ptr, "suggestions"));
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
        cmocka_unit_test(columns_count_bytes_and_one_edit_is_a_suggestion),
        cmocka_unit_test(running_out_of_memory_is_reported),
        cmocka_unit_test(reaching_the_ceiling_is_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
