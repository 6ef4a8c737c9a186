/** @file From a plan to a target: what of it the clone has. */
#ifndef STN_CLI_CI_SETTLE_H
#define STN_CLI_CI_SETTLE_H

#include "cli/ci_plan.h"
#include "cli/settings.h"
#include "sources/git_here.h"

/** What a plan comes to in one clone. Zeroed is ready; nothing to free. */
struct stn_ci_settled {
    char ids[3 * STN_CI_NAMES_MAX][STN_GIT_ID_BYTES];
    size_t id_count;
    const char *include[STN_CI_NAMES_MAX];
    size_t include_count;
    const char *exclude[2 * STN_CI_NAMES_MAX];
    size_t exclude_count;
    const char *policy; /**< The commit whose configuration counts; NULL: of
                             none. */
};

/**
 * Look up in the clone what a plan names, and fetch what is missing if
 * settings->fetch says so.
 *
 * @return STN_OK; STN_EUSAGE if there is no repository; STN_ENOTFOUND if
 *         something that must be there is not, with the remedy; STN_ELIB;
 *         STN_EIO; STN_ENOMEM.
 */
enum stn_status stn_ci_settle(struct stn_ci_settled *out,
                              const struct stn_ci_plan *plan,
                              const struct stn_settings *settings,
                              struct stn_error *err);

#endif
