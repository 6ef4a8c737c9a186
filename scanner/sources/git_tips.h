/** @file Where a history begins: what HEAD and the refs point to. */
#ifndef STN_SOURCES_GIT_TIPS_H
#define STN_SOURCES_GIT_TIPS_H

#include "sources/git_notes.h"

struct stn_git_tip {
    git_oid id;
    git_object_t type;
    git_oid target; /**< Of an annotated tag: what is at the end of its tags. */
};

/** Zeroed is ready. */
struct stn_git_tips {
    struct stn_git_tip *items; /**< Each object once. */
    size_t count, capacity;
    struct stn_git_set set;
};

void stn_git_tips_dispose(struct stn_git_tips *tips);

/**
 * Gather HEAD or, with all_refs, every ref and HEAD; tags are followed, and are
 * tips themselves. A ref whose object is not there is noted.
 *
 * @return STN_OK, also when there is none; STN_ELIB; STN_ENOMEM.
 */
enum stn_status stn_git_tips_gather(struct stn_git_tips *tips,
                                    const struct stn_git_repo *repo,
                                    bool all_refs, struct stn_git_notes *notes,
                                    struct stn_error *err);

/** Feed the ids of all tips. They are put in order for that, so nobody may need
 *  them any more. */
void stn_git_tips_identify(struct stn_git_tips *tips, struct stn_sha256 *hash);

#endif
