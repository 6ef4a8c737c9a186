#include "engine/resolve.h"

#include <stdlib.h>

#include "base/alloc.h"

static int compare_held(const void *a, const void *b)
{
    const struct stn_match *left = &((const struct stn_held *)a)->match;
    const struct stn_match *right = &((const struct stn_held *)b)->match;

    if (left->secret.start != right->secret.start)
        return left->secret.start < right->secret.start ? -1 : 1;
    if (left->rule != right->rule)
        return left->rule < right->rule ? -1 : 1;
    return (left->secret.end > right->secret.end) -
           (left->secret.end < right->secret.end);
}

static uint32_t count_newlines(struct stn_str text, size_t start, size_t end)
{
    const char *at = text.ptr + start;
    uint32_t count = 0;

    while (start < end) {
        at = memchr(at, '\n', (size_t)(text.ptr + end - at));
        if (at == NULL)
            break;
        count++;
        at++;
    }
    return count;
}

/* The lines of all secrets, counted once through the text. */
static void find_lines(struct stn_scratch *scratch, struct stn_str text)
{
    size_t offset = 0;
    uint32_t line = 0;

    for (size_t i = 0; i < scratch->held_count; i++) {
        struct stn_held *held = &scratch->held[i];
        line += count_newlines(text, offset, held->match.secret.start);
        offset = held->match.secret.start;
        held->line = line;
    }
}

static bool is_near(uint32_t line, uint32_t partner, uint32_t most)
{
    const uint32_t distance = line > partner ? line - partner : partner - line;

    return partner != UINT32_MAX && distance <= most;
}

/* Note which matches have a partner before them, or, going backwards, after
 * them: the nearest one is the last one seen. */
static void find_partners(const struct stn_matcher *matcher,
                          struct stn_scratch *scratch, bool backwards)
{
    const size_t count = scratch->held_count;

    memset(scratch->lines, 0xFF,
           matcher->ruleset->count * sizeof(*scratch->lines));
    for (size_t i = 0; i < count; i++) {
        struct stn_held *held = &scratch->held[backwards ? count - 1 - i : i];
        const uint32_t rule = held->match.rule;
        const uint32_t partner = matcher->rules[rule].partner;
        if (partner != UINT32_MAX &&
            is_near(held->line, scratch->lines[partner],
                    matcher->ruleset->rules[rule].near_lines))
            held->has_partner = true;
        scratch->lines[rule] = held->line;
    }
}

static void say(struct stn_match *match, const char *evidence)
{
    if (match->evidence_count < STN_EVIDENCE_MAX)
        match->evidence[match->evidence_count++] = evidence;
}

/* What a partner, or its lack, does to a match. */
static void judge_partner(const struct stn_matcher *matcher,
                          struct stn_held *held)
{
    const struct stn_compiled_rule *compiled =
        &matcher->rules[held->match.rule];
    const enum stn_severity near =
        matcher->ruleset->rules[held->match.rule].near_severity;

    if (compiled->partner == UINT32_MAX)
        return;
    if (!held->has_partner) {
        held->is_kept &= near != STN_SEVERITY_DEFAULT;
        return;
    }
    say(&held->match, compiled->nearby);
    if (near == STN_SEVERITY_DEFAULT || compiled->has_own_severity)
        return;
    held->match.severity = stn_held_severity(held, near);
}

static bool needs_partners(const struct stn_matcher *matcher,
                           const struct stn_scratch *scratch)
{
    for (size_t i = 0; matcher->has_partners && i < scratch->held_count; i++)
        if (matcher->rules[scratch->held[i].match.rule].partner != UINT32_MAX)
            return true;
    return false;
}

/* Drop what is not kept. */
static void compact(struct stn_scratch *scratch)
{
    size_t kept = 0;

    for (size_t i = 0; i < scratch->held_count; i++)
        if (scratch->held[i].is_kept)
            scratch->held[kept++] = scratch->held[i];
    scratch->held_count = kept;
}

/* The one that stays comes first. */
static int compare_contenders(const void *a, const void *b)
{
    const struct stn_contender *left = a;
    const struct stn_contender *right = b;

    if (left->rank != right->rank)
        return left->rank > right->rank ? -1 : 1;
    if (left->length != right->length)
        return left->length > right->length ? -1 : 1;
    if (left->rule != right->rule)
        return left->rule < right->rule ? -1 : 1;
    return left->index < right->index ? -1 : 1;
}

