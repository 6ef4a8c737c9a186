#include <stdlib.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "findings/fingerprint.h"
#include "policy/baseline.h"

/* A finding that has no entry, by what it is without its path. */
struct stray {
    const char *rule;
    uint64_t line;
    uint32_t secret;
    size_t index; /* of the finding */
    /* Of the first among equals: how many of them have found an entry. */
    size_t settled;
};

struct judge {
    const struct stn_baseline_run *run;
    struct stn_report *report;
    struct stn_buf fingerprint, path;
    struct stray *strays; /* sorted */
    size_t stray_count;
    bool *past; /* one for each finding; NULL: none is */
    uint32_t
        *holders; /* in a history: the past finding of each entry, from 1 */
};

void stn_baseline_print(struct stn_buf *out, const struct stn_finding *finding,
                        struct stn_str path)
{
    struct stn_finding there = *finding;

    if (!stn_str_equal(path, finding->file))
        stn_fingerprint_place(&there.fingerprint, path);
    stn_fingerprint_append(out, &there);
}

/* The entry of a finding's fingerprint; *out NULL: there is none. */
static enum stn_status find_entry(const struct stn_baseline_entry **out,
                                  struct judge *judge,
                                  const struct stn_finding *finding)
{
    const struct stn_baseline_run *run = judge->run;

    stn_buf_clear(&judge->path);
    enum stn_status status =
        run->path(run->payload, &judge->path, finding->file);
    if (status < 0)
        return status;
    stn_buf_clear(&judge->fingerprint);
    stn_baseline_print(&judge->fingerprint, finding, stn_buf_str(&judge->path));
    if (judge->fingerprint.status < 0)
        return judge->fingerprint.status;
    *out = stn_baseline_find(run->baseline, stn_buf_str(&judge->fingerprint));
    return STN_OK;
}

static void make_known(struct stn_finding *finding,
                       const struct stn_baseline_entry *entry)
{
    finding->status = STN_KNOWN;
    finding->reason =
        entry->reason.len > 0 ? entry->reason : STN_STR("in the baseline");
    finding->owner = entry->owner;
}

/* Findings whose fingerprint has an entry, each entry once. */
static enum stn_status judge_exact(struct judge *judge)
{
    const struct stn_baseline *baseline = judge->run->baseline;
    struct stn_findings *found = &judge->report->found;

    for (size_t i = 0; i < found->count; i++) {
        struct stn_finding *finding = &found->items[i];
        const struct stn_baseline_entry *entry = NULL;
        enum stn_status status = find_entry(&entry, judge, finding);
        if (status < 0)
            return status;
        size_t index = entry != NULL ? (size_t)(entry - baseline->entries) : 0;
        /* Two secrets may have twenty bits in common, once in a million. */
        if (entry == NULL || judge->report->entries[index] != STN_ENTRY_UNMET)
            continue;
        judge->report->entries[index] = STN_ENTRY_MET;
        finding->entry = (uint32_t)index + 1;
        if (judge->past != NULL && judge->past[i])
            judge->holders[index] = (uint32_t)i + 1;
        /* What a mark or the configuration said stands. */
        if (finding->status == STN_NEW &&
            !stn_baseline_is_expired(entry, judge->run->now))
            make_known(finding, entry);
    }
    return STN_OK;
}

static int compare_strays(const struct stray *a, const struct stray *b)
{
    int order = strcmp(a->rule, b->rule);

    if (order == 0)
        order = (a->line > b->line) - (a->line < b->line);
    if (order == 0)
        order = (a->secret > b->secret) - (a->secret < b->secret);
    return order;
}

static int compare_all(const void *left, const void *right)
{
    const struct stray *a = left;
    const struct stray *b = right;
    int order = compare_strays(a, b);

    return order != 0 ? order : (a->index > b->index) - (a->index < b->index);
}

/* Messages of commits and standard input: "(commit message)", "<stdin>". What
 * stood there did not move into a file. */
static bool is_file(struct stn_str path)
{
    return path.len > 0 && path.ptr[0] != '(' && path.ptr[0] != '<';
}

