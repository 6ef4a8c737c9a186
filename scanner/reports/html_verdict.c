#include "reports/html_parts.h"
#include "reports/names.h"
#include "reports/safe.h"

/* A shape for each verdict: colour alone would not do. */
static const char *const icons[] = {
    [STN_CLEAN] = "<svg class=\"icon\" viewBox=\"0 0 24 24\" "
                  "aria-hidden=\"true\"><circle cx=\"12\" cy=\"12\" r=\"10\"/>"
                  "<path d=\"M7 12.5l3.5 3.5L17 9\"/></svg>",
    [STN_FINDINGS] = "<svg class=\"icon\" viewBox=\"0 0 24 24\" "
                     "aria-hidden=\"true\">"
                     "<path d=\"M8 2h8l6 6v8l-6 6H8l-6-6V8z\"/>"
                     "<path d=\"M12 7v6M12 16.5v.5\"/></svg>",
    [STN_INCOMPLETE] = "<svg class=\"icon\" viewBox=\"0 0 24 24\" "
                       "aria-hidden=\"true\"><path d=\"M12 3l10 18H2z\"/>"
                       "<path d=\"M12 9.5v5M12 17.5v.5\"/></svg>",
};

bool stn_html_blocks(const struct stn_html *page, enum stn_severity severity)
{
    return page->report->fail_at != STN_SEVERITY_DEFAULT &&
           severity >= page->report->fail_at;
}

void stn_html_put_severity(struct stn_buf *out, enum stn_severity severity)
{
    stn_buf_printf(out, "<span class=\"sev s%u\">%s</span>", (unsigned)severity,
                   stn_severity_name(severity));
}

static const char *threshold(const struct stn_html *page)
{
    const char *name = stn_severity_name(page->report->fail_at);

    return name != NULL ? name : "never";
}

/* "in the rest, nothing new is at or above high." */
static void put_nothing(const struct stn_html *page)
{
    if (page->report->found.count == 0)
        stn_buf_puts(page->out, "nothing was found.");
    else if (page->report->fail_at == STN_NEVER)
        stn_buf_puts(page->out,
                     "nothing blocks: the threshold is <b>never</b>.");
    else
        stn_buf_printf(page->out, "nothing new is at or above <b>%s</b>.",
                       threshold(page));
}

static void put_unscanned(const struct stn_html *page)
{
    stn_html_count(page->out, page->tally->failures, "thing");
    stn_buf_puts(page->out, " could not be <a href=\"#coverage\">scanned</a>");
}

static void put_lead(const struct stn_html *page)
{
    const struct stn_report *report = page->report;
    struct stn_buf *out = page->out;

    stn_buf_puts(out, "<p class=\"lead\">");
    switch (report->verdict) {
    case STN_CLEAN:
        stn_buf_puts(out, "Everything asked for was scanned, and ");
        put_nothing(page);
        break;
    case STN_FINDINGS:
        stn_html_count(out, report->blocking, "new finding");
        stn_buf_printf(out, " at or above <b>%s</b>.", threshold(page));
        break;
    case STN_INCOMPLETE:
        put_unscanned(page);
        stn_buf_puts(out, "; in the rest, ");
        put_nothing(page);
        break;
    }
    if (report->verdict == STN_FINDINGS && page->tally->failures > 0) {
        stn_buf_puts(out, " Besides, ");
        put_unscanned(page);
        stn_buf_putc(out, '.');
    }
    stn_buf_puts(out, "</p>\n");
}

static void begin_fact(struct stn_buf *out, const char *name)
{
    stn_buf_printf(out, "<div><dt>%s</dt><dd>", name);
}

static void end_fact(struct stn_buf *out)
{
    stn_buf_puts(out, "</dd></div>\n");
}

static void put_number(struct stn_buf *out, const char *name, uint64_t number)
{
    if (number == 0)
        return;
    begin_fact(out, name);
    stn_safe_append_count(out, number);
    end_fact(out);
}

static void put_facts(const struct stn_html *page)
{
    const struct stn_report *report = page->report;
    struct stn_buf *out = page->out;

    stn_buf_puts(out, "<dl class=\"facts\">\n");
    begin_fact(out, "Texts");
    stn_safe_append_count(out, report->found.texts);
    end_fact(out);
    begin_fact(out, "Size");
    stn_safe_append_size(out, report->found.bytes);
    end_fact(out);
    put_number(out, "Commits", report->commits);
    put_number(out, "Go packages", report->found.packages);
    begin_fact(out, "Blocks from");
    stn_buf_puts(out, threshold(page));
    end_fact(out);
    begin_fact(out, "Rules");
    stn_safe_append_count(out, report->rule_count);
    end_fact(out);
    stn_buf_puts(out, "<div class=\"wide\"><dt>Ruleset</dt><dd><code>");
    stn_html_text(out, (struct stn_str){
                           report->ruleset,
                           strnlen(report->ruleset, sizeof(report->ruleset))});
    stn_buf_puts(out, "</code>");
    end_fact(out);
    stn_buf_puts(out, "</dl>\n");
}

static void put_contents(const struct stn_html *page)
{
    struct stn_buf *out = page->out;

    stn_buf_puts(out, "<nav aria-label=\"Sections\">\n");
    if (page->report->found.count > 0)
        stn_buf_puts(out, "<a href=\"#overview\">Overview</a>\n");
    if (stn_html_has_advice(page))
        stn_buf_puts(out, "<a href=\"#advice\">What to do</a>\n");
    if (page->report->found.count > 0)
        stn_buf_puts(out, "<a href=\"#findings\">Findings</a>\n");
    stn_buf_puts(out, "<a href=\"#coverage\">Coverage</a>\n</nav>\n");
}

void stn_html_put_verdict(const struct stn_html *page)
{
    static const char *const words[] = {[STN_CLEAN] = "Clean",
                                        [STN_FINDINGS] = "Blocked",
                                        [STN_INCOMPLETE] = "Incomplete"};
    const struct stn_report *report = page->report;
    struct stn_buf *out = page->out;

    stn_buf_printf(out,
                   "<header class=\"%s\">\n<p class=\"brand\">stanch report",
                   stn_verdict_name(report->verdict));
    if (report->what != NULL) {
        bool is_long = strlen(report->what) > STN_HTML_LONG_BYTES;
        stn_buf_printf(out, " &#183; <span class=\"what%s>",
                       is_long ? " long\" tabindex=\"0\"" : "\"");
        stn_html_words(out, report->what);
        stn_buf_puts(out, "</span>");
    }
    stn_buf_printf(out, "</p>\n<h1>%s%s</h1>\n", icons[report->verdict],
                   words[report->verdict]);
    put_lead(page);
    put_facts(page);
    put_contents(page);
    stn_buf_puts(out, "</header>\n");
}
