/**
 * @file
 * What is wrong with a repository as a whole, noted while work is planned and
 * handed over at the end.
 */
#ifndef STN_SOURCES_GIT_NOTES_H
#define STN_SOURCES_GIT_NOTES_H

#include "findings/findings.h"
#include "sources/git_reader.h"
#include "sources/git_set.h"

struct stn_git_noted {
    git_oid id;
    struct stn_str name; /**< Of a submodule; else empty. */
};

/** Zeroed is ready. */
struct stn_git_notes {
    struct stn_findings found; /**< Its skips are the notes. */
    struct stn_git_noted *noted;
    size_t count, capacity;
    struct stn_git_set set; /**< Of `noted`: each is said once. */
    size_t missing;         /**< Objects. */
};

void stn_git_notes_dispose(struct stn_git_notes *notes);

/** Whether the next missing object is to be listed by name; past the first few
 *  they are only counted. */
bool stn_git_notes_lists_missing(const struct stn_git_notes *notes);

/**
 * Note an object, each only once.
 *
 * @param name  Of a submodule in its tree; else empty.
 * @param is_new  Whether it was not noted yet: then stn_git_notes_skip() it.
 */
enum stn_status stn_git_notes_once(struct stn_git_notes *notes, const void *id,
                                   struct stn_str name, bool *is_new,
                                   struct stn_error *err);

/** Note a skip. A missing object past the listed ones is only counted. */
enum stn_status stn_git_notes_skip(struct stn_git_notes *notes,
                                   const struct stn_git_refusal *refusal,
                                   struct stn_str file, struct stn_str commit,
                                   struct stn_error *err);

/** Note what concerns the run as a whole. */
enum stn_status stn_git_notes_run(struct stn_git_notes *notes,
                                  enum stn_skip_reason reason,
                                  const char *detail, struct stn_error *err);

#endif
