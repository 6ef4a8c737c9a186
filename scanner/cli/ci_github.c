/**
 * @file
 * GitHub Actions, and what speaks like it (Gitea, Forgejo).
 * @see https://docs.github.com/en/webhooks/webhook-events-and-payloads
 * @see
 * https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows
 */
#include <inttypes.h>

#include "base/limits.h"
#include "cli/ci_plan.h"

typedef enum stn_status plan_fn(struct stn_ci_plan *plan, const char *name,
                                const struct stn_ci_event *event,
                                struct stn_error *err);

struct event_row {
    const char *name;
    plan_fn *plan;
    bool wants_event;
};

static enum stn_status plan_pull_request(struct stn_ci_plan *plan,
                                         const char *name,
                                         const struct stn_ci_event *event,
                                         struct stn_error *err)
{
    const char *base = NULL;
    const char *head = NULL;
    uint64_t number = 0;
    /* HEAD is a merge that GitHub made to test; the request is its head. */
    enum stn_status status =
        stn_ci_event_id(&head, event, "pull_request.head.sha", err);

    if (status >= 0)
        status = stn_ci_event_id(&base, event, "pull_request.base.sha", err);
    if (status >= 0)
        status = stn_ci_event_count(&number, event, "pull_request.number", err);
    if (status >= 0)
        status = stn_ci_event_count(&plan->commits, event,
                                    "pull_request.commits", err);
    if (status >= 0)
        status = stn_ci_label(plan, err, "%s #%" PRIu64, name, number);
    return status < 0 ? status : stn_ci_plan_range(plan, base, head, err);
}

/* The checkout is the base, and the token may write: what comes from a fork is
 * not brought here by us. */
static enum stn_status plan_target(struct stn_ci_plan *plan, const char *name,
                                   const struct stn_ci_event *event,
                                   struct stn_error *err)
{
    plan->no_fetch = true;
    return plan_pull_request(plan, name, event, err);
}

static enum stn_status plan_merge_group(struct stn_ci_plan *plan,
                                        const char *name,
                                        const struct stn_ci_event *event,
                                        struct stn_error *err)
{
    const char *base = NULL;
    const char *head = NULL;
    const char *ref = NULL;
    enum stn_status status =
        stn_ci_event_id(&head, event, "merge_group.head_sha", err);

    if (status >= 0)
        status = stn_ci_event_id(&base, event, "merge_group.base_sha", err);
    if (status >= 0)
        status = stn_ci_event_string(&ref, event, "merge_group.base_ref", err);
    if (status >= 0)
        status = stn_ci_label(plan, err, "%s for %s", name,
                              ref != NULL ? ref : "a branch");
    return status < 0 ? status : stn_ci_plan_range(plan, base, head, err);
}

/* The list of commits in a push is cut at 2,048 and lacks what a merge brings:
 * the range is never made of it. */
static enum stn_status plan_push(struct stn_ci_plan *plan, const char *name,
                                 const struct stn_ci_event *event,
                                 struct stn_error *err)
{
    struct stn_ci_push push = {0};
    enum stn_status status = stn_ci_event_id(&push.after, event, "after", err);

    (void)name;
    if (status >= 0)
        status = stn_ci_event_id(&push.before, event, "before", err);
    if (status >= 0)
        status = stn_ci_event_string(&push.ref, event, "ref", err);
    if (status >= 0)
        status = stn_ci_event_string(&push.default_branch, event,
                                     "repository.default_branch", err);
    if (status >= 0)
        status = stn_ci_event_bool(&push.is_created, event, "created", err);
    if (status >= 0)
        status = stn_ci_event_bool(&push.is_forced, event, "forced", err);
    if (status >= 0)
        status = stn_ci_event_bool(&push.is_deleted, event, "deleted", err);
    return status < 0 ? status : stn_ci_plan_push(plan, &push, err);
}

static enum stn_status plan_history(struct stn_ci_plan *plan, const char *name,
                                    const struct stn_ci_event *event,
                                    struct stn_error *err)
{
    (void)event;
    plan->kind = STN_CI_HISTORY;
    return stn_ci_label(plan, err, "%s", name);
}

/* One of the inputs, which are the user's own to name. */
static enum stn_status read_input(const char **out,
                                  const struct stn_ci_event *event,
                                  const char *path, struct stn_error *err)
{
    enum stn_status status = stn_ci_event_string(out, event, path, err);

    if (status < 0 || *out == NULL)
        return status;
    if ((*out)[0] == '\0')
        *out = NULL;
    else if (!stn_ci_is_revision(*out))
        return stn_fail(err, STN_EINPUT,
                        "in the event %s is no branch, tag or id", path);
    return STN_OK;
}

