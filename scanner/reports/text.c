#include "base/alloc.h"
#include "base/utf8.h"
#include "findings/fingerprint.h"
#include "reports/excerpt.h"
#include "reports/names.h"
#include "reports/safe.h"
#include "reports/text_parts.h"

#define INDENT "    "
#define COMMIT_DIGITS 12
#define DATE_BYTES 10 /* of "2026-01-31T..." */
#define ELLIPSIS "\xE2\x80\xA6"

void stn_text_ink(struct stn_text_writer *writer, enum stn_ink ink)
{
    static const char *const sequences[] = {
        [STN_INK_NONE] = "\033[0m",  [STN_INK_STRONG] = "\033[1m",
        [STN_INK_FAINT] = "\033[2m", [STN_INK_BAD] = "\033[31m",
        [STN_INK_WARN] = "\033[33m", [STN_INK_GOOD] = "\033[32m",
    };

    if (writer->options->color)
        stn_buf_puts(writer->out, sequences[ink]);
}

enum stn_ink stn_text_severity_ink(enum stn_severity severity)
{
    if (severity >= STN_HIGH)
        return STN_INK_BAD;
    return severity == STN_MEDIUM ? STN_INK_WARN : STN_INK_FAINT;
}

/* Other places shown unless verbose. */
#define ALSO_SHOWN 5

/* Rules whose advice has been given: once is enough. */
struct advised {
    const struct stn_rule_info **rules;
    size_t count, capacity;
};

static bool is_first_of_rule(struct advised *advised, struct stn_buf *out,
                             const struct stn_rule_info *rule)
{
    for (size_t i = 0; i < advised->count; i++)
        if (advised->rules[i] == rule)
            return false;
    const struct stn_rule_info **rules = stn_grow(
        advised->rules, &advised->capacity, advised->count, sizeof(*rules));
    if (rules == NULL) {
        out->status = out->status < 0 ? out->status : STN_ENOMEM;
        return true;
    }
    advised->rules = rules;
    rules[advised->count++] = rule;
    return true;
}

static void put(struct stn_text_writer *writer, enum stn_ink ink,
                struct stn_str words)
{
    stn_text_ink(writer, ink);
    stn_safe_append(writer->out, words);
    stn_text_ink(writer, STN_INK_NONE);
}

/* "path:line:column: severity rule  title  [preview]" */
static void put_headline(struct stn_text_writer *writer,
                         const struct stn_finding *finding)
{
    struct stn_buf *out = writer->out;

    stn_text_ink(writer, STN_INK_STRONG);
    stn_safe_append(out, finding->file.len > 0 ? finding->file : STN_STR("-"));
    stn_buf_printf(out, ":%u:%u:", (unsigned)finding->start.line,
                   (unsigned)finding->start.column);
    stn_text_ink(writer, STN_INK_NONE);
    stn_buf_putc(out, ' ');
    put(writer, stn_text_severity_ink(finding->severity),
        stn_str_of(stn_severity_name(finding->severity)));
    stn_buf_putc(out, ' ');
    stn_safe_append(out, stn_str_of(finding->rule->id));
    stn_buf_puts(out, "  ");
    stn_safe_append(out, stn_str_of(finding->rule->title));
    if (stn_preview_tells(finding->preview)) {
        stn_buf_puts(out, "  [");
        stn_safe_append(out, finding->preview);
        stn_buf_putc(out, ']');
    }
    if (finding->status != STN_NEW)
        stn_buf_printf(out, "  (%s)", stn_finding_status_name(finding->status));
    stn_buf_putc(out, '\n');
}

/* @return Code points appended. */
static size_t put_part(struct stn_buf *out, const char *before,
                       struct stn_str part, const char *after)
{
    size_t start = out->len;

    stn_buf_puts(out, before);
    stn_safe_append(out, part);
    stn_buf_puts(out, after);
    return stn_utf8_count(stn_str_sub(stn_buf_str(out), start, out->len));
}

/* The line, and a line of carets under its blank. */
static void put_excerpt(struct stn_text_writer *writer,
                        const struct stn_finding *finding)
{
    const struct stn_excerpt line = stn_excerpt_fit(finding);
    struct stn_buf *out = writer->out;

    if (finding->excerpt.len == 0)
        return;
    stn_buf_puts(out, INDENT);
    size_t column =
        put_part(out, line.is_cut_before ? ELLIPSIS : "", line.before, "");
    put_part(
        out, "",
        (struct stn_str){line.marked.ptr, line.marked.len + line.after.len},
        line.is_cut_after ? ELLIPSIS : "");
    stn_buf_puts(out, "\n" INDENT);
    for (size_t i = 0; i < column; i++)
        stn_buf_putc(out, ' ');
    stn_text_ink(writer, stn_text_severity_ink(finding->severity));
    for (size_t i = 0; i < line.width; i++)
        stn_buf_putc(out, '^');
    stn_text_ink(writer, STN_INK_NONE);
    stn_buf_putc(out, '\n');
}

/* Where else it stands: lines, unless they are all the same. */
static void put_also(struct stn_text_writer *writer,
                     const struct stn_finding *finding)
{
    const size_t most = writer->options->verbose ? STN_ALSO_MAX : ALSO_SHOWN;
    size_t shown = 0;

    if (finding->also_count == 0)
        return;
    for (; shown < finding->also_count && shown < most; shown++) {
        const struct stn_also *also = &finding->also[shown];
        stn_buf_printf(
            writer->out, "%s%u:%u", shown == 0 ? INDENT "also at " : ", ",
            (unsigned)also->start.line, (unsigned)also->start.column);
        if (!writer->options->verbose || also->location.len == 0)
            continue;
        stn_buf_puts(writer->out, " ");
        stn_safe_append(writer->out, also->location);
    }
    if (finding->also_count > shown)
        stn_buf_printf(writer->out, " and %zu more",
                       finding->also_count - shown);
    stn_buf_putc(writer->out, '\n');
}

