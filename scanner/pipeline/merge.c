#include "pipeline/merge.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/limits.h"
#include "policy/baseline.h"
#include "policy/policy.h"
#include "reports/part_read.h"

/* Missing parts that are named. */
#define NAMED_MAX 10

struct stn_merge {
    struct stn_report *report; /* of what was added; NULL: nothing yet */
    struct stn_part_rules rules;
    char *first; /* the name of the first part */
    bool has[STN_SHARDS_MAX + 1];
    uint32_t added;
    size_t read; /* findings */
    /* Skips that every part has, each as often as the part that has it most
     * often. Sorted. */
    struct stn_skip *shared;
    size_t shared_count;
};

enum stn_status stn_merge_new(struct stn_merge **out, struct stn_error *err)
{
    struct stn_merge *merge = stn_calloc(1, sizeof(*merge));

    if (merge == NULL)
        return stn_fail_memory(err);
    *out = merge;
    return STN_OK;
}

void stn_merge_free(struct stn_merge *merge)
{
    if (merge == NULL)
        return;
    if (merge->report != NULL)
        stn_report_dispose(merge->report);
    stn_free(merge->report);
    stn_part_rules_dispose(&merge->rules);
    stn_free(merge->first);
    stn_free(merge->shared);
    stn_free(merge);
}

/* @return What a part differs in from the first; NULL: nothing. */
static const char *find_difference(const struct stn_report *a,
                                   const struct stn_report *b)
{
    if (a->part.shard.count != b->part.shard.count)
        return "of how many parts there are";
    if (strcmp(a->ruleset, b->ruleset) != 0 || a->rule_count != b->rule_count)
        return "of rules";
    if (strcmp(a->part.options, b->part.options) != 0 ||
        a->fail_at != b->fail_at || a->part.per_rule != b->part.per_rule ||
        a->part.same != b->part.same)
        return "of options or configuration";
    if (strcmp(a->part.seen, b->part.seen) != 0)
        return "of what was there to scan (other commits, or other files)";
    return NULL;
}

static enum stn_status check_part(struct stn_merge *merge, const char *name,
                                  const struct stn_report *part,
                                  struct stn_error *err)
{
    const struct stn_shard shard = part->part.shard;

    if (merge->report != NULL) {
        const char *difference = find_difference(merge->report, part);
        if (difference != NULL)
            return stn_fail(err, STN_EUSAGE,
                            "%s: does not belong to %s: they differ in point "
                            "%s",
                            name, merge->first, difference);
    }
    if (merge->has[shard.index])
        return stn_fail(err, STN_EUSAGE, "%s: part %u of %u is there already",
                        name, (unsigned)shard.index, (unsigned)shard.count);
    if (merge->read + part->found.count > STN_MERGED_FINDINGS_MAX)
        return stn_fail(err, STN_ELIMIT,
                        "%s: the parts have more findings than one run keeps",
                        name);
    return STN_OK;
}

/* Each skip as often as the one of two lists has it that has it more often. */
static size_t unite(struct stn_skip *out, const struct stn_skip *a,
                    size_t a_count, const struct stn_skip *b, size_t b_count)
{
    size_t count = 0;
    size_t i = 0;
    size_t j = 0;

    while (i < a_count || j < b_count) {
        int order = i == a_count ? 1 : -1;
        if (i < a_count && j < b_count)
            order = stn_skip_compare(&a[i], &b[j]);
        out[count++] = order <= 0 ? a[i] : b[j];
        i += order <= 0;
        j += order >= 0;
    }
    return count;
}

/* Take the shared skips out of a part. */
static enum stn_status take_shared(struct stn_merge *merge,
                                   struct stn_report *part,
                                   struct stn_error *err)
{
    struct stn_findings *found = &part->found;
    struct stn_skip *shared = stn_calloc(found->skip_count, sizeof(*shared));
    struct stn_skip *united =
        stn_calloc(found->skip_count + merge->shared_count, sizeof(*united));
    size_t count = 0;
    size_t kept = 0;

    if (shared == NULL || united == NULL) {
        stn_free(shared);
        stn_free(united);
        return stn_fail_memory(err);
    }
    for (size_t i = 0; i < found->skip_count; i++) {
        if (found->skips[i].is_shared)
            shared[count++] = found->skips[i];
        else
            found->skips[kept++] = found->skips[i];
    }
    found->skip_count = kept;
    for (size_t i = 0; i <= STN_SKIP_NOTHING; i++)
        found->skipped[i] -= part->part.shared[i];
    if (count > 1)
        qsort(shared, count, sizeof(*shared), stn_skip_compare);
    merge->shared_count =
        unite(united, merge->shared, merge->shared_count, shared, count);
    stn_free(merge->shared);
    stn_free(shared);
    merge->shared = united;
    return STN_OK;
}

