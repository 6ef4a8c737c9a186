#include "sources/git_moves.h"

#include "sources/git_plan.h"
#include "sources/git_tree.h"

/* Each compares trees: a few milliseconds, for findings that are allowed. */
#define FILLS_MAX 1000

void stn_git_moves_dispose(struct stn_git_moves *moves)
{
    stn_git_gone_dispose(&moves->gone);
    *moves = (struct stn_git_moves){.commit = 0};
}

struct filling {
    struct stn_git_moves *moves;
    const struct stn_git_plan *plan;
};

static enum stn_status collect_gone(void *payload,
                                    const struct stn_git_change *change,
                                    struct stn_error *err)
{
    const struct filling *filling = payload;

    if (change->before_count > 0 ||
        stn_git_kind_of(change->mode) != STN_GIT_BLOB)
        return STN_OK;
    return stn_git_gone_add(&filling->moves->gone, &filling->plan->repo.options,
                            change->path, change->id, err);
}

enum stn_status stn_git_moves_fill(struct stn_git_moves *moves,
                                   const struct stn_git_plan *plan,
                                   git_odb *odb, uint32_t commit,
                                   struct stn_error *err)
{
    struct filling filling = {moves, plan};
    struct stn_git_changes changes = {
        .odb = odb,
        .change = collect_gone,
        .payload = &filling,
    };
    git_oid parents[STN_GIT_PARENTS_MAX];
    size_t count;
    enum stn_status status;

    if (moves->is_filled && moves->commit == commit)
        return STN_OK;
    stn_git_gone_dispose(&moves->gone);
    moves->fills++;
    status = stn_git_plan_parents(plan, odb, commit, parents, &count, err);
    for (size_t i = 0; status >= 0 && i < count; i++)
        status = stn_git_changes_each(
            &changes, &parents[i], &plan->commits.items[commit].tree, 1, err);
    moves->commit = commit;
    moves->is_filled = status >= 0;
    return status;
}

static struct stn_str base_name(struct stn_str path)
{
    const char *slash = path.len > 0 ? memrchr(path.ptr, '/', path.len) : NULL;
    size_t start = slash != NULL ? (size_t)(slash - path.ptr) + 1 : 0;

    return stn_str_sub(path, start, path.len);
}

static struct stn_str extension(struct stn_str path)
{
    struct stn_str name = base_name(path);
    const char *dot = name.len > 0 ? memrchr(name.ptr, '.', name.len) : NULL;

    if (dot == NULL)
        return (struct stn_str){0};
    return stn_str_sub(name, (size_t)(dot - name.ptr), name.len);
}

int stn_git_moves_rank(const struct stn_git_gone *gone,
                       const struct stn_git_item *item)
{
    if (git_oid_equal(&gone->id, &item->id))
        return 0;
    if (stn_str_equal(base_name(gone->path), base_name(item->path)))
        return 1;
    if (stn_str_equal(extension(gone->path), extension(item->path)))
        return 2;
    return 3;
}

enum stn_status
stn_git_moves_from(struct stn_str *was, struct stn_git_moves *moves,
                   const struct stn_git_plan *plan, git_odb *odb,
                   const struct stn_git_item *item, struct stn_error *err)
{
    const bool is_at_hand = moves->is_filled && moves->commit == item->commit;

    *was = (struct stn_str){0};
    if (!item->is_added || item->commit == STN_GIT_NONE)
        return STN_OK;
    if (!is_at_hand && moves->fills >= FILLS_MAX) {
        *was = STN_STR("(not looked up)");
        return STN_OK;
    }
    enum stn_status status =
        stn_git_moves_fill(moves, plan, odb, item->commit, err);
    for (int wanted = 0; wanted < STN_GIT_MOVED; wanted++)
        for (size_t i = 0; status >= 0 && i < moves->gone.count; i++)
            if (stn_git_moves_rank(&moves->gone.items[i], item) == wanted) {
                *was = moves->gone.items[i].path;
                return STN_OK;
            }
    return status;
}
