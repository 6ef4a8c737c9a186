/** @file Single files as they are in one commit: for what must not be taken
 *  from the work tree. */
#ifndef STN_SOURCES_GIT_SNAPSHOT_H
#define STN_SOURCES_GIT_SNAPSHOT_H

#include "base/buf.h"

struct stn_git_snapshot;

/**
 * Open the repository and find a commit in it.
 *
 * @param repository  A folder in it; NULL: as stn_target.repository.
 * @param revision    Whatever git calls a commit; borrowed.
 * @return STN_OK; STN_ENOTFOUND (no such commit here, with the remedy);
 *         STN_EUSAGE, STN_ELIB (no repository, or one that cannot be read);
 *         STN_ENOMEM.
 */
enum stn_status stn_git_snapshot_open(struct stn_git_snapshot **out,
                                      const char *repository,
                                      const char *revision,
                                      struct stn_error *err);
void stn_git_snapshot_close(struct stn_git_snapshot *snapshot);

/** The folder of the work tree, with a slash at its end; NULL: there is none.
 *  Borrowed. */
const char *stn_git_snapshot_root(const struct stn_git_snapshot *snapshot);

/**
 * Append a file to a buffer, whose ceiling holds.
 *
 * @param path  From the root of the repository.
 * @return STN_OK; STN_ENOTFOUND, without a message, if there is none;
 * STN_EINPUT if it is no regular file; STN_ELIB; STN_ELIMIT; STN_ENOMEM.
 */
enum stn_status stn_git_snapshot_read(const struct stn_git_snapshot *snapshot,
                                      const char *path, struct stn_buf *out,
                                      struct stn_error *err);

#endif
