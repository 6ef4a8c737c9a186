#include "reports/names.h"
#include "reports/safe.h"
#include "reports/tell.h"
#include "reports/text_parts.h"

/* Of the skips of one reason, and of the notes, shown unless verbose. */
#define LISTED_MAX 5

static void put_label(struct stn_text_writer *writer, const char *label)
{
    stn_text_ink(writer, STN_INK_FAINT);
    stn_buf_printf(writer->out, "%-10s", label);
    stn_text_ink(writer, STN_INK_NONE);
}

static void put_count(struct stn_text_writer *writer, uint64_t count,
                      const char *noun)
{
    stn_safe_append_count(writer->out, count);
    stn_buf_printf(writer->out, " %s%s", noun, count == 1 ? "" : "s");
}

/* "Findings  4: 1 critical, 3 high" */
static void put_findings(struct stn_text_writer *writer)
{
    const struct stn_findings *found = &writer->report->found;
    uint64_t severities[STN_NEVER] = {0};
    uint64_t count = 0;
    size_t kinds = 0;

    for (size_t i = 0; i < found->count; i++) {
        if (found->items[i].status != STN_NEW)
            continue;
        count++;
        if (severities[found->items[i].severity]++ == 0)
            kinds++;
    }
    put_label(writer, "Findings");
    if (count == 0)
        stn_buf_puts(writer->out, "none");
    if (kinds > 1) {
        stn_safe_append_count(writer->out, count);
        stn_buf_puts(writer->out, ": ");
    }
    const char *separator = "";
    for (size_t i = STN_CRITICAL; i >= STN_NOTE; i--) {
        if (severities[i] == 0)
            continue;
        stn_buf_puts(writer->out, separator);
        stn_safe_append_count(writer->out, severities[i]);
        stn_buf_printf(writer->out, " %s",
                       stn_severity_name((enum stn_severity)i));
        separator = ", ";
    }
    if (writer->report->dropped > 0) {
        stn_buf_puts(writer->out, "; ");
        stn_safe_append_count(writer->out, writer->report->dropped);
        stn_buf_puts(writer->out, " more not listed (per_rule, same)");
    }
    stn_buf_putc(writer->out, '\n');
}

static void put_suppressed(struct stn_text_writer *writer)
{
    const struct stn_findings *found = &writer->report->found;
    uint64_t allowed = 0;
    uint64_t known = 0;

    for (size_t i = 0; i < found->count; i++) {
        allowed += found->items[i].status == STN_ALLOWED;
        known += found->items[i].status == STN_KNOWN;
    }
    if (allowed + known == 0)
        return;
    put_label(writer, "Besides");
    if (allowed > 0) {
        stn_safe_append_count(writer->out, allowed);
        stn_buf_puts(writer->out, " allowed");
    }
    if (known > 0) {
        stn_buf_puts(writer->out, allowed > 0 ? ", " : "");
        stn_safe_append_count(writer->out, known);
        stn_buf_puts(writer->out, " known");
    }
    stn_buf_puts(writer->out,
                 writer->options->verbose ? "\n" : " (-v shows them)\n");
}

static void put_seconds(struct stn_text_writer *writer, double seconds)
{
    if (seconds <= 0)
        return;
    if (seconds < 0.1)
        stn_buf_printf(writer->out, ", %.0f ms", seconds * 1000);
    else
        stn_buf_printf(writer->out, ", %.*f s", seconds < 10 ? 2 : 0, seconds);
}

