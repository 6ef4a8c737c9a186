/** @file The folders that a repository's objects are in. */
#ifndef STN_SOURCES_GIT_DIRS_H
#define STN_SOURCES_GIT_DIRS_H

#include "base/error.h"

/** Zeroed is ready. */
struct stn_git_dirs {
    char **items; /**< The first is the repository's own. */
    size_t count, capacity;
};

void stn_git_dirs_dispose(struct stn_git_dirs *dirs);

/**
 * Gather them: the repository's own, or GIT_OBJECT_DIRECTORY (as in a push that
 * is still in quarantine); GIT_ALTERNATE_OBJECT_DIRECTORIES; and what their
 * info/alternates name, those of alternates too.
 *
 * @param common   The repository's folder, shared by its work trees.
 * @param use_env  Whether the environment is about this repository.
 */
enum stn_status stn_git_dirs_gather(struct stn_git_dirs *dirs,
                                    const char *common, bool use_env,
                                    struct stn_error *err);

/** @return "FOLDER/NAME", the caller's to stn_free(), or NULL. */
char *stn_git_join(const char *folder, const char *name);

#endif
