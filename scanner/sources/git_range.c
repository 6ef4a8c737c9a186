#include "base/alloc.h"
#include "sources/git.h"
#include "sources/git_brought.h"
#include "sources/git_what.h"

static bool serves_range(const struct stn_target *target)
{
    return target->kind == STN_TARGET_RANGE;
}

/* The two ends of a range, as the user wrote them. */
struct ends {
    struct stn_str from; /* empty with `is_one` */
    struct stn_str to;
    bool is_one; /* `X^!`: X alone */
};

static enum stn_status split_range(struct ends *ends, const char *range,
                                   struct stn_error *err)
{
    struct stn_str text = stn_str_of(range);
    size_t dots = stn_str_find(text, STN_STR(".."));

    *ends = (struct ends){.to = text};
    if (dots < text.len) {
        /*
         * `A...B` is asked for its right side here, and what B has beyond the
         * merge bases is just what it has beyond A.
         */
        bool is_three = dots + 2 < text.len && text.ptr[dots + 2] == '.';
        ends->from = stn_str_sub(text, 0, dots);
        ends->to = stn_str_sub(text, dots + (is_three ? 3 : 2), text.len);
        if (ends->from.len == 0)
            ends->from = STN_STR("HEAD");
        if (ends->to.len == 0)
            ends->to = STN_STR("HEAD");
        return STN_OK;
    }
    if (stn_str_ends(text, STN_STR("^!")) && text.len > 2) {
        ends->to = stn_str_sub(text, 0, text.len - 2);
        ends->is_one = true;
        return STN_OK;
    }
    return stn_fail(err, STN_EUSAGE,
                    "'%s' is no range: say A..B, as in %s..HEAD, or %s^! for "
                    "one commit",
                    range, text.len > 0 ? range : "main",
                    text.len > 0 ? range : "HEAD");
}

/* @return STN_OK; STN_ENOTFOUND with words for the user; STN_ENOMEM. */
static enum stn_status resolve(git_oid *out, const struct stn_git_plan *plan,
                               struct stn_str name, struct stn_error *err)
{
    git_object *commit = NULL;

    char *spec = stn_strndup(name.ptr, name.len);
    if (spec == NULL)
        return stn_fail_memory(err);
    enum stn_status status =
        stn_git_repo_peel(&commit, &plan->repo, spec, GIT_OBJECT_COMMIT, err);
    if (status >= 0)
        *out = *git_object_id(commit);
    git_object_free(commit);
    stn_free(spec);
    return status;
}

static bool is_hex(struct stn_str name)
{
    for (size_t i = 0; i < name.len; i++)
        if (memchr("0123456789abcdefABCDEF", name.ptr[i], 22) == NULL)
            return false;
    return name.len >= 7;
}

/* Resolve the left end. In a shallow clone a commit may be out of reach: then
 * all that is here is scanned, and the run is not complete.
 * @return STN_OK; STN_DONE for that; a failure. */
static enum stn_status resolve_from(git_oid *out, struct stn_git_plan *plan,
                                    struct stn_str name, struct stn_error *err)
{
    struct stn_error why;
    enum stn_status status = resolve(out, plan, name, &why);

    if (status == STN_OK) {
        plan->has_base =
            stn_git_commit_tree(&plan->base, plan->repo.odb, out) == 0;
        return STN_OK;
    }
    if (status == STN_ENOMEM)
        return stn_fail_memory(err);
    if (plan->repo.shallow_count == 0 || !is_hex(name))
        return stn_fail(err, STN_EUSAGE, "%s", why.message);
    status = stn_git_notes_run(&plan->notes, STN_SKIP_SHALLOW,
                               "the range starts at a commit that this shallow "
                               "clone does not have: git fetch --unshallow, or "
                               "fetch-depth: 0 in CI",
                               err);
    return status < 0 ? status : STN_DONE;
}

/* List the commits between the ends, and what they bring. */
static enum stn_status plan_commits(struct stn_git_plan *plan,
                                    const git_oid *from, const git_oid *to,
                                    bool is_one, struct stn_error *err)
{
    struct stn_git_ends ends = {.known = NULL};
    enum stn_status status = stn_git_ids_add(&ends.tips, to, err);

    if (status >= 0 && from != NULL)
        status = stn_git_ids_add(&ends.hidden, from, err);
    if (status >= 0)
        status = is_one ? stn_git_brought_one(plan, to, err)
                        : stn_git_brought_list(plan, &ends, err);
    if (status >= 0)
        status = stn_git_brought_add(plan, err);
    stn_git_ends_dispose(&ends);
    return status;
}

static enum stn_status plan_range(struct stn_git_plan *plan,
                                  struct stn_error *err)
{
    struct ends ends;
    git_oid from;
    git_oid to;
    bool is_hidden = false;
    enum stn_status status =
        split_range(&ends, plan->repo.options.target->range, err);

    if (status >= 0)
        status = resolve(&to, plan, ends.to, err);
    if (status == STN_ENOTFOUND)
        return STN_EUSAGE;
    if (status >= 0 && !ends.is_one) {
        status = resolve_from(&from, plan, ends.from, err);
        is_hidden = status == STN_OK;
    }
    if (status >= 0)
        status =
            plan_commits(plan, is_hidden ? &from : NULL, &to, ends.is_one, err);
    if (status >= 0)
        status = stn_git_plan_order(plan, err);
    if (status >= 0 && plan->repo.options.wants_packages)
        status =
            stn_git_go_plan_range(plan, is_hidden ? &from : NULL, &to, err);
    return status;
}

static enum stn_status open_range(void **state,
                                  const struct stn_source_options *options,
                                  struct stn_error *err)
{
    struct stn_git_plan *plan = NULL;

    if (options->target->range == NULL)
        return stn_fail(err, STN_EUSAGE, "name a range, as in main..HEAD");
    enum stn_status status = stn_git_plan_new(&plan, options, err);
    if (status >= 0)
        status = plan_range(plan, err);
    /* Stopped while planning: what was planned till then stands. */
    if (status < 0 && status != STN_ESTOPPED) {
        stn_git_plan_free(plan);
        return status;
    }
    *state = plan;
    return STN_OK;
}

static enum stn_status finish_range(void *state, struct stn_findings *found,
                                    uint64_t *commits, struct stn_buf *what,
                                    struct stn_error *err)
{
    struct stn_git_plan *plan = state;
    enum stn_status status = STN_OK;

    if (plan->commits.count == 0 && plan->notes.found.skip_count == 0)
        status = stn_git_notes_run(&plan->notes, STN_SKIP_NOTHING,
                                   "the range has no commits", err);
    if (status >= 0)
        status = stn_git_brought_finish(plan, found, commits, err);
    if (status < 0)
        return status;
    stn_buf_printf(what, "%s, ", plan->repo.options.target->range);
    stn_git_what_count(what, plan->commits.count, "commit", "commits");
    return stn_buf_status(what, err);
}

static void close_plan(void *state)
{
    stn_git_plan_free(state);
}

const struct stn_source stn_source_git_range = {
    .name = "git-range",
    .serves = serves_range,
    .open = open_range,
    .worker_open = stn_git_take_open,
    .next = stn_git_take_next,
    .before = stn_git_take_before,
    .next_package = stn_git_take_package,
    .worker_close = stn_git_take_close,
    .place = stn_git_brought_place,
    .moved_from = stn_git_brought_moved_from,
    .is_gone = stn_git_brought_is_gone,
    .was_there = stn_git_brought_was_there,
    .finish = finish_range,
    .identify = stn_git_plan_identify,
    .plant = stn_git_take_plant,
    .close = close_plan,
};
