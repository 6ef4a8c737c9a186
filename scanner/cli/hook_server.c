#include <stdlib.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "base/error.h"
#include "cli/hook.h"

/*
 * Refs that got here through the hook. Others did not always: hosts fetch what
 * a merge request of a fork proposes into refs of their own, and keep it from
 * there on.
 */
#define PUSHED_REFS "refs/heads/* refs/tags/* refs/notes/*"

/* Whether a folder of objects borrows from others. */
static bool borrows(const char *objects)
{
    struct stn_buf path = STN_BUF_INIT(SIZE_MAX / 2);
    struct stat info;

    stn_buf_printf(&path, "%s/info/alternates", objects);
    bool is_there =
        path.status < 0 || (stat(path.ptr, &info) == 0 && info.st_size > 0);
    stn_buf_dispose(&path);
    return is_there;
}

/*
 * Whether only refs tell what is there already. Where objects are borrowed, as
 * forks do of each other, a commit may be here and have passed no hook of this
 * repository.
 */
static bool is_strict(const struct stn_settings *settings)
{
    const char *objects = stn_hook_env("GIT_ALTERNATE_OBJECT_DIRECTORIES");

    if (settings->hook.strict != STN_STRICT_AUTO)
        return settings->hook.strict == STN_STRICT_YES;
    /* More than one folder, or one whose name git had to quote. */
    return objects == NULL || strpbrk(objects, ":\"") != NULL ||
           borrows(objects);
}

static enum stn_status aim(struct stn_hook_event *event,
                           const struct stn_settings *settings,
                           struct stn_error *err)
{
    enum stn_status status = stn_hook_aim(event, "push", err);

    event->target.repository = settings->repository;
    event->target.exclude_refs =
        settings->hook.strict == STN_STRICT_YES ? PUSHED_REFS : "refs/*";
    event->target.quarantine = stn_hook_env("GIT_QUARANTINE_PATH");
    event->target.is_strict = is_strict(settings);
    return status;
}

static enum stn_status read_receive(struct stn_hook_event *event,
                                    const struct stn_settings *settings,
                                    const struct stn_arguments *arguments,
                                    struct stn_error *err)
{
    enum stn_status status;

    if (arguments->count > 0)
        return stn_fail(err, STN_EUSAGE,
                        "pre-receive has no arguments: git tells it of the "
                        "push on standard input");
    status = stn_hook_read_lines(event, 3, err);
    if (status < 0)
        return status;
    /* A wrapper that swallowed them must not open the gate. */
    if (event->count == 0)
        return stn_fail(err, STN_EUSAGE,
                        "nothing on standard input, where git tells what is "
                        "pushed");
    return aim(event, settings, err);
}

static enum stn_status read_update(struct stn_hook_event *event,
                                   const struct stn_settings *settings,
                                   const struct stn_arguments *arguments,
                                   struct stn_error *err)
{
    if (arguments->count != 3)
        return stn_fail(err, STN_EUSAGE,
                        "update has three arguments: a ref, and its old and "
                        "new id");
    enum stn_status status = stn_hook_add(event,
                                          &(struct stn_hook_update){
                                              .ref = arguments->operands[0],
                                              .before = arguments->operands[1],
                                              .after = arguments->operands[2],
                                          },
                                          err);
    return status < 0 ? status : aim(event, settings, err);
}

static const struct stn_hook pre_receive = {
    .name = "pre-receive",
    .summary = "where pushes arrive: all refs of a push at once",
    .operands = "",
    .is_server = true,
    .read = read_receive,
};

static const struct stn_hook update = {
    .name = "update",
    .summary = "the same, ref by ref",
    .operands = " REF OLD NEW",
    .is_server = true,
    .read = read_update,
};

extern const struct stn_hook stn_hook_pre_push;
extern const struct stn_hook stn_hook_pre_commit;

const struct stn_hook *const stn_hooks[] = {
    &pre_receive, &update, &stn_hook_pre_push, &stn_hook_pre_commit, NULL,
};