/* "Scanned   main..HEAD, 12 commits (80 texts, 892.0 KiB, 312 rules)" */
static void put_scanned(struct stn_text_writer *writer)
{
    const struct stn_report *report = writer->report;

    put_label(writer, "Scanned");
    if (report->what != NULL) {
        stn_safe_append(writer->out, stn_str_of(report->what));
        stn_buf_puts(writer->out, " (");
    }
    put_count(writer, report->found.texts, "text");
    stn_buf_puts(writer->out, ", ");
    if (report->found.packages > 0) {
        put_count(writer, report->found.packages, "Go package");
        stn_buf_puts(writer->out, ", ");
    }
    stn_safe_append_size(writer->out, report->found.bytes);
    stn_buf_puts(writer->out, ", ");
    if (report->found.cached > 0) {
        stn_safe_append_count(writer->out, report->found.cached);
        stn_buf_puts(writer->out, " from the cache, ");
    }
    put_count(writer, report->rule_count, "rule");
    put_seconds(writer, report->seconds);
    stn_buf_puts(writer->out, report->what != NULL ? ")\n" : "\n");
}

/* "    path in commit 0123456789ab, 70.1 MiB: detail" */
static void put_skip(struct stn_text_writer *writer,
                     const struct stn_skip *skip)
{
    struct stn_buf *out = writer->out;
    const char *separator = "";

    stn_buf_puts(out, "    ");
    if (skip->file.len > 0) {
        stn_safe_append(out, skip->file);
        separator = ": ";
    }
    if (skip->commit.len > 0) {
        stn_buf_puts(out, skip->file.len > 0 ? " in commit " : "commit ");
        stn_safe_append(out, stn_str_sub(skip->commit, 0, 12));
        separator = ": ";
    }
    if (skip->bytes > 0) {
        stn_buf_puts(out, separator[0] != '\0' ? ", " : "");
        stn_safe_append_size(out, skip->bytes);
        separator = ": ";
    }
    if (skip->detail.len > 0) {
        stn_buf_puts(out, separator);
        stn_safe_append(out, skip->detail);
    }
    stn_buf_putc(out, '\n');
}

/* What is known of one reason: entries that say nothing are left out. */
static void put_skips(struct stn_text_writer *writer,
                      enum stn_skip_reason reason)
{
    const struct stn_findings *found = &writer->report->found;
    uint64_t shown = 0;

    for (size_t i = 0; i < found->skip_count; i++) {
        const struct stn_skip *skip = &found->skips[i];
        if (skip->reason != reason)
            continue;
        if (shown >= LISTED_MAX && !writer->options->verbose)
            break;
        shown++;
        if (skip->file.len + skip->commit.len + skip->detail.len > 0)
            put_skip(writer, skip);
    }
    uint64_t rest = found->skipped[reason] - shown;
    if (found->skipped[reason] <= shown)
        return;
    stn_buf_puts(writer->out, "    and ");
    stn_safe_append_count(writer->out, rest);
    stn_buf_puts(writer->out, " more\n");
}

static void put_reason(struct stn_text_writer *writer,
                       enum stn_skip_reason reason)
{
    uint64_t count = writer->report->found.skipped[reason];

    stn_buf_puts(writer->out, "  ");
    stn_text_ink(writer,
                 stn_skip_is_failure(reason) ? STN_INK_WARN : STN_INK_FAINT);
    stn_buf_puts(writer->out, stn_skip_name(reason));
    stn_text_ink(writer, STN_INK_NONE);
    if (count > 1) {
        stn_buf_puts(writer->out, " (");
        stn_safe_append_count(writer->out, count);
        stn_buf_putc(writer->out, ')');
    }
    if (stn_skip_remedy(reason)[0] != '\0')
        stn_buf_printf(writer->out, ": %s", stn_skip_remedy(reason));
    stn_buf_putc(writer->out, '\n');
    put_skips(writer, reason);
}

static void put_failures(struct stn_text_writer *writer)
{
    const struct stn_findings *found = &writer->report->found;
    bool has_any = false;

    for (size_t i = STN_SKIP_POLICY_LAST + 1; i <= STN_SKIP_NOTHING; i++) {
        if (found->skipped[i] == 0)
            continue;
        if (!has_any) {
            stn_buf_putc(writer->out, '\n');
            stn_text_ink(writer, STN_INK_STRONG);
            stn_buf_puts(writer->out, "Not scanned");
            stn_text_ink(writer, STN_INK_NONE);
            stn_buf_puts(writer->out, ", so the result is incomplete:\n");
        }
        has_any = true;
        put_reason(writer, (enum stn_skip_reason)i);
    }
}

