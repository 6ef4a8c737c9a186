/** @file The entries of a tree object, as git stores them. */
#ifndef STN_SOURCES_GIT_TREE_H
#define STN_SOURCES_GIT_TREE_H

#include <stdint.h>

#include "base/error.h"
#include "base/str.h"

#define STN_GIT_OID_BYTES 20

/** What the mode of an entry says it is. */
enum stn_git_kind {
    STN_GIT_BLOB, /**< Files, links, and every mode git does not know. */
    STN_GIT_TREE,
    STN_GIT_SUBMODULE,
};

/** Borrowed from the tree's bytes. */
struct stn_git_entry {
    uint32_t mode;
    struct stn_str name;     /**< Any bytes but NUL; never empty. */
    const unsigned char *id; /**< STN_GIT_OID_BYTES of them. */
};

/**
 * Take the next entry.
 *
 * @param rest  What is left of the tree's bytes; moved on.
 * @return STN_OK; STN_DONE at the end; STN_EINPUT, without a message, for
 *         bytes that are no entry.
 */
enum stn_status stn_git_tree_next(struct stn_str *rest,
                                  struct stn_git_entry *entry);

static inline enum stn_git_kind stn_git_kind_of(uint32_t mode)
{
    if ((mode & 0170000) == 0040000)
        return STN_GIT_TREE;
    if ((mode & 0170000) == 0160000)
        return STN_GIT_SUBMODULE;
    return STN_GIT_BLOB;
}

/** The order of entries in a tree: names bytewise, a folder's as if it ended
 *  in '/'. Entries of two trees are the same path only if this is 0. */
int stn_git_entry_compare(const struct stn_git_entry *a,
                          const struct stn_git_entry *b);

#endif
