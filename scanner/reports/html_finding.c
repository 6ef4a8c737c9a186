#include <inttypes.h>

#include "findings/fingerprint.h"
#include "reports/excerpt.h"
#include "reports/html_parts.h"
#include "reports/names.h"
#include "reports/tell.h"
#include "reports/uri.h"

/* Findings of a page on which they need no click. */
#define TOLD_IN_FULL 10
#define COMMIT_DIGITS 12
#define DATE_BYTES 10 /* of "2026-01-31T..." */

static void put_code(struct stn_buf *out, struct stn_str words)
{
    stn_buf_puts(out, "<code>");
    stn_html_text(out, words);
    stn_buf_puts(out, "</code>");
}

static void put_position(struct stn_buf *out, struct stn_pos pos)
{
    stn_buf_printf(out, "%" PRIu32 ":%" PRIu32, pos.line, pos.column);
}

/* Where people read the file, if that is known. */
static void put_link(const struct stn_html *page,
                     const struct stn_finding *finding)
{
    struct stn_buf *out = page->out;
    struct stn_buf link = STN_BUF_INIT(out->ceiling);

    if (!stn_uri_has_place(page->options, finding))
        return;
    stn_uri_append_place(&link, page->options, finding);
    stn_buf_puts(out, " <a class=\"source\" rel=\"noreferrer\" href=\"");
    stn_html_text(out, stn_buf_str(&link));
    stn_buf_puts(out, "\">view</a>");
    stn_told(out, &link);
    stn_buf_dispose(&link);
}

/* "3:9  high  AWS access key ID  aws-access-key-id  AKIA..." */
static void put_headline(const struct stn_html *page, size_t index)
{
    const struct stn_finding *finding = &page->report->found.items[index];
    struct stn_buf *out = page->out;

    stn_buf_printf(out, "<h5><a class=\"at\" href=\"#f%zu\">", index);
    put_position(out, finding->start);
    stn_buf_puts(out, "</a> ");
    stn_html_put_severity(out, stn_html_severity(finding));
    stn_buf_puts(out, " <span class=\"title\">");
    stn_html_words(out, finding->rule->title);
    stn_buf_printf(out, "</span> <a class=\"rule\" href=\"#r%zu\">",
                   stn_html_tally_rule(page->tally, finding->rule));
    stn_html_words(out, finding->rule->id);
    stn_buf_puts(out, "</a>");
    if (stn_preview_tells(finding->preview)) {
        stn_buf_puts(out, " <code class=\"preview\">");
        stn_html_text(out, finding->preview);
        stn_buf_puts(out, "</code>");
    }
    put_link(page, finding);
    stn_buf_puts(out, "</h5>\n");
}

/* The line, with what it is about marked. */
static void put_excerpt(struct stn_buf *out, const struct stn_finding *finding)
{
    const struct stn_excerpt line = stn_excerpt_fit(finding);

    if (finding->excerpt.len == 0)
        return;
    stn_buf_puts(out, "<pre class=\"line\"><code>");
    stn_buf_puts(out, line.is_cut_before ? "&hellip;" : "");
    stn_html_text(out, line.before);
    stn_buf_puts(out, "<mark>");
    stn_html_text(out, line.marked);
    stn_buf_puts(out, "</mark>");
    stn_html_text(out, line.after);
    stn_buf_puts(out, line.is_cut_after ? "&hellip;" : "");
    stn_buf_puts(out, "</code></pre>\n");
}

/* Why it does not count. */
static void put_reason(struct stn_buf *out, const struct stn_finding *finding)
{
    if (finding->status == STN_NEW)
        return;
    stn_buf_puts(out, "<p class=\"why\"><b>");
    if (finding->status == STN_KNOWN)
        stn_buf_puts(out, "Known");
    else
        stn_buf_puts(out, finding->is_allowed_in_line
                              ? "Allowed by a mark in the text"
                              : "Allowed");
    stn_buf_puts(out, "</b>");
    if (finding->reason.len > 0) {
        stn_buf_puts(out, ": ");
        stn_html_text(out, finding->reason);
    }
    stn_buf_puts(out, "</p>\n");
}

