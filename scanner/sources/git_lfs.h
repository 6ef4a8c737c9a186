/** @file Files that git keeps outside its own objects: Git LFS. */
#ifndef STN_SOURCES_GIT_LFS_H
#define STN_SOURCES_GIT_LFS_H

#include <stdint.h>

#include "base/buf.h"

#define STN_GIT_LFS_HEX 64

/** A blob that stands for a file kept elsewhere. */
struct stn_git_lfs {
    char id[STN_GIT_LFS_HEX + 1]; /**< SHA-256 of the file, as hex. */
    uint64_t size;
};

/**
 * Read a pointer. Strict: every byte is accounted for, so a text that only
 * looks like one is scanned as the text it is.
 *
 * @see https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md
 */
bool stn_git_lfs_parse(struct stn_git_lfs *out, struct stn_str bytes);

/**
 * Read the file from the repository's own store.
 *
 * @param out     Emptied first; its ceiling holds.
 * @param common  The repository's folder, shared by its work trees.
 * @return STN_OK; STN_ENOTFOUND (not fetched, or not of the size it should
 *         be); STN_ELIMIT; STN_EIO; STN_ENOMEM.
 */
enum stn_status stn_git_lfs_read(struct stn_buf *out,
                                 const struct stn_git_lfs *pointer,
                                 const char *common, struct stn_error *err);

#endif
