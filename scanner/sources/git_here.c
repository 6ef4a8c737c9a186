#include "sources/git_here.h"

#include "base/alloc.h"
#include "sources/git_repo.h"

struct stn_git_here {
    struct stn_git_repo repo;
};

enum stn_status stn_git_here_open(struct stn_git_here **out,
                                  const char *repository, struct stn_error *err)
{
    struct stn_git_here *here = stn_calloc(1, sizeof(*here));

    if (here == NULL)
        return stn_fail_memory(err);
    enum stn_status status = stn_git_repo_open_at(&here->repo, repository, err);
    if (status < 0) {
        stn_git_here_close(here);
        return status;
    }
    *out = here;
    return STN_OK;
}

void stn_git_here_close(struct stn_git_here *here)
{
    if (here != NULL)
        stn_git_repo_close(&here->repo);
    stn_free(here);
}

bool stn_git_here_is_shallow(const struct stn_git_here *here)
{
    return here->repo.shallow_count > 0;
}

enum stn_status stn_git_here_find(char id[STN_GIT_ID_BYTES],
                                  const struct stn_git_here *here,
                                  const char *revision, struct stn_error *err)
{
    git_oid oid;
    enum stn_status status =
        stn_git_repo_find(&oid, &here->repo, revision, err);

    if (status == STN_OK)
        stn_git_hex(id, &oid);
    return status;
}
