#include "tests/support/reporting.h"

#define FORMAT "csv"

static void the_samples_read_as_expected(void **state)
{
    (void)state;
    check_goldens(FORMAT);
}

/* The field of the file, as it was written. */
static void check_file(struct stn_str file, const char *expected)
{
    struct stn_report report;
    struct stn_buf out;
    struct stn_buf field = STN_BUF_INIT(STN_KIB);

    sample_report_init(&report);
    report.found.count = 1;
    report.found.items[0].file = file;
    write_plain(FORMAT, &out, &report);
    stn_buf_printf(&field, ",Password,%s,1,10,", expected);
    if (strstr(out.ptr, field.ptr) == NULL)
        fail_msg("no %s in %s", field.ptr, out.ptr);
    stn_buf_dispose(&field);
    stn_buf_dispose(&out);
    sample_report_dispose(&report);
}

static void what_would_be_a_formula_is_words(void **state)
{
    (void)state;
    check_file(STN_STR("a.txt"), "a.txt");
    check_file(STN_STR("=1+1"), "\"'=1+1\"");
    check_file(STN_STR("+1"), "\"'+1\"");
    check_file(STN_STR("-1"), "\"'-1\"");
    check_file(STN_STR("@SUM(A1)"), "\"'@SUM(A1)\"");
    check_file(STN_STR("  =1"), "\"'  =1\"");
    check_file(STN_STR("\xEF\xBC\x9D"
                       "1"),
               "\"'\xEF\xBC\x9D"
               "1\"");
    check_file(STN_STR("\t=1"), "\\x09=1");
    check_file(STN_STR("\r=1"), "\\x0D=1");
}

static void quotes_commas_and_line_breaks_stay_in_their_field(void **state)
{
    (void)state;
    check_file(STN_STR("a,b"), "\"a,b\"");
    check_file(STN_STR("a\"b"), "\"a\"\"b\"");
    check_file(STN_STR("a\r\nb"), "a\\x0D\\x0Ab");
    check_file(STN_STR(""), "");
}

static void every_line_has_as_many_fields(void **state)
{
    struct stn_report report;
    struct stn_buf out;
    size_t commas = 0;

    (void)state;
    sample_report_init_incomplete(&report);
    write_plain(FORMAT, &out, &report);
    for (const char *line = out.ptr; *line != '\0';) {
        const char *end = strstr(line, "\r\n");
        size_t count = 0;
        bool is_quoted = false;
        for (; line < end; line++) {
            is_quoted ^= *line == '"';
            count += *line == ',' && !is_quoted;
        }
        if (commas > 0)
            assert_int_equal(count, commas);
        commas = count;
        line = end + 2;
    }
    assert_int_equal(commas, 17);
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
        cmocka_unit_test(what_would_be_a_formula_is_words),
        cmocka_unit_test(quotes_commas_and_line_breaks_stay_in_their_field),
        cmocka_unit_test(every_line_has_as_many_fields),
        cmocka_unit_test(running_out_of_memory_is_reported),
        cmocka_unit_test(reaching_the_ceiling_is_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
