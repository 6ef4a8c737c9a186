/** @file One scan, from settings to exit status: what its commands share. */
#ifndef STN_CLI_RUN_H
#define STN_CLI_RUN_H

#include <time.h>

#include "cli/settings.h"

/** A scan and what came of it. Zeroed is empty. */
struct stn_run {
    struct stn_scanner *scanner;
    struct stn_report *report;
    struct timespec start; /**< Of the progress line, which lives on. */
};

/**
 * Scan a target for whoever wants the report itself; a first signal ends it in
 * order.
 *
 * @param logs  Its texts are test output.
 * @return STN_EXIT_CLEAN, or the exit status where there is no report: why has
 *         been told.
 */
int stn_run_gather(struct stn_run *run, const struct stn_settings *settings,
                   const struct stn_target *target, bool logs);
void stn_run_dispose(struct stn_run *run);

/**
 * Scan a target and write its reports; a first signal ends it in order.
 *
 * @param logs  Its texts are test output.
 * @return Exit status.
 */
int stn_run_scan(const struct stn_settings *settings,
                 const struct stn_target *target, bool logs);

struct stn_report;

/** What is done when a scan is over. */
struct stn_run_after {
    /** Why a run that looked at nothing should have; NULL: it is in order. The
     *  report says so then, and is incomplete. */
    const char *(*why_empty)(void *payload, const struct stn_report *report);
    /** The report is written. @param exit_status  What the run came to so far.
     *  @return Likewise. */
    int (*run)(void *payload, const struct stn_report *report, int exit_status);
    /** There is no report, or nothing in it, and why; to be told here. @return
     *  As run(). */
    int (*failed)(void *payload, const struct stn_error *why, int exit_status);
    void *payload;
};

/** As stn_run_scan(), and then what `after` does; NULL: nothing. */
int stn_run_scan_then(const struct stn_settings *settings,
                      const struct stn_target *target, bool logs,
                      const struct stn_run_after *after);

/** End the help of a command that scans: its options, what its exit status
 *  means. @return STN_EXIT_CLEAN. */
int stn_run_help(unsigned groups);

/** Tell what was wrong with how stanch was called. @return STN_EXIT_USAGE. */
int stn_fail_usage(const struct stn_error *err);

#endif