/* Where in the capture or the code, what speaks for it, who brought it. */
static void put_circumstances(struct stn_buf *out,
                              const struct stn_finding *finding)
{
    if (finding->location.len + finding->evidence_count + finding->commit.len ==
        0)
        return;
    stn_buf_puts(out, "<ul class=\"circumstances\">");
    if (finding->location.len > 0) {
        stn_buf_puts(out, "<li>in ");
        put_code(out, finding->location);
        stn_buf_puts(out, "</li>");
    }
    for (size_t i = 0; i < finding->evidence_count; i++) {
        stn_buf_puts(out, "<li>");
        stn_html_words(out, finding->evidence[i]);
        stn_buf_puts(out, "</li>");
    }
    if (finding->commit.len > 0) {
        stn_buf_puts(out, "<li>commit ");
        put_code(out, stn_str_sub(finding->commit, 0, COMMIT_DIGITS));
        if (finding->date.len > 0) {
            stn_buf_puts(out, " of ");
            stn_html_text(out, stn_str_sub(finding->date, 0, DATE_BYTES));
        }
        stn_buf_puts(out, "</li>");
    }
    stn_buf_puts(out, "</ul>\n");
}

static void begin_row(struct stn_buf *out, const char *name)
{
    stn_buf_printf(out, "<dt>%s</dt><dd>", name);
}

/* What the change at hand tried, and what is not taken from it. */
static void put_ignored(struct stn_buf *out, const struct stn_finding *finding)
{
    if (finding->is_mark_ignored)
        stn_buf_puts(out, "<p class=\"why\">The text says that this is "
                          "allowed, but the change itself brings that.</p>\n");
    if (finding->was.len == 0)
        return;
    stn_buf_puts(out, "<p class=\"why\">The change moved it here from ");
    stn_html_put_path(out, "code", "", finding->was);
    stn_buf_puts(out, "</p>\n");
}

static void put_advice(struct stn_buf *out, const struct stn_finding *finding)
{
    struct stn_buf words = STN_BUF_INIT(out->ceiling);

    stn_tell_advice(&words, finding);
    if (words.len > 0) {
        begin_row(out, "What to do");
        stn_html_text(out, stn_buf_str(&words));
        stn_buf_puts(out, "</dd>\n");
    }
    stn_told(out, &words);
    stn_buf_dispose(&words);
}

/* A repair, as a diff. */
static void put_fix(struct stn_buf *out, const struct stn_finding *finding)
{
    struct stn_str rest;

    if (finding->fix == NULL)
        return;
    begin_row(out, "Fix");
    stn_html_text(out, finding->fix->title);
    rest = finding->fix->diff;
    stn_buf_puts(out, rest.len > 0 ? "<pre class=\"diff\"><code>" : "");
    while (rest.len > 0) {
        size_t end = stn_str_find(rest, STN_STR("\n"));
        struct stn_str line = stn_str_sub(rest, 0, end);
        const char *kind = "same";
        if (stn_str_starts(line, STN_STR("-")))
            kind = "del";
        else if (stn_str_starts(line, STN_STR("+")))
            kind = "add";
        else if (stn_str_starts(line, STN_STR("@@")))
            kind = "hunk";
        stn_buf_printf(out, "<span class=\"%s\">", kind);
        stn_html_text(out, line);
        stn_buf_puts(out, "\n</span>");
        rest =
            stn_str_sub(rest, end == SIZE_MAX ? rest.len : end + 1, rest.len);
    }
    stn_buf_puts(out, finding->fix->diff.len > 0 ? "</code></pre></dd>\n"
                                                 : "</dd>\n");
}

