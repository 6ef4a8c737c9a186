/** @file What the tests of all reporters ask of them. */
#ifndef STN_TESTS_REPORTING_H
#define STN_TESTS_REPORTING_H

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "reports/reporter.h"
#include "tests/support/golden.h"
#include "tests/support/sample_report.h"
#include "tests/support/torture.h"

/** Write a report in a format; the buffer is the caller's. */
static inline void write_with(const char *format, struct stn_buf *out,
                              const struct stn_report *report,
                              const struct stn_reporter_options *options)
{
    struct stn_error err = {""};

    stn_buf_init(out, 64 * STN_MIB);
    if (stn_reporter_find(format)->write(out, report, options, &err) < 0)
        fail_msg("%s", err.message);
    assert_true(stn_utf8_is_valid(stn_buf_str(out)));
    assert_int_equal(strlen(out->ptr), out->len);
    assert_null(strchr(out->ptr, '\033'));
}

static inline void write_plain(const char *format, struct stn_buf *out,
                               const struct stn_report *report)
{
    write_with(format, out, report, &(struct stn_reporter_options){0});
}

/** Hold a report to corpus/reports/NAME.expected. */
static inline void check_golden(const char *format, const char *name,
                                void (*init)(struct stn_report *),
                                const struct stn_reporter_options *options)
{
    struct stn_report report;
    struct stn_buf out;
    struct stn_buf path = STN_BUF_INIT(STN_PATH_BYTES_MAX);

    init(&report);
    write_with(format, &out, &report, options);
    stn_buf_printf(&path, "reports/%s.expected", name);
    golden(path.ptr, stn_buf_str(&out));
    stn_buf_dispose(&path);
    stn_buf_dispose(&out);
    sample_report_dispose(&report);
}

/** The sample, a clean run, and one that is incomplete. */
static inline void check_goldens(const char *format)
{
    const struct stn_reporter_options options = {0};
    struct stn_buf name = STN_BUF_INIT(STN_PATH_BYTES_MAX);

    check_golden(format, format, sample_report_init, &options);
    stn_buf_printf(&name, "%s-clean", format);
    check_golden(format, name.ptr, sample_report_init_clean, &options);
    stn_buf_clear(&name);
    stn_buf_printf(&name, "%s-incomplete", format);
    check_golden(format, name.ptr, sample_report_init_incomplete, &options);
    stn_buf_dispose(&name);
}

struct attempt {
    const char *format;
    struct stn_report report;
    struct stn_buf whole; /**< What is written when memory suffices. */
};

/** Half a report that passes for a whole one is no success. */
static inline enum stn_status attempt_to_write(void *payload)
{
    struct attempt *attempt = payload;
    struct stn_buf out = STN_BUF_INIT(STN_MIB);
    struct stn_reporter_options options = {
        .link = "https://git.example/o/r/blob/",
        .commit = "abc",
    };

    enum stn_status status =
        stn_reporter_find(attempt->format)
            ->write(&out, &attempt->report, &options, NULL);
    if (status == STN_OK && attempt->whole.len > 0 &&
        !stn_str_equal(stn_buf_str(&out), stn_buf_str(&attempt->whole)))
        status = STN_ELIB;
    if (status == STN_OK && attempt->whole.len == 0)
        stn_buf_append(&attempt->whole, stn_buf_str(&out));
    stn_buf_dispose(&out);
    return status;
}

static inline void check_memory(const char *format)
{
    struct attempt attempt = {.format = format};

    sample_report_init(&attempt.report);
    stn_buf_init(&attempt.whole, STN_MIB);
    assert_int_equal(attempt_to_write(&attempt), STN_OK);
    torture(attempt_to_write, &attempt);
    stn_buf_dispose(&attempt.whole);
    sample_report_dispose(&attempt.report);
}

static inline void check_ceiling(const char *format)
{
    struct stn_report report;
    struct stn_buf out = STN_BUF_INIT(100);
    struct stn_reporter_options options = {0};

    sample_report_init(&report);
    assert_int_equal(
        stn_reporter_find(format)->write(&out, &report, &options, NULL),
        STN_ELIMIT);
    stn_buf_dispose(&out);
    sample_report_dispose(&report);
}

/** How often words stand in what was written. */
static inline size_t count_of(const struct stn_buf *out, const char *words)
{
    size_t count = 0;

    for (const char *at = out->ptr; (at = strstr(at, words)) != NULL;
         at += strlen(words))
        count++;
    return count;
}

/** Give a report more findings than it has: copies of one, on other lines. */
static inline void repeat_finding(struct stn_report *report, size_t index,
                                  size_t count)
{
    const struct stn_finding one = report->found.items[index];

    stn_free(report->found.items);
    report->found.items = stn_calloc(count, sizeof(one));
    assert_non_null(report->found.items);
    report->found.count = count;
    report->found.capacity = count;
    for (size_t i = 0; i < count; i++) {
        report->found.items[i] = one;
        report->found.items[i].start.line = (uint32_t)i + 1;
        report->found.items[i].end.line = (uint32_t)i + 1;
    }
}

#endif
