#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "reports/html_parts.h"
#include "reports/names.h"
#include "reports/safe.h"
#include "reports/uri.h"

/* Rows of a table that need no click. */
#define ROWS_SHOWN 5

/* One row: what is counted, worst first. */
struct row {
    const struct stn_html_counts *counts;
    size_t index; /**< Of its rule or file. */
};

/* A table of what findings have in common. */
struct table {
    const struct stn_html *page;
    const char *title;
    const char *noun;
    void (*put_name)(const struct stn_html *page, size_t index);
    struct row *rows;
    size_t count;
};

static int compare_rows(const void *a, const void *b)
{
    const struct row *left = a;
    const struct row *right = b;
    int order = stn_html_counts_compare(left->counts, right->counts);

    if (order != 0)
        return order;
    return (left->index > right->index) - (left->index < right->index);
}

static void put_cell(struct stn_buf *out, size_t count, const char *kind)
{
    if (count == 0) {
        stn_buf_puts(out, "<td></td>");
        return;
    }
    stn_buf_printf(out, "<td class=\"%s\">", kind);
    stn_safe_append_count(out, count);
    stn_buf_puts(out, "</td>");
}

static void put_row(const struct table *table, const struct row *row)
{
    const struct stn_html_counts *counts = row->counts;
    struct stn_buf *out = table->page->out;

    stn_buf_puts(out, "<tr><th scope=\"row\">");
    table->put_name(table->page, row->index);
    stn_buf_puts(out, "</th>");
    for (size_t i = STN_CRITICAL; i >= STN_NOTE; i--) {
        const char kind[] = {'s', (char)('0' + i), '\0'};
        if (table->page->tally->all.fresh[i] > 0)
            put_cell(out, counts->fresh[i], kind);
    }
    for (size_t i = STN_ALLOWED; i < STN_STATUSES; i++)
        if (table->page->tally->all.statuses[i] > 0)
            put_cell(out, counts->statuses[i],
                     stn_finding_status_name((enum stn_finding_status)i));
    stn_buf_puts(out, "</tr>\n");
}

static void put_column(struct stn_buf *out, const char *name)
{
    stn_buf_printf(out, "<th scope=\"col\">%s</th>", name);
}

/* Columns of kinds that no finding has are left out. */
static void put_rows(const struct table *table, size_t from, size_t to)
{
    const struct stn_html_counts *all = &table->page->tally->all;
    struct stn_buf *out = table->page->out;

    stn_buf_puts(out, "<table>\n<thead><tr>");
    put_column(out, table->noun);
    for (size_t i = STN_CRITICAL; i >= STN_NOTE; i--)
        if (all->fresh[i] > 0)
            put_column(out, stn_severity_name((enum stn_severity)i));
    for (size_t i = STN_ALLOWED; i < STN_STATUSES; i++)
        if (all->statuses[i] > 0)
            put_column(out,
                       stn_finding_status_name((enum stn_finding_status)i));
    stn_buf_puts(out, "</tr></thead>\n<tbody>\n");
    for (size_t i = from; i < to; i++)
        put_row(table, &table->rows[i]);
    stn_buf_puts(out, "</tbody></table>\n");
}

static void put_table(const struct table *table)
{
    struct stn_buf *out = table->page->out;
    size_t shown = table->count < ROWS_SHOWN ? table->count : ROWS_SHOWN;
    size_t last =
        table->count < STN_HTML_ROWS_MAX ? table->count : STN_HTML_ROWS_MAX;

    stn_buf_printf(out, "<h3>%s</h3>\n", table->title);
    put_rows(table, 0, shown);
    if (last == shown)
        return;
    stn_buf_puts(out, "<details><summary>");
    stn_safe_append_count(out, table->count - shown);
    stn_buf_puts(out, " more</summary>\n");
    put_rows(table, shown, last);
    if (last < table->count) {
        stn_buf_puts(out, "<p class=\"muted\">And ");
        stn_safe_append_count(out, table->count - last);
        stn_buf_puts(out, " more, which this page does not list.</p>\n");
    }
    stn_buf_puts(out, "</details>\n");
}

