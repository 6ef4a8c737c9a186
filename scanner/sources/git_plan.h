/**
 * @file
 * A list of texts, made when a source is opened and taken from by its workers:
 * what the sources that look at a change have in common.
 */
#ifndef STN_SOURCES_GIT_PLAN_H
#define STN_SOURCES_GIT_PLAN_H

#include <stdatomic.h>

#include "sources/git_changes.h"
#include "sources/git_commits.h"
#include "sources/git_go.h"
#include "sources/git_index.h"
#include "sources/git_moves.h"
#include "sources/git_notes.h"
#include "sources/git_place.h"

/** Ends of a change that are asked for files, one after the other; a push of
 *  more is a mirror's. */
#define STN_GIT_ENDS_MAX 16

enum stn_git_item_kind {
    STN_GIT_ITEM_BLOB,
    STN_GIT_ITEM_MESSAGE, /**< Of a commit. */
    STN_GIT_ITEM_TAG,     /**< An annotated tag's message. */
    STN_GIT_ITEM_FILE,    /**< In the work tree. */
};

/** One text to give; its place in the list is the text's id. */
struct stn_git_item {
    struct stn_str path;
    git_oid id;            /**< Of the blob, commit or tag. */
    uint32_t commit;       /**< That brings it; or STN_GIT_NONE. */
    uint32_t first_before; /**< In the list of earlier versions. */
    uint16_t before_count;
    uint8_t kind; /**< enum stn_git_item_kind. */
    /** Nothing was at its path before: what the same change took away may be
     *  an earlier version of it. */
    bool is_added;
};

/** Filled by one thread, then const but for the cursor. */
struct stn_git_plan {
    struct stn_git_repo repo;
    struct stn_git_notes notes;
    struct stn_git_commits commits; /**< In the order of age. */
    struct stn_arena arena;         /**< Of paths. */
    struct stn_git_item *items;
    size_t count, capacity;
    struct stn_git_set set; /**< Of items by id and path. */
    git_oid *before;        /**< Earlier versions. */
    size_t before_count, before_capacity;
    struct stn_git_gone_list gone; /**< Where there is one change only. */
    git_oid base; /**< Tree that cut-off commits are compared to. */
    bool has_base;
    /** Trees that the change comes to; none: they are not all known. */
    git_oid ends[STN_GIT_ENDS_MAX];
    size_t end_count;
    struct stn_git_index *index; /**< What is staged, sorted by path; made when
                                      it is asked for. */
    int work_fd;                 /**< Of the work tree's folder, or -1. */
    uint32_t *order;             /**< Of reading; NULL: as listed. */
    atomic_size_t cursor;
    /** Messages given: they are counted as commits, and not as texts. */
    atomic_uint_fast64_t messages, message_bytes;
    struct stn_git_moves moves; /**< Of the planning, and the placing. */
    struct stn_git_placer placer;
    struct stn_git_go go; /**< If packages are wanted. */
};

/** Make an empty plan over an opened repository. */
enum stn_status stn_git_plan_new(struct stn_git_plan **out,
                                 const struct stn_source_options *options,
                                 struct stn_error *err);
void stn_git_plan_free(struct stn_git_plan *plan);

/**
 * Add a text, unless the same content at the same path is there. One that
 * paths.skip leaves out is noted instead.
 *
 * @param item  Its path is copied; its earlier versions are `before`.
 */
enum stn_status stn_git_plan_add(struct stn_git_plan *plan,
                                 const struct stn_git_item *item,
                                 const git_oid *before, size_t before_count,
                                 struct stn_error *err);

/** Note a submodule that a change touches. */
enum stn_status stn_git_plan_submodule(struct stn_git_plan *plan,
                                       struct stn_str path, const git_oid *id,
                                       struct stn_error *err);

/** Order the reading by the places in packs, where that is worth it. */
enum stn_status stn_git_plan_order(struct stn_git_plan *plan,
                                   struct stn_error *err);

/** The trees of a commit's parents: those that could be read.
 *  @param trees  Room for STN_GIT_PARENTS_MAX. */
enum stn_status stn_git_plan_parents(const struct stn_git_plan *plan,
                                     git_odb *odb, uint32_t commit,
                                     git_oid *trees, size_t *count,
                                     struct stn_error *err);

/** The tree of HEAD. @return STN_OK; STN_DONE if there is no commit yet. */
enum stn_status stn_git_plan_head(git_oid *tree,
                                  const struct stn_git_plan *plan,
                                  struct stn_error *err);

/** Whether a tree has a file at a path; false also where it cannot be read. */
bool stn_git_plan_has(const struct stn_git_plan *plan, const git_oid *tree,
                      struct stn_str path);

/** Whether HEAD has a file at a path; for struct stn_source. */
bool stn_git_plan_was_in_head(void *state, struct stn_str path);

/** Whether a text is in the part that is wanted. All versions of a file are in
 *  the same one, and each message by itself. */
bool stn_git_plan_takes(const struct stn_git_plan *plan,
                        const struct stn_git_item *item);

/** For struct stn_source. */
void stn_git_plan_identify(void *state, struct stn_sha256 *hash);

/** @name The workers' side, for struct stn_source. */
/**@{*/
enum stn_status stn_git_take_open(void **worker, void *state,
                                  struct stn_error *err);
void stn_git_take_close(void *worker);
enum stn_status stn_git_take_next(void *worker, struct stn_text *text,
                                  struct stn_findings *skips,
                                  struct stn_error *err);
enum stn_status stn_git_take_before(void *worker, size_t index,
                                    struct stn_text *text,
                                    struct stn_error *err);
enum stn_status stn_git_take_package(void *worker, struct stn_package *package,
                                     struct stn_findings *skips,
                                     struct stn_error *err);
enum stn_status stn_git_take_plant(void *worker, struct stn_str bytes,
                                   struct stn_text *text,
                                   struct stn_error *err);
/**@}*/

#endif
