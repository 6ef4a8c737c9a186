#include "sources/git_snapshot.h"

#include "base/alloc.h"
#include "sources/git_repo.h"

struct stn_git_snapshot {
    struct stn_git_repo repo;
    const char *revision;
    git_tree *tree;
};

enum stn_status stn_git_snapshot_open(struct stn_git_snapshot **out,
                                      const char *repository,
                                      const char *revision,
                                      struct stn_error *err)
{
    struct stn_git_snapshot *snapshot = stn_calloc(1, sizeof(*snapshot));
    git_object *tree = NULL;

    if (snapshot == NULL)
        return stn_fail_memory(err);
    snapshot->revision = revision;
    enum stn_status status =
        stn_git_repo_open_at(&snapshot->repo, repository, err);
    if (status >= 0)
        status = stn_git_repo_peel(&tree, &snapshot->repo, revision,
                                   GIT_OBJECT_TREE, err);
    snapshot->tree = (git_tree *)tree;
    if (status < 0) {
        stn_git_snapshot_close(snapshot);
        return status;
    }
    *out = snapshot;
    return STN_OK;
}

void stn_git_snapshot_close(struct stn_git_snapshot *snapshot)
{
    if (snapshot == NULL)
        return;
    git_tree_free(snapshot->tree);
    stn_git_repo_close(&snapshot->repo);
    stn_free(snapshot);
}

const char *stn_git_snapshot_root(const struct stn_git_snapshot *snapshot)
{
    return git_repository_workdir(snapshot->repo.handle);
}

enum stn_status stn_git_snapshot_read(const struct stn_git_snapshot *snapshot,
                                      const char *path, struct stn_buf *out,
                                      struct stn_error *err)
{
    git_tree_entry *entry = NULL;
    git_blob *blob = NULL;
    enum stn_status status = STN_OK;

    int code = git_tree_entry_bypath(&entry, snapshot->tree, path);
    if (code == GIT_ENOTFOUND)
        return STN_ENOTFOUND;
    if (code < 0)
        return stn_git_fail(err, STN_ELIB, "%s:%s cannot be read",
                            snapshot->revision, path);
    /* A link is followed nowhere: what it names is not in the commit. */
    if (git_tree_entry_type(entry) != GIT_OBJECT_BLOB ||
        git_tree_entry_filemode(entry) == GIT_FILEMODE_LINK)
        status = stn_fail(err, STN_EINPUT, "%s:%s is no regular file",
                          snapshot->revision, path);
    else if (git_blob_lookup(&blob, snapshot->repo.handle,
                             git_tree_entry_id(entry)) < 0)
        status = stn_git_fail(err, STN_ELIB, "%s:%s cannot be read",
                              snapshot->revision, path);
    else
        stn_buf_append(out, (struct stn_str){git_blob_rawcontent(blob),
                                             git_blob_rawsize(blob)});
    git_blob_free(blob);
    git_tree_entry_free(entry);
    return status < 0 ? status : stn_buf_status(out, err);
}
