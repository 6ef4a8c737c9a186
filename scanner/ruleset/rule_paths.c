#include "ruleset/rule_paths.h"

#include "base/glob.h"

static bool any_matches(const struct stn_rule_strings *globs,
                        struct stn_str path)
{
    for (uint32_t i = 0; i < globs->count; i++)
        if (stn_glob_matches(stn_str_of(globs->items[i]), path))
            return true;
    return false;
}

bool stn_rule_covers(const struct stn_rule *rule, struct stn_str path)
{
    if (any_matches(&rule->paths_skip, path))
        return false;
    return rule->paths_only.count == 0 || any_matches(&rule->paths_only, path);
}
