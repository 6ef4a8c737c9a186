#include "ruleset/rule.h"

#include <string.h>

const char *const stn_rule_segment_names[] = {
    "text", "header", "cookie", "query", "form", "json", NULL,
};

const char *const stn_rule_trait_names[] = {
    "response", "http-only", "local", "example", "oauth", "login", NULL,
};

/* Among rules [low, high), sorted by id. */
static uint32_t find_between(const struct stn_ruleset *ruleset, uint32_t low,
                             uint32_t high, const char *id)
{
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = strcmp(ruleset->rules[middle].info.id, id);
        if (order == 0)
            return middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return UINT32_MAX;
}

uint32_t stn_ruleset_find(const struct stn_ruleset *ruleset, const char *id)
{
    uint32_t index = find_between(ruleset, 0, ruleset->pattern_count, id);

    return index != UINT32_MAX ? index
                               : find_between(ruleset, ruleset->pattern_count,
                                              ruleset->count, id);
}

struct stn_ruleset stn_ruleset_patterns(const struct stn_ruleset *ruleset)
{
    struct stn_ruleset patterns = *ruleset;

    patterns.count = ruleset->pattern_count;
    return patterns;
}

int stn_rule_compare(const struct stn_rule *a, const struct stn_rule *b)
{
    int order = (a->check != NULL) - (b->check != NULL);

    return order != 0 ? order : strcmp(a->info.id, b->info.id);
}
