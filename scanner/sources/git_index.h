/**
 * @file
 * The index file, versions 2 to 4, split or sparse ones too: libgit2 refuses
 * those, and takes a hundred times as long for the others.
 */
#ifndef STN_SOURCES_GIT_INDEX_H
#define STN_SOURCES_GIT_INDEX_H

#include "base/arena.h"
#include "base/buf.h"
#include "sources/git_tree.h"

struct stn_git_index_entry {
    struct stn_str path; /**< In the arena. */
    unsigned char id[STN_GIT_OID_BYTES];
    uint32_t mode;  /**< A folder's in a sparse index; then path ends in '/'. */
    uint8_t stage;  /**< Not 0 in a conflict. */
    bool is_intent; /**< Announced by `git add -N`; nothing of it is staged. */
};

/** Zeroed is ready. */
struct stn_git_index {
    struct stn_git_index_entry *entries; /**< In no particular order. */
    size_t count, capacity;
    struct stn_arena arena;
};

void stn_git_index_dispose(struct stn_git_index *index);

/** What an index is split from: the name of its other half. */
struct stn_git_index_link {
    bool is_there;
    unsigned char id[STN_GIT_OID_BYTES]; /**< Of sharedindex.ID. */
    struct stn_str bitmaps; /**< Borrowed; empty: all of it is used. */
};

/**
 * Read one file.
 *
 * @param index  Empty; entries are added.
 * @param link   Filled. With one, entries without a path come first.
 * @return STN_OK; STN_EINPUT; STN_ELIB for an extension that must be known and
 *         is not; STN_ELIMIT; STN_ENOMEM.
 * @see https://git-scm.com/docs/gitformat-index
 */
enum stn_status stn_git_index_parse(struct stn_git_index *index,
                                    struct stn_git_index_link *link,
                                    struct stn_str bytes,
                                    struct stn_error *err);

/**
 * Put the halves of a split index together.
 *
 * @param index  The file that has the link.
 * @param base   The shared one; what of it remains moves over.
 */
enum stn_status stn_git_index_merge(struct stn_git_index *index,
                                    struct stn_git_index *base,
                                    const struct stn_git_index_link *link,
                                    struct stn_error *err);

/**
 * Read an index whole; one that does not exist is empty.
 *
 * @param path    The file.
 * @param gitdir  Where sharedindex files are.
 */
enum stn_status stn_git_index_load(struct stn_git_index *index,
                                   const char *path, const char *gitdir,
                                   struct stn_error *err);

#endif