static enum stn_status make_room(struct stn_scratch *scratch, size_t count,
                                 struct stn_error *err)
{
    struct stn_contender *contenders =
        stn_grow(scratch->contenders, &scratch->contender_capacity, count,
                 sizeof(*contenders));
    if (contenders != NULL)
        scratch->contenders = contenders;
    unsigned char *kept =
        stn_grow(scratch->kept, &scratch->kept_capacity, count, sizeof(*kept));
    if (kept != NULL)
        scratch->kept = kept;
    return contenders != NULL && kept != NULL ? STN_OK : stn_fail_memory(err);
}

/*
 * Whether one of the items is free: what is kept so far overlaps nothing else
 * that is, so only its neighbours matter.
 */
static bool is_free(const struct stn_held *held, const unsigned char *kept,
                    size_t count, size_t index)
{
    const struct stn_span secret = held[index].match.secret;
    const unsigned char *left = memrchr(kept, 1, index);
    const unsigned char *right = memchr(kept + index, 1, count - index);

    return (left == NULL ||
            held[left - kept].match.secret.end <= secret.start) &&
           (right == NULL ||
            held[right - kept].match.secret.start >= secret.end);
}

/* Of `count` items that overlap in a chain, keep the best. */
static void contend(const struct stn_matcher *matcher,
                    struct stn_scratch *scratch, struct stn_held *held,
                    size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct stn_match *match = &held[i].match;
        scratch->contenders[i] = (struct stn_contender){
            .rank = (uint64_t)stn_matcher_rank(matcher, match->rule) << 8 |
                    (uint64_t)match->severity,
            .length = match->secret.end - match->secret.start,
            .index = (uint32_t)i,
            .rule = match->rule,
        };
    }
    qsort(scratch->contenders, count, sizeof(*scratch->contenders),
          compare_contenders);
    memset(scratch->kept, 0, count);
    for (size_t i = 0; i < count; i++) {
        const uint32_t index = scratch->contenders[i].index;
        if (is_free(held, scratch->kept, count, index))
            scratch->kept[index] = 1;
    }
    for (size_t i = 0; i < count; i++)
        held[i].is_kept = scratch->kept[i] != 0;
}

static enum stn_status drop_overlaps(const struct stn_matcher *matcher,
                                     struct stn_scratch *scratch,
                                     struct stn_error *err)
{
    struct stn_held *held = scratch->held;
    size_t first = 0;

    while (first < scratch->held_count) {
        size_t next = first + 1;
        size_t end = held[first].match.secret.end;
        while (next < scratch->held_count &&
               held[next].match.secret.start < end) {
            if (held[next].match.secret.end > end)
                end = held[next].match.secret.end;
            next++;
        }
        if (next - first > 1) {
            enum stn_status status = make_room(scratch, next - first, err);
            if (status < 0)
                return status;
            contend(matcher, scratch, held + first, next - first);
        }
        first = next;
    }
    compact(scratch);
    return STN_OK;
}

static enum stn_status hand_out(struct stn_scratch *scratch,
                                struct stn_matches *out, struct stn_error *err)
{
    if (scratch->held_count > scratch->match_capacity) {
        struct stn_match *matches = stn_realloc(
            scratch->matches, scratch->held_capacity * sizeof(*matches));
        if (matches == NULL)
            return stn_fail_memory(err);
        scratch->matches = matches;
        scratch->match_capacity = scratch->held_capacity;
    }
    for (size_t i = 0; i < scratch->held_count; i++)
        scratch->matches[i] = scratch->held[i].match;
    *out = (struct stn_matches){
        .items = scratch->matches,
        .count = scratch->held_count,
        .gave_up = scratch->gave_up,
        .gave_up_count = scratch->gave_up_count,
        .is_flooded = scratch->is_flooded,
    };
    return STN_OK;
}

enum stn_status stn_resolve(const struct stn_matcher *matcher,
                            struct stn_scratch *scratch, struct stn_str text,
                            struct stn_matches *out, struct stn_error *err)
{
    if (scratch->held_count > 1)
        qsort(scratch->held, scratch->held_count, sizeof(*scratch->held),
              compare_held);
    if (needs_partners(matcher, scratch)) {
        find_lines(scratch, text);
        find_partners(matcher, scratch, false);
        find_partners(matcher, scratch, true);
        for (size_t i = 0; i < scratch->held_count; i++)
            judge_partner(matcher, &scratch->held[i]);
    }
    for (size_t i = 0; i < scratch->held_count; i++)
        scratch->held[i].is_kept &=
            matcher->rules[scratch->held[i].match.rule].is_active;
    compact(scratch);
    enum stn_status status = drop_overlaps(matcher, scratch, err);
    if (status < 0)
        return status;
    return hand_out(scratch, out, err);
}
