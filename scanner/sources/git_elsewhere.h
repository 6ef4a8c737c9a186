/**
 * @file
 * Every path that a blob stands at in a history, not only the first. Asked for
 * rarely, when policy would drop a finding for its first path; then one walk
 * answers for all blobs.
 */
#ifndef STN_SOURCES_GIT_ELSEWHERE_H
#define STN_SOURCES_GIT_ELSEWHERE_H

#include "base/arena.h"
#include "sources/git_commits.h"
#include "sources/git_objects.h"
#include "sources/git_paths.h"
#include "sources/git_tips.h"

/** A path of a folder; the root is number 0. */
struct stn_git_folder {
    uint32_t above;
    struct stn_str name;
};

/** A tree at a folder, its entries seen or to be seen. */
struct stn_git_visit {
    uint32_t tree;
    uint32_t folder;
};

/** A blob at a path. */
struct stn_git_stand {
    uint32_t record;
    uint32_t folder;
    uint32_t commit; /**< That has it there first; or STN_GIT_NONE. */
    struct stn_str name;
};

/** Zeroed is ready. */
struct stn_git_elsewhere {
    struct stn_arena arena; /**< Of names. */
    struct stn_git_folder *folders;
    size_t folder_count, folder_capacity;
    struct stn_git_set folder_set;
    struct stn_git_visit *visits;
    size_t visit_count, visit_capacity;
    struct stn_git_set visit_set;
    struct stn_git_stand *stands; /**< Sorted by record, then first sight. */
    size_t stand_count, stand_capacity;
    struct stn_git_set stand_set;
    bool is_done;
    bool is_cut; /**< There were more paths than any honest history has. */
};

void stn_git_elsewhere_dispose(struct stn_git_elsewhere *elsewhere);

/** Find all paths, unless that is done. After the walk of the history. */
enum stn_status stn_git_elsewhere_find(struct stn_git_elsewhere *elsewhere,
                                       const struct stn_git_objects *objects,
                                       const struct stn_git_commits *commits,
                                       const struct stn_git_tips *tips,
                                       git_odb *odb, struct stn_error *err);

/** @return The first stand of a record; as many follow as have its number. */
size_t stn_git_elsewhere_first(const struct stn_git_elsewhere *elsewhere,
                               uint32_t record);

/** Write the path of a stand. */
void stn_git_elsewhere_path(const struct stn_git_elsewhere *elsewhere,
                            size_t stand, struct stn_git_path *path);

#endif
