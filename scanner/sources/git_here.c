#include "sources/git_here.h"

#include "base/alloc.h"
#include "base/limits.h"
#include "sources/git_repo.h"

struct stn_git_here {
    struct stn_target target;
    struct stn_git_repo repo;
};

enum stn_status stn_git_here_open(struct stn_git_here **out,
                                  const char *repository, struct stn_error *err)
{
    struct stn_git_here *here = stn_calloc(1, sizeof(*here));

    if (here == NULL)
        return stn_fail_memory(err);
    here->target =
        (struct stn_target){.kind = STN_TARGET_RANGE, .repository = repository};
    const struct stn_source_options options = {
        .target = &here->target, .max_text_bytes = STN_TEXT_BYTES_MAX};
    enum stn_status status = stn_git_repo_open(&here->repo, &options, err);
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
    git_object *object = NULL;
    git_oid oid;

    /* An id is never looked for among refs, where anybody may name one so. */
    if (strlen(revision) == STN_GIT_HEX_BYTES - 1 &&
        git_oid_fromstr(&oid, revision) == 0) {
        if (git_odb_exists(here->repo.odb, &oid) != 1)
            return STN_DONE;
        stn_git_hex(id, &oid);
        return STN_OK;
    }
    if (git_revparse_single(&object, here->repo.handle, revision) < 0)
        return stn_git_ran_out() ? stn_fail_memory(err) : STN_DONE;
    stn_git_hex(id, git_object_id(object));
    git_object_free(object);
    return STN_OK;
}
