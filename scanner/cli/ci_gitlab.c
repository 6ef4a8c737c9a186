/**
 * @file
 * GitLab CI, which tells all in variables.
 * @see https://docs.gitlab.com/ci/variables/predefined_variables/
 */
#include <stdio.h>

#include "base/limits.h"
#include "cli/ci_plan.h"

/* A variable that holds an id. STN_DONE: it is not set. */
static enum stn_status read_id(const char **out,
                               const struct stn_ci_source *source,
                               const char *name, struct stn_error *err)
{
    const char *value = stn_ci_get(source, name);

    if (value == NULL)
        return STN_DONE;
    if (!stn_ci_is_id(value))
        return stn_fail(err, STN_EUSAGE,
                        "%s is no id of 40 or 64 hex digits (give --base and "
                        "--head)",
                        name);
    *out = value;
    return STN_OK;
}

static enum stn_status need_id(const char **out,
                               const struct stn_ci_source *source,
                               const char *name, struct stn_error *err)
{
    enum stn_status status = read_id(out, source, name, err);

    if (status == STN_DONE)
        return stn_fail(err, STN_EUSAGE,
                        "GITLAB_CI is set and %s is not: run as a job of a "
                        "pipeline, or give --base and --head",
                        name);
    return status;
}

/* A pipeline of merged results, or of a train, tests a merge with the target:
 * what that has is not the request's. */
static enum stn_status plan_merge_request(struct stn_ci_plan *plan,
                                          const struct stn_ci_source *source,
                                          const char *base,
                                          struct stn_error *err)
{
    const char *number = stn_ci_get(source, "CI_MERGE_REQUEST_IID");
    const char *target = NULL;
    const char *head = NULL;
    enum stn_status status = need_id(&head, source, "CI_COMMIT_SHA", err);

    if (status >= 0)
        status =
            read_id(&target, source, "CI_MERGE_REQUEST_TARGET_BRANCH_SHA", err);
    if (status >= 0)
        status = stn_ci_label(plan, err, "merge request !%s",
                              number != NULL ? number : "?");
    if (status < 0)
        return status;
    if (target == NULL || stn_ci_is_zero(target))
        return stn_ci_plan_range(plan, base, head, err);
    status = stn_ci_plan_range(plan, target, head, err);
    return status < 0 ? status : stn_ci_add(plan, &plan->exclude, base, err);
}

static enum stn_status plan_push(struct stn_ci_plan *plan,
                                 const struct stn_ci_source *source,
                                 const char *from, struct stn_error *err)
{
    const char *tag = stn_ci_get(source, "CI_COMMIT_TAG");
    const char *branch = stn_ci_get(source, "CI_COMMIT_BRANCH");
    char ref[STN_REVISION_BYTES_MAX + sizeof("refs/heads/")] = "";
    struct stn_ci_push push = {
        .default_branch = stn_ci_get(source, "CI_DEFAULT_BRANCH"),
    };
    enum stn_status status = need_id(&push.after, source, "CI_COMMIT_SHA", err);

    if (status >= 0)
        status = read_id(&push.before, source, "CI_COMMIT_BEFORE_SHA", err);
    if (status < 0)
        return status;
    if (tag != NULL)
        snprintf(ref, sizeof(ref), "refs/tags/%s", tag);
    else if (branch != NULL)
        snprintf(ref, sizeof(ref), "refs/heads/%s", branch);
    push.ref = ref[0] != '\0' ? ref : NULL;
    status = stn_ci_plan_push(plan, &push, err);
    if (status < 0 || strcmp(from, "push") == 0)
        return status;
    return stn_ci_label(plan, err, "%s for %s", from,
                        push.ref != NULL ? push.ref : "a ref");
}

static enum stn_status plan_gitlab(struct stn_ci_plan *plan,
                                   const struct stn_ci_source *source,
                                   struct stn_error *err)
{
    const char *from = stn_ci_get(source, "CI_PIPELINE_SOURCE");
    const char *base = NULL;
    enum stn_status status =
        read_id(&base, source, "CI_MERGE_REQUEST_DIFF_BASE_SHA", err);

    if (status < 0)
        return status;
    if (from == NULL)
        from = "push";
    if (strcmp(from, "merge_request_event") == 0)
        status = need_id(&base, source, "CI_MERGE_REQUEST_DIFF_BASE_SHA", err);
    if (status < 0)
        return status;
    if (base != NULL)
        return plan_merge_request(plan, source, base, err);
    if (strcmp(from, "schedule") == 0) {
        plan->kind = STN_CI_HISTORY;
        return stn_ci_label(plan, err, "schedule");
    }
    /* web, api, trigger and all others run for a branch or a tag, mostly
     * without a word of what it was before. */
    return plan_push(plan, source, from, err);
}

const struct stn_ci_system stn_ci_gitlab = {
    .name = "gitlab",
    .variable = "GITLAB_CI",
    .plan = plan_gitlab,
};
