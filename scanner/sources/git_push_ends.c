#include "sources/git_push_ends.h"

#include <stdio.h>

#include "base/alloc.h"

void stn_git_push_dispose(struct stn_git_push *push)
{
    stn_git_ends_dispose(&push->ends);
    stn_git_ids_dispose(&push->tags);
    stn_git_ids_dispose(&push->trees);
    stn_git_ids_dispose(&push->blobs);
    stn_git_ids_dispose(&push->there);
    stn_git_ids_dispose(&push->edges);
}

/* What git writes where there is no object. */
static bool is_zero(const char *name)
{
    size_t length = strspn(name, "0");

    return length >= STN_GIT_HEX_BYTES - 1 && name[length] == '\0';
}

/* @return STN_OK; STN_ENOTFOUND with words for the user; STN_ENOMEM. */
static enum stn_status resolve(git_oid *out, const struct stn_git_plan *plan,
                               const char *name, struct stn_error *err)
{
    enum stn_status status = stn_git_repo_find(out, &plan->repo, name, err);

    if (status != STN_DONE)
        return status;
    return stn_fail(err, STN_ENOTFOUND,
                    "'%s' is not here (git fetch it; in CI fetch-depth: 0)",
                    name);
}

static enum stn_status note_broken(struct stn_git_plan *plan, const git_oid *id,
                                   int code, struct stn_error *err)
{
    struct stn_git_refusal refusal = {.reason = STN_SKIP_UNREADABLE};
    char hex[STN_GIT_HEX_BYTES];

    if (stn_git_ran_out())
        return stn_fail_memory(err);
    snprintf(refusal.detail, sizeof(refusal.detail),
             "%s cannot be read; see git fsck", stn_git_hex(hex, id));
    if (code == GIT_ENOTFOUND)
        stn_git_refuse_missing(&refusal, id);
    return stn_git_notes_skip(&plan->notes, &refusal, (struct stn_str){0},
                              (struct stn_str){0}, err);
}

/*
 * Follow tags to what they lead to.
 *
 * @param id    Moved on.
 * @param tags  Each tag on the way is added; NULL: none.
 * @param code  libgit2's, on STN_DONE.
 * @return STN_OK; STN_DONE: `id` cannot be read; STN_ENOMEM.
 */
static enum stn_status follow(git_oid *id, git_object_t *type, git_odb *odb,
                              struct stn_git_ids *tags, int *code,
                              struct stn_error *err)
{
    for (int i = 0; i < STN_GIT_TAGS_MAX; i++) {
        size_t size;
        *code = git_odb_read_header(&size, type, odb, id);
        if (*code < 0)
            return STN_DONE;
        if (*type != GIT_OBJECT_TAG)
            return STN_OK;
        if (tags != NULL) {
            enum stn_status status = stn_git_ids_add(tags, id, err);
            if (status < 0)
                return status;
        }
        *code = stn_git_tag_target(id, odb, id);
        if (*code < 0)
            return STN_DONE;
    }
    *code = GIT_EINVALID;
    return STN_DONE;
}

static enum stn_status include(struct stn_git_push *push, const char *name,
                               struct stn_error *err)
{
    struct stn_git_plan *plan = push->plan;
    git_object_t type;
    git_oid id;
    int code;
    enum stn_status status = resolve(&id, plan, name, err);

    if (status < 0)
        return status == STN_ENOTFOUND ? STN_EUSAGE : status;
    status = follow(&id, &type, plan->repo.odb, &push->tags, &code, err);
    if (status == STN_DONE)
        return note_broken(plan, &id, code, err);
    if (status < 0)
        return status;
    if (type == GIT_OBJECT_COMMIT)
        return stn_git_ids_add(&push->ends.tips, &id, err);
    return stn_git_ids_add(
        type == GIT_OBJECT_TREE ? &push->trees : &push->blobs, &id, err);
}

/* Leave out an object and, if it leads to a commit, its history. One that
 * cannot be read bounds nothing. */
