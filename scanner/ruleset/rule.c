#include "ruleset/rule.h"

#include <string.h>

const char *const stn_rule_segment_names[] = {
    "text", "header", "cookie", "query", "form", "json", NULL,
};

const char *const stn_rule_trait_names[] = {
    "response", "http-only", "local", "example", "oauth", "login", NULL,
};

uint32_t stn_ruleset_find(const struct stn_ruleset *ruleset, const char *id)
{
    uint32_t low = 0;
    uint32_t high = ruleset->count;

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
