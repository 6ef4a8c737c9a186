/**
 * @file
 * An opened repository. Its handle belongs to the thread that opened it; a
 * worker opens an object database of its own.
 */
#ifndef STN_SOURCES_GIT_REPO_H
#define STN_SOURCES_GIT_REPO_H

#include <git2.h>

#include "sources/git_dirs.h"
#include "sources/source.h"

struct stn_git_repo {
    struct stn_source_options options; /**< As given to the source. */
    const char *name; /**< As the user named it, for messages. */
    git_repository *handle;
    git_odb *odb; /**< The opener's own. */
    struct stn_git_dirs dirs;
    git_oid *shallow; /**< Commits whose parents were not fetched,
                           sorted. */
    size_t shallow_count;
    struct stn_target own; /**< For stn_git_repo_open_at(). */
    bool use_env;          /**< GIT_* variables are about this one. */
    bool has_library;
};

/**
 * Find and open the repository: the one in or above options->target->repository
 * or, without one, what GIT_DIR names, else the one in or above ".".
 *
 * The owner of its files is not asked: nothing in a repository is ever run, and
 * containers and hooks run as somebody else.
 *
 * @param repo  Zeroed; to be closed whatever comes back.
 * @return STN_OK; STN_EUSAGE (no repository there); STN_ELIB (one that libgit2
 *         does not read; the message says what to do instead); STN_EIO;
 *         STN_ENOMEM.
 */
enum stn_status stn_git_repo_open(struct stn_git_repo *repo,
                                  const struct stn_source_options *options,
                                  struct stn_error *err);
void stn_git_repo_close(struct stn_git_repo *repo);

/** Open the repository's objects once more, for another thread.
 *  @param out  The caller's, to be freed with git_odb_free(). */
enum stn_status stn_git_repo_odb(git_odb **out, const struct stn_git_repo *repo,
                                 struct stn_error *err);

/**
 * Open what the repository's objects are without those of one folder.
 *
 * @return STN_OK; STN_DONE if that folder is none of them, or the only one;
 *         STN_ELIB; STN_ENOMEM.
 */
enum stn_status stn_git_repo_odb_without(git_odb **out,
                                         const struct stn_git_repo *repo,
                                         const char *folder,
                                         struct stn_error *err);

/** The same for whoever asks single things of it.
 *  @param repository  As stn_target.repository; borrowed. */
enum stn_status stn_git_repo_open_at(struct stn_git_repo *repo,
                                     const char *repository,
                                     struct stn_error *err);

/**
 * Find what a revision names. A whole id is never looked for among refs, where
 * anybody may name one so.
 *
 * @return STN_OK; STN_DONE if nothing of that name is here; STN_ENOMEM.
 */
enum stn_status stn_git_repo_find(git_oid *out, const struct stn_git_repo *repo,
                                  const char *revision, struct stn_error *err);
/**
 * The same for the commit that it leads to, or the tree of that.
 *
 * @param out   The caller's, to be freed with git_object_free().
 * @param type  GIT_OBJECT_COMMIT or GIT_OBJECT_TREE.
 * @return STN_OK; STN_ENOTFOUND with words for the user; STN_ENOMEM.
 */
enum stn_status stn_git_repo_peel(git_object **out,
                                  const struct stn_git_repo *repo,
                                  const char *revision, git_object_t type,
                                  struct stn_error *err);
/** Whether a name is a whole id. */
bool stn_git_is_id(const char *name);

/** Whether a commit's parents were cut off. */
bool stn_git_repo_is_shallow(const struct stn_git_repo *repo,
                             const git_oid *commit);

/** @return STN_OK; STN_DONE if HEAD has no commit yet; STN_ELIB. */
enum stn_status stn_git_repo_head(git_oid *out, const struct stn_git_repo *repo,
                                  struct stn_error *err);

/**
 * Where the index is: what GIT_INDEX_FILE names, as `git commit FILE` sets it
 * for its hooks, else the repository's.
 *
 * @return The caller's to stn_free(), or NULL for want of memory.
 */
char *stn_git_repo_index_path(const struct stn_git_repo *repo);

/** The failure that libgit2 reports last, behind words of ours. Running out of
 *  memory stays STN_ENOMEM. */
enum stn_status stn_git_fail(struct stn_error *err, enum stn_status status,
                             const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/** What libgit2 said last; never NULL. */
const char *stn_git_message(void);
/** Whether libgit2's last failure was for want of memory. */
bool stn_git_ran_out(void);

#define STN_GIT_HEX_BYTES 41 /**< With the NUL. */
/** Write an id as hex. @return `hex`. */
const char *stn_git_hex(char hex[STN_GIT_HEX_BYTES], const void *id);

#endif
