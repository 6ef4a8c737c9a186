/** @file What `stanch rules check` refuses of rules that are Go checks. */
#ifndef STN_PIPELINE_GO_LINT_H
#define STN_PIPELINE_GO_LINT_H

#include "base/buf.h"
#include "ruleset/rule.h"

/**
 * Check the chosen rules that are checks: each has an example that its check
 * finds something in, and a counterexample that it finds nothing in, and all of
 * them are Go. One without a package clause is of a package p.
 *
 * @param chosen    One for each rule; NULL: all.
 * @param problems  One line for each problem is appended, "ORIGIN: ID: ...".
 * @return STN_OK, with or without problems; a failure when the check could not
 *         run.
 */
enum stn_status stn_go_lint_rules(struct stn_buf *problems,
                                  const struct stn_ruleset *ruleset,
                                  const bool *chosen, struct stn_error *err);

#endif