static void put_evidence(struct stn_text_writer *writer,
                         const struct stn_finding *finding)
{
    struct stn_buf *out = writer->out;

    if (finding->location.len > 0) {
        stn_buf_puts(out, finding->rule->category == STN_CATEGORY_GO
                              ? INDENT "in "
                              : INDENT "at ");
        stn_safe_append(out, finding->location);
        stn_buf_putc(out, '\n');
    }
    put_also(writer, finding);
    for (size_t i = 0; i < finding->evidence_count; i++) {
        stn_buf_puts(out, i == 0 ? INDENT : ", ");
        stn_safe_append(out, stn_str_of(finding->evidence[i]));
    }
    if (finding->evidence_count > 0)
        stn_buf_putc(out, '\n');
}

/* "file:line: what" */
static void put_related(struct stn_text_writer *writer,
                        const struct stn_finding *finding)
{
    struct stn_buf *out = writer->out;

    for (size_t i = 0; i < finding->related_count; i++) {
        const struct stn_related *related = &finding->related[i];
        stn_buf_puts(out, INDENT);
        stn_safe_append(out, related->file);
        stn_buf_printf(out, ":%u: ", (unsigned)related->start.line);
        stn_safe_append(out, related->message);
        stn_buf_putc(out, '\n');
    }
}

/* A repair, as a diff. */
static void put_fix(struct stn_text_writer *writer,
                    const struct stn_finding *finding)
{
    struct stn_buf *out = writer->out;
    struct stn_str rest;

    if (finding->fix == NULL)
        return;
    rest = finding->fix->diff;
    stn_buf_puts(out, INDENT "fix: ");
    stn_safe_append(out, finding->fix->title);
    stn_buf_putc(out, '\n');
    while (rest.len > 0) {
        size_t end = stn_str_find(rest, STN_STR("\n"));
        struct stn_str line = stn_str_sub(rest, 0, end);
        enum stn_ink ink = STN_INK_NONE;
        if (stn_str_starts(line, STN_STR("-")))
            ink = STN_INK_BAD;
        else if (stn_str_starts(line, STN_STR("+")))
            ink = STN_INK_GOOD;
        stn_buf_puts(out, INDENT);
        put(writer, ink, line);
        stn_buf_putc(out, '\n');
        rest =
            stn_str_sub(rest, end == SIZE_MAX ? rest.len : end + 1, rest.len);
    }
}

static void put_commit(struct stn_text_writer *writer,
                       const struct stn_finding *finding)
{
    struct stn_buf *out = writer->out;
    bool verbose = writer->options->verbose;

    if (finding->commit.len == 0)
        return;
    stn_buf_puts(out, INDENT "commit ");
    stn_safe_append(out, stn_str_sub(finding->commit, 0,
                                     verbose ? SIZE_MAX : COMMIT_DIGITS));
    if (finding->date.len > 0) {
        stn_buf_puts(out, " of ");
        stn_safe_append(out, stn_str_sub(finding->date, 0,
                                         verbose ? SIZE_MAX : DATE_BYTES));
    }
    if (finding->author.len > 0) {
        stn_buf_puts(out, " by ");
        stn_safe_append(out, finding->author);
    }
    stn_buf_putc(out, '\n');
}

static void put_rest(struct stn_text_writer *writer, const char *label,
                     struct stn_str words)
{
    if (words.len == 0)
        return;
    stn_buf_puts(writer->out, label);
    stn_safe_append(writer->out, words);
    stn_buf_putc(writer->out, '\n');
}

static void put_finding(struct stn_text_writer *writer, struct advised *advised,
                        const struct stn_finding *finding)
{
    put_headline(writer, finding);
    if (writer->options->quiet)
        return;
    put_excerpt(writer, finding);
    put_evidence(writer, finding);
    put_related(writer, finding);
    put_commit(writer, finding);
    put_rest(writer, INDENT "because: ", finding->reason);
    put_rest(writer, INDENT "owner: ", finding->owner);
    if (writer->options->verbose) {
        stn_buf_puts(writer->out, INDENT);
        stn_fingerprint_append(writer->out, finding);
        stn_buf_putc(writer->out, '\n');
        put_fix(writer, finding);
    }
    if (finding->status == STN_NEW &&
        (is_first_of_rule(advised, writer->out, finding->rule) ||
         writer->options->verbose)) {
        put_rest(writer, "  -> ", stn_str_of(finding->rule->advice));
        put_rest(writer, "  -> ", stn_str_of(finding->cure));
    }
    stn_buf_putc(writer->out, '\n');
}

void stn_text_finding(struct stn_text_writer *writer,
                      const struct stn_finding *finding)
{
    struct advised advised = {0};

    put_finding(writer, &advised, finding);
    stn_free(advised.rules);
}

static enum stn_status write_text(struct stn_buf *out,
                                  const struct stn_report *report,
                                  const struct stn_reporter_options *options,
                                  struct stn_error *err)
{
    struct stn_text_writer writer = {out, report, options};
    struct advised advised = {0};

    for (size_t i = 0; i < report->found.count && out->status == STN_OK; i++) {
        const struct stn_finding *finding = &report->found.items[i];
        if (finding->status == STN_NEW || (options->verbose && !options->quiet))
            put_finding(&writer, &advised, finding);
    }
    if (!options->quiet)
        stn_text_summary(&writer);
    stn_free(advised.rules);
    return stn_buf_status(out, err);
}

const struct stn_reporter stn_reporter_text = {
    .name = "text",
    .summary = "for people, one finding after the other",
    .write = write_text,
};
