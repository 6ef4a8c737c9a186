/**
 * @file
 * What a run tells GitHub besides its report: annotations, the job's summary,
 * and the outputs of the step. Elsewhere nothing.
 * @see
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
#ifndef STN_CLI_CI_PUBLISH_H
#define STN_CLI_CI_PUBLISH_H

#include "cli/settings.h"

/** What the outputs say; NULL: nothing of it is known. */
struct stn_ci_publishing {
    const struct stn_settings *settings;
    const char *base;
    const char *head;
};

/**
 * @param report  NULL: there was nothing to scan, and that is well.
 * @return The exit status; no longer clean if the outputs cannot be written,
 *         since steps that come later go by them.
 */
int stn_ci_publish(const struct stn_ci_publishing *publishing,
                   const struct stn_report *report, int exit_status);

/** Say that nothing could be scanned, on standard error and as an annotation.
 *  @return exit_status. */
int stn_ci_publish_failure(const struct stn_ci_publishing *publishing,
                           const struct stn_error *why, int exit_status);

#endif