/* List the findings that have no entry, those of the past or the others. */
static void list_strays(struct judge *judge, bool is_past)
{
    const struct stn_findings *found = &judge->report->found;

    judge->stray_count = 0;
    for (size_t i = 0; i < found->count; i++) {
        const struct stn_finding *finding = &found->items[i];
        if (finding->status != STN_NEW || finding->entry != 0 ||
            !is_file(finding->file) ||
            (judge->past != NULL && judge->past[i]) != is_past)
            continue;
        judge->strays[judge->stray_count++] = (struct stray){
            .rule = finding->rule->id,
            .line = finding->fingerprint.line,
            .secret = finding->fingerprint.secret,
            .index = i,
        };
    }
    if (judge->stray_count > 1)
        qsort(judge->strays, judge->stray_count, sizeof(*judge->strays),
              compare_all);
}

/* Compare an entry with a stray as compare_strays() does. */
static int compare_entry(const struct stn_baseline_entry *entry,
                         const struct stray *stray)
{
    int order = stn_str_compare(entry->rule, stn_str_of(stray->rule));

    if (order == 0)
        order = (entry->line > stray->line) - (entry->line < stray->line);
    if (order == 0)
        order =
            (entry->secret > stray->secret) - (entry->secret < stray->secret);
    return order;
}

/* The findings that equal an entry but for the path: the first of them, if one
 * has no entry yet. */
static struct stray *find_strays(struct judge *judge,
                                 const struct stn_baseline_entry *entry)
{
    struct stray *strays = judge->strays;
    size_t low = 0;
    size_t high = judge->stray_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_entry(entry, &strays[middle]) > 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == judge->stray_count || compare_entry(entry, &strays[low]) != 0)
        return NULL;
    size_t next = low + strays[low].settled;
    if (next == judge->stray_count ||
        compare_strays(&strays[low], &strays[next]) != 0)
        return NULL;
    return &strays[low];
}

static bool is_good(const struct judge *judge,
                    const struct stn_baseline_entry *entry)
{
    return !stn_baseline_is_expired(entry, judge->run->now) &&
           is_file(entry->path);
}

/* Whether an entry may be good for a finding elsewhere. */
static bool may_move(const struct judge *judge, size_t index)
{
    bool is_free = judge->report->entries[index] == STN_ENTRY_UNMET ||
                   (judge->holders != NULL && judge->holders[index] != 0);

    return is_free && is_good(judge, &judge->run->baseline->entries[index]);
}

/* Whether what an entry is about is no longer at its place. */
static bool has_left(const struct judge *judge, size_t index)
{
    const struct stn_baseline_run *run = judge->run;

    return judge->report->entries[index] == STN_ENTRY_MOVED ||
           (judge->holders != NULL && judge->holders[index] != 0) ||
           run->has_left(run->payload, run->baseline->entries[index].path);
}

static void make_moved(struct judge *judge, const struct stray *stray,
                       const struct stn_baseline_entry *entry)
{
    struct stn_finding *finding = &judge->report->found.items[stray->index];

    make_known(finding, entry);
    stn_finding_add_evidence(finding, "the baseline knows it at another path");
}

/* Findings that moved to another path. Entries and findings are gone through in
 * their order, so that it is the same ones each time. */
static void judge_moved(struct judge *judge)
{
    const struct stn_baseline *baseline = judge->run->baseline;
    struct stn_finding *items = judge->report->found.items;

    list_strays(judge, false);
    for (size_t i = 0; i < baseline->count && judge->stray_count > 0; i++) {
        const struct stn_baseline_entry *entry = &baseline->entries[i];
        if (!may_move(judge, i))
            continue;
        struct stray *first = find_strays(judge, entry);
        if (first == NULL || !has_left(judge, i))
            continue;
        const struct stray *next = first + first->settled++;
        make_moved(judge, next, entry);
        items[next->index].entry = (uint32_t)i + 1;
        judge->report->entries[i] = STN_ENTRY_MOVED;
        if (judge->holders != NULL && judge->holders[i] != 0)
            items[judge->holders[i] - 1].entry = 0;
    }
}

/* Findings where a known line once stood. */
static void judge_past(struct judge *judge)
{
    const struct stn_baseline *baseline = judge->run->baseline;

    list_strays(judge, true);
    for (size_t i = 0; i < baseline->count && judge->stray_count > 0; i++) {
        const struct stn_baseline_entry *entry = &baseline->entries[i];
        struct stray *first =
            is_good(judge, entry) ? find_strays(judge, entry) : NULL;
        if (first == NULL || !has_left(judge, i))
            continue;
        if (judge->report->entries[i] == STN_ENTRY_UNMET)
            judge->report->entries[i] = STN_ENTRY_MET;
        while (find_strays(judge, entry) != NULL)
            make_moved(judge, first + first->settled++, entry);
    }
}

