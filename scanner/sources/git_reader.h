/** @file Objects as texts: the one way in which bytes leave a repository. */
#ifndef STN_SOURCES_GIT_READER_H
#define STN_SOURCES_GIT_READER_H

#include "sources/git_repo.h"

/** One thread's. Zeroed is closed. */
struct stn_git_reader {
    const struct stn_git_repo *repo;
    git_odb *odb;
    git_odb *planted;       /**< In memory; NULL until something is. */
    git_odb_object *object; /**< The last one read: what bytes point into. */
    struct stn_buf lfs;     /**< Or this. */
    char *common;           /**< Folder of the repository. */
    uint64_t bytes_max;
};

/** Why an object is not to be had. */
struct stn_git_refusal {
    enum stn_skip_reason reason;
    uint64_t bytes;
    char detail[256];
};

/** @param repo  Must outlive the reader. Called in the reader's thread. */
enum stn_status stn_git_reader_open(struct stn_git_reader *reader,
                                    const struct stn_git_repo *repo,
                                    struct stn_error *err);
void stn_git_reader_close(struct stn_git_reader *reader);

/**
 * Ask what an object is. Objects over the limit are refused, but for trees.
 *
 * @return STN_OK; STN_DONE, with the reason in `refusal`; STN_ENOMEM.
 */
enum stn_status stn_git_reader_look(struct stn_git_reader *reader,
                                    const git_oid *id, git_object_t *type,
                                    struct stn_git_refusal *refusal,
                                    struct stn_error *err);

/**
 * Read an object that was looked at.
 *
 * @param bytes  Valid until the next read.
 * @return As above.
 */
enum stn_status stn_git_reader_read(struct stn_git_reader *reader,
                                    const git_oid *id, struct stn_str *bytes,
                                    struct stn_git_refusal *refusal,
                                    struct stn_error *err);

/** Whether bytes read last are the object's own, and not those of a file that
 *  it is a pointer to. */
bool stn_git_reader_has_own(const struct stn_git_reader *reader,
                            struct stn_str bytes);

/** Read a blob that was looked at, or the file it is a pointer to. */
enum stn_status stn_git_reader_blob(struct stn_git_reader *reader,
                                    const git_oid *id, struct stn_str *bytes,
                                    struct stn_git_refusal *refusal,
                                    struct stn_error *err);

/** Look at an object and read it; one that is no blob is refused. */
enum stn_status stn_git_reader_file(struct stn_git_reader *reader,
                                    const git_oid *id, struct stn_str *bytes,
                                    struct stn_git_refusal *refusal,
                                    struct stn_error *err);

/** Write bytes as a blob into an object database in memory, and read them back
 *  as any other blob. */
enum stn_status stn_git_reader_plant(struct stn_git_reader *reader,
                                     struct stn_str bytes, struct stn_str *out,
                                     struct stn_error *err);

/** Say that an object is not there, and what to do. */
void stn_git_refuse_missing(struct stn_git_refusal *refusal, const void *id);

#endif
