#include "sources/git_reader.h"

#include <git2/sys/mempack.h>
#include <git2/sys/odb_backend.h>
#include <stdio.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "sources/git_lfs.h"

/* The matcher counts in 32 bits, and so does the table of objects. */
#define BYTES_MAX ((uint64_t)UINT32_MAX - 1)

enum stn_status stn_git_reader_open(struct stn_git_reader *reader,
                                    const struct stn_git_repo *repo,
                                    struct stn_error *err)
{
    const char *common = git_repository_commondir(repo->handle);

    reader->repo = repo;
    reader->bytes_max = repo->options.max_text_bytes < BYTES_MAX
                            ? repo->options.max_text_bytes
                            : BYTES_MAX;
    stn_buf_init(&reader->lfs, (size_t)reader->bytes_max);
    reader->common = stn_strndup(common, strlen(common));
    if (reader->common == NULL)
        return stn_fail_memory(err);
    return stn_git_repo_odb(&reader->odb, repo, err);
}

void stn_git_reader_close(struct stn_git_reader *reader)
{
    git_odb_object_free(reader->object);
    git_odb_free(reader->planted);
    git_odb_free(reader->odb);
    if (reader->repo != NULL)
        stn_buf_dispose(&reader->lfs);
    stn_free(reader->common);
    *reader = (struct stn_git_reader){0};
}

void stn_git_refuse_missing(struct stn_git_refusal *refusal, const void *id)
{
    char hex[STN_GIT_HEX_BYTES];

    *refusal = (struct stn_git_refusal){.reason = STN_SKIP_MISSING};
    snprintf(refusal->detail, sizeof(refusal->detail),
             "object %s is not here: git fetch --refetch, or clone again "
             "without --filter",
             stn_git_hex(hex, id));
}

/* What a failed read means for this object; STN_ENOMEM for the run. */
static enum stn_status refuse(struct stn_git_refusal *refusal,
                              const git_oid *id, int code,
                              struct stn_error *err)
{
    char hex[STN_GIT_HEX_BYTES];

    if (stn_git_ran_out())
        return stn_fail_memory(err);
    if (code == GIT_ENOTFOUND) {
        stn_git_refuse_missing(refusal, id);
        return STN_DONE;
    }
    *refusal = (struct stn_git_refusal){.reason = STN_SKIP_UNREADABLE};
    snprintf(refusal->detail, sizeof(refusal->detail),
             "object %s: %s; see git fsck", stn_git_hex(hex, id),
             stn_git_message());
    return STN_DONE;
}

static enum stn_status refuse_size(struct stn_git_refusal *refusal,
                                   uint64_t bytes)
{
    *refusal =
        (struct stn_git_refusal){.reason = STN_SKIP_TOO_LARGE, .bytes = bytes};
    snprintf(refusal->detail, sizeof(refusal->detail),
             "raise limits.file_bytes, or leave it out by paths.skip");
    return STN_DONE;
}

enum stn_status stn_git_reader_look(struct stn_git_reader *reader,
                                    const git_oid *id, git_object_t *type,
                                    struct stn_git_refusal *refusal,
                                    struct stn_error *err)
{
    size_t size;
    int code = git_odb_read_header(&size, type, reader->odb, id);

    if (code < 0)
        return refuse(refusal, id, code, err);
    if (size > reader->bytes_max && *type != GIT_OBJECT_TREE)
        return refuse_size(refusal, size);
    return STN_OK;
}

enum stn_status stn_git_reader_read(struct stn_git_reader *reader,
                                    const git_oid *id, struct stn_str *bytes,
                                    struct stn_git_refusal *refusal,
                                    struct stn_error *err)
{
    git_odb_object_free(reader->object);
    reader->object = NULL;
    int code = git_odb_read(&reader->object, reader->odb, id);
    if (code < 0) {
        reader->object = NULL;
        return refuse(refusal, id, code, err);
    }
    *bytes = (struct stn_str){git_odb_object_data(reader->object),
                              git_odb_object_size(reader->object)};
    return STN_OK;
}

