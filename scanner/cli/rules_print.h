/** @file How `stanch rules` shows rules; private to the command. */
#ifndef STN_CLI_RULES_PRINT_H
#define STN_CLI_RULES_PRINT_H

#include "base/buf.h"
#include "ruleset/rule.h"

/** One line a rule: id, severity, category, title, whether it is off;
 *  aligned. */
void stn_rules_print_list(struct stn_buf *out,
                          const struct stn_ruleset *ruleset);

/** The same, and source, advice, origin and check, as a JSON array. */
void stn_rules_print_json(struct stn_buf *out,
                          const struct stn_ruleset *ruleset);

/**
 * All of one rule. Of a pattern also the literals it is found by, and an
 * example with every secret in it masked; of a check, bad and good code.
 *
 * @return STN_OK; a failure of the matcher.
 */
enum stn_status stn_rules_print_rule(struct stn_buf *out,
                                     const struct stn_ruleset *ruleset,
                                     uint32_t rule, struct stn_error *err);

#endif
