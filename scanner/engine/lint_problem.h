/** @file What the parts of `rules check` share; private to the lint. */
#ifndef STN_ENGINE_LINT_PROBLEM_H
#define STN_ENGINE_LINT_PROBLEM_H

#include "engine/trial.h"

/** The rule under check, ready to run. */
struct stn_lint {
    struct stn_buf *problems;
    const struct stn_rule *rule;
    const struct stn_trial *trial;
};

/** Append "ORIGIN: ID: message" as a line. The message never holds bytes of an
 *  example. */
void stn_lint_problem(struct stn_buf *problems, const struct stn_rule *rule,
                      const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/** See stn_lint_rule(). */
enum stn_status stn_lint_pattern(const struct stn_lint *lint,
                                 struct stn_error *err);
enum stn_status stn_lint_examples(const struct stn_lint *lint,
                                  struct stn_error *err);
enum stn_status stn_lint_cost(const struct stn_lint *lint,
                              struct stn_error *err);

#endif
