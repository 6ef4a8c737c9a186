#include "reports/html_parts.h"
#include "reports/names.h"
#include "reports/safe.h"

/* From here on a browser lays out what it shows alone; what is not shown is
 * missing from pictures of the whole page. */
#define MANY 200

/* The filters do nothing without the script, which shows them. */
static void put_check(struct stn_buf *out, const char *name, size_t value,
                      const char *label, size_t count)
{
    if (count == 0)
        return;
    stn_buf_printf(out,
                   "<label class=\"%s%zu\"><input type=\"checkbox\" "
                   "name=\"%s\" value=\"%zu\" checked> %s</label>\n",
                   name, value, name, value, label);
}

static void put_checks(const struct stn_html *page)
{
    const struct stn_html_counts *all = &page->tally->all;
    size_t severities[STN_SEVERITIES] = {0};
    struct stn_buf *out = page->out;

    for (size_t i = 0; i < page->report->found.count; i++)
        severities[stn_html_severity(&page->report->found.items[i])]++;
    stn_buf_puts(out, "<fieldset><legend>Severity</legend>\n");
    for (size_t i = STN_CRITICAL; i >= STN_NOTE; i--)
        put_check(out, "s", i, stn_severity_name((enum stn_severity)i),
                  severities[i]);
    stn_buf_puts(out, "</fieldset>\n");
    if (all->statuses[STN_ALLOWED] + all->statuses[STN_KNOWN] == 0)
        return;
    stn_buf_puts(out, "<fieldset><legend>Status</legend>\n");
    for (size_t i = STN_NEW; i < STN_STATUSES; i++)
        put_check(out, "t", i,
                  stn_finding_status_name((enum stn_finding_status)i),
                  all->statuses[i]);
    stn_buf_puts(out, "</fieldset>\n");
}

static bool has_both_categories(const struct stn_html_tally *tally)
{
    bool has[STN_CATEGORY_GO + 1] = {false};

    for (size_t i = 0; i < tally->rule_count; i++)
        has[tally->rules[i].info->category] = true;
    return has[STN_CATEGORY_SECRET] && has[STN_CATEGORY_GO];
}

/* A choice between one is none. */
static void put_choices(const struct stn_html *page)
{
    const struct stn_html_tally *tally = page->tally;
    struct stn_buf *out = page->out;

    if (has_both_categories(tally))
        stn_buf_printf(out,
                       "<label class=\"field\"><span>Category</span> "
                       "<select name=\"c\"><option value=\"\">all</option>"
                       "<option value=\"%d\">secrets</option>"
                       "<option value=\"%d\">Go</option></select></label>\n",
                       STN_CATEGORY_SECRET, STN_CATEGORY_GO);
    if (tally->rule_count < 2)
        return;
    stn_buf_puts(out,
                 "<label class=\"field\"><span>Rule</span> <select name=\"r\">"
                 "<option value=\"\">all</option>\n");
    for (size_t i = 0; i < tally->rule_count; i++) {
        stn_buf_printf(out, "<option value=\"%zu\">", i);
        stn_html_words(out, tally->rules[i].info->id);
        stn_buf_puts(out, "</option>\n");
    }
    stn_buf_puts(out, "</select></label>\n");
}

static void put_filters(const struct stn_html *page)
{
    struct stn_buf *out = page->out;

    stn_buf_puts(out, "<form id=\"filters\" role=\"search\" "
                      "aria-label=\"Filter the findings\" hidden>\n"
                      "<label class=\"field find\"><span>Find</span> "
                      "<input type=\"search\" name=\"q\" autocomplete=\"off\" "
                      "spellcheck=\"false\" "
                      "placeholder=\"file, rule or place\"></label>\n");
    put_choices(page);
    put_checks(page);
    stn_buf_puts(out, "<p class=\"state\"><output role=\"status\"></output> "
                      "<button type=\"reset\">Show all</button> "
                      "<button type=\"button\" id=\"unfold\" "
                      "aria-pressed=\"false\">Open details</button></p>\n"
                      "</form>\n");
}

