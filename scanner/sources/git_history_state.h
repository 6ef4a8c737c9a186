/** @file What the parts of a history share; private to git_history*.c. */
#ifndef STN_SOURCES_GIT_HISTORY_STATE_H
#define STN_SOURCES_GIT_HISTORY_STATE_H

#include <stdatomic.h>

#include "sources/git_elsewhere.h"
#include "sources/git_go.h"
#include "sources/git_place.h"
#include "sources/git_walk.h"

/**
 * Every object is read once, in the order of the packs, reachable or not: which
 * of them are, one worker finds out beside the others, and it is joined when
 * all are done.
 */
struct stn_git_history {
    struct stn_git_repo repo;
    struct stn_git_tips tips;
    struct stn_git_notes notes;
    struct stn_git_objects objects;
    struct stn_git_commits commits;
    atomic_size_t cursor;      /* of objects.order */
    atomic_bool is_walk_taken; /* by a worker */
    atomic_bool is_walked;     /* to the end */
    struct stn_git_elsewhere elsewhere;
    struct stn_git_placer placer;
    struct stn_git_path path;
    struct stn_git_go go; /* of HEAD, if packages are wanted */
    git_oid head;         /* its tree, once it was asked for */
    bool has_head;
};

/** @name Where texts stand, for struct stn_source. */
/**@{*/
enum stn_status stn_git_history_place(void *state, uint32_t text_id,
                                      struct stn_place *place,
                                      struct stn_error *err);
enum stn_status
stn_git_history_place_else(void *state, uint32_t text_id,
                           bool (*accepts)(void *payload, struct stn_str path),
                           void *payload, struct stn_place *place,
                           struct stn_error *err);
bool stn_git_history_is_gone(void *state, struct stn_str path);
/**@}*/

#endif