/* See which findings are of files that are there no longer. */
static enum stn_status look_back(struct judge *judge, struct stn_error *err)
{
    const struct stn_baseline_run *run = judge->run;
    const struct stn_findings *found = &judge->report->found;

    if (run->is_past == NULL)
        return STN_OK;
    judge->past = stn_calloc(found->count, sizeof(*judge->past));
    judge->holders = stn_calloc(run->baseline->count, sizeof(*judge->holders));
    if (judge->past == NULL || judge->holders == NULL)
        return stn_fail_memory(err);
    for (size_t i = 0; i < found->count; i++)
        judge->past[i] =
            i > 0 && stn_str_equal(found->items[i].file,
                                   found->items[i - 1].file)
                ? judge->past[i - 1]
                : is_file(found->items[i].file) &&
                      run->is_past(run->payload, found->items[i].file);
    return STN_OK;
}

/* Entries there is nothing for. */
static void find_unused(const struct judge *judge)
{
    const struct stn_baseline_run *run = judge->run;
    const struct stn_baseline *baseline = run->baseline;
    struct stn_str asked = {0};
    bool runs = false;

    if (run->scope == STN_SCOPE_PART || !run->is_complete)
        return;
    for (size_t i = 0; i < baseline->count; i++) {
        const struct stn_baseline_entry *entry = &baseline->entries[i];
        if (judge->report->entries[i] != STN_ENTRY_UNMET ||
            entry->scope != run->scope)
            continue;
        /* Sorted, they come rule by rule. */
        if (asked.len == 0 || !stn_str_equal(asked, entry->rule))
            runs = run->runs(run->payload, entry->rule);
        asked = entry->rule;
        if (runs && run->has_left(run->payload, entry->path))
            judge->report->entries[i] = STN_ENTRY_UNUSED;
    }
}

enum stn_status stn_baseline_judge(const struct stn_baseline_run *run,
                                   struct stn_report *report,
                                   struct stn_error *err)
{
    struct judge judge = {
        .run = run,
        .report = report,
        .fingerprint = STN_BUF_INIT(STN_BASELINE_LINE_BYTES_MAX),
        .path = STN_BUF_INIT(STN_MIB),
    };
    enum stn_status status;

    /* One byte for each; none is too many for an empty baseline. */
    report->entries =
        stn_arena_alloc(&report->found.arena, run->baseline->count + (size_t)1);
    if (report->entries == NULL)
        return stn_fail_memory(err);
    judge.strays = stn_calloc(report->found.count, sizeof(*judge.strays));
    status =
        judge.strays == NULL ? stn_fail_memory(err) : look_back(&judge, err);
    if (status >= 0) {
        status = judge_exact(&judge);
        if (status < 0)
            status = stn_fail(err, status, "%s: cannot look up a finding",
                              run->baseline->name);
    }
    if (status >= 0) {
        judge_moved(&judge);
        judge_past(&judge);
        find_unused(&judge);
    }
    stn_free(judge.past);
    stn_free(judge.holders);
    stn_free(judge.strays);
    stn_buf_dispose(&judge.fingerprint);
    stn_buf_dispose(&judge.path);
    return status;
}

enum stn_status stn_baseline_propose(const struct stn_baseline_run *run,
                                     struct stn_report *report,
                                     struct stn_error *err)
{
    struct judge judge = {
        .run = run,
        .report = report,
        .fingerprint = STN_BUF_INIT(STN_BASELINE_LINE_BYTES_MAX),
        .path = STN_BUF_INIT(STN_MIB),
    };
    enum stn_status status = STN_OK;
    size_t count = 0;

    for (size_t i = 0; i < report->found.count && status >= 0; i++) {
        const struct stn_baseline_entry *entry = NULL;
        struct stn_finding *finding = &report->found.items[i];
        if (finding->status != STN_NEW)
            continue;
        status = find_entry(&entry, &judge, finding);
        if (status < 0 || entry == NULL)
            continue;
        stn_finding_add_evidence(finding, STN_EVIDENCE_OWN_BASELINE);
        count++;
    }
    if (status < 0)
        status = stn_fail(err, status,
                          "cannot look up a finding in the "
                          "baseline of the change");
    else
        status = stn_report_tally(report, STN_TALLY_OWN,
                                  stn_str_of(run->baseline->name), count, err);
    stn_buf_dispose(&judge.fingerprint);
    stn_buf_dispose(&judge.path);
    return status;
}
