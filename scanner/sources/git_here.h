/** @file Whether a clone has what is asked of it. */
#ifndef STN_SOURCES_GIT_HERE_H
#define STN_SOURCES_GIT_HERE_H

#include "base/error.h"

/** Bytes of an id as hex, SHA-256's too, with the NUL. */
#define STN_GIT_ID_BYTES 65

struct stn_git_here;

/**
 * Open the repository in or above a folder; NULL: of the environment, or the
 * working folder.
 *
 * @return STN_OK; STN_EUSAGE if there is none; STN_ELIB if libgit2 does not
 *         read it; STN_EIO; STN_ENOMEM. The message holds the remedy.
 */
enum stn_status stn_git_here_open(struct stn_git_here **out,
                                  const char *repository,
                                  struct stn_error *err);
void stn_git_here_close(struct stn_git_here *here);

/** Whether history was cut off when it was cloned. */
bool stn_git_here_is_shallow(const struct stn_git_here *here);

/**
 * Find the object of an id or a revision.
 *
 * @param id  Filled with its id.
 * @return STN_OK; STN_DONE if it is not here; STN_ENOMEM.
 */
enum stn_status stn_git_here_find(char id[STN_GIT_ID_BYTES],
                                  const struct stn_git_here *here,
                                  const char *revision, struct stn_error *err);

#endif