static int compare_tallies(const void *left, const void *right)
{
    return strcmp(((const struct stn_tally *)left)->text,
                  ((const struct stn_tally *)right)->text);
}

/* Move the idle entries of a part behind the others, and sort them.
 * @return How many others there are. */
static size_t put_idle_last(struct stn_tallies *tallies, struct stn_tally *room)
{
    size_t others = 0;
    size_t idle = 0;

    for (size_t i = 0; i < tallies->count; i++) {
        if (tallies->items[i].kind == STN_TALLY_IDLE)
            room[idle++] = tallies->items[i];
        else
            tallies->items[others++] = tallies->items[i];
    }
    if (idle > 1)
        qsort(room, idle, sizeof(*room), compare_tallies);
    if (idle > 0)
        memcpy(tallies->items + others, room, idle * sizeof(*room));
    return others;
}

/*
 * Join what parts have tallied. What is said and what is proposed is alike in
 * all, but for its uses; an entry that did nothing in one part may have done
 * something in another.
 *
 * @return STN_OK; STN_EUSAGE: they are not alike, without words; STN_ENOMEM.
 */
static enum stn_status join_tallies(struct stn_tallies *tallies,
                                    struct stn_tallies *other)
{
    struct stn_tally *room = stn_calloc(other->count, sizeof(*room));
    size_t kept = 0;
    size_t next = 0;

    if (room == NULL)
        return STN_ENOMEM;
    const size_t others = put_idle_last(other, room);
    const struct stn_tally *idle = other->items + others;
    stn_free(room);
    for (size_t i = 0; i < tallies->count; i++) {
        struct stn_tally *tally = &tallies->items[i];
        if (tally->kind == STN_TALLY_IDLE) {
            if (other->count > others &&
                bsearch(tally, idle, other->count - others, sizeof(*idle),
                        compare_tallies) != NULL)
                tallies->items[kept++] = *tally;
            continue;
        }
        if (next >= others || other->items[next].kind != tally->kind ||
            strcmp(other->items[next].text, tally->text) != 0)
            return STN_EUSAGE;
        tally->uses += other->items[next++].uses;
        tallies->items[kept++] = *tally;
    }
    tallies->count = kept;
    return next == others ? STN_OK : STN_EUSAGE;
}

/* Count anew what versions of a finding in several parts would count twice. */
static void count_own(struct stn_report *report)
{
    const struct stn_tallies *tallies = &report->part.tallies;
    uint64_t own = 0;

    for (size_t i = 0; i < report->found.count; i++) {
        const struct stn_finding *finding = &report->found.items[i];
        for (size_t e = 0; e < finding->evidence_count; e++)
            own += strcmp(finding->evidence[e], STN_EVIDENCE_OWN_BASELINE) == 0;
    }
    for (size_t i = 0; i < tallies->count; i++)
        if (tallies->items[i].kind == STN_TALLY_OWN)
            tallies->items[i].uses = own;
}

static enum stn_status join(struct stn_report *report, struct stn_report *part,
                            struct stn_error *err)
{
    for (size_t i = 0; i <= STN_SKIP_NOTHING; i++)
        if (part->part.shared[i] > report->part.shared[i])
            report->part.shared[i] = part->part.shared[i];
    /* One that was stopped may have listed fewer. */
    if (part->commits > report->commits) {
        report->commits = part->commits;
        report->part.what = part->part.what;
    }
    if (part->started < report->started)
        report->started = part->started;
    if (part->ended > report->ended)
        report->ended = part->ended;
    report->dropped += part->dropped;
    return stn_findings_join(&report->found, &part->found, err);
}

/* Begin with the first part. */
static enum stn_status begin(struct stn_merge *merge, const char *name,
                             struct stn_report *part, struct stn_error *err)
{
    merge->first = stn_strndup(name, strlen(name));
    if (merge->first == NULL)
        return stn_fail_memory(err);
    merge->report = stn_calloc(1, sizeof(*merge->report));
    if (merge->report == NULL)
        return stn_fail_memory(err);
    *merge->report = *part;
    *part = (struct stn_report){0};
    return STN_OK;
}

