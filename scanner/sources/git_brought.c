#include "sources/git_brought.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "sources/git_tree.h"
#include "sources/git_what.h"

void stn_git_ids_dispose(struct stn_git_ids *ids)
{
    stn_free(ids->items);
    *ids = (struct stn_git_ids){0};
}

enum stn_status stn_git_ids_add(struct stn_git_ids *ids, const git_oid *id,
                                struct stn_error *err)
{
    git_oid *items =
        stn_grow(ids->items, &ids->capacity, ids->count, sizeof(*items));

    if (items == NULL)
        return stn_fail_memory(err);
    ids->items = items;
    items[ids->count++] = *id;
    return STN_OK;
}

static int compare_ids(const void *a, const void *b)
{
    return git_oid_cmp(a, b);
}

void stn_git_ids_sort(struct stn_git_ids *ids)
{
    size_t kept = 0;

    if (ids->count > 1)
        qsort(ids->items, ids->count, sizeof(*ids->items), compare_ids);
    for (size_t i = 0; i < ids->count; i++)
        if (kept == 0 || !git_oid_equal(&ids->items[kept - 1], &ids->items[i]))
            ids->items[kept++] = ids->items[i];
    ids->count = kept;
}

git_oid *stn_git_ids_find(const struct stn_git_ids *ids, const git_oid *id)
{
    return ids->count > 0 ? bsearch(id, ids->items, ids->count,
                                    sizeof(*ids->items), compare_ids)
                          : NULL;
}

bool stn_git_ids_holds(const struct stn_git_ids *ids, const git_oid *id)
{
    return stn_git_ids_find(ids, id) != NULL;
}

void stn_git_ends_dispose(struct stn_git_ends *ends)
{
    stn_git_ids_dispose(&ends->tips);
    stn_git_ids_dispose(&ends->hidden);
    git_odb_free(ends->known);
    *ends = (struct stn_git_ends){0};
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
                                       const struct stn_git_ends *ends,
                                       struct stn_error *err)
{
    git_revwalk *walk = NULL;
    git_oid id;
    enum stn_status status = STN_OK;

    int code = git_revwalk_new(&walk, plan->repo.handle);
    if (code == 0)
        code = git_revwalk_sorting(walk, GIT_SORT_TIME);
    for (size_t i = 0; i < ends->tips.count && code == 0; i++)
        code = git_revwalk_push(walk, &ends->tips.items[i]);
    for (size_t i = 0; i < ends->hidden.count && code == 0; i++)
        code = git_revwalk_hide(walk, &ends->hidden.items[i]);
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

/* Walk everything that the ends reach: for shallow and broken clones, and where
 * what is known ends the walk.
 * @param first  Where the commits that are asked for begin. */
static enum stn_status list_by_walk(struct stn_git_plan *plan,
                                    const struct stn_git_commits_from *from,
                                    const struct stn_git_ends *ends,
                                    size_t *first, struct stn_error *err)
{
    enum stn_status status = STN_OK;

    stn_git_commits_dispose(&plan->commits);
    for (size_t i = 0; i < ends->hidden.count && status >= 0; i++)
        status = stn_git_commits_walk(&plan->commits, from,
                                      &ends->hidden.items[i], err);
    *first = plan->commits.count;
    for (size_t i = 0; i < ends->tips.count && status >= 0; i++)
        status = stn_git_commits_walk(&plan->commits, from,
                                      &ends->tips.items[i], err);
    return status;
}

/* Note what the change comes to; all of it or nothing. */
static void note_ends(struct stn_git_plan *plan, const git_oid *tips,
                      size_t count)
{
    if (count > STN_GIT_ENDS_MAX)
        return;
    for (size_t i = 0; i < count; i++) {
        if (stn_git_commit_tree(&plan->ends[i], plan->repo.odb, &tips[i]) < 0)
            return;
    }
    plan->end_count = count;
}

enum stn_status stn_git_brought_list(struct stn_git_plan *plan,
                                     const struct stn_git_ends *ends,
                                     struct stn_error *err)
{
    const struct stn_git_commits_from from = {
        .repo = &plan->repo,
        .odb = plan->repo.odb,
        .known = ends->known,
        .broken = note_commit,
        .payload = plan,
    };
    struct stn_git_commits *commits = &plan->commits;
    size_t first = 0;
    enum stn_status status = STN_DONE;

    if (ends->tips.count == 0)
        return STN_OK;
    note_ends(plan, ends->tips.items, ends->tips.count);
    if (ends->hidden.count > 0 && ends->known == NULL &&
        plan->repo.shallow_count == 0)
        status = list_by_library(plan, &from, ends, err);
    if (status == STN_DONE)
        status = list_by_walk(plan, &from, ends, &first, err);
    if (status >= 0)
        status = stn_git_commits_sort(commits, first, err);
    if (status < 0) {
        commits->count = 0; /* hidden ones are among them */
        return status;
    }
    commits->count -= first;
    if (first > 0)
        memmove(commits->items, commits->items + first,
                commits->count * sizeof(*commits->items));
    return STN_OK;
}

enum stn_status stn_git_brought_one(struct stn_git_plan *plan,
                                    const git_oid *commit,
                                    struct stn_error *err)
{
    const struct stn_git_commits_from from = {
        .repo = &plan->repo,
        .odb = plan->repo.odb,
        .broken = note_commit,
        .payload = plan,
    };
    note_ends(plan, commit, 1);
    enum stn_status status =
        stn_git_commits_add(&plan->commits, &from, commit, err);

