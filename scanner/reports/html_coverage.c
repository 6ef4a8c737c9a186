#include "base/limits.h"
#include "reports/html_parts.h"
#include "reports/names.h"
#include "reports/safe.h"

#define COMMIT_DIGITS 12

/* What happened, for people who do not know the name of the reason. */
static const char *const meanings[] = {
    [STN_SKIP_BINARY] = "Binary files",
    [STN_SKIP_PATH] = "Paths left out by the configuration",
    [STN_SKIP_SUBMODULE] = "Submodules: repositories of their own",
    [STN_SKIP_SYMLINK] = "Symbolic links: their targets are scanned where they "
                         "stand",
    [STN_SKIP_SPECIAL] = "Devices, sockets and pipes",
    [STN_SKIP_UNSTRUCTURED] = "Captures that were in part read as plain text",
    [STN_SKIP_UNPARSED] = "Go files that parsed only in part",
    [STN_SKIP_LATE] = "Time ran out, which this run may let pass",
    [STN_SKIP_TOO_LARGE] = "Too large",
    [STN_SKIP_UNREADABLE] = "Not readable",
    [STN_SKIP_CHANGED] = "Changed while they were read",
    [STN_SKIP_MISSING] = "Objects that are not in this clone",
    [STN_SKIP_SHALLOW] = "The history is cut off",
    [STN_SKIP_LFS] = "LFS files whose content is not here",
    [STN_SKIP_UNDECODED] = "Compressed, and not looked into",
    [STN_SKIP_UNCHECKED] = "Go files that no check looked at",
    [STN_SKIP_REGEX_LIMIT] = "A rule gave up",
    [STN_SKIP_TOO_MANY] = "More findings than are kept",
    [STN_SKIP_STOPPED] = "The run was stopped",
    [STN_SKIP_SELF_CHECK] = "The self-check failed",
    [STN_SKIP_NOTHING] = "There was nothing to scan",
};

/* "path, commit 0123456789ab, 70.1 MiB: detail" */
static void put_skip(struct stn_buf *out, const struct stn_skip *skip)
{
    const char *separator = "";

    stn_buf_puts(out, "<li>");
    if (skip->file.len > 0) {
        stn_html_put_path(out, "code", "", skip->file);
        separator = ", ";
    }
    if (skip->commit.len > 0) {
        stn_buf_printf(out, "%scommit <code>", separator);
        stn_html_text(out, stn_str_sub(skip->commit, 0, COMMIT_DIGITS));
        stn_buf_puts(out, "</code>");
        separator = ", ";
    }
    if (skip->bytes > 0) {
        stn_buf_puts(out, separator);
        stn_safe_append_size(out, skip->bytes);
        separator = ", ";
    }
    if (skip->detail.len > 0) {
        stn_buf_puts(out, separator[0] != '\0' ? ": " : "");
        stn_html_text(out, skip->detail);
    }
    stn_buf_puts(out, "</li>\n");
}

static bool says_something(const struct stn_skip *skip)
{
    return skip->file.len + skip->commit.len + skip->detail.len > 0;
}

/* What is known of one reason. */
static void put_skips(const struct stn_html *page, enum stn_skip_reason reason)
{
    const struct stn_findings *found = &page->report->found;
    struct stn_buf *out = page->out;
    uint64_t shown = 0;

    stn_buf_puts(out, "<ul class=\"skips\">\n");
    for (size_t i = 0; i < found->skip_count && shown < STN_HTML_ROWS_MAX;
         i++) {
        const struct stn_skip *skip = &found->skips[i];
        if (skip->reason != reason || !says_something(skip))
            continue;
        put_skip(out, skip);
        shown++;
    }
    if (found->skipped[reason] > shown) {
        stn_buf_puts(out, "<li class=\"muted\">and ");
        stn_safe_append_count(out, found->skipped[reason] - shown);
        stn_buf_puts(out, " more, not listed</li>\n");
    }
    stn_buf_puts(out, "</ul>\n");
}

