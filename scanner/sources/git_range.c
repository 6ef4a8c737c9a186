#include <stdio.h>

#include "base/alloc.h"
#include "sources/git.h"
#include "sources/git_plan.h"
#include "sources/git_tree.h"
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
    git_object *object = NULL;
    git_object *commit = NULL;
    enum stn_status status = STN_OK;

    char *spec = stn_strndup(name.ptr, name.len);
    if (spec == NULL)
        return stn_fail_memory(err);
    if (git_revparse_single(&object, plan->repo.handle, spec) < 0)
        status = stn_git_fail(err, STN_ENOTFOUND,
                              "'%s' names no commit here (git fetch it; in CI "
                              "fetch-depth: 0)",
                              spec);
    else if (git_object_peel(&commit, object, GIT_OBJECT_COMMIT) < 0)
        status =
            stn_git_fail(err, STN_ENOTFOUND, "'%s' leads to no commit", spec);
    else
        *out = *git_object_id(commit);
    git_object_free(commit);
    git_object_free(object);
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

/* A commit that cannot be read. */
static enum stn_status note_commit(void *payload, const git_oid *id,
                                   bool is_missing, struct stn_error *err)
{
    struct stn_git_plan *plan = payload;
    struct stn_git_refusal refusal = {.reason = STN_SKIP_UNREADABLE};
    char hex[STN_GIT_HEX_BYTES];
    bool is_new;
    enum stn_status status = stn_git_notes_once(
        &plan->notes, id->id, (struct stn_str){0}, &is_new, err);

    if (status < 0 || !is_new)
        return status;
    stn_git_hex(hex, id);
    snprintf(refusal.detail, sizeof(refusal.detail),
             "commit %s cannot be read; see git fsck", hex);
    if (is_missing)
        stn_git_refuse_missing(&refusal, id);
    return stn_git_notes_skip(&plan->notes, &refusal, (struct stn_str){0},
                              stn_str_of(hex), err);
}

/* Ask libgit2, which reads no further than it must. STN_DONE: it cannot. */
static enum stn_status list_by_library(struct stn_git_plan *plan,
                                       const struct stn_git_commits_from *from,
                                       const git_oid *hidden, const git_oid *to,
                                       struct stn_error *err)
{
    git_revwalk *walk = NULL;
    git_oid id;
    enum stn_status status = STN_OK;

    int code = git_revwalk_new(&walk, plan->repo.handle);
    if (code == 0)
        code = git_revwalk_sorting(walk, GIT_SORT_TIME);
    if (code == 0)
        code = git_revwalk_push(walk, to);
    if (code == 0)
        code = git_revwalk_hide(walk, hidden);
    while (code == 0 && status >= 0) {
        code = git_revwalk_next(&id, walk);
        if (code == 0)
            status = stn_git_commits_add(&plan->commits, from, &id, err);
    }
    bool ran_out = code < 0 && code != GIT_ITEROVER && stn_git_ran_out();
    git_revwalk_free(walk);
    if (status < 0)
        return status;
    if (ran_out)
        return stn_fail_memory(err);
    return code == GIT_ITEROVER ? STN_OK : STN_DONE;
}

/* Walk everything that both ends reach: for shallow and broken clones.
 * @param first  Where the commits of the range begin. */
static enum stn_status list_by_walk(struct stn_git_plan *plan,
                                    const struct stn_git_commits_from *from,
                                    const git_oid *hidden, const git_oid *to,
                                    size_t *first, struct stn_error *err)
{
    enum stn_status status = STN_OK;

    stn_git_commits_dispose(&plan->commits);
    if (hidden != NULL)
        status = stn_git_commits_walk(&plan->commits, from, hidden, err);
    *first = plan->commits.count;
    if (status >= 0)
        status = stn_git_commits_walk(&plan->commits, from, to, err);
    return status;
}

/* List the commits of the range, the oldest first. */
static enum stn_status list_commits(struct stn_git_plan *plan,
                                    const git_oid *hidden, const git_oid *to,
                                    bool is_one, struct stn_error *err)
{
    const struct stn_git_commits_from from = {&plan->repo, plan->repo.odb,
                                              note_commit, plan};
    struct stn_git_commits *commits = &plan->commits;
    size_t first = 0;
    enum stn_status status = STN_DONE;

    if (is_one)
        status = stn_git_commits_add(commits, &from, to, err);
    else if (hidden != NULL && plan->repo.shallow_count == 0)
        status = list_by_library(plan, &from, hidden, to, err);
    if (status == STN_DONE)
        status = list_by_walk(plan, &from, hidden, to, &first, err);
    if (status >= 0)
        status = stn_git_commits_sort(commits, first, err);
    if (status < 0)
        return status;
    commits->count -= first;
    if (first > 0)
        memmove(commits->items, commits->items + first,
                commits->count * sizeof(*commits->items));
    return STN_OK;
}

struct adding {
    struct stn_git_plan *plan;
    uint32_t commit;
};

