#include "base/alloc.h"
#include "sources/git_plan.h"
#include "text/go_source.h"

/* Ends looked at. A mirror of thousands of branches has fewer that differ, and
 * each costs a look at every commit. */
#define ENDS_MAX 4096
/* Ends looked at before that count as known: branches pushed together have most
 * of their files in common. */
#define EARLIER_MAX 16
#define BASES_MAX (STN_GIT_PARENTS_MAX - EARLIER_MAX)

/* The ends of a push, and the commits that it brings. */
struct ends {
    struct stn_git_plan *plan;
    bool *is_end;      /* one for each commit */
    bool *is_reached;  /* from the end at hand */
    uint32_t *parents; /* as commits->parents, by index; STN_GIT_NONE: known */
    git_oid earlier[EARLIER_MAX];
    size_t earlier_count;
    struct stn_git_go *last; /* of the chain; NULL: none is filled yet */
};

/* What no commit brought is not there at an end, or is known. */
static bool brings_go(const struct stn_git_plan *plan)
{
    for (size_t i = 0; i < plan->count; i++)
        if (plan->items[i].kind == STN_GIT_ITEM_BLOB &&
            stn_path_is_go_source(plan->items[i].path))
            return true;
    return false;
}

static enum stn_status ends_open(struct ends *ends, struct stn_git_plan *plan,
                                 const git_oid *tips, size_t count,
                                 struct stn_error *err)
{
    struct stn_git_commits *commits = &plan->commits;
    enum stn_status status = stn_git_commits_index(commits, err);

    if (status < 0)
        return status;
    ends->plan = plan;
    ends->is_end = stn_calloc(commits->count, sizeof(bool));
    ends->is_reached = stn_calloc(commits->count, sizeof(bool));
    ends->parents = stn_calloc(commits->parents_count, sizeof(uint32_t));
    if (ends->is_end == NULL || ends->is_reached == NULL ||
        ends->parents == NULL)
        return stn_fail_memory(err);
    for (size_t i = 0; i < commits->parents_count; i++)
        ends->parents[i] = stn_git_commits_find(commits, &commits->parents[i]);
    for (size_t i = 0; i < count; i++) {
        uint32_t at = stn_git_commits_find(commits, &tips[i]);
        if (at != STN_GIT_NONE)
            ends->is_end[at] = true;
    }
    return STN_OK;
}

static void ends_close(struct ends *ends)
{
    stn_free(ends->is_end);
    stn_free(ends->is_reached);
    stn_free(ends->parents);
}

static bool holds(const git_oid *trees, size_t count, const git_oid *tree)
{
    for (size_t i = 0; i < count; i++)
        if (git_oid_equal(&trees[i], tree))
            return true;
    return false;
}

static enum stn_status add_base(struct ends *ends, const git_oid *commit,
                                git_oid *bases, size_t *count,
                                struct stn_error *err)
{
    git_oid tree;

    if (stn_git_commit_tree(&tree, ends->plan->repo.odb, commit) < 0)
        return stn_git_ran_out() ? stn_fail_memory(err) : STN_OK;
    if (*count < BASES_MAX && !holds(bases, *count, &tree))
        bases[(*count)++] = tree;
    return STN_OK;
}

/* The trees of what an end comes from that was there before: the newest first,
 * as parents stand before children. */
static enum stn_status find_bases(struct ends *ends, uint32_t end,
                                  git_oid *bases, size_t *count,
                                  struct stn_error *err)
{
    const struct stn_git_plan *plan = ends->plan;
    const struct stn_git_commits *commits = &plan->commits;
    enum stn_status status = STN_OK;

    *count = 0;
    memset(ends->is_reached, 0, (end + 1) * sizeof(bool));
    ends->is_reached[end] = true;
    for (uint32_t i = end + 1; i-- > 0 && status >= 0;) {
        const struct stn_git_commit *item = &commits->items[i];
        if (!ends->is_reached[i])
            continue;
        if (item->is_shallow && plan->has_base && *count < BASES_MAX &&
            !holds(bases, *count, &plan->base))
            bases[(*count)++] = plan->base;
        for (uint32_t p = 0; p < item->parent_count && status >= 0; p++) {
            uint32_t parent = ends->parents[item->first_parent + p];
            if (parent == STN_GIT_NONE)
                status =
                    add_base(ends, &commits->parents[item->first_parent + p],
                             bases, count, err);
            else if (parent <= end)
                ends->is_reached[parent] = true;
        }
    }
    return status;
}

/* Give the next state to be filled: the plan's own, then more. */
static struct stn_git_go *next_go(struct ends *ends)
{
    if (ends->last == NULL)
        return &ends->plan->go;
    if (ends->last->next == NULL)
        ends->last->next = stn_calloc(1, sizeof(*ends->last));
    return ends->last->next;
}

/*
 * Plan the packages of one end. A file is compared to what is there already,
 * and to ends looked at before: what it shares with those was, or is, looked
 * at there.
 */
static enum stn_status plan_end(struct ends *ends, uint32_t end,
                                struct stn_error *err)
{
    const git_oid *tree = &ends->plan->commits.items[end].tree;
    git_oid bases[STN_GIT_PARENTS_MAX];
    size_t count;
    enum stn_status status = find_bases(ends, end, bases, &count, err);

    if (status < 0)
        return status;
    size_t gone = count;
    for (size_t i = 0; i < ends->earlier_count && i < EARLIER_MAX; i++)
        bases[count++] = ends->earlier[i];
    ends->earlier[ends->earlier_count++ % EARLIER_MAX] = *tree;
    struct stn_git_go *go = next_go(ends);
    if (go == NULL)
        return stn_fail_memory(err);
    go->shard = ends->plan->repo.options.shard;
    status =
        stn_git_go_plan_change(ends->plan, go, tree, bases, count, gone, err);
    if (status < 0)
        return status;
    if (go->first_count > 0) {
        ends->last = go;
    } else {
        stn_git_go_dispose(go);
        *go = (struct stn_git_go){0};
    }
    return STN_OK;
}

enum stn_status stn_git_go_plan_push(struct stn_git_plan *plan,
                                     const git_oid *tips, size_t count,
                                     struct stn_error *err)
{
    struct ends ends = {.plan = plan};
    size_t planned = 0;
    enum stn_status status = STN_OK;

    if (!brings_go(plan))
        return STN_OK;
    status = ends_open(&ends, plan, tips, count, err);
    for (uint32_t i = (uint32_t)plan->commits.count; status >= 0 && i-- > 0;) {
        if (!ends.is_end[i])
            continue;
        if (stn_source_is_over(&plan->repo.options))
            break;
        if (planned++ == ENDS_MAX) {
            status = stn_git_notes_run(&plan->notes, STN_SKIP_UNCHECKED,
                                       "more branches at once than Go is "
                                       "checked at: push fewer of them",
                                       err);
            break;
        }
        status = plan_end(&ends, i, err);
    }
    ends_close(&ends);
    return status;
}