static enum stn_status plan_dispatch(struct stn_ci_plan *plan, const char *name,
                                     const struct stn_ci_event *event,
                                     struct stn_error *err)
{
    const char *base = NULL;
    const char *head = NULL;
    enum stn_status status = read_input(&base, event, "inputs.base", err);

    if (status >= 0)
        status = read_input(&head, event, "inputs.head", err);
    if (status < 0)
        return status;
    if (base == NULL && head == NULL)
        return plan_history(plan, name, event, err);
    plan->kind = STN_CI_COMMITS;
    status = stn_ci_label(plan, err, "%s", name);
    if (status >= 0)
        status =
            stn_ci_add(plan, &plan->include, head != NULL ? head : "HEAD", err);
    if (status >= 0 && base != NULL)
        status = stn_ci_add(plan, &plan->exclude, base, err);
    return status;
}

static enum stn_status plan_tree(struct stn_ci_plan *plan, const char *name,
                                 const struct stn_ci_event *event,
                                 struct stn_error *err)
{
    (void)event;
    plan->kind = STN_CI_TREE;
    plan->note = "this event names no commits";
    return stn_ci_label(plan, err, "%s", name);
}

/* A called workflow has its caller's event; where only that it was called is
 * told, the event's shape says which it is. */
static enum stn_status plan_call(struct stn_ci_plan *plan, const char *name,
                                 const struct stn_ci_event *event,
                                 struct stn_error *err)
{
    const char *after = NULL;

    (void)name;
    if (stn_ci_event_has(event, "pull_request"))
        return plan_pull_request(plan, "pull_request", event, err);
    if (stn_ci_event_has(event, "merge_group"))
        return plan_merge_group(plan, "merge_group", event, err);
    enum stn_status status = stn_ci_event_string(&after, event, "after", err);
    if (status < 0)
        return status;
    if (after != NULL)
        return plan_push(plan, "push", event, err);
    if (stn_ci_event_has(event, "inputs"))
        return plan_dispatch(plan, "workflow_call", event, err);
    return plan_tree(plan, "workflow_call", event, err);
}

static const struct event_row rows[] = {
    {"merge_group", plan_merge_group, true},
    {"pull_request", plan_pull_request, true},
    {"pull_request_review", plan_pull_request, true},
    {"pull_request_review_comment", plan_pull_request, true},
    {"pull_request_target", plan_target, true},
    {"push", plan_push, true},
    {"schedule", plan_history, false},
    {"workflow_call", plan_call, true},
    {"workflow_dispatch", plan_dispatch, true},
};

static const struct event_row *find_row(const char *name)
{
    static const struct event_row other = {"other", plan_tree, false};

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        if (strcmp(rows[i].name, name) == 0)
            return &rows[i];
    return &other;
}

static enum stn_status read_event(struct stn_ci_event **out,
                                  const struct stn_ci_source *source,
                                  struct stn_error *err)
{
    struct stn_buf json = STN_BUF_INIT(STN_EVENT_BYTES_MAX);
    enum stn_status status = source->read(source->payload, &json, err);

    if (status >= 0)
        status = stn_ci_event_parse(out, stn_buf_str(&json), err);
    stn_buf_dispose(&json);
    return status;
}

static enum stn_status plan_github(struct stn_ci_plan *plan,
                                   const struct stn_ci_source *source,
                                   struct stn_error *err)
{
    const char *name = stn_ci_get(source, "GITHUB_EVENT_NAME");
    struct stn_ci_event *event = NULL;
    struct stn_error why;
    enum stn_status status = STN_OK;

    if (name == NULL)
        return stn_fail(err, STN_EUSAGE,
                        "GITHUB_ACTIONS is set and GITHUB_EVENT_NAME is not: "
                        "run as a step of a workflow, or give --base and "
                        "--head");
    const struct event_row *row = find_row(name);
    if (row->wants_event)
        status = read_event(&event, source, &why);
    if (status >= 0)
        status = row->plan(plan, name, event, &why);
    stn_ci_event_free(event);
    if (status == STN_ENOMEM)
        return stn_fail_memory(err);
    if (status < 0)
        return stn_fail(err, status,
                        "%s: %s; is GITHUB_EVENT_PATH the runner's own? "
                        "--base and --head do without",
                        row->name, why.message);
    return status;
}

const struct stn_ci_system stn_ci_github = {
    .name = "github",
    .variable = "GITHUB_ACTIONS",
    .plan = plan_github,
};
