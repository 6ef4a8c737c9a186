/**
 * @file
 * A walk over commits of our own: it survives shallow clones and missing
 * parents, and its order depends on nothing but the commits.
 */
#ifndef STN_SOURCES_GIT_COMMITS_H
#define STN_SOURCES_GIT_COMMITS_H

#include "sources/git_repo.h"
#include "sources/git_set.h"

struct stn_git_commit {
    git_oid id;
    git_oid tree;
    int64_t time;          /**< The committer's. */
    uint32_t first_parent; /**< In the parents' list. */
    uint32_t parent_count;
    bool is_shallow; /**< Its parents were cut off. */
};

/** Zeroed is ready. */
struct stn_git_commits {
    struct stn_git_commit *items;
    size_t count, capacity;
    git_oid *parents; /**< Of all, in their order. */
    size_t parents_count, parents_capacity;
    struct stn_git_set set; /**< Of `items` by id, until they are sorted. */
    git_oid *todo;          /**< Reached and not read yet. */
    size_t todo_count, todo_capacity;
};

void stn_git_commits_dispose(struct stn_git_commits *commits);

/** Where commits are asked of, and what is wrong with some is told. */
struct stn_git_commits_from {
    const struct stn_git_repo *repo;
    git_odb *odb;
    /** A walk ends at what is in here: it is known, and all it comes from.
     *  NULL: nothing is. */
    git_odb *known;
    /** A commit that is missing or malformed; the walk goes on without it. */
    enum stn_status (*broken)(void *payload, const git_oid *id, bool is_missing,
                              struct stn_error *err);
    void *payload;
};

/** Add one commit, unless it is there. */
enum stn_status stn_git_commits_add(struct stn_git_commits *commits,
                                    const struct stn_git_commits_from *from,
                                    const git_oid *id, struct stn_error *err);

/**
 * Add everything that can be reached from a commit.
 *
 * @return STN_OK; STN_ESTOPPED, without a message, when options->stop is set;
 *         STN_ENOMEM; STN_ELIMIT.
 */
enum stn_status stn_git_commits_walk(struct stn_git_commits *commits,
                                     const struct stn_git_commits_from *from,
                                     const git_oid *tip, struct stn_error *err);

/**
 * Sort items [first, count): parents before children; of those that could come
 * next the one with the oldest time, then the smallest id. Nothing can be added
 * afterwards.
 */
enum stn_status stn_git_commits_sort(struct stn_git_commits *commits,
                                     size_t first, struct stn_error *err);

/** Make commits findable again, once they are sorted. */
enum stn_status stn_git_commits_index(struct stn_git_commits *commits,
                                      struct stn_error *err);

/** Find a commit, before sorting or once they are indexed again.
 *  @return Its index, or STN_GIT_NONE. */
uint32_t stn_git_commits_find(struct stn_git_commits *commits,
                              const git_oid *id);

#endif