static void put_left_out(struct stn_text_writer *writer)
{
    static const char *const nouns[] = {
        [STN_SKIP_BINARY] = "binary file",
        [STN_SKIP_PATH] = "skipped path",
        [STN_SKIP_SUBMODULE] = "submodule",
        [STN_SKIP_SYMLINK] = "symlink",
        [STN_SKIP_SPECIAL] = "special file",
        [STN_SKIP_UNSTRUCTURED] = "capture in part read as plain text",
        [STN_SKIP_UNPARSED] = "partly parsed Go file",
        [STN_SKIP_LATE] = "rest past the deadline",
    };
    const struct stn_findings *found = &writer->report->found;
    const char *separator = "";

    for (size_t i = 0; i <= STN_SKIP_POLICY_LAST; i++) {
        if (found->skipped[i] == 0)
            continue;
        if (separator[0] == '\0')
            put_label(writer, "Left out");
        stn_buf_puts(writer->out, separator);
        put_count(writer, found->skipped[i], nouns[i]);
        separator = ", ";
    }
    if (separator[0] == '\0')
        return;
    stn_buf_putc(writer->out, '\n');
    if (!writer->options->verbose)
        return;
    for (size_t i = 0; i <= STN_SKIP_POLICY_LAST; i++)
        if (found->skipped[i] > 0)
            put_reason(writer, (enum stn_skip_reason)i);
}

static void put_notes(struct stn_text_writer *writer)
{
    const struct stn_report *report = writer->report;
    size_t shown = report->note_count;

    if (shown > LISTED_MAX && !writer->options->verbose)
        shown = LISTED_MAX;
    if (shown > 0)
        stn_buf_putc(writer->out, '\n');
    for (size_t i = 0; i < shown; i++) {
        put_label(writer, "Note");
        stn_safe_append(writer->out, stn_str_of(report->notes[i]));
        stn_buf_putc(writer->out, '\n');
    }
    if (shown < report->note_count) {
        put_label(writer, "");
        stn_buf_puts(writer->out, "and ");
        stn_safe_append_count(writer->out, report->note_count - shown);
        stn_buf_puts(writer->out, " more\n");
    }
}

static void put_verdict(struct stn_text_writer *writer)
{
    static const enum stn_ink inks[] = {[STN_CLEAN] = STN_INK_GOOD,
                                        [STN_FINDINGS] = STN_INK_BAD,
                                        [STN_INCOMPLETE] = STN_INK_WARN};
    static const char *const words[] = {[STN_CLEAN] = "clean",
                                        [STN_FINDINGS] = "blocked",
                                        [STN_INCOMPLETE] = "incomplete"};
    const struct stn_report *report = writer->report;
    const char *fail_at = stn_severity_name(report->fail_at);

    stn_buf_putc(writer->out, '\n');
    put_label(writer, "Result");
    stn_text_ink(writer, inks[report->verdict]);
    stn_buf_puts(writer->out, words[report->verdict]);
    stn_text_ink(writer, STN_INK_NONE);
    stn_buf_puts(writer->out, ": ");
    if (report->verdict == STN_FINDINGS)
        put_count(writer, report->blocking, "finding");
    else
        stn_buf_puts(writer->out, "nothing");
    stn_buf_printf(writer->out, " at or above %s%s\n",
                   fail_at != NULL ? fail_at : "never",
                   report->verdict == STN_INCOMPLETE
                       ? " so far, but not everything was scanned"
                       : "");
}

void stn_text_summary(struct stn_text_writer *writer)
{
    put_findings(writer);
    put_suppressed(writer);
    put_scanned(writer);
    put_left_out(writer);
    put_failures(writer);
    put_notes(writer);
    put_verdict(writer);
}
