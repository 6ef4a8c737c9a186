/*
 * Commands that GitHub's runner takes from the output of a step and shows
 * beside the lines of a change.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
#include <inttypes.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "reports/reporter.h"
#include "reports/safe.h"
#include "reports/tell.h"

#define MESSAGE_BYTES_MAX (16 * STN_MIB)
#define COMMIT_DIGITS 12

/*
 * Of each kind a step may have ten; the runner drops what is more, without a
 * word. So the tenth says how many more there are.
 */
#define SHOWN_MAX 9

enum kind { KIND_ERROR, KIND_WARNING, KIND_NOTICE, KIND_COUNT };

static const char *const kind_names[] = {"error", "warning", "notice"};

struct writer {
    struct stn_buf *out;
    const struct stn_report *report;
    struct stn_buf scratch;
};

/* What fails the run is an error, whatever it is ranked. */
static enum kind kind_of(const struct stn_report *report,
                         const struct stn_finding *finding)
{
    if (finding->severity >= STN_HIGH || stn_report_blocks(report, finding))
        return KIND_ERROR;
    return finding->severity == STN_MEDIUM ? KIND_WARNING : KIND_NOTICE;
}

/* @param more  Characters that are escaped besides. */
static void put_escaped(struct stn_buf *out, struct stn_str text,
                        const char *more)
{
    for (size_t i = 0; i < text.len; i++) {
        char byte = text.ptr[i];
        if (byte == '%' || byte == '\r' || byte == '\n' ||
            (byte != '\0' && strchr(more, byte) != NULL))
            stn_buf_printf(out, "%%%02X", (unsigned)(unsigned char)byte);
        else
            stn_buf_putc(out, byte);
    }
}

/* A path as it is, so that it is found; but for what no log should hold. */
static void put_path(struct writer *writer, struct stn_str path)
{
    stn_buf_clear(&writer->scratch);
    for (size_t i = 0; i < path.len;) {
        size_t end = i;
        while (end < path.len && path.ptr[end] != '\r' && path.ptr[end] != '\n')
            end++;
        stn_utf8_append_printable(&writer->scratch, stn_str_sub(path, i, end));
        if (end < path.len)
            stn_buf_putc(&writer->scratch, path.ptr[end++]);
        i = end;
    }
    stn_told(writer->out, &writer->scratch);
    put_escaped(writer->out, stn_buf_str(&writer->scratch), ":,");
}

/* The runner takes columns only within one line. */
static void put_place(struct writer *writer, const struct stn_finding *finding)
{
    const struct stn_pos start = finding->start;
    const struct stn_pos end = finding->end;

    if (finding->file.len == 0)
        return;
    stn_buf_puts(writer->out, "file=");
    put_path(writer, finding->file);
    if (start.line > 0)
        stn_buf_printf(writer->out, ",line=%" PRIu32, start.line);
    if (start.line > 0 && end.line >= start.line)
        stn_buf_printf(writer->out, ",endLine=%" PRIu32, end.line);
    if (start.line > 0 && end.line == start.line && end.column > start.column)
        stn_buf_printf(writer->out, ",col=%" PRIu32 ",endColumn=%" PRIu32,
                       start.column, end.column);
    stn_buf_putc(writer->out, ',');
}

static void tell_commit(struct stn_buf *out, const struct stn_finding *finding)
{
    if (finding->commit.len == 0)
        return;
    stn_buf_puts(out, ", in commit ");
    stn_safe_append(out, stn_str_sub(finding->commit, 0, COMMIT_DIGITS));
}

static void tell_preview(struct stn_buf *out, const struct stn_finding *finding)
{
    if (finding->preview.len == 0)
        return;
    stn_buf_puts(out, " [");
    stn_safe_append(out, finding->preview);
    stn_buf_putc(out, ']');
}

/* "Title; evidence; in location [AKIA…], in commit 0123456789ab. Advice" */
static void put_message(struct writer *writer,
                        const struct stn_finding *finding)
{
    struct stn_buf told = STN_BUF_INIT(MESSAGE_BYTES_MAX);
    struct stn_buf advice = STN_BUF_INIT(MESSAGE_BYTES_MAX);
    struct stn_buf *text = &writer->scratch;

    stn_tell_finding(&told, finding, true);
    stn_tell_advice(&advice, finding);
    stn_buf_clear(text);
    stn_safe_append(text, stn_buf_str(&told));
    tell_preview(text, finding);
    tell_commit(text, finding);
    stn_buf_puts(text, ". ");
    stn_safe_append(text, stn_buf_str(&advice));
    put_escaped(writer->out, stn_str_trim(stn_buf_str(text)), "");
    stn_told(writer->out, &told);
    stn_told(writer->out, &advice);
    stn_told(writer->out, text);
    stn_buf_dispose(&told);
    stn_buf_dispose(&advice);
}

