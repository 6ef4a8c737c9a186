/** @file The insides of struct stn_scanner, for the pipeline and the CLI. */
#ifndef STN_PIPELINE_SCANNER_H
#define STN_PIPELINE_SCANNER_H

#include "engine/matcher.h"
#include "golang/scan.h"
#include "policy/baseline.h"
#include "policy/policy.h"
#include "ruleset/load.h"

struct stn_scanner {
    struct stn_options options; /**< As given, strings the caller's. */
    struct stn_rules rules;     /**< Empty when only built-in ones are used. */
    struct stn_ruleset ruleset;
    struct stn_ruleset patterns;   /**< Of it; the matcher's. */
    bool *active;                  /**< One for each rule. */
    enum stn_severity *severities; /**< One for each rule; 0: its own. */
    uint32_t active_count;
    bool *checks;    /**< One for each of stn_go_checks[]: a rule wants it. */
    bool has_checks; /**< Any does. */
    struct stn_matcher *matcher;
    struct stn_policy *policy;
    struct stn_baseline *baseline; /**< NULL: there is none. */
    struct stn_baseline *proposed; /**< The change's; NULL: there is none. */
    /** What all scans of this scanner cost, when profiling. */
    struct stn_rule_cost *costs;
};

/** Whether rules named in a file exist in this program. */
extern const struct stn_rule_names stn_scanner_names;

#endif
