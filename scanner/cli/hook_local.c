#include "base/alloc.h"
#include "base/error.h"
#include "cli/hook.h"

extern const struct stn_hook stn_hook_pre_push;
extern const struct stn_hook stn_hook_pre_commit;

/* Leave out what a remote is known to have. A push to an address has no name
 * to know it by. */
static enum stn_status exclude_remote(struct stn_hook_event *event,
                                      const char *remote, struct stn_error *err)
{
    if (remote == NULL || strpbrk(remote, "*?[\\: ") != NULL)
        return STN_OK;
    event->target.exclude_refs =
        stn_hook_format(event, "refs/remotes/%.500s/*", remote);
    return event->target.exclude_refs != NULL ? STN_OK : stn_fail_memory(err);
}

/*
 * What the pre-commit framework hands on: its hooks see no standard input. It
 * tells two ends if the branch has history where it is pushed to, else names
 * alone.
 * @see https://pre-commit.com/#pre-push
 */
static enum stn_status aim_by_framework(struct stn_hook_event *event,
                                        struct stn_error *err)
{
    const char *remote = stn_hook_env("PRE_COMMIT_REMOTE_NAME");
    const char *ref = stn_hook_env("PRE_COMMIT_REMOTE_BRANCH");
    const char **ends = stn_arena_alloc(&event->arena, 2 * sizeof(*ends));

    if (ends == NULL)
        return stn_fail_memory(err);
    ends[0] = stn_hook_env("PRE_COMMIT_TO_REF");
    ends[1] = stn_hook_env("PRE_COMMIT_FROM_REF");
    if (ends[0] == NULL)
        ends[0] = "HEAD";
    event->target.kind = STN_TARGET_PUSH;
    event->target.include = (struct stn_strings){ends, 1};
    event->target.exclude = (struct stn_strings){ends + 1, ends[1] != NULL};
    event->target.label = stn_hook_format(event, "push to %.500s",
                                          ref != NULL      ? ref
                                          : remote != NULL ? remote
                                                           : "a remote");
    if (event->target.label == NULL)
        return stn_fail_memory(err);
    return exclude_remote(event, remote, err);
}

static enum stn_status read_push(struct stn_hook_event *event,
                                 const struct stn_settings *settings,
                                 const struct stn_arguments *arguments,
                                 struct stn_error *err)
{
    enum stn_status status;

    if (arguments->count > 2)
        return stn_fail(err, STN_EUSAGE,
                        "pre-push has two arguments: a remote's name and "
                        "address");
    event->target.repository = settings->repository;
    if (stn_hook_env("PRE_COMMIT") != NULL && arguments->count == 0)
        return aim_by_framework(event, err);
    status = stn_hook_read_lines(event, 4, err);
    if (status < 0)
        return status;
    /* git calls the hook for a push that has nothing to do, too. */
    if (event->count == 0)
        return STN_DONE;
    status = stn_hook_aim(event, "push", err);
    if (status >= 0 && arguments->count > 0)
        status = exclude_remote(event, arguments->operands[0], err);
    return status;
}

static enum stn_status read_commit(struct stn_hook_event *event,
                                   const struct stn_settings *settings,
                                   const struct stn_arguments *arguments,
                                   struct stn_error *err)
{
    if (arguments->count > 0)
        return stn_fail(err, STN_EUSAGE, "pre-commit has no arguments");
    event->target = (struct stn_target){
        .kind = STN_TARGET_STAGED,
        .repository = settings->repository,
    };
    return STN_OK;
}

const struct stn_hook stn_hook_pre_push = {
    .name = "pre-push",
    .summary = "before a push leaves: what the remote does not have",
    .operands = " [REMOTE [ADDRESS]]",
    .read = read_push,
};

const struct stn_hook stn_hook_pre_commit = {
    .name = "pre-commit",
    .summary = "before a commit is made: what is staged",
    .operands = "",
    .read = read_commit,
};
