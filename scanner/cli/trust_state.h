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
    const char *config;   /**< Of `files`; NULL: the base has none. */
    const char *baseline; /**< Of `files`; NULL: none of the repository. */
};

/** Take out "." and "..", by the letter: "/a/./b/../c" is "/a/c". */
void stn_base_normalise(char *path);

/**
 * Where in the repository a file is that was named on the command line: by its
 * name or by what its name leads to, since links are the change's too.
 *
 * @param out   In the settings' arena; NULL: it is outside.
 * @param root  Of the work tree, with a slash at its end; NULL: there is none.
 */
enum stn_status stn_base_find_inside(const char **out, const char *root,
                                     struct stn_settings *settings,
                                     const char *path, struct stn_error *err);

/** "BASE:PATH", as git writes it. */
enum stn_status stn_base_name_file(const char **out,
                                   struct stn_settings *settings,
                                   const char *path, struct stn_error *err);

/** Have a file compared. @return false if there are too many. */
bool stn_base_note_file(struct stn_base *base, const char *path);

/**
 * Take the baseline from the base: what its configuration names, or, once
 * options are read, what they name or the one at the root. One of outside is
 * left to stn_baseline_settle().
 *
 * @param is_config  The base's configuration was read, and no more.
 */
enum stn_status stn_base_take_baseline(struct stn_base *base,
                                       struct stn_settings *settings,
                                       bool is_config, struct stn_error *err);

/** Without a base, let none count that is in the repository. */
enum stn_status stn_base_refuse_baseline(struct stn_settings *settings,
                                         struct stn_error *err);

/** Keep the baseline of the change, to say of findings that it has them. */
enum stn_status stn_base_propose_baseline(const struct stn_base *base,
                                          const struct stn_git_snapshot *head,
                                          struct stn_settings *settings,
                                          struct stn_error *err);

/** Note what the change alters of the policy: nothing of it has an effect. */
enum stn_status stn_trust_compare(const struct stn_base *base,
                                  struct stn_settings *settings,
                                  struct stn_error *err);

#endif