static enum stn_status exclude(struct stn_git_push *push, const git_oid *named,
                               struct stn_error *err)
{
    struct stn_git_plan *plan = push->plan;
    git_oid id = *named;
    git_object_t type;
    int code;
    enum stn_status status = stn_git_ids_add(&push->there, named, err);

    if (status >= 0)
        status = follow(&id, &type, plan->repo.odb, NULL, &code, err);
    if (status == STN_DONE)
        return stn_git_ran_out() ? stn_fail_memory(err) : STN_OK;
    if (status < 0 || type != GIT_OBJECT_COMMIT)
        return status;
    if (!plan->has_base)
        plan->has_base =
            stn_git_commit_tree(&plan->base, plan->repo.odb, &id) == 0;
    return stn_git_ids_add(&push->ends.hidden, &id, err);
}

static enum stn_status exclude_named(struct stn_git_push *push,
                                     const char *name, struct stn_error *err)
{
    git_oid id;
    enum stn_status status = resolve(&id, push->plan, name, err);

    if (status == STN_ENOTFOUND && stn_git_is_id(name)) {
        snprintf(push->missing, sizeof(push->missing), "%s", name);
        return STN_OK;
    }
    if (status < 0)
        return status == STN_ENOTFOUND ? STN_EUSAGE : status;
    return exclude(push, &id, err);
}

enum stn_status stn_git_push_include(struct stn_git_push *push,
                                     struct stn_error *err)
{
    const struct stn_strings names = push->plan->repo.options.target->include;
    enum stn_status status = STN_OK;

    for (size_t i = 0; i < names.count && status >= 0; i++)
        if (!is_zero(names.items[i]))
            status = include(push, names.items[i], err);
    stn_git_ids_sort(&push->ends.tips);
    stn_git_ids_sort(&push->tags);
    stn_git_ids_sort(&push->trees);
    stn_git_ids_sort(&push->blobs);
    return status;
}

static enum stn_status exclude_names(struct stn_git_push *push,
                                     struct stn_error *err)
{
    const struct stn_strings names = push->plan->repo.options.target->exclude;
    enum stn_status status = STN_OK;

    for (size_t i = 0; i < names.count && status >= 0; i++)
        if (!is_zero(names.items[i]))
            status = exclude_named(push, names.items[i], err);
    stn_git_ids_sort(&push->ends.hidden);
    stn_git_ids_sort(&push->there);
    return status;
}

/* Called for a ref that is there already. STN_DONE ends the listing. */
typedef enum stn_status ref_fn(struct stn_git_push *push,
                               const git_reference *ref, struct stn_error *err);

/* Call for one ref, symbolic ones being followed, unless it does not count. */
static enum stn_status each_ref(struct stn_git_push *push,
                                const git_reference *ref, ref_fn *call,
                                struct stn_error *err)
{
    const char *but = push->plan->repo.options.target->exclude_refs_but;
    git_reference *resolved = NULL;
    enum stn_status status = STN_OK;

    /* A broken one, or one to a branch without a commit, bounds nothing. */
    if (git_reference_resolve(&resolved, ref) < 0)
        return stn_git_ran_out() ? stn_fail_memory(err) : STN_OK;
    if (but == NULL || (strcmp(git_reference_name(ref), but) != 0 &&
                        strcmp(git_reference_name(resolved), but) != 0))
        status = call(push, resolved, err);
    git_reference_free(resolved);
    return status;
}

static enum stn_status each_of_glob(struct stn_git_push *push, const char *glob,
                                    ref_fn *call, struct stn_error *err)
{
    const struct stn_git_repo *repo = &push->plan->repo;
    git_reference_iterator *refs = NULL;
    git_reference *ref;
    enum stn_status status = STN_OK;
    int code = git_reference_iterator_glob_new(&refs, repo->handle, glob);

    while (code == 0 && status == STN_OK) {
        code = git_reference_next(&ref, refs);
        if (code < 0)
            break;
        status = each_ref(push, ref, call, err);
        git_reference_free(ref);
    }
    git_reference_iterator_free(refs);
    if (code < 0 && code != GIT_ITEROVER)
        return stn_git_fail(err, STN_ELIB, "%s: cannot list its refs",
                            repo->name);
    return status;
}

