#include "reports/reporter.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "tests/support/golden.h"
#include "tests/support/sample_report.h"
#include "tests/support/torture.h"

static void write_text(struct stn_buf *out, const struct stn_report *report,
                       struct stn_reporter_options options)
{
    struct stn_error err = {""};

    stn_buf_init(out, 8 * STN_MIB);
    if (stn_reporter_find("text")->write(out, report, &options, &err) < 0)
        fail_msg("%s", err.message);
}

static void check(void (*init)(struct stn_report *), const char *name,
                  struct stn_reporter_options options)
{
    struct stn_report report;
    struct stn_buf out;

    init(&report);
    write_text(&out, &report, options);
    golden(name, stn_buf_str(&out));
    stn_buf_dispose(&out);
    sample_report_dispose(&report);
}

static void it_is_the_default_format(void **state)
{
    (void)state;
    assert_string_equal(stn_reporters[0]->name, "text");
    assert_null(stn_reporter_find("no-such-format"));
    for (size_t i = 0; stn_reporters[i] != NULL; i++)
        assert_non_null(stn_reporters[i]->summary);
}

static void the_sample_reads_as_expected(void **state)
{
    (void)state;
    check(sample_report_init, "reports/text.expected",
          (struct stn_reporter_options){0});
}

static void verbose_tells_everything(void **state)
{
    (void)state;
    check(sample_report_init, "reports/text-verbose.expected",
          (struct stn_reporter_options){.verbose = true});
}

static void quiet_gives_finding_lines_alone(void **state)
{
    (void)state;
    check(sample_report_init, "reports/text-quiet.expected",
          (struct stn_reporter_options){.quiet = true});
}

static void nothing_found_is_said_in_a_few_lines(void **state)
{
    (void)state;
    check(sample_report_init_clean, "reports/text-clean.expected",
          (struct stn_reporter_options){0});
}

static void an_incomplete_run_says_what_to_do(void **state)
{
    (void)state;
    check(sample_report_init_incomplete, "reports/text-incomplete.expected",
          (struct stn_reporter_options){0});
}

/* Takes SGR sequences out; fails on any other escape. */
static void strip_colors(struct stn_buf *out, struct stn_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] != '\033') {
            stn_buf_putc(out, text.ptr[i]);
            continue;
        }
        assert_int_equal(text.ptr[++i], '[');
        while (text.ptr[++i] != 'm')
            assert_true(strchr("0123456789;", text.ptr[i]) != NULL);
    }
}

static void colors_change_nothing_else(void **state)
{
    struct stn_report report;
    struct stn_buf plain;
    struct stn_buf colored;
    struct stn_buf stripped = STN_BUF_INIT(STN_MIB);

    (void)state;
    sample_report_init(&report);
    write_text(&plain, &report, (struct stn_reporter_options){0});
    write_text(&colored, &report, (struct stn_reporter_options){.color = true});
    assert_true(colored.len > plain.len);
    strip_colors(&stripped, stn_buf_str(&colored));
    assert_string_equal(stripped.ptr, plain.ptr);
    assert_null(strchr(plain.ptr, '\033'));
    stn_buf_dispose(&plain);
    stn_buf_dispose(&colored);
    stn_buf_dispose(&stripped);
    sample_report_dispose(&report);
}

/* As actions/runner reads a line: a command where "::" follows blanks, or
 * where "##[" stands anywhere; Azure and TeamCity have theirs. */
static bool is_command(struct stn_str line)
{
    struct stn_str rest = stn_str_trim(line);

    while (stn_str_starts(rest, STN_STR("\xC2\xA0")))
        rest = stn_str_trim(stn_str_sub(rest, 2, rest.len));
    return stn_str_starts(rest, STN_STR("::")) ||
           stn_str_find(line, STN_STR("##[")) != SIZE_MAX ||
           stn_str_find(line, STN_STR("##vso[")) != SIZE_MAX ||
           stn_str_find(line, STN_STR("##teamcity[")) != SIZE_MAX;
}

static void check_no_command(const struct stn_report *report, bool verbose)
{
    struct stn_buf out;

    write_text(&out, report, (struct stn_reporter_options){.verbose = verbose});
    for (size_t at = 0; at < out.len;) {
        struct stn_str rest = stn_str_sub(stn_buf_str(&out), at, out.len);
        size_t length = stn_str_find(rest, STN_STR("\n"));
        assert_true(length != SIZE_MAX);
        assert_false(is_command(stn_str_sub(rest, 0, length)));
        at += length + 1;
    }
    assert_true(stn_utf8_is_valid(stn_buf_str(&out)));
    stn_buf_dispose(&out);
}

