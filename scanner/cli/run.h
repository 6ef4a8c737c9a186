/** @file One scan, from settings to exit status: what its commands share. */
#ifndef STN_CLI_RUN_H
#define STN_CLI_RUN_H

#include "cli/settings.h"

/**
 * Scan a target and write its reports; a first signal ends it in order.
 *
 * @param logs  Its texts are test output.
 * @return Exit status.
 */
int stn_run_scan(const struct stn_settings *settings,
                 const struct stn_target *target, bool logs);

/** Tell what was wrong with how stanch was called. @return STN_EXIT_USAGE. */
int stn_fail_usage(const struct stn_error *err);

#endif
