#include "cli/ci_settle.h"

#include <stdio.h>

#include "base/limits.h"
#include "cli/ci_fetch.h"

/* What is being settled. */
struct settling {
    const struct stn_ci_plan *plan;
    struct stn_git_here *here;
    struct stn_ci_lack lack;
    struct stn_error why; /* of a fetch that failed; or empty */
};

/*
 * Find a name. A branch of origin comes before a tag of the same name, which
 * anybody could have pushed; git would have it the other way.
 */
static enum stn_status find_name(char id[STN_GIT_ID_BYTES],
                                 const struct settling *settling,
                                 const char *name, struct stn_error *err)
{
    char ref[STN_REVISION_BYTES_MAX + 32];
    bool is_plain = !stn_ci_is_id(name) && strncmp(name, "refs/", 5) != 0 &&
                    strncmp(name, "HEAD", 4) != 0 && name[0] != '@';

    if (is_plain) {
        snprintf(ref, sizeof(ref), "refs/remotes/%s%s",
                 strncmp(name, "origin/", 7) == 0 ? "" : "origin/", name);
        enum stn_status status =
            stn_git_here_find(id, settling->here, ref, err);
        if (status != STN_DONE)
            return status;
    }
    return stn_git_here_find(id, settling->here, name, err);
}

static enum stn_status note_missing(struct settling *settling,
                                    const struct stn_ci_names *names,
                                    bool *is_missing, struct stn_error *err)
{
    char id[STN_GIT_ID_BYTES];

    for (size_t i = 0; i < names->count; i++) {
        const char *name = names->items[i];
        enum stn_status status = find_name(id, settling, name, err);
        if (status < 0)
            return status;
        if (status == STN_OK)
            continue;
        *is_missing = true;
        if (stn_ci_is_id(name) && settling->lack.id_count < STN_CI_LACK_MAX)
            settling->lack.ids[settling->lack.id_count++] = name;
    }
    return STN_OK;
}

/* @param out  Whether something is missing that a fetch may bring. */
static enum stn_status look_for_lack(bool *out, struct settling *settling,
                                     struct stn_error *err)
{
    const struct stn_ci_plan *plan = settling->plan;
    struct stn_ci_lack *lack = &settling->lack;
    bool is_missing = false;
    bool has_no_branch = false;
    char id[STN_GIT_ID_BYTES];
    enum stn_status status = STN_OK;

    lack->id_count = 0;
    lack->branch = NULL;
    lack->is_shallow = stn_git_here_is_shallow(settling->here);
    if (plan->kind == STN_CI_COMMITS) {
        status = note_missing(settling, &plan->include, &is_missing, err);
        if (status >= 0)
            status = note_missing(settling, &plan->exclude, &is_missing, err);
        if (status >= 0)
            status =
                note_missing(settling, &plan->exclude_old, &is_missing, err);
    } else {
        status = note_missing(settling, &plan->policy, &is_missing, err);
    }
    if (status >= 0 && plan->branch != NULL) {
        char ref[STN_REVISION_BYTES_MAX + 32];
        snprintf(ref, sizeof(ref), "refs/remotes/origin/%s", plan->branch);
        status = stn_git_here_find(id, settling->here, ref, err);
        has_no_branch = status == STN_DONE;
        if (has_no_branch)
            lack->branch = plan->branch;
    }
    *out = is_missing || has_no_branch ||
           (lack->is_shallow && plan->kind != STN_CI_TREE &&
            plan->kind != STN_CI_LOGS);
    return status < 0 ? status : STN_OK;
}

/* Fetch what is missing, and look again. That a fetch fails is told only if
 * something is missing then. */
static enum stn_status complete(struct settling *settling,
                                const char *repository, struct stn_error *err)
{
    bool has_lack = false;
    enum stn_status status = look_for_lack(&has_lack, settling, err);

    if (status < 0 || !has_lack)
        return status;
    fputs("stanch: this clone lacks history: git fetch\n", stderr);
    status = stn_ci_fetch(&settling->lack, &settling->why);
    if (status >= 0)
        settling->why.message[0] = '\0';
    stn_git_here_close(settling->here);
    settling->here = NULL;
    return stn_git_here_open(&settling->here, repository, err);
}

