/** @file How `stanch rules` shows rules; private to the command. */
#ifndef STN_CLI_RULES_PRINT_H
#define STN_CLI_RULES_PRINT_H

#include "base/buf.h"
#include "ruleset/rule.h"

/** One line a rule: id, severity, category, title; aligned. */
void stn_rules_print_list(struct stn_buf *out,
                          const struct stn_ruleset *ruleset);

/** The same, and source, advice and origin, as a JSON array. */
void stn_rules_print_json(struct stn_buf *out,
                          const struct stn_ruleset *ruleset);

/**
 * All of one rule, the literals it is found by, and an example with every
 * secret in it masked.
 *
 * @return STN_OK; a failure of the matcher.
 */
enum stn_status stn_rules_print_rule(struct stn_buf *out,
                                     const struct stn_ruleset *ruleset,
                                     uint32_t rule, struct stn_error *err);

#endif