static enum stn_status add_change(void *payload,
                                  const struct stn_git_change *change,
                                  struct stn_error *err)
{
    const struct adding *adding = payload;

    if (stn_git_kind_of(change->mode) == STN_GIT_SUBMODULE)
        return stn_git_plan_submodule(adding->plan, change->path, change->id,
                                      err);
    return stn_git_plan_add(adding->plan,
                            &(struct stn_git_item){
                                .path = change->path,
                                .id = *change->id,
                                .commit = adding->commit,
                                .kind = STN_GIT_ITEM_BLOB,
                                .is_added = change->before_count == 0,
                            },
                            change->before, change->before_count, err);
}

static enum stn_status note_refused(void *payload, struct stn_str path,
                                    const struct stn_git_refusal *refusal,
                                    struct stn_error *err)
{
    const struct adding *adding = payload;
    char hex[STN_GIT_HEX_BYTES];

    stn_git_hex(hex, &adding->plan->commits.items[adding->commit].id);
    return stn_git_notes_skip(&adding->plan->notes, refusal, path,
                              stn_str_of(hex), err);
}

static enum stn_status add_commit(struct stn_git_plan *plan,
                                  struct stn_git_changes *changes,
                                  uint32_t commit, struct stn_error *err)
{
    const struct stn_git_commit *item = &plan->commits.items[commit];
    git_oid parents[STN_GIT_PARENTS_MAX];
    size_t count;
    enum stn_status status =
        stn_git_plan_add(plan,
                         &(struct stn_git_item){
                             .path = STN_STR(STN_GIT_COMMIT_MESSAGE),
                             .id = item->id,
                             .commit = commit,
                             .kind = STN_GIT_ITEM_MESSAGE,
                         },
                         NULL, 0, err);

    if (status >= 0)
        status = stn_git_plan_parents(plan, plan->repo.odb, commit, parents,
                                      &count, err);
    if (status < 0)
        return status;
    return stn_git_changes_each(changes, &item->tree, parents, count, err);
}

static enum stn_status add_commits(struct stn_git_plan *plan,
                                   struct stn_error *err)
{
    const _Atomic(bool) *stop = plan->repo.options.stop;
    struct adding adding = {.plan = plan};
    struct stn_git_changes changes = {
        .odb = plan->repo.odb,
        .change = add_change,
        .refused = note_refused,
        .payload = &adding,
    };
    size_t shallow = 0;

    for (size_t i = 0; i < plan->commits.count; i++) {
        if (stop != NULL && atomic_load_explicit(stop, memory_order_relaxed))
            break;
        shallow += plan->commits.items[i].is_shallow;
        adding.commit = (uint32_t)i;
        enum stn_status status = add_commit(plan, &changes, (uint32_t)i, err);
        if (status < 0)
            return status;
    }
    if (shallow > 0)
        return stn_git_note_shallow(&plan->notes, shallow, err);
    return STN_OK;
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
    if (status >= 0) {
        plan->has_end =
            stn_git_commit_tree(&plan->end, plan->repo.odb, &to) == 0;
        status =
            list_commits(plan, is_hidden ? &from : NULL, &to, ends.is_one, err);
    }
    if (status >= 0)
        status = add_commits(plan, err);
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

static enum stn_status place_text(void *state, uint32_t text_id,
                                  struct stn_place *place,
                                  struct stn_error *err)
{
    struct stn_git_plan *plan = state;
    const struct stn_git_item *item = &plan->items[text_id];
    const git_oid *commit = &plan->commits.items[item->commit].id;

    *place = (struct stn_place){.path = item->path, .order = item->commit};
    return stn_git_placer_fill(&plan->placer, plan->repo.odb, commit, commit,
                               place, err);
}

static bool is_gone(void *state, struct stn_str path)
{
    const struct stn_git_plan *plan = state;

    return plan->has_end && !stn_git_plan_has(plan, &plan->end, path);
}

/* What one commit alone is compared to is its first parent. */
static bool was_there(void *state, struct stn_str path)
{
    struct stn_git_plan *plan = state;
    git_oid parents[STN_GIT_PARENTS_MAX];
    size_t count = 0;

    if (!plan->has_base && plan->commits.count == 1 &&
        stn_git_plan_parents(plan, plan->repo.odb, 0, parents, &count, NULL) >=
            0 &&
        count > 0) {
        plan->base = parents[0];
        plan->has_base = true;
    }
    return plan->has_base && stn_git_plan_has(plan, &plan->base, path);
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
        status = stn_findings_join(found, &plan->notes.found, err);
    if (status < 0)
        return status;
    found->texts -= atomic_load(&plan->messages);
    found->bytes -= atomic_load(&plan->message_bytes);
    *commits = plan->commits.count;
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
    .place = place_text,
    .is_gone = is_gone,
    .was_there = was_there,
    .finish = finish_range,
    .plant = stn_git_take_plant,
    .close = close_plan,
};
