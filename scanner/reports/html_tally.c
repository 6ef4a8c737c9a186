#include "reports/html_tally.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "reports/html_writer.h"

static int compare_rules(const void *a, const void *b)
{
    const struct stn_html_rule *left = a;
    const struct stn_html_rule *right = b;

    return strcmp(left->info->id, right->info->id);
}

int stn_html_counts_compare(const struct stn_html_counts *a,
                            const struct stn_html_counts *b)
{
    for (size_t i = STN_CRITICAL; i >= STN_NOTE; i--)
        if (a->fresh[i] != b->fresh[i])
            return a->fresh[i] > b->fresh[i] ? -1 : 1;
    for (size_t i = STN_ALLOWED; i < STN_STATUSES; i++)
        if (a->statuses[i] != b->statuses[i])
            return a->statuses[i] > b->statuses[i] ? -1 : 1;
    return 0;
}

static void count(struct stn_html_counts *counts,
                  const struct stn_finding *finding)
{
    counts->statuses[finding->status]++;
    if (finding->status == STN_NEW)
        counts->fresh[stn_html_severity(finding)]++;
}

static enum stn_status collect_rules(struct stn_html_tally *tally,
                                     const struct stn_findings *found,
                                     struct stn_error *err)
{
    size_t count = 0;

    tally->rules = stn_calloc(found->count + 1, sizeof(*tally->rules));
    if (tally->rules == NULL)
        return stn_fail_memory(err);
    /* Runs of one rule are common, and there is nothing to sort in them. */
    for (size_t i = 0; i < found->count; i++)
        if (i == 0 || found->items[i].rule != found->items[i - 1].rule)
            tally->rules[count++].info = found->items[i].rule;
    qsort(tally->rules, count, sizeof(*tally->rules), compare_rules);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || compare_rules(&tally->rules[tally->rule_count - 1],
                                    &tally->rules[i]) != 0)
            tally->rules[tally->rule_count++] = tally->rules[i];
    return STN_OK;
}

size_t stn_html_tally_rule(const struct stn_html_tally *tally,
                           const struct stn_rule_info *rule)
{
    struct stn_html_rule key = {.info = rule};
    const struct stn_html_rule *found =
        bsearch(&key, tally->rules, tally->rule_count, sizeof(*tally->rules),
                compare_rules);

    return (size_t)(found - tally->rules);
}

static void count_rules(struct stn_html_tally *tally,
                        const struct stn_findings *found)
{
    for (size_t i = 0; i < found->count; i++) {
        const struct stn_finding *finding = &found->items[i];
        count(&tally->rules[stn_html_tally_rule(tally, finding->rule)].counts,
              finding);
        count(&tally->all, finding);
        if (finding->status != STN_NEW)
            continue;
        if (finding->rule->category == STN_CATEGORY_GO) {
            tally->traits.code = true;
            continue;
        }
        tally->traits.secrets = true;
        tally->traits.commits |= finding->commit.len > 0;
        tally->traits.captures |= finding->location.len > 0;
    }
}

static enum stn_status collect_files(struct stn_html_tally *tally,
                                     const struct stn_findings *found,
                                     struct stn_error *err)
{
    size_t capacity = 0;

    for (size_t i = 0; i < found->count; i++) {
        if (i == 0 ||
            !stn_str_equal(found->items[i].file, found->items[i - 1].file)) {
            struct stn_html_file *files =
                stn_grow(tally->files, &capacity, tally->file_count,
                         sizeof(*tally->files));
            if (files == NULL)
                return stn_fail_memory(err);
            tally->files = files;
            files[tally->file_count++] =
                (struct stn_html_file){.from = i, .first = SIZE_MAX};
        }
        tally->files[tally->file_count - 1].to = i + 1;
        count(&tally->files[tally->file_count - 1].counts, &found->items[i]);
    }
    return STN_OK;
}

/* What one finding adds to a report: tags and words of ours, and what is from
 * outside; a file's name may stand at each. */
static size_t cost_of(const struct stn_finding *finding)
{
    size_t cost = STN_KIB + 2 * finding->file.len + finding->was.len +
                  finding->location.len + finding->author.len +
                  finding->excerpt.len + finding->reason.len;

    for (size_t i = 0; i < finding->also_count && i < STN_ALSO_MAX; i++)
        cost += finding->also[i].location.len;
    for (size_t i = 0; i < finding->related_count; i++)
        cost += finding->related[i].file.len + finding->related[i].message.len;
    if (finding->fix != NULL)
        cost += finding->fix->title.len + finding->fix->diff.len;
    if (finding->rule->advice != NULL)
        cost += strlen(finding->rule->advice);
    return cost;
}

static void choose_listed(struct stn_html_tally *tally,
                          const struct stn_report *report)
{
    struct stn_html_walk walk = {0};
    size_t bytes = 0;

    while (tally->listed < STN_HTML_FINDINGS_MAX &&
           stn_html_walk_next(&walk, tally, report)) {
        bytes += cost_of(&report->found.items[walk.item]);
        if (bytes > STN_HTML_BYTES_MAX)
            return;
        if (tally->files[walk.file].first == SIZE_MAX)
            tally->files[walk.file].first = walk.item;
        tally->listed++;
    }
}

bool stn_html_walk_next(struct stn_html_walk *walk,
                        const struct stn_html_tally *tally,
                        const struct stn_report *report)
{
    for (; walk->bucket < STN_STATUSES * STN_CRITICAL; walk->bucket++) {
        size_t status = walk->bucket / STN_CRITICAL;
        size_t severity = STN_CRITICAL - walk->bucket % STN_CRITICAL;
        for (; walk->file < tally->file_count; walk->file++) {
            const struct stn_html_file *file = &tally->files[walk->file];
            while (file->from + walk->next < file->to) {
                size_t item = file->from + walk->next++;
                const struct stn_finding *finding = &report->found.items[item];
                if (finding->status != status ||
                    stn_html_severity(finding) != severity)
                    continue;
                walk->item = item;
                return true;
            }
            walk->next = 0;
        }
        walk->file = 0;
    }
    return false;
}

enum stn_status stn_html_tally_init(struct stn_html_tally *tally,
                                    const struct stn_report *report,
                                    struct stn_error *err)
{
    const struct stn_findings *found = &report->found;
    struct stn_html_tally made = {0};
    enum stn_status status = collect_rules(&made, found, err);

    if (status >= 0)
        status = collect_files(&made, found, err);
    if (status < 0) {
        stn_html_tally_dispose(&made);
        return status;
    }
    count_rules(&made, found);
    choose_listed(&made, report);
    for (size_t i = STN_SKIP_POLICY_LAST + 1; i <= STN_SKIP_NOTHING; i++)
        made.failures += found->skipped[i];
    *tally = made;
    return STN_OK;
}

void stn_html_tally_dispose(struct stn_html_tally *tally)
{
    stn_free(tally->rules);
    stn_free(tally->files);
    *tally = (struct stn_html_tally){0};
}