static void put_annotation(struct writer *writer,
                           const struct stn_finding *finding, enum kind kind)
{
    stn_buf_printf(writer->out, "::%s ", kind_names[kind]);
    put_place(writer, finding);
    stn_buf_puts(writer->out, "title=");
    stn_buf_clear(&writer->scratch);
    stn_utf8_append_printable(&writer->scratch,
                              stn_str_of(finding->rule->title));
    stn_told(writer->out, &writer->scratch);
    put_escaped(writer->out, stn_buf_str(&writer->scratch), ":,");
    stn_buf_puts(writer->out, "::");
    put_message(writer, finding);
    stn_buf_putc(writer->out, '\n');
}

static void put_incomplete(struct writer *writer)
{
    stn_buf_puts(writer->out,
                 "::error title=stanch could not scan everything::");
    stn_buf_clear(&writer->scratch);
    stn_tell_failures(&writer->scratch, writer->report);
    put_escaped(writer->out, stn_buf_str(&writer->scratch), "");
    stn_told(writer->out, &writer->scratch);
    stn_buf_putc(writer->out, '\n');
}

static void put_annotations(struct writer *writer)
{
    const struct stn_report *report = writer->report;
    const struct stn_finding *finding;
    struct stn_worst walk = stn_worst_first(report);
    size_t shown[KIND_COUNT] = {0};
    size_t more[KIND_COUNT] = {0};

    if (!stn_report_is_whole(report)) {
        put_incomplete(writer);
        shown[KIND_ERROR]++;
    }
    while (writer->out->status == STN_OK &&
           (finding = stn_worst_next(&walk)) != NULL) {
        enum kind kind = kind_of(report, finding);
        if (shown[kind] >= SHOWN_MAX) {
            more[kind]++;
            continue;
        }
        shown[kind]++;
        put_annotation(writer, finding, kind);
    }
    for (size_t kind = 0; kind < KIND_COUNT; kind++) {
        if (more[kind] == 0)
            continue;
        stn_buf_printf(writer->out, "::%s title=stanch::", kind_names[kind]);
        stn_safe_append_count(writer->out, more[kind]);
        stn_buf_puts(writer->out, " more like these are listed in the log\n");
    }
}

/* "path:3:9: high rule-id  Title [AKIA…], in commit 0123456789ab" */
static void put_line(struct writer *writer, const struct stn_finding *finding)
{
    struct stn_buf *out = writer->out;

    stn_safe_append(out, finding->file);
    stn_buf_printf(out, ":%" PRIu32 ":%" PRIu32 ": %s %s  ",
                   finding->start.line, finding->start.column,
                   stn_severity_name(finding->severity), finding->rule->id);
    stn_safe_append(out, stn_str_of(finding->rule->title));
    tell_preview(out, finding);
    tell_commit(out, finding);
    stn_buf_putc(out, '\n');
}

static void put_failure_lines(struct writer *writer)
{
    const struct stn_findings *found = &writer->report->found;

    for (size_t i = 0; i < found->skip_count; i++) {
        if (!stn_skip_is_failure(found->skips[i].reason))
            continue;
        stn_buf_clear(&writer->scratch);
        stn_tell_skip(&writer->scratch, &found->skips[i]);
        stn_buf_puts(writer->out, "not scanned: ");
        stn_safe_append(writer->out, stn_buf_str(&writer->scratch));
        stn_told(writer->out, &writer->scratch);
        stn_buf_putc(writer->out, '\n');
    }
}

/* What annotations leave out is in the log. */
static void put_list(struct writer *writer)
{
    const struct stn_report *report = writer->report;
    const struct stn_finding *finding;
    struct stn_worst walk = stn_worst_first(report);

    stn_buf_puts(writer->out, "::group::stanch, ");
    stn_tell_verdict(writer->out, report);
    stn_buf_putc(writer->out, '\n');
    while (writer->out->status == STN_OK &&
           (finding = stn_worst_next(&walk)) != NULL)
        put_line(writer, finding);
    put_failure_lines(writer);
    for (size_t i = 0; i < report->note_count; i++) {
        stn_buf_puts(writer->out, "note: ");
        stn_safe_append(writer->out, stn_str_of(report->notes[i]));
        stn_buf_putc(writer->out, '\n');
    }
    if (report->dropped > 0)
        stn_buf_printf(writer->out, "%zu more findings are not listed\n",
                       report->dropped);
    if (report->suppressed > 0)
        stn_buf_printf(writer->out, "%zu allowed or known besides\n",
                       report->suppressed);
    stn_buf_puts(writer->out, "::endgroup::\n");
}

static enum stn_status write_github(struct stn_buf *out,
                                    const struct stn_report *report,
                                    const struct stn_reporter_options *options,
                                    struct stn_error *err)
{
    struct writer writer = {out, report, STN_BUF_INIT(MESSAGE_BYTES_MAX)};

    put_annotations(&writer);
    if (!options->quiet)
        put_list(&writer);
    stn_buf_dispose(&writer.scratch);
    return stn_buf_status(out, err);
}

const struct stn_reporter stn_reporter_github = {
    .name = "github",
    .summary = "annotations, for the log of a GitHub workflow",
    .write = write_github,
};