static void put_rule_name(const struct stn_html *page, size_t index)
{
    const struct stn_rule_info *rule = page->tally->rules[index].info;
    stn_buf_printf(page->out, "<span id=\"r%zu\">", index);
    stn_html_words(page->out, rule->title);
    stn_buf_puts(page->out, "</span> <code>");
    stn_html_words(page->out, rule->id);
    stn_buf_puts(page->out, "</code>");
    if (!stn_uri_is_link(rule->source))
        return;
    stn_buf_puts(page->out, " <a class=\"source\" rel=\"noreferrer\" href=\"");
    stn_html_words(page->out, rule->source);
    stn_buf_puts(page->out, "\">docs</a>");
}

static void put_file_name(const struct stn_html *page, size_t index)
{
    const struct stn_html_file *file = &page->tally->files[index];
    struct stn_str name = page->report->found.items[file->from].file;
    char link[40] = "";

    if (file->first != SIZE_MAX)
        snprintf(link, sizeof(link), " href=\"#f%zu\"", file->first);
    stn_html_put_path(page->out, link[0] != '\0' ? "a" : "code", link, name);
}

/* "3 critical, blocks" as a tile that leads to them. */
static void put_tiles(const struct stn_html *page)
{
    const struct stn_html_counts *all = &page->tally->all;
    struct stn_buf *out = page->out;

    stn_buf_puts(out, "<ul class=\"tiles\">\n");
    for (size_t i = STN_CRITICAL; i >= STN_NOTE; i--) {
        enum stn_severity severity = (enum stn_severity)i;
        bool has_some = all->fresh[i] > 0;
        stn_buf_printf(out, "<li class=\"s%zu%s\">", i,
                       has_some ? "" : " none");
        if (has_some)
            stn_buf_printf(out, "<a href=\"#s%zu\">", i);
        stn_buf_puts(out, "<b>");
        stn_safe_append_count(out, all->fresh[i]);
        stn_buf_printf(out, "</b> %s", stn_severity_name(severity));
        stn_buf_puts(out, has_some ? "</a>" : "");
        stn_buf_puts(out, stn_html_blocks(page, severity)
                              ? "<small>blocks</small></li>\n"
                              : "</li>\n");
    }
    for (size_t i = STN_ALLOWED; i < STN_STATUSES; i++) {
        const char *name = stn_finding_status_name((enum stn_finding_status)i);
        if (all->statuses[i] == 0)
            continue;
        stn_buf_printf(out, "<li class=\"quiet\"><a href=\"#%s\"><b>", name);
        stn_safe_append_count(out, all->statuses[i]);
        stn_buf_printf(out, "</b> %s</a></li>\n", name);
    }
    stn_buf_puts(out, "</ul>\n");
}

static void put_rules(const struct stn_html *page, struct row *rows)
{
    struct table table = {.page = page,
                          .title = "By rule",
                          .noun = "rule",
                          .put_name = put_rule_name,
                          .rows = rows,
                          .count = page->tally->rule_count};

    for (size_t i = 0; i < table.count; i++)
        rows[i] = (struct row){&page->tally->rules[i].counts, i};
    qsort(rows, table.count, sizeof(*rows), compare_rows);
    put_table(&table);
}

static void put_files(const struct stn_html *page, struct row *rows)
{
    struct table table = {.page = page,
                          .title = "By file",
                          .noun = "file",
                          .put_name = put_file_name,
                          .rows = rows,
                          .count = page->tally->file_count};

    for (size_t i = 0; i < table.count; i++)
        rows[i] = (struct row){&page->tally->files[i].counts, i};
    qsort(rows, table.count, sizeof(*rows), compare_rows);
    put_table(&table);
}

enum stn_status stn_html_put_overview(const struct stn_html *page,
                                      struct stn_error *err)
{
    struct stn_buf *out = page->out;

    if (page->report->found.count == 0)
        return STN_OK;
    /* There are at least as many findings as rules or files. */
    struct row *rows = stn_calloc(page->report->found.count, sizeof(*rows));
    if (rows == NULL)
        return stn_fail_memory(err);
    stn_buf_puts(out,
                 "<section id=\"overview\" aria-labelledby=\"h-overview\">\n"
                 "<h2 id=\"h-overview\" class=\"unseen\">Overview</h2>\n");
    put_tiles(page);
    if (page->report->dropped > 0) {
        stn_buf_puts(out, "<p class=\"muted\">");
        stn_safe_append_count(out, page->report->dropped);
        stn_buf_puts(out, " more were left out of the report by "
                          "<code>limits</code> (per_rule, same).</p>\n");
    }
    put_rules(page, rows);
    put_files(page, rows);
    stn_buf_puts(out, "</section>\n");
    stn_free(rows);
    return STN_OK;
}