    return status < 0 ? status : stn_git_commits_sort(&plan->commits, 0, err);
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
    char hex[STN_GIT_HEX_BYTES] = "";

    if (adding->commit != STN_GIT_NONE)
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

enum stn_status stn_git_brought_add(struct stn_git_plan *plan,
                                    struct stn_error *err)
{
    struct adding adding = {.plan = plan};
    struct stn_git_changes changes = {
        .odb = plan->repo.odb,
        .change = add_change,
        .refused = note_refused,
        .payload = &adding,
    };
    size_t shallow = 0;

    for (size_t i = 0; i < plan->commits.count; i++) {
        if (stn_source_is_over(&plan->repo.options))
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

enum stn_status stn_git_brought_tree(struct stn_git_plan *plan,
                                     const git_oid *tree, struct stn_error *err)
{
    struct adding adding = {plan, STN_GIT_NONE};
    struct stn_git_changes changes = {
        .odb = plan->repo.odb,
        .change = add_change,
        .refused = note_refused,
        .payload = &adding,
    };

    return stn_git_changes_each(&changes, tree, NULL, 0, err);
}

/* The commit that a tag leads to. STN_DONE: it leads to none. */
static enum stn_status tagged_commit(git_oid *commit, git_odb *odb,
                                     const git_oid *tag)
{
    *commit = *tag;
    for (int i = 0; i < STN_GIT_TAGS_MAX; i++) {
        git_object_t type;
        size_t size;

        if (git_odb_read_header(&size, &type, odb, commit) < 0)
            return STN_DONE;
        if (type == GIT_OBJECT_COMMIT)
            return STN_OK;
        if (type != GIT_OBJECT_TAG ||
            stn_git_tag_target(commit, odb, commit) < 0)
            return STN_DONE;
    }
    return STN_DONE;
}

enum stn_status stn_git_brought_place(void *state, uint32_t text_id,
                                      struct stn_place *place,
                                      struct stn_error *err)
{
    struct stn_git_plan *plan = state;
    const struct stn_git_item *item = &plan->items[text_id];
    const git_oid *commit = NULL;
    const git_oid *from = NULL;
    git_oid tagged;

    *place = (struct stn_place){.path = item->path, .order = item->commit};
    if (item->commit != STN_GIT_NONE)
        from = commit = &plan->commits.items[item->commit].id;
    if (item->kind == STN_GIT_ITEM_TAG) {
        from = &item->id;
        if (tagged_commit(&tagged, plan->repo.odb, &item->id) == STN_OK)
            commit = &tagged;
    }
    if (from == NULL)
        return STN_OK;
    return stn_git_placer_fill(&plan->placer, plan->repo.odb, commit, from,
                               place, err);
}

enum stn_status stn_git_brought_moved_from(void *state, uint32_t text_id,
                                           struct stn_str *was,
                                           struct stn_error *err)
{
    struct stn_git_plan *plan = state;

    return stn_git_moves_from(was, &plan->moves, plan, plan->repo.odb,
                              &plan->items[text_id], err);
}

bool stn_git_brought_is_gone(void *state, struct stn_str path)
{
    const struct stn_git_plan *plan = state;

    for (size_t i = 0; i < plan->end_count; i++)
        if (stn_git_plan_has(plan, &plan->ends[i], path))
            return false;
    return plan->end_count > 0;
}

/* Before the change is where the range begins, or what its oldest commit comes
 * from. */
bool stn_git_brought_was_there(void *state, struct stn_str path)
{
    const struct stn_git_plan *plan = state;
    git_oid parents[STN_GIT_PARENTS_MAX];
    size_t count = 0;

    if (plan->has_base)
        return stn_git_plan_has(plan, &plan->base, path);
    if (plan->commits.count == 0 ||
        stn_git_plan_parents(plan, plan->repo.odb, 0, parents, &count, NULL) <
            0 ||
        count == 0)
        return false;
    return stn_git_plan_has(plan, &parents[0], path);
}

enum stn_status stn_git_brought_finish(struct stn_git_plan *plan,
                                       struct stn_findings *found,
                                       uint64_t *commits, struct stn_error *err)
{
    enum stn_status status = stn_findings_join(found, &plan->notes.found, err);

    if (status < 0)
        return status;
    found->texts -= atomic_load(&plan->messages);
    found->bytes -= atomic_load(&plan->message_bytes);
    *commits = plan->commits.count;
    return STN_OK;
}
