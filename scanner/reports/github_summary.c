/* The summary page of a GitHub workflow, in its Markdown. */
#include <inttypes.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "findings/fingerprint.h"
#include "reports/reporter.h"
#include "reports/safe.h"
#include "reports/tell.h"
#include "reports/uri.h"

#define PART_BYTES_MAX (16 * STN_MIB)
#define COMMIT_DIGITS 12

/* A step's summary may have 1 MiB; what follows the table takes the rest. */
#define TABLE_BYTES_MAX (900 * STN_KIB)
/* Bytes of a name that are shown. */
#define NAME_BYTES_MAX ((size_t)512)
/* Rules whose advice is given, files not scanned, and notes. */
#define LISTED_MAX ((size_t)20)

struct writer {
    struct stn_buf *out;
    const struct stn_report *report;
    const struct stn_reporter_options *options;
    struct stn_buf scratch;
};

/*
 * Words from outside. Nothing in a code span means anything, but what would end
 * it, or the cell of a table it is in.
 */
static void put_code(struct writer *writer, struct stn_str words)
{
    struct stn_str shown = stn_str_sub(words, 0, NAME_BYTES_MAX);

    stn_buf_clear(&writer->scratch);
    stn_utf8_append_printable(&writer->scratch, shown);
    stn_told(writer->out, &writer->scratch);
    stn_buf_putc(writer->out, '`');
    for (size_t i = 0; i < writer->scratch.len; i++) {
        char byte = writer->scratch.ptr[i];
        if (byte == '`' || byte == '|')
            stn_buf_printf(writer->out, "\\x%02X", (unsigned)byte);
        else
            stn_buf_putc(writer->out, byte);
    }
    if (writer->scratch.len == 0)
        stn_buf_putc(writer->out, ' ');
    stn_buf_puts(writer->out, shown.len < words.len ? "\xE2\x80\xA6`" : "`");
}

/* Sentences of rules: no mark-up, and no line breaks. */
static void put_words(struct writer *writer, struct stn_str words)
{
    stn_buf_clear(&writer->scratch);
    stn_utf8_append_printable(&writer->scratch, words);
    stn_told(writer->out, &writer->scratch);
    for (size_t i = 0; i < writer->scratch.len; i++) {
        char byte = writer->scratch.ptr[i];
        if (strchr("\\`*_{}[]<>|~#!@&", byte) != NULL)
            stn_buf_printf(writer->out, "&#%u;", (unsigned)byte);
        else
            stn_buf_putc(writer->out, byte);
    }
}

static void put_place(struct writer *writer, const struct stn_finding *finding)
{
    struct stn_buf *out = writer->out;
    bool is_link = stn_uri_has_place(writer->options, finding);

    if (is_link)
        stn_buf_putc(out, '[');
    put_code(writer, finding->file);
    stn_buf_printf(out, ":%" PRIu32, finding->start.line);
    if (!is_link)
        return;
    stn_buf_puts(out, "](");
    stn_uri_append_place(out, writer->options, finding);
    stn_buf_putc(out, ')');
}

static void put_fingerprint(struct writer *writer,
                            const struct stn_finding *finding)
{
    struct stn_buf text = STN_BUF_INIT(PART_BYTES_MAX);

    stn_fingerprint_append(&text, finding);
    stn_told(writer->out, &text);
    put_code(writer, stn_buf_str(&text));
    stn_buf_dispose(&text);
}

static void put_row(struct writer *writer, const struct stn_finding *finding)
{
    struct stn_buf *out = writer->out;

    stn_buf_printf(out, "| %s | ", stn_severity_name(finding->severity));
    put_code(writer, stn_str_of(finding->rule->id));
    stn_buf_puts(out, " | ");
    put_place(writer, finding);
    stn_buf_puts(out, " | ");
    if (finding->commit.len > 0)
        put_code(writer, stn_str_sub(finding->commit, 0, COMMIT_DIGITS));
    stn_buf_puts(out, " | ");
    if (finding->preview.len > 0)
        put_code(writer, finding->preview);
    stn_buf_puts(out, " | ");
    put_fingerprint(writer, finding);
    stn_buf_puts(out, " |\n");
}

/* Rows until the page is full. */
static void put_table(struct writer *writer)
{
    struct stn_worst walk = stn_worst_first(writer->report);
    struct stn_buf *out = writer->out;
    const struct stn_finding *finding = stn_worst_next(&walk);
    size_t left_out = 0;
    bool is_full = false;

    if (finding == NULL)
        return;
    stn_buf_puts(out,
                 "\n| Severity | Rule | Place | Commit | Preview | Fingerprint "
                 "|\n| --- | --- | --- | --- | --- | --- |\n");
    for (; finding != NULL && out->status == STN_OK;
         finding = stn_worst_next(&walk)) {
        size_t before = out->len;
        if (!is_full)
            put_row(writer, finding);
        if (out->len > TABLE_BYTES_MAX) {
            stn_buf_truncate(out, before);
            is_full = true;
        }
        left_out += is_full;
    }
    if (left_out == 0)
        return;
    stn_buf_puts(out, "\n**");
    stn_safe_append_count(out, left_out);
    stn_buf_puts(out, " more** did not fit on this page.\n");
}