static enum stn_status fail_missing(const struct settling *settling,
                                    const char *name, struct stn_error *err)
{
    const struct stn_ci_plan *plan = settling->plan;
    bool has_why = settling->why.message[0] != '\0';
    const char *remedy =
        strcmp(plan->host, "github") == 0
            ? "set fetch-depth: 0 at actions/checkout"
        : strcmp(plan->host, "gitlab") == 0
            ? "set the variable GIT_DEPTH: 0"
            : "fetch the whole history (fetch-depth: 0, git fetch --unshallow)";

    if (plan->no_fetch)
        return stn_fail(err, STN_ENOTFOUND,
                        "%s is not in this clone, since pull_request_target "
                        "checks out the base: use the event pull_request (with "
                        "fetch-depth: 0), or fetch refs/pull/N/head before, "
                        "without checking it out",
                        name);
    return stn_fail(err, STN_ENOTFOUND, "%s is not in this clone: %s%s%s", name,
                    remedy, has_why ? "; " : "", settling->why.message);
}

static enum stn_status keep_id(struct stn_ci_settled *out, const char *id,
                               const char **list, size_t *count)
{
    char *kept = out->ids[out->id_count++];

    memcpy(kept, id, STN_GIT_ID_BYTES);
    list[(*count)++] = kept;
    return STN_OK;
}

static enum stn_status settle_names(struct stn_ci_settled *out,
                                    const struct settling *settling,
                                    const struct stn_ci_names *names,
                                    bool must_be, const char **list,
                                    size_t *count, struct stn_error *err)
{
    char id[STN_GIT_ID_BYTES];

    for (size_t i = 0; i < names->count; i++) {
        enum stn_status status = find_name(id, settling, names->items[i], err);
        if (status == STN_DONE && must_be)
            return fail_missing(settling, names->items[i], err);
        if (status == STN_OK)
            status = keep_id(out, id, list, count);
        if (status < 0)
            return status;
    }
    return STN_OK;
}

static enum stn_status settle_policy(struct stn_ci_settled *out,
                                     const struct settling *settling,
                                     struct stn_error *err)
{
    const struct stn_ci_names *names = &settling->plan->policy;
    const char *list[1];
    size_t count = 0;
    char id[STN_GIT_ID_BYTES];

    for (size_t i = 0; i < names->count; i++) {
        enum stn_status status = find_name(id, settling, names->items[i], err);
        if (status < 0)
            return status;
        if (status == STN_DONE)
            continue;
        keep_id(out, id, list, &count);
        out->policy = list[0];
        return STN_OK;
    }
    return STN_OK;
}

static enum stn_status settle(struct stn_ci_settled *out,
                              const struct settling *settling,
                              struct stn_error *err)
{
    const struct stn_ci_plan *plan = settling->plan;
    enum stn_status status = STN_OK;

    if (plan->kind == STN_CI_COMMITS) {
        status = settle_names(out, settling, &plan->include, true, out->include,
                              &out->include_count, err);
        if (status >= 0)
            status = settle_names(out, settling, &plan->exclude, true,
                                  out->exclude, &out->exclude_count, err);
        if (status >= 0)
            status = settle_names(out, settling, &plan->exclude_old, false,
                                  out->exclude, &out->exclude_count, err);
    }
    if (status >= 0)
        status = settle_policy(out, settling, err);
    return status;
}

enum stn_status stn_ci_settle(struct stn_ci_settled *out,
                              const struct stn_ci_plan *plan,
                              const struct stn_settings *settings,
                              struct stn_error *err)
{
    struct settling settling = {.plan = plan,
                                .lack = {.repository = settings->repository}};
    bool needs_git =
        plan->kind == STN_CI_COMMITS || plan->kind == STN_CI_HISTORY;
    enum stn_status status =
        stn_git_here_open(&settling.here, settings->repository, err);

    /* Files are scanned without a repository, by the built-in policy. */
    if (status < 0 && status != STN_ENOMEM && !needs_git)
        return STN_OK;
    if (status >= 0 && settings->fetch && !plan->no_fetch)
        status = complete(&settling, settings->repository, err);
    if (status >= 0)
        status = settle(out, &settling, err);
    stn_git_here_close(settling.here);
    return status;
}
