/** @file Which paths a rule looks at. */
#ifndef STN_RULESET_RULE_PATHS_H
#define STN_RULESET_RULE_PATHS_H

#include "base/str.h"
#include "ruleset/rule.h"

/** Whether `paths` of a rule lets it report at a path. */
bool stn_rule_covers(const struct stn_rule *rule, struct stn_str path);

#endif
