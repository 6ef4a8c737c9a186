#include <stdio.h>

#include "base/error.h"
#include "cli/command.h"
#include "cli/options.h"
#include "cli/run.h"

#define GROUPS (STN_OPTIONS_GIT | STN_OPTIONS_SCAN | STN_OPTIONS_SHARD)

static int help_git(void)
{
    puts("Usage: stanch git [options] [RANGE]\n"
         "\n"
         "Scan what commits bring. Without a range: the whole history of "
         "HEAD.\n"
         "RANGE is A..B: what is reachable from B and not from A. Go "
         "packages are\n"
         "checked as they are at its end; what the range did not touch is "
         "known.\n"
         "\n"
         "Options:");
    return stn_run_help(GROUPS);
}

/* What `stanch git` is to scan. */
static enum stn_status git_target(struct stn_target *target,
                                  const struct stn_settings *settings,
                                  const struct stn_arguments *arguments,
                                  struct stn_error *err)
{
    int chosen = settings->all + settings->staged + settings->worktree +
                 (arguments->count > 0);

    if (arguments->count > 1)
        return stn_fail(err, STN_EUSAGE, "one range at a time: '%s' is more",
                        arguments->operands[1]);
    if (chosen > 1)
        return stn_fail(err, STN_EUSAGE,
                        "a range, --all, --staged and --worktree exclude "
                        "each other");
    *target = (struct stn_target){.kind = STN_TARGET_HISTORY,
                                  .repository = settings->repository,
                                  .all_refs = settings->all};
    if (settings->staged)
        target->kind = STN_TARGET_STAGED;
    if (settings->worktree)
        target->kind = STN_TARGET_WORKTREE;
    if (arguments->count > 0) {
        target->kind = STN_TARGET_RANGE;
        target->range = arguments->operands[0];
    }
    return STN_OK;
}

int stn_cmd_git(int argc, char **argv)
{
    struct stn_settings settings = {0};
    struct stn_arguments arguments = {0};
    struct stn_target target;
    struct stn_error err;
    int exit_status;

    if (stn_settings_read(&settings, &arguments, GROUPS, argc, argv, &err) < 0)
        exit_status = stn_fail_usage(&err);
    else if (arguments.wants_help)
        exit_status = help_git();
    else if (git_target(&target, &settings, &arguments, &err) < 0)
        exit_status = stn_fail_usage(&err);
    else
        exit_status = stn_run_scan(&settings, &target, false);
    stn_settings_dispose(&settings);
    return exit_status;
}