enum stn_status stn_merge_add(struct stn_merge *merge, const char *name,
                              struct stn_str bytes, const char *key,
                              struct stn_error *err)
{
    struct stn_report part = {0};
    enum stn_status status =
        stn_part_read(&part, &merge->rules, name, bytes, key, err);

    if (status >= 0)
        status = check_part(merge, name, &part, err);
    if (status < 0)
        goto done;
    merge->has[part.part.shard.index] = true;
    merge->added++;
    merge->read += part.found.count;
    /* A verdict is what it says it is of. */
    const enum stn_verdict verdict = part.verdict;
    stn_gate_decide(&part);
    if (part.verdict != verdict) {
        status = stn_fail(err, STN_EINPUT,
                          "%s: its verdict is not that of its findings", name);
        goto done;
    }
    stn_findings_tell_apart(&part.found);
    status = take_shared(merge, &part, err);
    if (status >= 0 && merge->report != NULL)
        status = join_tallies(&merge->report->part.tallies, &part.part.tallies);
    if (status == STN_EUSAGE)
        stn_fail(err, STN_EUSAGE,
                 "%s: does not belong to %s: they differ in point of "
                 "what the change allows itself",
                 name, merge->first);
    if (status == STN_ENOMEM)
        stn_fail_memory(err);
    if (status < 0)
        goto done;
    status = merge->report == NULL ? begin(merge, name, &part, err)
                                   : join(merge->report, &part, err);
done:
    stn_report_dispose(&part);
    return status;
}

static enum stn_status fail_missing(const struct stn_merge *merge,
                                    struct stn_error *err)
{
    struct stn_buf words = STN_BUF_INIT(STN_KIB);
    uint32_t count = merge->report->part.shard.count;
    uint32_t missing = count - merge->added;
    uint32_t named = 0;

    for (uint32_t i = 1; i <= count && named < NAMED_MAX; i++)
        if (!merge->has[i])
            stn_buf_printf(&words, "%s%u", named++ > 0 ? ", " : "",
                           (unsigned)i);
    if (missing > named)
        stn_buf_printf(&words, " and %u more", (unsigned)(missing - named));
    stn_fail(err, STN_ENOTFOUND,
             "part%s %s of %u %s missing: without %s nothing can be said of "
             "the whole",
             missing > 1 ? "s" : "", words.ptr, (unsigned)count,
             missing > 1 ? "are" : "is", missing > 1 ? "them" : "it");
    stn_buf_dispose(&words);
    return STN_ENOTFOUND;
}

/* Put back what every part has, once. */
static enum stn_status put_shared(struct stn_merge *merge,
                                  struct stn_error *err)
{
    struct stn_report *report = merge->report;
    struct stn_findings *found = &report->found;
    uint64_t listed[STN_SKIP_NOTHING + 1] = {0};

    for (size_t i = 0; i < merge->shared_count; i++) {
        struct stn_skip *skips = stn_grow(found->skips, &found->skip_capacity,
                                          found->skip_count, sizeof(*skips));
        if (skips == NULL)
            return stn_fail_memory(err);
        found->skips = skips;
        skips[found->skip_count++] = merge->shared[i];
        listed[merge->shared[i].reason]++;
    }
    for (size_t i = 0; i <= STN_SKIP_NOTHING; i++)
        found->skipped[i] += listed[i] > report->part.shared[i]
                                 ? listed[i]
                                 : report->part.shared[i];
    return STN_OK;
}

enum stn_status stn_merge_finish(struct stn_merge *merge,
                                 struct stn_report **out, struct stn_error *err)
{
    struct stn_report *report = merge->report;

    if (report == NULL)
        return stn_fail(err, STN_ENOTFOUND, "there are no parts");
    if (merge->added < report->part.shard.count)
        return fail_missing(merge, err);
    enum stn_status status = put_shared(merge, err);
    if (status < 0)
        return status;
    stn_findings_unite_parts(&report->found);
    count_own(report);
    report->dropped += stn_findings_settle_parts(
        &report->found, report->part.per_rule, report->part.same);
    report->what = report->part.what;
    report->part.shard = (struct stn_shard){0};
    status = stn_policy_write_notes(report, err);
    if (status < 0)
        return status;
    stn_gate_decide(report);
    *out = report;
    merge->report = NULL;
    return STN_OK;
}
