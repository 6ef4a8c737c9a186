/** @file What `stanch rules check` refuses. */
#ifndef STN_ENGINE_LINT_H
#define STN_ENGINE_LINT_H

#include "base/buf.h"
#include "engine/matcher.h"

/**
 * Check one rule: its pattern compiles and is local (has a literal near its
 * start, no unbounded start; or `names`, and so a field to begin at), and its
 * matches are no longer than STN_WINDOW_OVERLAP_BYTES; its declared keywords
 * are sound (one occurs in every example's match, and in any text its pattern's
 * literals require); every example gives exactly this rule's match and no
 * counterexample does; it stays within bounds on adversarial and on ordinary
 * text.
 *
 * @param problems  One line for each problem is appended, "ORIGIN: ID: ...".
 * @return STN_OK, with or without problems; a failure when the check could not
 *         run.
 */
enum stn_status stn_lint_rule(struct stn_buf *problems,
                              const struct stn_ruleset *ruleset, uint32_t rule,
                              struct stn_error *err);

/**
 * Check the chosen rules, each by itself as above, then all together: an
 * example must still be reported by its own rule when every rule is active.
 *
 * @param chosen    One for each rule; NULL: all.
 * @param problems  As above.
 */
enum stn_status stn_lint_rules(struct stn_buf *problems,
                               const struct stn_ruleset *ruleset,
                               const bool *chosen, struct stn_error *err);

#endif
