#include "cli/ci_plan.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/limits.h"
#include "reports/safe.h"

/* The first that is at work is asked. */
static const struct stn_ci_system *const systems[] = {
    &stn_ci_github,
    &stn_ci_gitlab,
};

const char *stn_ci_get(const struct stn_ci_source *source, const char *name)
{
    const char *value = source->get(source->payload, name);

    return value != NULL && value[0] != '\0' ? value : NULL;
}

bool stn_ci_is_id(const char *text)
{
    size_t length = strspn(text, "0123456789abcdefABCDEF");

    return text[length] == '\0' && (length == 40 || length == 64);
}

bool stn_ci_is_zero(const char *text)
{
    return stn_ci_is_id(text) && text[strspn(text, "0")] == '\0';
}

bool stn_ci_is_revision(const char *text)
{
    static const char *const letters =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
        "._/+~^-@#";

    return text[0] != '\0' && text[0] != '-' && text[0] != '^' &&
           text[strspn(text, letters)] == '\0' && strstr(text, "..") == NULL &&
           strlen(text) <= STN_REVISION_BYTES_MAX;
}

bool stn_ci_is_branch(const char *text)
{
    /* What git itself forbids in a name would end a refspec's side. */
    return stn_ci_is_revision(text) && strpbrk(text, "~^") == NULL &&
           text[0] != '/';
}

enum stn_status stn_ci_label(struct stn_ci_plan *plan, struct stn_error *err,
                             const char *format, ...)
{
    char words[2 * STN_REVISION_BYTES_MAX]; /* a longer one is cut */
    va_list args;

    va_start(args, format);
    vsnprintf(words, sizeof(words), format, args);
    va_end(args);
    plan->label = stn_arena_strdup(&plan->arena, stn_str_of(words));
    return plan->label != NULL ? STN_OK : stn_fail_memory(err);
}

enum stn_status stn_ci_add(struct stn_ci_plan *plan, struct stn_ci_names *names,
                           const char *name, struct stn_error *err)
{
    char *copy = stn_arena_strdup(&plan->arena, stn_str_of(name));

    if (copy == NULL)
        return stn_fail_memory(err);
    names->items[names->count++] = copy;
    return STN_OK;
}

enum stn_status stn_ci_plan_range(struct stn_ci_plan *plan, const char *base,
                                  const char *head, struct stn_error *err)
{
    enum stn_status status = stn_ci_add(plan, &plan->include, head, err);

    plan->kind = STN_CI_COMMITS;
    plan->is_change = true;
    if (status >= 0)
        status = stn_ci_add(plan, &plan->exclude, base, err);
    if (status >= 0)
        status = stn_ci_add(plan, &plan->policy, base, err);
    return status;
}

/* What the user asks for instead of what the system says. */
static enum stn_status check_wishes(const struct stn_ci_source *source,
                                    struct stn_error *err)
{
    if (source->base != NULL && !stn_ci_is_revision(source->base))
        return stn_fail(err, STN_EUSAGE,
                        "--base wants a branch, a tag or an id, not '%s'",
                        source->base);
    if (source->head != NULL && !stn_ci_is_revision(source->head))
        return stn_fail(err, STN_EUSAGE,
                        "--head wants a branch, a tag or an id, not '%s'",
                        source->head);
    return STN_OK;
}

static enum stn_status plan_base(struct stn_ci_plan *plan,
                                 const struct stn_ci_source *source,
                                 struct stn_error *err)
{
    const char *head = source->head != NULL ? source->head : "HEAD";
    enum stn_status status = stn_ci_label(plan, err, "--base %s", source->base);

    return status < 0 ? status
                      : stn_ci_plan_range(plan, source->base, head, err);
}

/* Another head, up to which the event's own base still counts. */
static enum stn_status replace_head(struct stn_ci_plan *plan, const char *head,
                                    struct stn_error *err)
{
    plan->kind = STN_CI_COMMITS;
    plan->include.count = 0;
    plan->commits = 0;
    return stn_ci_add(plan, &plan->include, head, err);
}