/* The advice of each rule that found something, once. */
static void put_advice(struct writer *writer)
{
    const struct stn_rule_info *told[LISTED_MAX];
    struct stn_worst walk = stn_worst_first(writer->report);
    const struct stn_finding *finding;
    size_t count = 0;

    while (count < LISTED_MAX && (finding = stn_worst_next(&walk)) != NULL) {
        size_t i = 0;
        while (i < count && told[i] != finding->rule)
            i++;
        if (i < count || finding->rule->advice == NULL)
            continue;
        told[count++] = finding->rule;
        stn_buf_puts(writer->out, "- ");
        put_code(writer, stn_str_of(finding->rule->id));
        stn_buf_puts(writer->out, ": ");
        put_words(writer, stn_str_of(finding->rule->advice));
        stn_buf_putc(writer->out, '\n');
    }
}

static void put_what_to_do(struct writer *writer)
{
    struct stn_worst walk = stn_worst_first(writer->report);
    const struct stn_finding *finding;
    bool has_secret = false;
    bool has_any = false;

    while (!has_secret && (finding = stn_worst_next(&walk)) != NULL) {
        has_any = true;
        has_secret = finding->rule->category == STN_CATEGORY_SECRET;
    }
    if (!has_any)
        return;
    stn_buf_puts(writer->out, "\n### What to do\n\n");
    if (has_secret)
        stn_buf_puts(
            writer->out,
            "**Revoke the secret first.** Whoever could read the commit has "
            "it, and taking it out of the file or of the history takes it "
            "from nobody. Then take it out, and rewrite the commits that "
            "nobody else has yet. What is no secret is allowed in a comment "
            "on its line: `stanch:allow RULE -- reason`.\n\n");
    put_advice(writer);
}

static void put_failures(struct writer *writer)
{
    const struct stn_findings *found = &writer->report->found;
    size_t listed = 0;

    if (stn_report_is_whole(writer->report))
        return;
    stn_buf_puts(writer->out,
                 "\n### Not scanned\n\nThe result is incomplete: ");
    stn_buf_clear(&writer->scratch);
    stn_tell_failures(&writer->scratch, writer->report);
    stn_told(writer->out, &writer->scratch);
    stn_buf_append(writer->out, stn_buf_str(&writer->scratch));
    stn_buf_puts(writer->out, ".\n\n");
    for (size_t i = 0; i < found->skip_count && listed < LISTED_MAX; i++) {
        const struct stn_skip *skip = &found->skips[i];
        if (!stn_skip_is_failure(skip->reason) ||
            skip->file.len + skip->detail.len == 0)
            continue;
        stn_buf_printf(writer->out, "- %s", stn_skip_name(skip->reason));
        if (skip->file.len > 0) {
            stn_buf_puts(writer->out, ": ");
            put_code(writer, skip->file);
        }
        if (skip->detail.len > 0) {
            stn_buf_puts(writer->out, ": ");
            put_code(writer, skip->detail);
        }
        stn_buf_putc(writer->out, '\n');
        listed++;
    }
}

static void put_count(struct stn_buf *out, uint64_t count, const char *noun)
{
    stn_safe_append_count(out, count);
    stn_buf_printf(out, " %s%s", noun, count == 1 ? "" : "s");
}

static void put_coverage(struct writer *writer)
{
    const struct stn_report *report = writer->report;
    struct stn_buf *out = writer->out;

    stn_buf_puts(out, "\n### Scanned\n\n");
    if (report->what != NULL) {
        put_code(writer, stn_str_of(report->what));
        stn_buf_puts(out, ": ");
    }
    put_count(out, report->found.texts, "text");
    stn_buf_puts(out, ", ");
    stn_safe_append_size(out, report->found.bytes);
    stn_buf_puts(out, ", ");
    put_count(out, report->rule_count, "rule");
    stn_buf_puts(out, ".");
    if (report->suppressed > 0) {
        stn_buf_putc(out, ' ');
        stn_safe_append_count(out, report->suppressed);
        stn_buf_puts(out, " allowed or known besides.");
    }
    if (report->dropped > 0) {
        stn_buf_putc(out, ' ');
        stn_safe_append_count(out, report->dropped);
        stn_buf_puts(out, " more are not listed (per\\_rule, same).");
    }
    stn_buf_putc(out, '\n');
    for (size_t i = 0; i < report->note_count && i < LISTED_MAX; i++) {
        stn_buf_puts(out, i == 0 ? "\n- " : "- ");
        put_code(writer, stn_str_of(report->notes[i]));
        stn_buf_putc(out, '\n');
    }
}

static enum stn_status write_summary(struct stn_buf *out,
                                     const struct stn_report *report,
                                     const struct stn_reporter_options *options,
                                     struct stn_error *err)
{
    struct writer writer = {out, report, options, STN_BUF_INIT(PART_BYTES_MAX)};

    stn_buf_puts(out, "## stanch, ");
    stn_tell_verdict(out, report);
    stn_buf_putc(out, '\n');
    put_table(&writer);
    put_failures(&writer);
    put_what_to_do(&writer);
    put_coverage(&writer);
    stn_buf_dispose(&writer.scratch);
    return stn_buf_status(out, err);
}

const struct stn_reporter stn_reporter_github_summary = {
    .name = "github-summary",
    .summary = "Markdown, for the summary page of a GitHub workflow",
    .write = write_summary,
};
