#include <stdlib.h>

#include "base/limits.h"
#include "findings/findings.h"

/*
 * Findings are sorted in place, several times: none of the functions here can
 * fail for want of memory. A severity of 0, which no finding has, marks those
 * to be taken off.
 */
static void mark(struct stn_finding *finding)
{
    finding->severity = STN_SEVERITY_DEFAULT;
}

static bool is_marked(const struct stn_finding *finding)
{
    return finding->severity == STN_SEVERITY_DEFAULT;
}

/* @return How many were marked among [from, count). */
static size_t take_marked_off(struct stn_findings *findings, size_t from)
{
    size_t kept = from;

    for (size_t i = from; i < findings->count; i++) {
        if (is_marked(&findings->items[i]))
            continue;
        if (kept != i)
            findings->items[kept] = findings->items[i];
        kept++;
    }
    size_t taken = findings->count - kept;
    findings->count = kept;
    return taken;
}

static void sort(struct stn_findings *findings, size_t from,
                 int (*compare)(const void *, const void *))
{
    if (findings->count - from > 1)
        qsort(findings->items + from, findings->count - from,
              sizeof(*findings->items), compare);
}

static int compare_u64(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

static int compare_rules(const struct stn_finding *a,
                         const struct stn_finding *b)
{
    return a->rule == b->rule ? 0 : strcmp(a->rule->id, b->rule->id);
}

/* By what makes two findings equal, but for file and number. */
static int compare_identity(const struct stn_finding *a,
                            const struct stn_finding *b)
{
    int order = compare_rules(a, b);

    if (order == 0)
        order = compare_u64(a->fingerprint.line, b->fingerprint.line);
    if (order == 0)
        order = compare_u64(a->fingerprint_key, b->fingerprint_key);
    return order;
}

static int compare_in_text(const void *left, const void *right)
{
    const struct stn_finding *a = left;
    const struct stn_finding *b = right;
    int order = compare_identity(a, b);

    if (order == 0)
        order = compare_u64(a->fingerprint.nth, b->fingerprint.nth);
    if (order == 0)
        order = compare_u64(a->start_byte, b->start_byte);
    return order;
}

static int compare_starts(const void *left, const void *right)
{
    const struct stn_finding *a = left;
    const struct stn_finding *b = right;
    int order = compare_u64(a->start_byte, b->start_byte);

    if (order == 0)
        order = compare_in_text(a, b);
    return order;
}

/* Mark those of [from, count), sorted by identity, that equal `finding`. */
static void mark_equal(struct stn_findings *findings, size_t from,
                       const struct stn_finding *finding)
{
    size_t low = from;
    size_t high = findings->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct stn_finding *item = &findings->items[middle];
        int order = compare_identity(item, finding);
        if (order == 0)
            order =
                compare_u64(item->fingerprint.nth, finding->fingerprint.nth);
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < findings->count; low++) {
        struct stn_finding *item = &findings->items[low];
        if (compare_identity(item, finding) != 0 ||
            item->fingerprint.nth != finding->fingerprint.nth ||
            is_marked(item))
            return;
        mark(item);
    }
}

void stn_findings_subtract(struct stn_findings *findings, size_t from,
                           const struct stn_findings *before)
{
    if (before->count == 0 || findings->count <= from)
        return;
    sort(findings, from, compare_in_text);
    for (size_t i = 0; i < before->count; i++)
        mark_equal(findings, from, &before->items[i]);
    take_marked_off(findings, from);
    sort(findings, from, compare_starts);
}

static int compare_twins(const void *left, const void *right)
{
    const struct stn_finding *a = left;
    const struct stn_finding *b = right;
    int order = stn_str_compare(a->file, b->file);

    if (order == 0)
        order = compare_identity(a, b);
    if (order == 0)
        order = stn_str_compare(a->commit, b->commit);
    if (order == 0)
        order = compare_u64(a->text_id, b->text_id);
    if (order == 0)
        order = compare_u64(a->start_byte, b->start_byte);
    if (order == 0)
        order = compare_u64(a->fingerprint.nth, b->fingerprint.nth);
    return order;
}

