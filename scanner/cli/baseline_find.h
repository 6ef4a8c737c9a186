/** @file Where the baseline is, and its text. */
#ifndef STN_CLI_BASELINE_FIND_H
#define STN_CLI_BASELINE_FIND_H

#include "cli/settings.h"

/**
 * Settle which baseline counts, and read it: the file that option, environment
 * or configuration names, else `.stanch-baseline` at the root of the
 * repository, which need not exist; with --no-config, only one that is named.
 *
 * Settings that say it is settled keep what they have.
 *
 * @return STN_OK; STN_EUSAGE if a file that is named does not exist; STN_EIO;
 *         STN_ELIMIT; STN_ENOMEM.
 */
enum stn_status stn_baseline_settle(struct stn_settings *settings,
                                    struct stn_error *err);

#endif
