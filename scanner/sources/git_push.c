#include <stdio.h>

#include "base/alloc.h"
#include "sources/git.h"
#include "sources/git_push_ends.h"
#include "sources/git_what.h"

/* Revisions named in a line for people. */
#define NAMED_MAX 3

static bool serves_push(const struct stn_target *target)
{
    return target->kind == STN_TARGET_PUSH;
}

/*
 * See whether what a push brings can be told by where its objects are: what is
 * outside of the quarantine was there before, and all that it comes from. A
 * tree or blob that a ref points to is scanned whole, wherever it is, unless a
 * ref pointed to it before; and a shallow repository does not have all that
 * its commits come from.
 */
static enum stn_status use_quarantine(struct stn_git_push *push,
                                      struct stn_error *err)
{
    const struct stn_git_repo *repo = &push->plan->repo;
    const char *folder = repo->options.target->quarantine;

    if (folder == NULL || push->trees.count > 0 || push->blobs.count > 0 ||
        repo->shallow_count > 0)
        return STN_DONE;
    return stn_git_repo_odb_without(&push->ends.known, repo, folder, err);
}

/*
 * List the commits by where they are. If only refs are to be believed, that is
 * all there is to it as long as it begins where they end; else they are walked
 * from.
 * @return STN_OK; STN_DONE: they are not listed; a failure.
 */
static enum stn_status list_by_place(struct stn_git_push *push,
                                     struct stn_error *err)
{
    struct stn_git_plan *plan = push->plan;
    bool is_bounded = true;
    enum stn_status status = use_quarantine(push, err);

    if (status == STN_OK)
        status = stn_git_brought_list(plan, &push->ends, err);
    if (status == STN_OK && plan->repo.options.target->is_strict)
        status = stn_git_push_is_bounded(push, &is_bounded, err);
    if (status != STN_OK || is_bounded)
        return status;
    stn_git_commits_dispose(&plan->commits);
    git_odb_free(push->ends.known);
    push->ends.known = NULL;
    return STN_DONE;
}

static enum stn_status list_commits(struct stn_git_push *push,
                                    struct stn_error *err)
{
    enum stn_status status = list_by_place(push, err);

    if (status != STN_DONE)
        return status;
    status = stn_git_push_exclude(push, err);
    return status < 0 ? status
                      : stn_git_brought_list(push->plan, &push->ends, err);
}

/* Whether a tag was there before. */
static bool is_there(const struct stn_git_push *push, const git_oid *id)
{
    if (push->ends.known != NULL)
        return git_odb_exists_ext(push->ends.known, id,
                                  GIT_ODB_LOOKUP_NO_REFRESH) == 1;
    return stn_git_ids_holds(&push->there, id);
}

static enum stn_status add_object(struct stn_git_plan *plan, const git_oid *id,
                                  enum stn_git_item_kind kind,
                                  struct stn_str path, struct stn_error *err)
{
    return stn_git_plan_add(plan,
                            &(struct stn_git_item){
                                .path = path,
                                .id = *id,
                                .commit = STN_GIT_NONE,
                                .kind = (uint8_t)kind,
                                .is_added = true,
                            },
                            NULL, 0, err);
}

/* Add what no commit brings. */
static enum stn_status add_others(const struct stn_git_push *push,
                                  struct stn_error *err)
{
    enum stn_status status = STN_OK;

    for (size_t i = 0; i < push->tags.count && status >= 0; i++)
        if (!is_there(push, &push->tags.items[i]))
            status =
                add_object(push->plan, &push->tags.items[i], STN_GIT_ITEM_TAG,
                           STN_STR(STN_GIT_TAG_MESSAGE), err);
    for (size_t i = 0; i < push->trees.count && status >= 0; i++)
        if (!is_there(push, &push->trees.items[i]))
            status =
                stn_git_brought_tree(push->plan, &push->trees.items[i], err);
    for (size_t i = 0; i < push->blobs.count && status >= 0; i++) {
        char name[STN_GIT_HEX_BYTES + 16];
        char hex[STN_GIT_HEX_BYTES];
        if (is_there(push, &push->blobs.items[i]))
            continue;
        snprintf(name, sizeof(name), "(object %s)",
                 stn_git_hex(hex, &push->blobs.items[i]));
        status = add_object(push->plan, &push->blobs.items[i],
                            STN_GIT_ITEM_BLOB, stn_str_of(name), err);
    }
    return status;
}