/* Call for every ref that is there already. */
static enum stn_status each_there(struct stn_git_push *push, ref_fn *call,
                                  struct stn_error *err)
{
    const char *rest = push->plan->repo.options.target->exclude_refs;
    enum stn_status status = STN_OK;

    while (rest != NULL && rest[0] != '\0' && status == STN_OK) {
        size_t length = strcspn(rest, " ");
        char *glob = stn_strndup(rest, length);
        if (glob == NULL)
            return stn_fail_memory(err);
        if (length > 0)
            status = each_of_glob(push, glob, call, err);
        stn_free(glob);
        rest += length + (rest[length] == ' ');
    }
    return status;
}

static enum stn_status exclude_ref(struct stn_git_push *push,
                                   const git_reference *ref,
                                   struct stn_error *err)
{
    return exclude(push, git_reference_target(ref), err);
}

enum stn_status stn_git_push_exclude(struct stn_git_push *push,
                                     struct stn_error *err)
{
    enum stn_status status = exclude_names(push, err);

    if (status >= 0)
        status = each_there(push, exclude_ref, err);
    stn_git_ids_sort(&push->ends.hidden);
    stn_git_ids_sort(&push->there);
    return status;
}

static enum stn_status add_edge(struct stn_git_push *push, const git_oid *id,
                                struct stn_error *err)
{
    return stn_git_ids_holds(&push->ends.hidden, id)
               ? STN_OK
               : stn_git_ids_add(&push->edges, id, err);
}

/* List what the new commits come from that is in the store already, but for
 * what is excluded by name. */
static enum stn_status list_edges(struct stn_git_push *push,
                                  struct stn_error *err)
{
    struct stn_git_commits *commits = &push->plan->commits;
    enum stn_status status = stn_git_commits_index(commits, err);

    for (size_t i = 0; i < push->ends.tips.count && status >= 0; i++)
        if (stn_git_commits_find(commits, &push->ends.tips.items[i]) ==
            STN_GIT_NONE)
            status = add_edge(push, &push->ends.tips.items[i], err);
    for (size_t i = 0; i < commits->parents_count && status >= 0; i++)
        if (stn_git_commits_find(commits, &commits->parents[i]) == STN_GIT_NONE)
            status = add_edge(push, &commits->parents[i], err);
    stn_git_ids_sort(&push->edges);
    return status;
}

/* An edge that a ref points to is one no more. */
static enum stn_status strike_ref(struct stn_git_push *push,
                                  const git_reference *ref,
                                  struct stn_error *err)
{
    const git_oid *peeled = git_reference_target_peel(ref);
    const git_oid *target = git_reference_target(ref);
    struct stn_git_ids *edges = &push->edges;
    git_oid *at = stn_git_ids_find(edges, peeled != NULL ? peeled : target);

    (void)err;
    if (at != NULL) {
        size_t after = (size_t)(edges->items + edges->count - (at + 1));
        memmove(at, at + 1, after * sizeof(*at));
        edges->count--;
    }
    return edges->count == 0 ? STN_DONE : STN_OK;
}

enum stn_status stn_git_push_is_bounded(struct stn_git_push *push, bool *out,
                                        struct stn_error *err)
{
    enum stn_status status = STN_OK;

    *out = false;
    for (size_t i = 0; i < push->tags.count; i++)
        if (git_odb_exists_ext(push->ends.known, &push->tags.items[i],
                               GIT_ODB_LOOKUP_NO_REFRESH) == 1)
            return STN_OK;
    status = exclude_names(push, err);
    if (status >= 0)
        status = list_edges(push, err);
    if (status >= 0 && push->edges.count > 0)
        status = each_there(push, strike_ref, err);
    if (status >= 0)
        *out = push->edges.count == 0;
    return status < 0 ? status : STN_OK;
}
