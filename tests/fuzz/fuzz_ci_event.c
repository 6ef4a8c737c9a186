/**
 * @file
 * Events of anybody: a plan names nothing to git but ids and revisions, and
 * what is printed of it is one line without control bytes. The first byte of
 * the input says which event it is.
 */
#include <stdlib.h>

#include "base/limits.h"
#include "cli/ci_plan.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const names[] = {
    "merge_group",
    "pull_request",
    "pull_request_review",
    "pull_request_review_comment",
    "pull_request_target",
    "push",
    "schedule",
    "workflow_call",
    "workflow_dispatch",
    "other",
};

#define NAME_COUNT (sizeof(names) / sizeof(names[0]))

struct input {
    const char *name;
    struct stn_str json;
};

static const char *get_variable(void *payload, const char *name)
{
    const struct input *input = payload;

    if (strcmp(name, "GITHUB_ACTIONS") == 0)
        return "true";
    return strcmp(name, "GITHUB_EVENT_NAME") == 0 ? input->name : NULL;
}

static enum stn_status read_event(void *payload, struct stn_buf *out,
                                  struct stn_error *err)
{
    const struct input *input = payload;

    stn_buf_append(out, input->json);
    return stn_buf_status(out, err);
}

static void check_names(const struct stn_ci_names *some)
{
    if (some->count > STN_CI_NAMES_MAX)
        abort();
    for (size_t i = 0; i < some->count; i++)
        if (some->items[i][0] == '-' || (!stn_ci_is_revision(some->items[i])))
            abort();
}

static void check_line(const struct stn_ci_plan *plan)
{
    struct stn_buf line = STN_BUF_INIT(STN_MIB);

    stn_ci_plan_describe(&line, plan);
    for (size_t i = 0; i < line.len; i++)
        if ((unsigned char)line.ptr[i] < ' ' || line.ptr[i] == '\x7f')
            abort();
    if (strstr(line.ptr, "##[") != NULL)
        abort();
    stn_buf_dispose(&line);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct stn_ci_plan plan = {0};
    struct stn_error err;

    if (size == 0)
        return 0;
    struct input input = {names[(data[0] - (size_t)'0') % NAME_COUNT],
                          {(const char *)data + 1, size - 1}};
    const struct stn_ci_source source = {
        .get = get_variable, .read = read_event, .payload = &input};
    if (stn_ci_plan_make(&plan, &source, &err) >= 0) {
        check_names(&plan.include);
        check_names(&plan.exclude);
        check_names(&plan.exclude_old);
        check_names(&plan.policy);
        if (plan.branch != NULL && !stn_ci_is_branch(plan.branch))
            abort();
        if (plan.kind == STN_CI_COMMITS && plan.include.count == 0)
            abort();
        check_line(&plan);
    }
    stn_ci_plan_dispose(&plan);
    return 0;
}