/* Tell that nothing bounds the walk: it finds what was there before, too. */
static enum stn_status note_unbounded(const struct stn_git_push *push,
                                      struct stn_error *err)
{
    char detail[256];

    if (push->missing[0] == '\0' || push->ends.known != NULL ||
        push->ends.hidden.count > 0 || push->plan->commits.count == 0)
        return STN_OK;
    snprintf(detail, sizeof(detail),
             "%s, which was there before, is not here, so the whole history "
             "counts as new: git fetch it; in CI fetch-depth: 0",
             push->missing);
    return stn_git_notes_run(&push->plan->notes, STN_SKIP_MISSING, detail, err);
}

static enum stn_status plan_push(struct stn_git_push *push,
                                 struct stn_error *err)
{
    struct stn_git_plan *plan = push->plan;
    enum stn_status status = stn_git_push_include(push, err);

    if (status >= 0)
        status = list_commits(push, err);
    if (status >= 0)
        status = note_unbounded(push, err);
    if (status >= 0)
        status = add_others(push, err);
    if (status >= 0)
        status = stn_git_brought_add(plan, err);
    if (status >= 0)
        status = stn_git_plan_order(plan, err);
    if (status >= 0 && plan->repo.options.wants_packages)
        status = stn_git_go_plan_push(plan, push->ends.tips.items,
                                      push->ends.tips.count, err);
    return status;
}

static enum stn_status open_push(void **state,
                                 const struct stn_source_options *options,
                                 struct stn_error *err)
{
    struct stn_git_push push = {.plan = NULL};
    enum stn_status status = stn_git_plan_new(&push.plan, options, err);

    if (status >= 0)
        status = plan_push(&push, err);
    stn_git_push_dispose(&push);
    /* Stopped while planning: what was planned till then stands. */
    if (status < 0 && status != STN_ESTOPPED) {
        stn_git_plan_free(push.plan);
        return status;
    }
    *state = push.plan;
    return STN_OK;
}

/* "a1b2c3 and 12 more" */
static void put_names(struct stn_buf *what, const struct stn_strings *names)
{
    size_t named = names->count < NAMED_MAX ? names->count : NAMED_MAX;

    for (size_t i = 0; i < named; i++)
        stn_buf_printf(what, "%s%.100s", i > 0 ? " " : "", names->items[i]);
    if (names->count > named)
        stn_buf_printf(what, " and %zu more", names->count - named);
}

static enum stn_status finish_push(void *state, struct stn_findings *found,
                                   uint64_t *commits, struct stn_buf *what,
                                   struct stn_error *err)
{
    struct stn_git_plan *plan = state;
    const struct stn_target *target = plan->repo.options.target;
    enum stn_status status = stn_git_brought_finish(plan, found, commits, err);

    if (status < 0)
        return status;
    if (target->label != NULL) {
        stn_buf_printf(what, "%.1000s", target->label);
    } else {
        put_names(what, &target->include);
        if (target->exclude.count > 0)
            stn_buf_puts(what, " without ");
        put_names(what, &target->exclude);
    }
    stn_buf_puts(what, ", ");
    stn_git_what_count(what, plan->commits.count, "commit", "commits");
    return stn_buf_status(what, err);
}

static void close_plan(void *state)
{
    stn_git_plan_free(state);
}

const struct stn_source stn_source_git_push = {
    .name = "git-push",
    .serves = serves_push,
    .open = open_push,
    .worker_open = stn_git_take_open,
    .next = stn_git_take_next,
    .before = stn_git_take_before,
    .next_package = stn_git_take_package,
    .worker_close = stn_git_take_close,
    .place = stn_git_brought_place,
    .moved_from = stn_git_brought_moved_from,
    .is_gone = stn_git_brought_is_gone,
    .was_there = stn_git_brought_was_there,
    .finish = finish_push,
    .identify = stn_git_plan_identify,
    .plant = stn_git_take_plant,
    .close = close_plan,
};