static void begin_group(const struct stn_html *page,
                        const struct stn_finding *first)
{
    enum stn_severity severity = stn_html_severity(first);
    const struct stn_html_counts *all = &page->tally->all;
    struct stn_buf *out = page->out;

    if (first->status == STN_NEW) {
        stn_buf_printf(out,
                       "<details class=\"group s%u\" id=\"s%u\" open>"
                       "<summary><h3>%s</h3> <span class=\"count\">",
                       (unsigned)severity, (unsigned)severity,
                       stn_severity_name(severity));
        stn_safe_append_count(out, all->fresh[severity]);
        stn_buf_puts(out, stn_html_blocks(page, severity)
                              ? "</span> <small>blocks</small>"
                              : "</span>");
    } else {
        const char *name = stn_finding_status_name(first->status);
        stn_buf_printf(out,
                       "<details class=\"group quiet\" id=\"%s\"><summary>"
                       "<h3>%s</h3> <span class=\"count\">",
                       name, name);
        stn_safe_append_count(out, all->statuses[first->status]);
        stn_buf_puts(out, "</span>");
    }
    stn_buf_puts(out, "</summary>\n");
}

static void begin_file(const struct stn_html *page, struct stn_str name)
{
    stn_buf_puts(page->out, "<section class=\"file\">\n");
    stn_html_put_path(page->out, "h4", "", name);
    stn_buf_putc(page->out, '\n');
}

/* Of new ones a group is a severity, of others a status. */
static bool is_same_group(const struct stn_finding *a,
                          const struct stn_finding *b)
{
    return a->status == b->status &&
           (a->status != STN_NEW ||
            stn_html_severity(a) == stn_html_severity(b));
}

static void put_groups(const struct stn_html *page)
{
    const struct stn_finding *last = NULL;
    struct stn_html_walk walk = {0};
    struct stn_buf *out = page->out;
    size_t file = SIZE_MAX;

    for (size_t i = 0; i < page->tally->listed && out->status >= 0 &&
                       stn_html_walk_next(&walk, page->tally, page->report);
         i++) {
        const struct stn_finding *finding =
            &page->report->found.items[walk.item];
        bool is_same = last != NULL && is_same_group(last, finding);
        if (last != NULL && (!is_same || walk.file != file))
            stn_buf_puts(out, "</section>\n");
        if (last != NULL && !is_same)
            stn_buf_puts(out, "</details>\n");
        if (!is_same)
            begin_group(page, finding);
        if (!is_same || walk.file != file)
            begin_file(page, finding->file);
        stn_html_put_finding(page, walk.item);
        last = finding;
        file = walk.file;
    }
    if (last != NULL)
        stn_buf_puts(out, "</section>\n</details>\n");
}

void stn_html_put_list(const struct stn_html *page)
{
    size_t count = page->report->found.count;
    struct stn_buf *out = page->out;

    if (count == 0)
        return;
    stn_buf_puts(out, "<section id=\"findings\" aria-labelledby=\"h-findings\">"
                      "\n<h2 id=\"h-findings\">Findings</h2>\n");
    if (page->tally->listed < count) {
        stn_buf_puts(out, "<p class=\"more\"><b>");
        stn_safe_append_count(out, count - page->tally->listed);
        stn_buf_puts(out,
                     " more findings</b> are counted above and not listed "
                     "here; the worst are. The JSON report has all of them."
                     "</p>\n");
    }
    put_filters(page);
    stn_buf_puts(out, page->tally->listed > MANY
                          ? "<div id=\"list\" class=\"many\">\n"
                          : "<div id=\"list\">\n");
    put_groups(page);
    stn_buf_puts(out, "</div>\n");
    stn_buf_puts(out, "</section>\n");
}
