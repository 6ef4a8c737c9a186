/*
 * Test results as most CI systems show them: a finding is a case that fails,
 * what was not scanned is an error, and a run without either is one case that
 * passes, for no case at all reads as "no tests".
 */
#include <inttypes.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "findings/fingerprint.h"
#include "reports/names.h"
#include "reports/reporter.h"
#include "reports/tell.h"

#define WORDS_BYTES_MAX (16 * STN_MIB)

struct writer {
    struct stn_buf *out;
    const struct stn_report *report;
    struct stn_buf told;
    struct stn_buf shown;
};

/* For attributes and text alike. XML 1.0 has no U+FFFE and U+FFFF; and where a
 * file is copied to a log, "##[" is a command of some. */
static void put(struct writer *writer, struct stn_str text)
{
    struct stn_buf *shown = &writer->shown;

    stn_buf_clear(shown);
    stn_utf8_append_printable(shown, text);
    stn_told(writer->out, shown);
    for (size_t i = 0; i < shown->len; i++) {
        char byte = shown->ptr[i];
        if (stn_str_starts(stn_str_sub(stn_buf_str(shown), i, i + 3),
                           STN_STR("\xEF\xBF\xBE"))) {
            stn_buf_puts(writer->out, "\\u{FFFE}");
            i += 2;
        } else if (stn_str_starts(stn_str_sub(stn_buf_str(shown), i, i + 3),
                                  STN_STR("\xEF\xBF\xBF"))) {
            stn_buf_puts(writer->out, "\\u{FFFF}");
            i += 2;
        } else if (strchr("<>&\"'#", byte) != NULL) {
            stn_buf_printf(writer->out, "&#%u;", (unsigned)byte);
        } else {
            stn_buf_putc(writer->out, byte);
        }
    }
}

static void put_told(struct writer *writer)
{
    stn_told(writer->out, &writer->told);
    put(writer, stn_buf_str(&writer->told));
    stn_buf_clear(&writer->told);
}

/* "  <testcase classname="..." name="path:3:9" file="path" line="3">" */
static void put_case(struct writer *writer, const struct stn_finding *finding)
{
    struct stn_buf *out = writer->out;

    stn_buf_puts(out, "  <testcase classname=\"stanch.");
    put(writer, stn_str_of(finding->rule->id));
    stn_buf_puts(out, "\" name=\"");
    stn_buf_append(&writer->told, finding->file);
    stn_buf_printf(&writer->told, ":%" PRIu32 ":%" PRIu32 ": %s",
                   finding->start.line, finding->start.column,
                   finding->rule->title);
    put_told(writer);
    stn_buf_puts(out, "\" file=\"");
    put(writer, finding->file);
    stn_buf_printf(out, "\" line=\"%" PRIu32 "\">\n", finding->start.line);
}

/* A line of the text of a failure. */
static void put_line(struct writer *writer, const char *label,
                     struct stn_str words)
{
    if (words.len == 0)
        return;
    stn_buf_puts(writer->out, label);
    put(writer, words);
    stn_buf_putc(writer->out, '\n');
}

static void put_failure(struct writer *writer,
                        const struct stn_finding *finding)
{
    struct stn_buf *out = writer->out;

    stn_buf_printf(out, "   <failure type=\"%s\" message=\"",
                   stn_severity_name(finding->severity));
    stn_tell_finding(&writer->told, finding, true);
    put_told(writer);
    stn_buf_printf(out, "\">%s\n",
                   stn_report_blocks(writer->report, finding)
                       ? "This fails the run."
                       : "This does not fail the run.");
    put_line(writer, "preview: ", finding->preview);
    put_line(writer, "commit: ", finding->commit);
    stn_fingerprint_append(&writer->told, finding);
    stn_told(out, &writer->told);
    put_line(writer, "fingerprint: ", stn_buf_str(&writer->told));
    stn_buf_clear(&writer->told);
    stn_tell_advice(&writer->told, finding);
    stn_told(out, &writer->told);
    put_line(writer, "", stn_buf_str(&writer->told));
    stn_buf_clear(&writer->told);
    stn_buf_puts(out, "</failure>\n");
}

static void put_finding(struct writer *writer,
                        const struct stn_finding *finding)
{
    put_case(writer, finding);
    if (finding->status == STN_NEW) {
        put_failure(writer, finding);
    } else {
        stn_buf_printf(writer->out, "   <skipped message=\"%s: ",
                       stn_finding_status_name(finding->status));
        put(writer, finding->reason);
        stn_buf_puts(writer->out, "\"/>\n");
    }
    stn_buf_puts(writer->out, "  </testcase>\n");
}

static void put_error(struct writer *writer)
{
    const struct stn_findings *found = &writer->report->found;

    stn_buf_puts(writer->out,
                 "  <testcase classname=\"stanch\" name=\"everything was "
                 "scanned\">\n   <error type=\"incomplete\" message=\"");
    stn_tell_failures(&writer->told, writer->report);
    put_told(writer);
    stn_buf_puts(writer->out, "\">\n");
    for (size_t i = 0; i < found->skip_count; i++) {
        if (!stn_skip_is_failure(found->skips[i].reason))
            continue;
        stn_tell_skip(&writer->told, &found->skips[i]);
        stn_told(writer->out, &writer->told);
        put_line(writer, "not scanned: ", stn_buf_str(&writer->told));
        stn_buf_clear(&writer->told);
    }
    stn_buf_puts(writer->out, "</error>\n  </testcase>\n");
}

static void put_counts(struct writer *writer, const char *element)
{
    const struct stn_findings *found = &writer->report->found;
    const size_t errors = stn_report_is_whole(writer->report) ? 0 : 1;
    size_t failures = 0;

    for (size_t i = 0; i < found->count; i++)
        failures += found->items[i].status == STN_NEW;
    stn_buf_printf(writer->out,
                   "%s name=\"stanch\" tests=\"%zu\" failures=\"%zu\" "
                   "errors=\"%zu\" skipped=\"%zu\">\n",
                   element, found->count + 1, failures, errors,
                   found->count - failures);
}

static enum stn_status write_junit(struct stn_buf *out,
                                   const struct stn_report *report,
                                   const struct stn_reporter_options *options,
                                   struct stn_error *err)
{
    const struct stn_findings *found = &report->found;
    struct writer writer = {out, report, STN_BUF_INIT(WORDS_BYTES_MAX),
                            STN_BUF_INIT(WORDS_BYTES_MAX)};

    (void)options;
    stn_buf_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    put_counts(&writer, "<testsuites");
    put_counts(&writer, " <testsuite");
    if (stn_report_is_whole(report))
        stn_buf_puts(out, "  <testcase classname=\"stanch\" name=\"everything "
                          "was scanned\"/>\n");
    else
        put_error(&writer);
    for (size_t i = 0; i < found->count && out->status == STN_OK; i++)
        put_finding(&writer, &found->items[i]);
    stn_buf_puts(out, " </testsuite>\n</testsuites>\n");
    stn_buf_dispose(&writer.told);
    stn_buf_dispose(&writer.shown);
    return stn_buf_status(out, err);
}

const struct stn_reporter stn_reporter_junit = {
    .name = "junit",
    .summary = "JUnit XML: a finding is a test that fails",
    .write = write_junit,
};
