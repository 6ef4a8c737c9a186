/** @file The insides of struct stn_scanner, for the pipeline and the CLI. */
#ifndef STN_PIPELINE_SCANNER_H
#define STN_PIPELINE_SCANNER_H

#include "engine/matcher.h"
#include "policy/policy.h"
#include "ruleset/load.h"

struct stn_scanner {
    struct stn_options options; /**< As given, strings the caller's. */
    struct stn_rules rules;     /**< Empty when only built-in ones are used. */
    struct stn_ruleset ruleset;
    bool *active;                  /**< One for each rule. */
    enum stn_severity *severities; /**< One for each rule; 0: its own. */
    uint32_t active_count;
    struct stn_matcher *matcher;
    struct stn_policy *policy;
    /** What all scans of this scanner cost, when profiling. */
    struct stn_rule_cost *costs;
};

/** `only`, `skip`: a category, a rule id, or a glob of ids. Fails with
 *  STN_EUSAGE on a selector that selects nothing. */
enum stn_status stn_select_rules(bool *active, const struct stn_ruleset *rules,
                                 struct stn_strings only,
                                 struct stn_strings skip,
                                 struct stn_error *err);

#endif
