#include "reports/hook.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "reports/reporter.h"
#include "tests/support/golden.h"
#include "tests/support/sample_report.h"
#include "tests/support/torture.h"

#define COLUMNS 72

static void check_columns(struct stn_str text)
{
    while (text.len > 0) {
        size_t end = stn_str_find(text, STN_STR("\n"));
        assert_true(end < text.len);
        assert_true(stn_utf8_count(stn_str_sub(text, 0, end)) <= COLUMNS);
        text = stn_str_sub(text, end + 1, text.len);
    }
}

static void write_hook(struct stn_buf *out, const struct stn_report *report,
                       const char *format)
{
    const struct stn_reporter_options options = {.color = true};

    stn_buf_init(out, STN_MIB);
    assert_int_equal(
        stn_reporter_find(format)->write(out, report, &options, NULL), STN_OK);
    check_columns(stn_buf_str(out));
}

static void check(void (*init)(struct stn_report *), const char *format,
                  const char *name)
{
    struct stn_report report;
    struct stn_buf out;

    init(&report);
    write_hook(&out, &report, format);
    golden(name, stn_buf_str(&out));
    stn_buf_dispose(&out);
    sample_report_dispose(&report);
}

static void the_sample_reads_as_expected(void **state)
{
    (void)state;
    check(sample_report_init, "hook", "reports/hook.expected");
    check(sample_report_init, "hook-gitlab", "reports/hook-gitlab.expected");
}

static void what_a_change_tried_is_told(void **state)
{
    struct stn_report report;
    struct stn_buf out;

    (void)state;
    sample_report_init(&report);
    report.change_notes = 1;
    write_hook(&out, &report, "hook");
    assert_non_null(strstr(out.ptr, "hint: .stanch.yml:12: allow entry"));
    assert_null(strstr(out.ptr, ".stanch.yml:13"));
    stn_buf_dispose(&out);
    sample_report_dispose(&report);
}

static void what_was_not_looked_at_is_told(void **state)
{
    (void)state;
    check(sample_report_init_incomplete, "hook",
          "reports/hook-incomplete.expected");
}

static void what_is_clean_is_not_told(void **state)
{
    struct stn_report report;
    struct stn_buf out;

    (void)state;
    sample_report_init_clean(&report);
    report.found.count = report.suppressed = 0;
    write_hook(&out, &report, "hook");
    assert_string_equal(out.ptr, "");
    stn_buf_dispose(&out);
    report.found.skipped[STN_SKIP_LATE] = 1;
    write_hook(&out, &report, "hook");
    assert_string_equal(out.ptr,
                        "\nwarning: stanch: out of time: the rest was let in "
                        "without a look\n\n");
    stn_buf_dispose(&out);
    sample_report_dispose(&report);
}

static void words_are_cut_into_lines(void **state)
{
    static const struct {
        const char *lead, *words, *lines;
    } cases[] = {
        {"hint: ", "", ""},
        {"hint: ", "short", "hint: short\n"},
        {"error: stanch: ", "\x1b[31m\n::x",
         "error: stanch: \\x1B[31m\\x0A::x\n"},
        {"error: stanch: ",
         "aaaaaaaaa bbbbbbbbb ccccccccc ddddddddd eeeeeeeee fffffffff "
         "ggggggggg",
         "error: stanch: aaaaaaaaa bbbbbbbbb ccccccccc ddddddddd eeeeeeeee\n"
         "error: fffffffff ggggggggg\n"},
        {"  ",
         "01234567890123456789012345678901234567890123456789012345678901234567"
         "89 x",
         "  012345678901234567890123456789012345678901234567890123456789012345"
         "6789\n  x\n"},
        {"  ",
         "01234567890123456789012345678901234567890123456789012345678901234567"
         "890123",
         "  012345678901234567890123456789012345678901234567890123456789012345"
         "6789\n  0123\n"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct stn_buf out = STN_BUF_INIT(STN_MIB);
        stn_hook_words(&out, "", cases[i].lead, stn_str_of(cases[i].words));
        assert_string_equal(out.ptr, cases[i].lines);
        stn_buf_dispose(&out);
    }
}

static enum stn_status write_once(void *payload)
{
    const struct stn_reporter_options options = {.color = false};
    struct stn_buf out = STN_BUF_INIT(STN_MIB);
    enum stn_status status =
        stn_reporter_find("hook")->write(&out, payload, &options, NULL);

    stn_buf_dispose(&out);
    return status;
}

static void running_out_of_memory_is_told(void **state)
{
    struct stn_report report;

    (void)state;
    sample_report_init(&report);
    torture(write_once, &report);
    sample_report_dispose(&report);
    sample_report_init_incomplete(&report);
    torture(write_once, &report);
    sample_report_dispose(&report);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_sample_reads_as_expected),
        cmocka_unit_test(what_a_change_tried_is_told),
        cmocka_unit_test(what_was_not_looked_at_is_told),
        cmocka_unit_test(what_is_clean_is_not_told),
        cmocka_unit_test(words_are_cut_into_lines),
        cmocka_unit_test(running_out_of_memory_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
