/** @file Files that a change took away. */
#ifndef STN_SOURCES_GIT_GONE_H
#define STN_SOURCES_GIT_GONE_H

#include <git2.h>

#include "base/arena.h"
#include "sources/source.h"

/** A file that a change took away. */
struct stn_git_gone {
    struct stn_str path;
    git_oid id;
};

/** A growing list of those. Zeroed is ready. */
struct stn_git_gone_list {
    struct stn_git_gone *items;
    size_t count, capacity;
    struct stn_arena arena; /**< Of paths. */
};

/** Add a file to a list; one that paths.skip leaves out is none: what moves
 *  into sight is new. */
enum stn_status stn_git_gone_add(struct stn_git_gone_list *gone,
                                 const struct stn_source_options *options,
                                 struct stn_str path, const git_oid *id,
                                 struct stn_error *err);
void stn_git_gone_dispose(struct stn_git_gone_list *gone);

#endif
