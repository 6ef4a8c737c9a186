#include "engine/trial.h"

#include <stdlib.h>

#include "base/alloc.h"

void stn_trial_close(struct stn_trial *trial)
{
    stn_scratch_free(trial->scratch);
    stn_matcher_free(trial->matcher);
    stn_free(trial->rules);
    *trial = (struct stn_trial){0};
}

static int compare_ids(const void *a, const void *b)
{
    const struct stn_rule *left = a;
    const struct stn_rule *right = b;

    return strcmp(left->info.id, right->info.id);
}

static bool has_rule(const struct stn_rule *rules, uint32_t count,
                     const char *id)
{
    for (uint32_t i = 0; i < count; i++)
        if (strcmp(rules[i].info.id, id) == 0)
            return true;
    return false;
}

/* The rule, its partner, the partner's, until there is none or it is here. */
static enum stn_status collect(struct stn_trial *trial,
                               const struct stn_ruleset *ruleset, uint32_t rule,
                               struct stn_error *err)
{
    size_t capacity = 0;
    uint32_t count = 0;

    while (rule != UINT32_MAX) {
        struct stn_rule *moved =
            stn_grow(trial->rules, &capacity, count, sizeof(*trial->rules));
        if (moved == NULL)
            return stn_fail_memory(err);
        trial->rules = moved;
        trial->rules[count++] = ruleset->rules[rule];
        const char *partner = ruleset->rules[rule].near_rule;
        rule = UINT32_MAX;
        if (partner != NULL && !has_rule(trial->rules, count, partner))
            rule = stn_ruleset_find(ruleset, partner);
    }
    trial->ruleset =
        (struct stn_ruleset){.rules = trial->rules, .count = count};
    return STN_OK;
}

enum stn_status stn_trial_open(struct stn_trial *out,
                               const struct stn_ruleset *ruleset, uint32_t rule,
                               bool profile, struct stn_error *err)
{
    const struct stn_matcher_options options = {.profile = profile};
    const char *id = ruleset->rules[rule].info.id;
    enum stn_status status = collect(out, ruleset, rule, err);

    if (status < 0)
        return status;
    qsort(out->rules, out->ruleset.count, sizeof(*out->rules), compare_ids);
    out->rule = stn_ruleset_find(&out->ruleset, id);
    status = stn_matcher_new(&out->matcher, &out->ruleset, &options, err);
    if (status < 0)
        return status;
    return stn_scratch_new(&out->scratch, out->matcher, err);
}

bool stn_trial_segment(struct stn_segment *segment, const struct stn_rule *rule,
                       const char *example)
{
    uint32_t kinds = rule->segments;
    struct stn_str bytes = stn_str_of(example);
    struct stn_str name = {NULL, 0};

    if (rule->names != NULL) {
        size_t colon = stn_str_find(bytes, STN_STR(": "));
        if (colon == SIZE_MAX || colon == 0)
            return false;
        name = stn_str_sub(bytes, 0, colon);
        bytes = stn_str_sub(bytes, colon + 2, bytes.len);
        kinds &= ~(uint32_t)STN_SEGMENT_TEXT;
    }
    if (kinds == 0)
        return false;
    *segment = (struct stn_segment){
        .bytes = bytes,
        .name = name,
        .traits = rule->traits,
        .kind = (enum stn_segment_kind)(kinds & (~kinds + 1)),
    };
    return true;
}

const struct stn_match *stn_matches_find(const struct stn_matches *matches,
                                         uint32_t rule)
{
    for (size_t i = 0; i < matches->count; i++)
        if (matches->items[i].rule == rule)
            return &matches->items[i];
    return NULL;
}
