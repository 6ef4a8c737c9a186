/** @file Where a repository's hooks are. */
#ifndef STN_SOURCES_GIT_HOOKS_H
#define STN_SOURCES_GIT_HOOKS_H

#include <stdbool.h>

#include "base/error.h"

struct stn_git_hooks {
    char *folder; /**< That git looks into; it may not exist. */
    bool is_bare; /**< The repository has no work tree: pushes come here. */
};

/**
 * Find the folder: core.hooksPath, seen from where git runs hooks, or "hooks"
 * in the repository.
 *
 * @param repository  A folder in it; NULL: GIT_DIR, or ".".
 * @param hooks       To be disposed of, whatever comes back.
 * @return STN_OK; STN_EUSAGE (no repository there); STN_ELIB; STN_ENOMEM.
 */
enum stn_status stn_git_hooks_find(struct stn_git_hooks *hooks,
                                   const char *repository,
                                   struct stn_error *err);
void stn_git_hooks_dispose(struct stn_git_hooks *hooks);

#endif
