/**
 * @file
 * The Go packages of one state of a repository: a tree, the index, the work
 * tree. Filled by one thread, then taken by the workers.
 */
#ifndef STN_SOURCES_GIT_GO_H
#define STN_SOURCES_GIT_GO_H

#include <stdatomic.h>

#include "sources/git_commits.h"
#include "sources/git_gone.h"
#include "sources/git_place.h"
#include "sources/git_touched.h"
#include "sources/packing.h"

struct stn_git_plan;

struct stn_git_go_file {
    struct stn_str path;
    git_oid id;      /**< Of its blob. */
    git_oid before;  /**< What a change had there, if anything. */
    uint32_t commit; /**< That brought it; or STN_GIT_NONE. */
    bool is_target;
    bool has_before;
    bool is_all_touched; /**< There is no change it could be compared by. */
};

/** Zeroed is ready. */
struct stn_git_go {
    struct stn_git_go_file *files; /**< By folder, once they are sorted. */
    size_t count, capacity;
    struct stn_git_go_file *mods; /**< Files called go.mod, likewise. */
    size_t mod_count, mod_capacity;
    struct stn_arena arena;        /**< Of paths. */
    struct stn_git_gone_list gone; /**< Go files that the change took away. */
    size_t *firsts; /**< Of the files of each folder with a target. */
    size_t first_count;
    atomic_size_t cursor; /**< Of firsts. */
    struct stn_shard shard;
    bool is_on_disk;         /**< Read the work tree, not objects. */
    git_oid head;            /**< The commit that all is of; */
    bool has_head;           /**< if it is one. */
    struct stn_git_go *next; /**< Of another state, when a push has several
                                  ends; its own. NULL: none. */
};

void stn_git_go_dispose(struct stn_git_go *go);

/** Add a file; one that is no Go the go tool sees, and no go.mod, is left
 *  out. The path is copied. */
enum stn_status stn_git_go_add(struct stn_git_go *go,
                               const struct stn_git_go_file *file,
                               struct stn_error *err);

/** The folder a path is in, without a final '/'. */
struct stn_str stn_git_go_folder(struct stn_str path);
/** Whether a path is that of a go.mod. */
bool stn_git_go_is_mod(struct stn_str path);

/** Put the files in order. */
void stn_git_go_sort(struct stn_git_go *go);

/** Find a file, all of them being sorted; NULL: it is not there. */
struct stn_git_go_file *stn_git_go_find(const struct stn_git_go *go,
                                        struct stn_str path);

/** See which folders have a target, all being sorted. */
enum stn_status stn_git_go_seal(struct stn_git_go *go, struct stn_error *err);

/** @name What a state is compared to. All end with stn_git_go_seal(). */
/**@{*/
/** What `to` has beyond `from`; @param from  NULL: beyond its parents. */
enum stn_status stn_git_go_plan_range(struct stn_git_plan *plan,
                                      const git_oid *from, const git_oid *to,
                                      struct stn_error *err);
/** What is at each of some commits that the plan's commits brought. */
enum stn_status stn_git_go_plan_push(struct stn_git_plan *plan,
                                     const git_oid *tips, size_t count,
                                     struct stn_error *err);
/** What a tree has beyond others: the changed files of one state, and what its
 *  packages have besides.
 *  @param bases  What is there already: at most STN_GIT_PARENTS_MAX trees.
 *  @param gone   How many of them, from the first, the change may have taken
 *                files from. */
enum stn_status stn_git_go_plan_change(struct stn_git_plan *plan,
                                       struct stn_git_go *go,
                                       const git_oid *tree,
                                       const git_oid *bases, size_t count,
                                       size_t gone, struct stn_error *err);
/** The plan's items; what is not on disk must have been added first. */
enum stn_status stn_git_go_plan_items(struct stn_git_plan *plan,
                                      struct stn_error *err);
/** All of a commit's tree. */
enum stn_status stn_git_go_plan_tree(struct stn_git_go *go,
                                     const struct stn_git_repo *repo,
                                     const git_oid *commit,
                                     struct stn_error *err);
/**@}*/

/** One worker's. Zeroed is ready. */
struct stn_git_go_worker {
    struct stn_packing packing;
    struct stn_git_placer placer;
    struct stn_git_touched touched;
    struct stn_buf bytes;
};

void stn_git_go_worker_dispose(struct stn_git_go_worker *worker);

/**
 * Take the next package.
 *
 * @param commits  The plan's; NULL: files name no commit.
 * @param work_fd  Folder of the work tree, if files are on disk.
 */
enum stn_status stn_git_go_next(struct stn_git_go_worker *worker,
                                struct stn_git_go *go,
                                const struct stn_git_commits *commits,
                                struct stn_git_reader *reader, int work_fd,
                                struct stn_package *package,
                                struct stn_findings *skips,
                                struct stn_error *err);

#endif
