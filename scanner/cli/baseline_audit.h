/** @file `stanch baseline audit`: a person says what findings are. */
#ifndef STN_CLI_BASELINE_AUDIT_H
#define STN_CLI_BASELINE_AUDIT_H

#include "cli/baseline_set.h"
#include "cli/run.h"

/** Whether there is a terminal to ask on. */
bool stn_audit_can_ask(void);

/**
 * Go through what is to be decided, and write the baseline after each answer.
 *
 * @return STN_OK, also when the person has left; a failure to write.
 */
enum stn_status stn_audit_ask(struct stn_baseline_set *set,
                              const struct stn_run *run, struct stn_error *err);

/** Print what is wrong with entries: no reason, past their date, unused.
 *  @return How many are. */
size_t stn_audit_check(const struct stn_baseline_set *set,
                       const struct stn_run *run);

#endif
