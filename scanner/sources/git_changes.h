/**
 * @file
 * What a tree brings that none of its parents' trees has, from the raw trees:
 * only folders that differ from every parent's are read.
 */
#ifndef STN_SOURCES_GIT_CHANGES_H
#define STN_SOURCES_GIT_CHANGES_H

#include "base/arena.h"
#include "sources/git_reader.h"

/** Parents looked at of one commit; git itself writes at most 16. With fewer
 *  than there are, a commit only seems to bring more. */
#define STN_GIT_PARENTS_MAX 64

/** A file or submodule whose content differs from every parent's. Borrowed
 *  until the callback returns. */
struct stn_git_change {
    struct stn_str path; /**< Cut to its end past STN_PATH_BYTES_MAX. */
    uint32_t mode;
    const git_oid *id;
    const git_oid *before; /**< What the parents have there, each once. */
    size_t before_count;
};

/** Zeroed but for `odb`, the callbacks and their payload. */
struct stn_git_changes {
    git_odb *odb;
    enum stn_status (*change)(void *payload,
                              const struct stn_git_change *change,
                              struct stn_error *err);
    /** A folder that could not be read, or was too much. NULL: who asks can do
     *  without. */
    enum stn_status (*refused)(void *payload, struct stn_str path,
                               const struct stn_git_refusal *refusal,
                               struct stn_error *err);
    void *payload;
    struct stn_str prefix; /**< Put before each path; with a final '/'. */

    struct stn_arena arena; /**< Of the folders below. */
    struct stn_git_pair *stack;
    size_t folders; /**< Looked at so far. */
};

/**
 * Call `change` for everything that a tree brings, in an order that depends on
 * nothing else.
 *
 * @param parents  At most STN_GIT_PARENTS_MAX trees; none: all is brought.
 * @return STN_OK, STN_ENOMEM, or the first failure of a callback.
 */
enum stn_status stn_git_changes_each(struct stn_git_changes *changes,
                                     const git_oid *tree,
                                     const git_oid *parents, size_t count,
                                     struct stn_error *err);

/** The tree of a commit. @return As libgit2: negative if it fails. */
int stn_git_commit_tree(git_oid *tree, git_odb *odb, const git_oid *commit);

/** Tags of tags that are followed: git itself makes one only by force. */
#define STN_GIT_TAGS_MAX 64

/** What an annotated tag points to. @return Likewise.
 *  @param target  May be `tag`. */
int stn_git_tag_target(git_oid *target, git_odb *odb, const git_oid *tag);

/**
 * The file at a path of a tree.
 *
 * @return STN_OK; STN_DONE if there is none, or a tree on the way cannot be
 *         read; STN_ENOMEM.
 */
enum stn_status stn_git_tree_lookup(git_oid *id, git_odb *odb,
                                    const git_oid *tree, struct stn_str path,
                                    struct stn_error *err);

#endif