static const struct stn_ci_system *
find_system(const struct stn_ci_source *source)
{
    for (size_t i = 0; i < sizeof(systems) / sizeof(systems[0]); i++) {
        const char *value = stn_ci_get(source, systems[i]->variable);
        if (value != NULL && strcmp(value, "false") != 0)
            return systems[i];
    }
    return NULL;
}

static enum stn_status plan_other(struct stn_ci_plan *plan,
                                  struct stn_error *err)
{
    plan->kind = STN_CI_TREE;
    plan->note = "no CI system that stanch knows says which commits are new: "
                 "--base REV scans what they bring";
    return stn_ci_label(plan, err, "no event");
}

enum stn_status stn_ci_plan_make(struct stn_ci_plan *plan,
                                 const struct stn_ci_source *source,
                                 struct stn_error *err)
{
    const struct stn_ci_system *host = find_system(source);
    enum stn_status status;

    *plan = (struct stn_ci_plan){.host = host != NULL ? host->name : "none"};
    status = check_wishes(source, err);
    if (status < 0)
        return status;
    if (source->base != NULL)
        return plan_base(plan, source, err);
    status =
        host != NULL ? host->plan(plan, source, err) : plan_other(plan, err);
    if (status >= 0 && source->head != NULL)
        status = replace_head(plan, source->head, err);
    return status;
}

void stn_ci_plan_dispose(struct stn_ci_plan *plan)
{
    stn_arena_dispose(&plan->arena);
    *plan = (struct stn_ci_plan){0};
}

/* An id as people quote it; other names whole. */
static void describe_name(struct stn_buf *out, const char *name)
{
    struct stn_str text = stn_str_of(name);

    stn_safe_append(out, stn_ci_is_id(name) ? stn_str_sub(text, 0, 12) : text);
}

static void describe_names(struct stn_buf *out, const struct stn_ci_names *some,
                           bool *is_first)
{
    for (size_t i = 0; i < some->count; i++) {
        stn_buf_puts(out, *is_first ? "" : ", ");
        describe_name(out, some->items[i]);
        *is_first = false;
    }
}

static void describe_commits(struct stn_buf *out,
                             const struct stn_ci_plan *plan)
{
    bool is_first = true;

    if (plan->commits > 0)
        stn_buf_printf(out, "%" PRIu64 " commit%s, ", plan->commits,
                       plan->commits == 1 ? "" : "s");
    if (plan->exclude.count == 1 && plan->exclude_old.count == 0) {
        describe_name(out, plan->exclude.items[0]);
        stn_buf_puts(out, "..");
        describe_name(out, plan->include.items[0]);
        return;
    }
    stn_buf_puts(out, "all of ");
    describe_name(out, plan->include.items[0]);
    if (plan->exclude.count + plan->exclude_old.count > 0) {
        stn_buf_puts(out, " that is not in ");
        describe_names(out, &plan->exclude, &is_first);
        describe_names(out, &plan->exclude_old, &is_first);
    } else if (plan->exclude_refs != NULL) {
        stn_buf_puts(out, " that no other branch has");
    }
}

void stn_ci_plan_describe(struct stn_buf *out, const struct stn_ci_plan *plan)
{
    stn_safe_append(out, stn_str_of(plan->label));
    stn_buf_puts(out, ": ");
    switch (plan->kind) {
    case STN_CI_NOTHING:
        stn_buf_puts(out, "the ref was deleted, nothing to scan");
        break;
    case STN_CI_COMMITS:
        describe_commits(out, plan);
        break;
    case STN_CI_HISTORY:
        stn_buf_puts(out, "the whole history of HEAD");
        break;
    case STN_CI_TREE:
        stn_buf_puts(out, "the files of the checkout");
        break;
    case STN_CI_LOGS:
        stn_buf_puts(out, "the output of tests");
        break;
    }
    if (plan->note != NULL)
        stn_buf_printf(out, "; %s", plan->note);
}
