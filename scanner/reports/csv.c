/* A table for spreadsheets: RFC 4180. */
#include <inttypes.h>

#include "base/limits.h"
#include "findings/fingerprint.h"
#include "reports/names.h"
#include "reports/reporter.h"
#include "reports/safe.h"
#include "reports/tell.h"

#define FIELD_BYTES_MAX (16 * STN_MIB)

struct writer {
    struct stn_buf *out;
    struct stn_buf told;  /* the field at hand, as it is */
    struct stn_buf shown; /* and as it may be shown */
    const char *separator;
};

/*
 * What begins so is a formula to a spreadsheet, full width too; a quote before
 * it makes it words.
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
static bool is_formula(struct stn_str text)
{
    static const char *const starts[] = {
        "=",
        "+",
        "-",
        "@",
        "\xEF\xBC\x9D",
        "\xEF\xBC\x8B",
        "\xEF\xBC\x8D",
        "\xEF\xBC\xA0",
    };

    while (text.len > 0 && text.ptr[0] == ' ')
        text = stn_str_sub(text, 1, text.len);
    for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++)
        if (stn_str_starts(text, stn_str_of(starts[i])))
            return true;
    return false;
}

/* Tabs and line breaks, which may begin a formula too, are escapes by now. */
static void put(struct writer *writer, struct stn_str text)
{
    struct stn_buf *out = writer->out;

    stn_buf_clear(&writer->shown);
    if (is_formula(text))
        stn_buf_putc(&writer->shown, '\'');
    stn_safe_append(&writer->shown, text);
    stn_told(out, &writer->shown);
    stn_buf_puts(out, writer->separator);
    writer->separator = ",";
    if (strpbrk(writer->shown.ptr, "\",' ") == NULL) {
        stn_buf_append(out, stn_buf_str(&writer->shown));
        return;
    }
    stn_buf_putc(out, '"');
    for (size_t i = 0; i < writer->shown.len; i++) {
        if (writer->shown.ptr[i] == '"')
            stn_buf_putc(out, '"');
        stn_buf_putc(out, writer->shown.ptr[i]);
    }
    stn_buf_putc(out, '"');
}

static void put_told(struct writer *writer)
{
    stn_told(writer->out, &writer->told);
    put(writer, stn_buf_str(&writer->told));
    stn_buf_clear(&writer->told);
}

static void put_number(struct writer *writer, uint64_t number)
{
    stn_buf_printf(writer->out, "%s%" PRIu64, writer->separator, number);
    writer->separator = ",";
}

static void end_row(struct writer *writer)
{
    stn_buf_puts(writer->out, "\r\n");
    writer->separator = "";
}

static void put_header(struct writer *writer)
{
    static const char *const names[] = {
        "status", "severity", "rule",      "title",    "file",   "line",
        "column", "endLine",  "endColumn", "location", "commit", "author",
        "date",   "preview",  "evidence",  "advice",   "reason", "fingerprint",
    };

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        put(writer, stn_str_of(names[i]));
    end_row(writer);
}

static void put_finding(struct writer *writer,
                        const struct stn_finding *finding)
{
    put(writer, stn_str_of(stn_finding_status_name(finding->status)));
    put(writer, stn_str_of(stn_severity_name(finding->severity)));
    put(writer, stn_str_of(finding->rule->id));
    put(writer, stn_str_of(finding->rule->title));
    put(writer, finding->file);
    put_number(writer, finding->start.line);
    put_number(writer, finding->start.column);
    put_number(writer, finding->end.line);
    put_number(writer, finding->end.column);
    put(writer, finding->location);
    put(writer, finding->commit);
    put(writer, finding->author);
    put(writer, finding->date);
    put(writer, finding->preview);
    for (size_t i = 0; i < finding->evidence_count; i++)
        stn_buf_printf(&writer->told, "%s%s", i > 0 ? "; " : "",
                       finding->evidence[i]);
    put_told(writer);
    stn_tell_advice(&writer->told, finding);
    put_told(writer);
    put(writer, finding->reason);
    stn_fingerprint_append(&writer->told, finding);
    put_told(writer);
    end_row(writer);
}

/* A row of its own, for a header alone would read as a clean run. */
static void put_incomplete(struct writer *writer,
                           const struct stn_report *report)
{
    put(writer, STN_STR("incomplete"));
    put(writer, STN_STR(""));
    put(writer, STN_STR(""));
    stn_tell_incomplete(&writer->told, report);
    put_told(writer);
    put(writer, stn_report_failed_file(report));
    for (size_t i = 0; i < 13; i++)
        put(writer, STN_STR(""));
    end_row(writer);
}

static enum stn_status write_csv(struct stn_buf *out,
                                 const struct stn_report *report,
                                 const struct stn_reporter_options *options,
                                 struct stn_error *err)
{
    const struct stn_findings *found = &report->found;
    struct writer writer = {out, STN_BUF_INIT(FIELD_BYTES_MAX),
                            STN_BUF_INIT(FIELD_BYTES_MAX), ""};

    (void)options;
    put_header(&writer);
    if (!stn_report_is_whole(report))
        put_incomplete(&writer, report);
    for (size_t i = 0; i < found->count && out->status == STN_OK; i++)
        put_finding(&writer, &found->items[i]);
    stn_buf_dispose(&writer.told);
    stn_buf_dispose(&writer.shown);
    return stn_buf_status(out, err);
}

const struct stn_reporter stn_reporter_csv = {
    .name = "csv",
    .summary = "a table for spreadsheets",
    .write = write_csv,
};
