/** @file From a record back to a path, by the trees it was reached through. */
#ifndef STN_SOURCES_GIT_PATHS_H
#define STN_SOURCES_GIT_PATHS_H

#include "base/limits.h"
#include "sources/git_objects.h"

/** A path put together from its end. One that is too long keeps its end, and
 *  begins with "...". */
struct stn_git_path {
    char bytes[STN_PATH_BYTES_MAX];
    size_t start;
};

static inline void stn_git_path_clear(struct stn_git_path *path)
{
    path->start = sizeof(path->bytes);
}

static inline struct stn_str stn_git_path_str(const struct stn_git_path *path)
{
    return (struct stn_str){path->bytes + path->start,
                            sizeof(path->bytes) - path->start};
}

/** Put a name before what is there. @return false if it was cut. */
bool stn_git_path_prepend(struct stn_git_path *path, struct stn_str name);

/**
 * Put the names from a record up to its root before what is there: none for a
 * root tree.
 *
 * @return STN_OK; STN_DONE if a tree on the way cannot be read any more;
 *         STN_ENOMEM.
 */
enum stn_status stn_git_path_climb(struct stn_git_path *path,
                                   const struct stn_git_objects *objects,
                                   git_odb *odb, uint32_t record,
                                   struct stn_error *err);

#endif
