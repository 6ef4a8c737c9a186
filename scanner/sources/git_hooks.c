#include "sources/git_hooks.h"

#include "base/alloc.h"
#include "sources/git_repo.h"

void stn_git_hooks_dispose(struct stn_git_hooks *hooks)
{
    stn_free(hooks->folder);
    *hooks = (struct stn_git_hooks){0};
}

/* What core.hooksPath says. @return The caller's; NULL: nothing, or there is no
 * memory to read it. */
static char *configured(git_repository *handle)
{
    git_config *config = NULL;
    git_buf path = {0};
    char *folder = NULL;
    int code = git_repository_config_snapshot(&config, handle);

    if (code == 0)
        code = git_config_get_path(&path, config, "core.hooksPath");
    if (code == 0 && path.size > 0)
        folder = stn_strndup(path.ptr, path.size);
    git_buf_dispose(&path);
    git_config_free(config);
    return folder;
}

static enum stn_status find_folder(struct stn_git_hooks *hooks,
                                   git_repository *handle,
                                   struct stn_error *err)
{
    const char *work = git_repository_workdir(handle);
    char *named = configured(handle);

    hooks->is_bare = git_repository_is_bare(handle) == 1;
    if (named == NULL) {
        if (stn_git_ran_out())
            return stn_fail_memory(err);
        hooks->folder = stn_git_join(git_repository_commondir(handle), "hooks");
    } else if (named[0] == '/') {
        hooks->folder = named;
        return STN_OK;
    } else {
        hooks->folder = stn_git_join(
            work != NULL ? work : git_repository_path(handle), named);
    }
    stn_free(named);
    return hooks->folder != NULL ? STN_OK : stn_fail_memory(err);
}

enum stn_status stn_git_hooks_find(struct stn_git_hooks *hooks,
                                   const char *repository,
                                   struct stn_error *err)
{
    struct stn_git_repo repo = {.name = NULL};
    enum stn_status status = stn_git_repo_open_at(&repo, repository, err);

    *hooks = (struct stn_git_hooks){0};
    if (status >= 0)
        status = find_folder(hooks, repo.handle, err);
    stn_git_repo_close(&repo);
    return status;
}
