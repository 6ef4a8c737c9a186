/**
 * @file
 * What commits bring, each against all of its parents, as the texts of a plan:
 * what a range and a push have in common.
 */
#ifndef STN_SOURCES_GIT_BROUGHT_H
#define STN_SOURCES_GIT_BROUGHT_H

#include "sources/git_plan.h"

/** Ids of objects. Zeroed is ready. */
struct stn_git_ids {
    git_oid *items;
    size_t count, capacity;
};

void stn_git_ids_dispose(struct stn_git_ids *ids);
enum stn_status stn_git_ids_add(struct stn_git_ids *ids, const git_oid *id,
                                struct stn_error *err);
/** Sort them, each once. */
void stn_git_ids_sort(struct stn_git_ids *ids);
/** Find an id, all being sorted. @return Its place, or NULL. */
git_oid *stn_git_ids_find(const struct stn_git_ids *ids, const git_oid *id);
bool stn_git_ids_holds(const struct stn_git_ids *ids, const git_oid *id);

/** Between what commits are looked for. */
struct stn_git_ends {
    struct stn_git_ids tips;   /**< Commits whose history is asked for, */
    struct stn_git_ids hidden; /**< but for that of these. */
    /** If set, asked instead of `hidden`: a commit in here is there already,
     *  and all of its history. */
    git_odb *known;
};

void stn_git_ends_dispose(struct stn_git_ends *ends);

/**
 * List the commits between two ends into the plan, the oldest first. In shallow
 * clones and broken ones, too, none that is here is missed.
 *
 * @return STN_OK; STN_ESTOPPED, without a message; STN_ENOMEM; STN_ELIMIT.
 */
enum stn_status stn_git_brought_list(struct stn_git_plan *plan,
                                     const struct stn_git_ends *ends,
                                     struct stn_error *err);

/** List one commit, whatever it comes from. */
enum stn_status stn_git_brought_one(struct stn_git_plan *plan,
                                    const git_oid *commit,
                                    struct stn_error *err);

/** Add what the plan's commits bring, and their messages. When there is no
 *  more time, the rest is left out. */
enum stn_status stn_git_brought_add(struct stn_git_plan *plan,
                                    struct stn_error *err);

/** Add all of a tree that no commit brings. */
enum stn_status stn_git_brought_tree(struct stn_git_plan *plan,
                                     const git_oid *tree,
                                     struct stn_error *err);

/** For stn_source.is_gone and was_there. */
bool stn_git_brought_is_gone(void *state, struct stn_str path);
bool stn_git_brought_was_there(void *state, struct stn_str path);

/** For stn_source.place. */
enum stn_status stn_git_brought_place(void *state, uint32_t text_id,
                                      struct stn_place *place,
                                      struct stn_error *err);

/** The common part of stn_source.finish: notes, messages, commits. */
enum stn_status stn_git_brought_moved_from(void *state, uint32_t text_id,
                                           struct stn_str *was,
                                           struct stn_error *err);
enum stn_status stn_git_brought_finish(struct stn_git_plan *plan,
                                       struct stn_findings *found,
                                       uint64_t *commits,
                                       struct stn_error *err);

#endif