/* Put the file that a pointer stands for in the pointer's place. */
static enum stn_status follow_pointer(struct stn_git_reader *reader,
                                      const struct stn_git_lfs *pointer,
                                      struct stn_str *bytes,
                                      struct stn_git_refusal *refusal,
                                      struct stn_error *err)
{
    struct stn_error why;

    if (pointer->size > reader->bytes_max)
        return refuse_size(refusal, pointer->size);
    enum stn_status status =
        stn_git_lfs_read(&reader->lfs, pointer, reader->common, &why);
    if (status == STN_OK) {
        *bytes = stn_buf_str(&reader->lfs);
        return STN_OK;
    }
    if (status == STN_ENOMEM)
        return stn_fail_memory(err);
    *refusal = (struct stn_git_refusal){.reason = STN_SKIP_LFS,
                                        .bytes = pointer->size};
    if (status == STN_ENOTFOUND)
        snprintf(refusal->detail, sizeof(refusal->detail),
                 "its content is kept by Git LFS and not here: "
                 "git lfs fetch --all");
    else
        snprintf(refusal->detail, sizeof(refusal->detail),
                 "its content, kept by Git LFS, cannot be read: %.120s",
                 why.message);
    return STN_DONE;
}

bool stn_git_reader_has_own(const struct stn_git_reader *reader,
                            struct stn_str bytes)
{
    return bytes.ptr != reader->lfs.ptr;
}

enum stn_status stn_git_reader_blob(struct stn_git_reader *reader,
                                    const git_oid *id, struct stn_str *bytes,
                                    struct stn_git_refusal *refusal,
                                    struct stn_error *err)
{
    struct stn_git_lfs pointer;
    enum stn_status status =
        stn_git_reader_read(reader, id, bytes, refusal, err);

    if (status != STN_OK || !stn_git_lfs_parse(&pointer, *bytes))
        return status;
    return follow_pointer(reader, &pointer, bytes, refusal, err);
}

enum stn_status stn_git_reader_file(struct stn_git_reader *reader,
                                    const git_oid *id, struct stn_str *bytes,
                                    struct stn_git_refusal *refusal,
                                    struct stn_error *err)
{
    git_object_t type;
    enum stn_status status =
        stn_git_reader_look(reader, id, &type, refusal, err);

    if (status != STN_OK)
        return status;
    if (type == GIT_OBJECT_BLOB)
        return stn_git_reader_blob(reader, id, bytes, refusal, err);

    char hex[STN_GIT_HEX_BYTES];
    *refusal = (struct stn_git_refusal){.reason = STN_SKIP_UNREADABLE};
    snprintf(refusal->detail, sizeof(refusal->detail),
             "object %s is no file, though its tree says so",
             stn_git_hex(hex, id));
    return STN_DONE;
}

static enum stn_status open_planted(struct stn_git_reader *reader,
                                    struct stn_error *err)
{
    git_odb_backend *memory = NULL;

    if (reader->planted != NULL)
        return STN_OK;
    if (git_odb_new(&reader->planted) < 0 || git_mempack_new(&memory) < 0)
        return stn_git_fail(err, STN_ELIB, "no object database in memory");
    if (git_odb_add_backend(reader->planted, memory, 1) < 0) {
        memory->free(memory);
        return stn_git_fail(err, STN_ELIB, "no object database in memory");
    }
    return STN_OK;
}

enum stn_status stn_git_reader_plant(struct stn_git_reader *reader,
                                     struct stn_str bytes, struct stn_str *out,
                                     struct stn_error *err)
{
    struct stn_git_refusal refusal;
    git_oid id;
    enum stn_status status = open_planted(reader, err);

    if (status < 0)
        return status;
    if (git_odb_write(&id, reader->planted, bytes.ptr, bytes.len,
                      GIT_OBJECT_BLOB) < 0)
        return stn_git_fail(err, STN_ELIB, "cannot plant an object");

    git_odb *own = reader->odb;
    reader->odb = reader->planted;
    status = stn_git_reader_file(reader, &id, out, &refusal, err);
    reader->odb = own;
    if (status == STN_DONE)
        return stn_fail(err, STN_ELIB, "cannot read a planted object: %s",
                        refusal.detail);
    return status;
}
