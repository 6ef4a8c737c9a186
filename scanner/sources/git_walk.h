/**
 * @file
 * Which commit and path bring each object of a history: commits from the oldest
 * on, each tree read once, the first sight of an object counts. Merges are
 * commits like any other, so what only a merge brings is seen.
 */
#ifndef STN_SOURCES_GIT_WALK_H
#define STN_SOURCES_GIT_WALK_H

#include "sources/git_commits.h"
#include "sources/git_notes.h"
#include "sources/git_objects.h"
#include "sources/git_paths.h"
#include "sources/git_tips.h"

/** One thread's, while it runs. */
struct stn_git_walk {
    const struct stn_git_repo *repo;
    const struct stn_git_tips *tips;
    git_odb *odb;
    struct stn_git_objects *objects; /**< The walk's fields are filled. */
    struct stn_git_commits *commits; /**< Filled and sorted. */
    struct stn_git_notes *notes;     /**< What is missing or malformed. */

    struct stn_git_step *stack;
    size_t stack_count, stack_capacity;
    struct stn_git_path path; /**< Of what is noted. */
};

/**
 * Walk from the tips over everything.
 *
 * @param walk  Zeroed but for what is borrowed.
 * @return STN_OK; STN_ESTOPPED, without a message, if options->stop was set:
 *         what is not marked as reached may be; STN_ENOMEM; STN_ELIMIT.
 */
enum stn_status stn_git_walk_run(struct stn_git_walk *walk,
                                 struct stn_error *err);

#endif