/*
 * Each window of a stream numbers its findings from 1. Go on counting where
 * the window before ended, or equal secrets of one large file would pass for
 * one secret seen twice.
 */
static void number_across_windows(struct stn_findings *findings)
{
    sort(findings, 0, compare_twins);
    for (size_t i = 1; i < findings->count; i++) {
        const struct stn_finding *last = &findings->items[i - 1];
        struct stn_finding *finding = &findings->items[i];
        bool is_same_text = last->text_id == finding->text_id &&
                            stn_str_equal(last->file, finding->file) &&
                            stn_str_equal(last->commit, finding->commit);
        if (is_same_text && compare_identity(last, finding) == 0 &&
            last->start_byte != finding->start_byte &&
            finding->fingerprint.nth <= last->fingerprint.nth)
            finding->fingerprint.nth = last->fingerprint.nth + 1;
    }
}

static int compare_fingerprints(const struct stn_finding *a,
                                const struct stn_finding *b)
{
    int order = stn_str_compare(a->file, b->file);

    if (order == 0)
        order = compare_identity(a, b);
    if (order == 0)
        order = compare_u64(a->fingerprint.nth, b->fingerprint.nth);
    return order;
}

/*
 * Of equal ones the one to keep comes first: one that counts before one that
 * is suppressed (a mark on the line above is no part of the fingerprint, so
 * versions of a file may differ in it), then the oldest.
 */
static int compare_versions(const void *left, const void *right)
{
    const struct stn_finding *a = left;
    const struct stn_finding *b = right;
    int order = compare_fingerprints(a, b);

    if (order == 0)
        order = (a->status != STN_NEW) - (b->status != STN_NEW);
    if (order == 0)
        order = compare_u64(a->order, b->order);
    if (order == 0)
        order = compare_u64(a->start_byte, b->start_byte);
    if (order == 0)
        order = stn_str_compare(a->commit, b->commit);
    return order;
}

static void keep_one_version(struct stn_findings *findings)
{
    size_t kept = 0;

    sort(findings, 0, compare_versions);
    for (size_t i = 1; i < findings->count; i++) {
        if (compare_fingerprints(&findings->items[kept], &findings->items[i]) ==
            0)
            mark(&findings->items[i]);
        else
            kept = i;
    }
    take_marked_off(findings, 0);
}

static int compare_places(const void *left, const void *right)
{
    const struct stn_finding *a = left;
    const struct stn_finding *b = right;
    int order = stn_str_compare(a->file, b->file);

    if (order == 0)
        order = compare_u64(a->start.line, b->start.line);
    if (order == 0)
        order = compare_u64(a->start.column, b->start.column);
    if (order == 0)
        order = compare_rules(a, b);
    if (order == 0)
        order = stn_str_compare(a->commit, b->commit);
    if (order == 0)
        order = compare_u64(a->start_byte, b->start_byte);
    if (order == 0)
        order = compare_in_text(a, b);
    return order;
}

/* Worst first, so that a ceiling never takes off what blocks and leaves what
 * does not. */
static int compare_weight(const struct stn_finding *a,
                          const struct stn_finding *b)
{
    int order = (a->status != STN_NEW) - (b->status != STN_NEW);

    if (order == 0)
        order = compare_u64(b->severity, a->severity);
    if (order == 0)
        order = compare_places(a, b);
    return order;
}

static int compare_by_rule(const void *left, const void *right)
{
    int order = compare_rules(left, right);

    return order != 0 ? order : compare_weight(left, right);
}

static int compare_by_secret(const void *left, const void *right)
{
    const struct stn_finding *a = left;
    const struct stn_finding *b = right;
    int order = compare_u64(a->fingerprint_key, b->fingerprint_key);

    return order != 0 ? order : compare_weight(a, b);
}

static bool is_same_rule(const struct stn_finding *a,
                         const struct stn_finding *b)
{
    return compare_rules(a, b) == 0;
}

static bool is_same_secret(const struct stn_finding *a,
                           const struct stn_finding *b)
{
    return a->fingerprint_key == b->fingerprint_key;
}