/* Other places that explain it. */
static void put_related(struct stn_buf *out, const struct stn_finding *finding)
{
    if (finding->related_count == 0)
        return;
    begin_row(out, "See");
    stn_buf_puts(out, "<ul>");
    for (size_t i = 0; i < finding->related_count; i++) {
        const struct stn_related *related = &finding->related[i];
        stn_buf_puts(out, "<li><code>");
        stn_html_text(out, related->file);
        stn_buf_putc(out, ':');
        put_position(out, related->start);
        stn_buf_puts(out, "</code> ");
        stn_html_text(out, related->message);
        stn_buf_puts(out, "</li>");
    }
    stn_buf_puts(out, "</ul></dd>\n");
}

/* Where else the value stands in a capture. */
static void put_also(struct stn_buf *out, const struct stn_finding *finding)
{
    size_t shown =
        finding->also_count < STN_ALSO_MAX ? finding->also_count : STN_ALSO_MAX;

    if (shown == 0)
        return;
    begin_row(out, "Also at");
    stn_buf_puts(out, "<ul>");
    for (size_t i = 0; i < shown; i++) {
        stn_buf_puts(out, "<li><code>");
        put_position(out, finding->also[i].start);
        stn_buf_puts(out, "</code> ");
        if (finding->also[i].location.len > 0)
            put_code(out, finding->also[i].location);
        stn_buf_puts(out, "</li>");
    }
    if (finding->also_count > shown)
        stn_buf_printf(out, "<li>and %zu more</li>",
                       finding->also_count - shown);
    stn_buf_puts(out, "</ul></dd>\n");
}

static void put_commit(struct stn_buf *out, const struct stn_finding *finding)
{
    if (finding->commit.len == 0)
        return;
    begin_row(out, "Commit");
    put_code(out, finding->commit);
    if (finding->author.len > 0) {
        stn_buf_puts(out, "<br>by <bdi>");
        stn_html_text(out, finding->author);
        stn_buf_puts(out, "</bdi>");
    }
    if (finding->date.len > 0) {
        stn_buf_puts(out, ", ");
        stn_html_text(out, finding->date);
    }
    stn_buf_puts(out, "</dd>\n");
}

static void put_identity(struct stn_buf *out, const struct stn_finding *finding)
{
    struct stn_buf words = STN_BUF_INIT(out->ceiling);

    begin_row(out, "Fingerprint");
    stn_buf_puts(out, "<code class=\"fp\">");
    stn_fingerprint_append(&words, finding);
    stn_html_text(out, stn_buf_str(&words));
    stn_told(out, &words);
    stn_buf_dispose(&words);
    stn_buf_puts(out, "</code></dd>\n");
}

/* A few that block are told in full. */
static bool is_open(const struct stn_html *page,
                    const struct stn_finding *finding)
{
    return page->tally->listed <= TOLD_IN_FULL &&
           stn_report_blocks(page->report, finding);
}

void stn_html_put_finding(const struct stn_html *page, size_t index)
{
    const struct stn_finding *finding = &page->report->found.items[index];
    struct stn_buf *out = page->out;

    /* What the script filters by: severity, status, category, rule. */
    stn_buf_printf(
        out, "<article id=\"f%zu\" class=\"s%u\" data-k=\"%u %u %u %zu\">\n",
        index, (unsigned)stn_html_severity(finding),
        (unsigned)stn_html_severity(finding), (unsigned)finding->status,
        (unsigned)finding->rule->category,
        stn_html_tally_rule(page->tally, finding->rule));
    put_headline(page, index);
    put_excerpt(out, finding);
    put_reason(out, finding);
    put_ignored(out, finding);
    put_circumstances(out, finding);
    stn_buf_printf(out, "<details%s><summary>%s</summary>\n<dl>\n",
                   is_open(page, finding) ? " open" : "",
                   finding->fix != NULL ? "Fix and details" : "Details");
    put_advice(out, finding);
    put_fix(out, finding);
    put_related(out, finding);
    put_also(out, finding);
    put_commit(out, finding);
    put_identity(out, finding);
    stn_buf_puts(out, "</dl></details>\n</article>\n");
}
