/** @file What a commit took away, and which of it came back elsewhere. */
#ifndef STN_SOURCES_GIT_MOVES_H
#define STN_SOURCES_GIT_MOVES_H

#include "sources/git_gone.h"

struct stn_git_plan;
struct stn_git_item;

/** Of the commit last asked for. One thread's. Zeroed is ready. */
struct stn_git_moves {
    struct stn_git_gone_list gone;
    uint32_t commit;
    bool is_filled;
    uint32_t fills; /**< So far. */
};

void stn_git_moves_dispose(struct stn_git_moves *moves);

/** Fill `gone` with what a commit took away: what its parents bring against it.
 *  @param odb  The thread's. */
enum stn_status stn_git_moves_fill(struct stn_git_moves *moves,
                                   const struct stn_git_plan *plan,
                                   git_odb *odb, uint32_t commit,
                                   struct stn_error *err);

/** How likely a file that went is what became of an item: the smaller; below
 *  STN_GIT_MOVED it is taken for it. At most 3. */
int stn_git_moves_rank(const struct stn_git_gone *gone,
                       const struct stn_git_item *item);
#define STN_GIT_MOVED 2

/**
 * Where a file was before the commit that added it.
 *
 * @param was  Borrowed until `moves` is filled anew; empty: nowhere. After too
 *             many different commits it is a name that no path has.
 */
enum stn_status
stn_git_moves_from(struct stn_str *was, struct stn_git_moves *moves,
                   const struct stn_git_plan *plan, git_odb *odb,
                   const struct stn_git_item *item, struct stn_error *err);

#endif
