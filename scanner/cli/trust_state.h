/** @file What the parts of trust.h share; private to trust*.c. */
#ifndef STN_CLI_TRUST_STATE_H
#define STN_CLI_TRUST_STATE_H

#include "cli/settings.h"
#include "sources/git_snapshot.h"

/** Files of the policy that are compared: a configuration and its rules. */
#define STN_POLICY_FILES_MAX 64

struct stn_base {
    struct stn_git_snapshot *commit; /**< NULL: the change has no base. */
    const char *root; /**< Of the repository, with a slash; or NULL. */
    /** From the root of the repository, in the settings' arena; the first is
     *  the configuration. */
    const char *files[STN_POLICY_FILES_MAX];
    size_t file_count;
    const char *config; /**< Of `files`; NULL: the base has none. */
};

/** Note what the change alters of the policy: nothing of it has an effect. */
enum stn_status stn_trust_compare(const struct stn_base *base,
                                  struct stn_settings *settings,
                                  struct stn_error *err);

#endif
