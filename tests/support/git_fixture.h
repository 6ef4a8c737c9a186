/**
 * @file
 * Throw-away repositories, made of raw objects, so that they may also be such
 * as git would never write; and what a source says of them.
 */
#ifndef STN_TESTS_GIT_FIXTURE_H
#define STN_TESTS_GIT_FIXTURE_H

#include <git2.h>

#include "sources/git.h"

#define GIT_FIXTURE_FILE 0100644
#define GIT_FIXTURE_FOLDER 040000
#define GIT_FIXTURE_LINK 0120000
#define GIT_FIXTURE_MODULE 0160000

struct git_fixture {
    char folder[64];
    git_repository *repo;
    git_odb *odb;
    int64_t time; /**< Of the next commit. */
};

/** Make an empty repository; HEAD is refs/heads/main, which is not there. */
void git_fixture_open(struct git_fixture *fixture, bool bare);
void git_fixture_close(struct git_fixture *fixture);

git_oid git_fixture_object(struct git_fixture *fixture, git_object_t type,
                           const void *bytes, size_t length);
git_oid git_fixture_blob(struct git_fixture *fixture, const char *text);

struct git_fixture_entry {
    uint32_t mode;
    const char *name;
    git_oid id;
};

/** Write a tree with these entries, in this order, whatever they are. */
git_oid git_fixture_tree(struct git_fixture *fixture,
                         const struct git_fixture_entry *entries, size_t count);
/** A tree with one file. */
git_oid git_fixture_tree_of(struct git_fixture *fixture, const char *name,
                            const char *text);

/** Write a commit "change", a minute after the last, and let refs/heads/main
 *  point to it. */
git_oid git_fixture_commit(struct git_fixture *fixture, git_oid tree,
                           const git_oid *parents, size_t count);

/** Write a file below the work tree or, with ".git/", the repository. */
void git_fixture_write(struct git_fixture *fixture, const char *name,
                       const char *text);
/** Remove a loose object. */
void git_fixture_remove(struct git_fixture *fixture, git_oid id);
/** The path of a file below the fixture's folder, until the next call. */
const char *git_fixture_path(struct git_fixture *fixture, const char *name);

struct git_seen_text {
    char path[128]; /**< As placed. */
    char commit[48];
    char author[64];
    char date[32];
    char bytes[256]; /**< As a string, cut. */
    size_t length;
    size_t before_count; /**< That were to be had. */
    char before[2][256];
    bool is_outside;
};

/** One run of a source with one worker. */
struct git_seen {
    enum stn_status status;
    struct stn_error err;
    struct git_seen_text texts[64];
    size_t count;
    struct stn_findings found; /**< Skips, placed, and coverage. */
    uint64_t commits;
    char what[128];
};

void git_seen_scan(struct git_seen *seen, struct git_fixture *fixture,
                   const struct stn_source *source,
                   const struct stn_target *target,
                   const struct stn_source_options *options);
void git_seen_dispose(struct git_seen *seen);

/** The text at a path that is not outside, or NULL. */
const struct git_seen_text *git_seen_at(const struct git_seen *seen,
                                        const char *path);
/** The first skip for a reason, or NULL. */
const struct stn_skip *git_seen_skip(const struct git_seen *seen,
                                     enum stn_skip_reason reason);

#endif
