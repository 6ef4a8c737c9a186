/* The push of one ref, whatever system tells of it. */
#include <stdio.h>

#include "base/limits.h"
#include "cli/ci_plan.h"

#define HEADS "refs/heads/"
#define REMOTES "refs/remotes/origin/"

/* "main" of "refs/heads/main", or NULL. */
static const char *branch_of(const char *ref)
{
    static const size_t length = sizeof(HEADS) - 1;

    return ref != NULL && strncmp(ref, HEADS, length) == 0 ? ref + length
                                                           : NULL;
}

/* The default branch's tip is there already, and its policy counts. */
static enum stn_status use_default(struct stn_ci_plan *plan, const char *branch,
                                   struct stn_error *err)
{
    char ref[sizeof(REMOTES) + STN_REVISION_BYTES_MAX];
    enum stn_status status;

    snprintf(ref, sizeof(ref), REMOTES "%s", branch);
    plan->branch = stn_arena_strdup(&plan->arena, stn_str_of(branch));
    if (plan->branch == NULL)
        return stn_fail_memory(err);
    status = stn_ci_add(plan, &plan->exclude_old, ref, err);
    if (status >= 0)
        status = stn_ci_add(plan, &plan->policy, ref, err);
    return status;
}

/* Nobody says which branch is the default: what any other branch has is there
 * already. */
static enum stn_status use_others(struct stn_ci_plan *plan, const char *branch,
                                  struct stn_error *err)
{
    char ref[sizeof(REMOTES) + STN_REVISION_BYTES_MAX];

    plan->exclude_refs = REMOTES "*";
    if (branch == NULL)
        return STN_OK;
    snprintf(ref, sizeof(ref), REMOTES "%s", branch);
    plan->exclude_refs_but = stn_arena_strdup(&plan->arena, stn_str_of(ref));
    return plan->exclude_refs_but != NULL ? STN_OK : stn_fail_memory(err);
}

/*
 * A ref that begins, or begins anew: nothing says what of it was there before.
 *
 * What other branches have would be a guess: two branches that one push makes
 * with the same commits would each count as the other's past, and nobody would
 * look at either. So only the default branch counts, which has its own gate.
 */
static enum stn_status plan_new_ref(struct stn_ci_plan *plan,
                                    const struct stn_ci_push *push,
                                    struct stn_error *err)
{
    const char *branch = branch_of(push->ref);
    const char *other = push->default_branch;
    bool is_default =
        other != NULL && branch != NULL && strcmp(other, branch) == 0;
    enum stn_status status = stn_ci_add(plan, &plan->include, push->after, err);

    plan->may_be_empty = true;
    if (status >= 0 && !is_default && other != NULL && stn_ci_is_branch(other))
        status = use_default(plan, other, err);
    else if (status >= 0 && !is_default)
        status = use_others(plan, branch, err);
    if (status < 0 || push->before == NULL || stn_ci_is_zero(push->before))
        return status;
    status = stn_ci_add(plan, &plan->exclude_old, push->before, err);
    return status < 0 ? status
                      : stn_ci_add(plan, &plan->policy, push->before, err);
}

enum stn_status stn_ci_plan_push(struct stn_ci_plan *plan,
                                 const struct stn_ci_push *push,
                                 struct stn_error *err)
{
    bool is_gone = push->is_deleted || stn_ci_is_zero(push->after);
    bool is_created = push->is_created || push->before == NULL ||
                      stn_ci_is_zero(push->before);
    const char *how = is_gone           ? "deletion of "
                      : is_created      ? "creation of "
                      : push->is_forced ? "forced push to "
                                        : "push to ";
    enum stn_status status = stn_ci_label(
        plan, err, "%s%s", how, push->ref != NULL ? push->ref : "a ref");

    plan->kind = is_gone ? STN_CI_NOTHING : STN_CI_COMMITS;
    plan->is_change = true;
    if (status < 0 || is_gone)
        return status;
    if (is_created || push->is_forced)
        return plan_new_ref(plan, push, err);
    return stn_ci_plan_range(plan, push->before, push->after, err);
}