static bool has_list(const struct stn_findings *found,
                     enum stn_skip_reason reason)
{
    for (size_t i = 0; i < found->skip_count; i++)
        if (found->skips[i].reason == reason &&
            says_something(&found->skips[i]))
            return true;
    return false;
}

static void put_reason(const struct stn_html *page, enum stn_skip_reason reason)
{
    const struct stn_findings *found = &page->report->found;
    bool is_open = stn_skip_is_failure(reason) && found->skipped[reason] < 20;
    bool is_listed = has_list(found, reason);
    struct stn_buf *out = page->out;

    if (is_listed)
        stn_buf_printf(out, "<details class=\"reason\"%s><summary>",
                       is_open ? " open" : "");
    else
        stn_buf_puts(out, "<p class=\"reason\">");
    stn_buf_puts(out, "<b class=\"count\">");
    stn_safe_append_count(out, found->skipped[reason]);
    stn_buf_printf(out, "</b> %s <code>%s</code>", meanings[reason],
                   stn_skip_name(reason));
    if (stn_skip_remedy(reason)[0] != '\0')
        stn_buf_printf(out, " <span class=\"remedy\">%s</span>",
                       stn_skip_remedy(reason));
    stn_buf_puts(out, is_listed ? "</summary>\n" : "</p>\n");
    if (!is_listed)
        return;
    put_skips(page, reason);
    stn_buf_puts(out, "</details>\n");
}

static void put_reasons(const struct stn_html *page, size_t from, size_t to,
                        const char *title, const char *words)
{
    bool has_any = false;

    for (size_t i = from; i <= to; i++) {
        if (page->report->found.skipped[i] == 0)
            continue;
        if (!has_any)
            stn_buf_printf(page->out, "<h3>%s</h3>\n<p>%s</p>\n", title, words);
        has_any = true;
        put_reason(page, (enum stn_skip_reason)i);
    }
}

static void put_notes(const struct stn_html *page)
{
    const struct stn_report *report = page->report;
    struct stn_buf *out = page->out;
    size_t shown = report->note_count < STN_HTML_ROWS_MAX ? report->note_count
                                                          : STN_HTML_ROWS_MAX;

    if (shown == 0)
        return;
    stn_buf_puts(out, "<section id=\"notes\" aria-labelledby=\"h-notes\">\n"
                      "<h2 id=\"h-notes\">Notes</h2>\n<ul class=\"notes\">\n");
    for (size_t i = 0; i < shown; i++) {
        stn_buf_puts(out, "<li>");
        stn_html_words(out, report->notes[i]);
        stn_buf_puts(out, "</li>\n");
    }
    if (shown < report->note_count) {
        stn_buf_puts(out, "<li class=\"muted\">and ");
        stn_safe_append_count(out, report->note_count - shown);
        stn_buf_puts(out, " more</li>\n");
    }
    stn_buf_puts(out, "</ul>\n</section>\n");
}

void stn_html_put_coverage(const struct stn_html *page)
{
    const struct stn_findings *found = &page->report->found;
    struct stn_buf *out = page->out;
    bool has_any = false;

    stn_buf_puts(out,
                 "<section id=\"coverage\" aria-labelledby=\"h-coverage\">\n"
                 "<h2 id=\"h-coverage\">Coverage</h2>\n");
    put_reasons(page, STN_SKIP_POLICY_LAST + 1, STN_SKIP_NOTHING, "Not scanned",
                "These make a run incomplete: a secret in them would not have "
                "been seen.");
    put_reasons(page, 0, STN_SKIP_POLICY_LAST, "Left out",
                "On purpose: none of these makes a run incomplete.");
    for (size_t i = 0; i <= STN_SKIP_NOTHING; i++)
        has_any |= found->skipped[i] > 0;
    if (!has_any)
        stn_buf_puts(out, "<p>Nothing was left out.</p>\n");
    stn_buf_puts(out, "</section>\n");
    put_notes(page);
}