static void no_name_becomes_a_command_of_a_ci_system(void **state)
{
    static const char *const names[] = {
        "::error::x",  "  ::error::x",        "\xC2\xA0::error::x",
        "##[error]x",  "a##[group]b##[x]",    "##vso[task.setvariable]x",
        "###[error]x", "##teamcity[message]", "\n::error::x",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        struct stn_report report;
        struct stn_str name = stn_str_of(names[i]);

        sample_report_init(&report);
        for (size_t j = 0; j < report.found.count; j++) {
            struct stn_finding *finding = &report.found.items[j];
            finding->file = name;
            finding->location = name;
            finding->author = name;
            finding->excerpt = name;
            finding->excerpt_mark = stn_utf8_count(name);
            finding->reason = name;
        }
        for (size_t j = 0; j < report.found.skip_count; j++) {
            report.found.skips[j].file = j % 2 == 0 ? name : STN_STR("");
            report.found.skips[j].detail = name;
        }
        report.notes[0] = names[i];
        report.what = names[i];
        check_no_command(&report, false);
        check_no_command(&report, true);
        sample_report_dispose(&report);
    }
}

static void advice_is_given_once_for_each_rule(void **state)
{
    struct stn_report report;
    struct stn_buf out;
    size_t count = 0;

    (void)state;
    sample_report_init(&report);
    write_text(&out, &report, (struct stn_reporter_options){0});
    for (const char *at = out.ptr; (at = strstr(at, "Deactivate the key"));
         at++)
        count++;
    assert_int_equal(count, 1);
    stn_buf_dispose(&out);
    sample_report_dispose(&report);
}

/* The excerpt of one finding, as the text format shows it. */
static void check_excerpt(size_t before, size_t after, size_t columns,
                          size_t column)
{
    struct stn_report report;
    struct stn_buf line = STN_BUF_INIT(STN_MIB);
    struct stn_buf out;

    for (size_t i = 0; i < before; i++)
        stn_buf_puts(&line, "\xC3\xA4");
    stn_buf_puts(&line, "********");
    for (size_t i = 0; i < after; i++)
        stn_buf_puts(&line, "\xC3\xB6");
    sample_report_init(&report);
    report.found.count = 1;
    report.found.items[0].excerpt = stn_buf_str(&line);
    report.found.items[0].excerpt_mark = before;
    write_text(&out, &report, (struct stn_reporter_options){0});
    struct stn_str rest = stn_buf_str(&out);
    rest = stn_str_sub(rest, stn_str_find(rest, STN_STR("\n")) + 1, rest.len);
    size_t length = stn_str_find(rest, STN_STR("\n"));
    assert_int_equal(stn_utf8_count(stn_str_sub(rest, 4, length)), columns);
    rest = stn_str_sub(rest, length + 1, rest.len);
    assert_int_equal(stn_str_find(rest, STN_STR("^^^^^^^^\n")), 4 + column);
    stn_buf_dispose(&line);
    stn_buf_dispose(&out);
    sample_report_dispose(&report);
}

static void a_long_excerpt_is_cut_around_its_blank(void **state)
{
    (void)state;
    check_excerpt(10, 10, 28, 10);
    check_excerpt(42, 42, 92, 42);
    check_excerpt(100, 100, 94, 43);
    check_excerpt(100, 0, 93, 85);
    check_excerpt(0, 100, 93, 0);
    check_excerpt(20, 100, 93, 20);
    check_excerpt(100, 20, 93, 65);
}

static enum stn_status attempt(void *payload)
{
    struct stn_buf out = STN_BUF_INIT(STN_MIB);
    struct stn_reporter_options options = {0};

    enum stn_status status =
        stn_reporter_find("text")->write(&out, payload, &options, NULL);
    stn_buf_dispose(&out);
    return status;
}

static void running_out_of_memory_is_reported(void **state)
{
    struct stn_report report;

    (void)state;
    sample_report_init(&report);
    torture(attempt, &report);
    sample_report_dispose(&report);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_the_default_format),
        cmocka_unit_test(the_sample_reads_as_expected),
        cmocka_unit_test(verbose_tells_everything),
        cmocka_unit_test(quiet_gives_finding_lines_alone),
        cmocka_unit_test(nothing_found_is_said_in_a_few_lines),
        cmocka_unit_test(an_incomplete_run_says_what_to_do),
        cmocka_unit_test(colors_change_nothing_else),
        cmocka_unit_test(no_name_becomes_a_command_of_a_ci_system),
        cmocka_unit_test(advice_is_given_once_for_each_rule),
        cmocka_unit_test(a_long_excerpt_is_cut_around_its_blank),
        cmocka_unit_test(running_out_of_memory_is_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
