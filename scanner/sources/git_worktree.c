#include <errno.h>
#include <fcntl.h>
#include <git2/sys/repository.h>
#include <stdio.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "sources/git.h"
#include "sources/git_plan.h"
#include "sources/git_what.h"

static bool serves_worktree(const struct stn_target *target)
{
    return target->kind == STN_TARGET_WORKTREE;
}

static enum stn_status open_folder(struct stn_git_plan *plan,
                                   struct stn_error *err)
{
    const char *work = git_repository_workdir(plan->repo.handle);

    if (work == NULL)
        return stn_fail(err, STN_EUSAGE,
                        "%s: a bare repository has no work tree",
                        plan->repo.name);
    plan->work_fd = open(work, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (plan->work_fd < 0)
        return stn_fail(err, STN_EIO, "%s: %s", work, strerror(errno));
    return STN_OK;
}

/* Comparing the work tree is libgit2's, and so is the index it needs. */
static enum stn_status use_index(const struct stn_git_repo *repo,
                                 struct stn_error *err)
{
    git_index *index = NULL;
    char *path = stn_git_repo_index_path(repo);

    if (path == NULL)
        return stn_fail_memory(err);
    int code = git_index_open(&index, path);
    stn_free(path);
    if (code == 0)
        code = git_repository_set_index(repo->handle, index);
    git_index_free(index);
    if (code == 0)
        return STN_OK;
    if (strstr(stn_git_message(), "extension") != NULL)
        return stn_fail(err, STN_ELIB,
                        "%s: its index is sparse or split, which libgit2 does "
                        "not read: git update-index --no-split-index, git "
                        "sparse-checkout reapply --no-sparse-index",
                        repo->name);
    return stn_git_fail(err, STN_ELIB, "%s: cannot read its index", repo->name);
}

static const char *entry_path(const git_status_entry *entry)
{
    const git_diff_delta *delta = entry->index_to_workdir != NULL
                                      ? entry->index_to_workdir
                                      : entry->head_to_index;

    if (delta == NULL)
        return NULL;
    return delta->new_file.path != NULL ? delta->new_file.path
                                        : delta->old_file.path;
}

/* @param head  Tree of HEAD; NULL: no commit yet. */
static enum stn_status add_entry(struct stn_git_plan *plan,
                                 const git_status_entry *entry,
                                 const git_oid *head, struct stn_error *err)
{
    struct stn_str path = stn_str_of(entry_path(entry));
    unsigned status_bits = entry->status;
    git_oid before;
    enum stn_status status = STN_DONE;

    if (path.len == 0 || (status_bits & GIT_STATUS_IGNORED) != 0)
        return STN_OK;
    /* A folder here is a repository of its own. */
    if (path.ptr[path.len - 1] == '/')
        return stn_git_plan_submodule(plan, stn_str_sub(path, 0, path.len - 1),
                                      &(git_oid){{0}}, err);
    if (head != NULL)
        status = stn_git_tree_lookup(&before, plan->repo.odb, head, path, err);
    if (status < 0)
        return status;

    bool is_on_disk = (status_bits & GIT_STATUS_WT_DELETED) == 0 &&
                      ((status_bits & GIT_STATUS_INDEX_DELETED) == 0 ||
                       (status_bits & GIT_STATUS_WT_NEW) != 0);
    bool has_before = status == STN_OK;
    if (!is_on_disk)
        return has_before ? stn_git_gone_add(&plan->gone, &plan->repo.options,
                                             path, &before, err)
                          : STN_OK;
    return stn_git_plan_add(plan,
                            &(struct stn_git_item){
                                .path = path,
                                .commit = STN_GIT_NONE,
                                .kind = STN_GIT_ITEM_FILE,
                                .is_added = !has_before,
                            },
                            &before, has_before ? 1 : 0, err);
}

static enum stn_status add_entries(struct stn_git_plan *plan,
                                   git_status_list *list, struct stn_error *err)
{
    git_oid tree;
    enum stn_status status = stn_git_plan_head(&tree, plan, err);
    const git_oid *head = status == STN_OK ? &tree : NULL;

    for (size_t i = 0; status >= 0 && i < git_status_list_entrycount(list); i++)
        status = add_entry(plan, git_status_byindex(list, i), head, err);
    return status < 0 ? status : STN_OK;
}

static enum stn_status plan_files(struct stn_git_plan *plan,
                                  struct stn_error *err)
{
    git_status_options options = GIT_STATUS_OPTIONS_INIT;
    git_status_list *list = NULL;
    enum stn_status status = open_folder(plan, err);

    if (status >= 0)
        status = use_index(&plan->repo, err);
    if (status < 0)
        return status;
    options.show = GIT_STATUS_SHOW_INDEX_AND_WORKDIR;
    options.flags = GIT_STATUS_OPT_INCLUDE_UNTRACKED |
                    GIT_STATUS_OPT_RECURSE_UNTRACKED_DIRS |
                    GIT_STATUS_OPT_EXCLUDE_SUBMODULES |
                    GIT_STATUS_OPT_INCLUDE_UNREADABLE |
                    GIT_STATUS_OPT_SORT_CASE_SENSITIVELY;
    if (git_status_list_new(&list, plan->repo.handle, &options) < 0)
        status = stn_git_fail(err, STN_ELIB, "%s: cannot list its work tree",
                              plan->repo.name);
    else
        status = add_entries(plan, list, err);
    git_status_list_free(list);
    return status;
}

static enum stn_status open_worktree(void **state,
                                     const struct stn_source_options *options,
                                     struct stn_error *err)
{
    struct stn_git_plan *plan = NULL;
    enum stn_status status = stn_git_plan_new(&plan, options, err);

    if (status >= 0)
        status = plan_files(plan, err);
    if (status >= 0 && options->wants_packages) {
        plan->go.is_on_disk = true;
        status = stn_git_go_plan_items(plan, err);
    }
    if (status < 0) {
        stn_git_plan_free(plan);
        return status;
    }
    *state = plan;
    return STN_OK;
}

static bool is_gone(void *state, struct stn_str path)
{
    const struct stn_git_plan *plan = state;
    char name[STN_PATH_BYTES_MAX];
    struct stat info;

    if (path.len >= sizeof(name) || memchr(path.ptr, '\0', path.len) != NULL)
        return false;
    memcpy(name, path.ptr, path.len);
    name[path.len] = '\0';
    return fstatat(plan->work_fd, name, &info, AT_SYMLINK_NOFOLLOW) < 0 &&
           (errno == ENOENT || errno == ENOTDIR);
}

static enum stn_status finish_worktree(void *state, struct stn_findings *found,
                                       uint64_t *commits, struct stn_buf *what,
                                       struct stn_error *err)
{
    struct stn_git_plan *plan = state;
    enum stn_status status = stn_findings_join(found, &plan->notes.found, err);

    if (status < 0)
        return status;
    *commits = 0;
    stn_buf_puts(what, "work tree against HEAD, ");
    stn_git_what_count(what, plan->count, "file", "files");
    return stn_buf_status(what, err);
}

static void close_plan(void *state)
{
    stn_git_plan_free(state);
}

const struct stn_source stn_source_git_worktree = {
    .name = "git-worktree",
    .serves = serves_worktree,
    .open = open_worktree,
    .worker_open = stn_git_take_open,
    .next = stn_git_take_next,
    .before = stn_git_take_before,
    .next_package = stn_git_take_package,
    .worker_close = stn_git_take_close,
    .is_gone = is_gone,
    .was_there = stn_git_plan_was_in_head,
    .finish = finish_worktree,
    .identify = stn_git_plan_identify,
    .close = close_plan,
};