/* Keep `most` of each group; 0: all. */
static size_t apply_ceiling(struct stn_findings *findings, uint32_t most,
                            int (*compare)(const void *, const void *),
                            bool (*is_same)(const struct stn_finding *,
                                            const struct stn_finding *))
{
    size_t group = 0;

    if (most == 0)
        return 0;
    sort(findings, 0, compare);
    for (size_t i = 0; i < findings->count; i++) {
        if (!is_same(&findings->items[group], &findings->items[i]))
            group = i;
        if (i - group >= most)
            mark(&findings->items[i]);
    }
    return take_marked_off(findings, 0);
}

int stn_skip_compare(const void *left, const void *right)
{
    const struct stn_skip *a = left;
    const struct stn_skip *b = right;
    int order = stn_skip_is_failure(b->reason) - stn_skip_is_failure(a->reason);

    if (order == 0)
        order = stn_str_compare(a->file, b->file);
    if (order == 0)
        order = stn_str_compare(a->commit, b->commit);
    if (order == 0)
        order = compare_u64(a->reason, b->reason);
    if (order == 0)
        order = stn_str_compare(a->detail, b->detail);
    if (order == 0)
        order = compare_u64(a->bytes, b->bytes);
    return order;
}

/*
 * Failures first. What is left out by policy is listed whole or not at all:
 * which part of it each worker listed depends on the threads.
 */
static void settle_skips(struct stn_findings *findings)
{
    uint64_t counted = 0;
    size_t listed = 0;
    size_t failures = 0;

    if (findings->skip_count > 1)
        qsort(findings->skips, findings->skip_count, sizeof(*findings->skips),
              stn_skip_compare);
    for (size_t i = 0; i < findings->skip_count; i++)
        failures += stn_skip_is_failure(findings->skips[i].reason);
    listed = findings->skip_count - failures;
    for (size_t i = 0; i <= STN_SKIP_POLICY_LAST; i++)
        counted += findings->skipped[i];
    if (counted != listed || findings->skip_count > STN_SKIPS_LISTED_MAX)
        findings->skip_count = failures;
    if (findings->skip_count > STN_SKIPS_LISTED_MAX)
        findings->skip_count = STN_SKIPS_LISTED_MAX;
}

void stn_findings_unite(struct stn_findings *findings)
{
    number_across_windows(findings);
    keep_one_version(findings);
    sort(findings, 0, compare_places);
}

void stn_findings_tell_apart(struct stn_findings *findings)
{
    struct stn_finding first = {0};

    sort(findings, 0, compare_versions);
    for (size_t i = 0; i < findings->count; i++) {
        struct stn_finding *finding = &findings->items[i];
        if (i == 0 || compare_fingerprints(&first, finding) != 0)
            first = *finding;
        else
            finding->fingerprint_key =
                findings->items[i - 1].fingerprint_key + 1;
    }
}

size_t stn_findings_settle(struct stn_findings *findings, uint32_t per_rule,
                           uint32_t same)
{
    number_across_windows(findings);
    return stn_findings_settle_parts(findings, per_rule, same);
}

void stn_findings_unite_parts(struct stn_findings *findings)
{
    keep_one_version(findings);
}

size_t stn_findings_settle_parts(struct stn_findings *findings,
                                 uint32_t per_rule, uint32_t same)
{
    size_t dropped = 0;

    keep_one_version(findings);
    dropped += apply_ceiling(findings, same, compare_by_secret, is_same_secret);
    dropped += apply_ceiling(findings, per_rule, compare_by_rule, is_same_rule);
    sort(findings, 0, compare_places);
    if (findings->count > STN_FINDINGS_MAX) {
        struct stn_skip skip = {
            .reason = STN_SKIP_TOO_MANY,
            .detail =
                STN_STR("more findings than one run keeps; scan parts of it"),
        };
        dropped += findings->count - STN_FINDINGS_MAX;
        findings->count = STN_FINDINGS_MAX;
        /* Without memory to list it, it still is counted. */
        stn_findings_skip(findings, &skip, NULL);
    }
    settle_skips(findings);
    return dropped;
}
