#include <ctype.h>
#include <stdio.h>

#include "base/alloc.h"
#include "sources/git.h"
#include "sources/git_brought.h"
#include "sources/git_what.h"

/* Revisions named in a line for people. */
#define NAMED_MAX 3

static bool serves_push(const struct stn_target *target)
{
    return target->kind == STN_TARGET_PUSH;
}

/* What a push comes to: objects, by what is done with them. */
struct push {
    struct stn_git_plan *plan;
    struct stn_git_ends ends;
    struct stn_git_ids tags, trees, blobs; /* that come in */
    struct stn_git_ids there; /* what is excluded, as it is named: tags too */
    char missing[STN_GIT_HEX_BYTES]; /* the last that is excluded, not here */
};

static void push_dispose(struct push *push)
{
    stn_git_ends_dispose(&push->ends);
    stn_git_ids_dispose(&push->tags);
    stn_git_ids_dispose(&push->trees);
    stn_git_ids_dispose(&push->blobs);
    stn_git_ids_dispose(&push->there);
}

/* What git writes where there is no object. */
static bool is_zero(const char *name)
{
    size_t length = strspn(name, "0");

    return length >= STN_GIT_HEX_BYTES - 1 && name[length] == '\0';
}

static bool is_id(const char *name)
{
    size_t length = 0;

    while (isxdigit((unsigned char)name[length]))
        length++;
    return length == STN_GIT_HEX_BYTES - 1 && name[length] == '\0';
}

/* @return STN_OK; STN_ENOTFOUND with words for the user; STN_ENOMEM. */
static enum stn_status resolve(git_oid *out, const struct stn_git_plan *plan,
                               const char *name, struct stn_error *err)
{
    git_object *object = NULL;

    if (is_id(name)) {
        if (git_oid_fromstr(out, name) == 0 &&
            git_odb_exists(plan->repo.odb, out) == 1)
            return STN_OK;
        return stn_fail(err, STN_ENOTFOUND,
                        "%s is not here (git fetch it; in CI fetch-depth: 0)",
                        name);
    }
    if (git_revparse_single(&object, plan->repo.handle, name) < 0)
        return stn_git_fail(err, STN_ENOTFOUND,
                            "'%s' names nothing here (git fetch it; in CI "
                            "fetch-depth: 0)",
                            name);
    *out = *git_object_id(object);
    git_object_free(object);
    return STN_OK;
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

static enum stn_status include(struct push *push, const char *name,
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
static enum stn_status exclude(struct push *push, const git_oid *named,
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

static enum stn_status exclude_named(struct push *push, const char *name,
                                     struct stn_error *err)
{
    git_oid id;
    enum stn_status status = resolve(&id, push->plan, name, err);

    if (status == STN_ENOTFOUND && is_id(name)) {
        snprintf(push->missing, sizeof(push->missing), "%s", name);
        return STN_OK;
    }
    if (status < 0)
        return status == STN_ENOTFOUND ? STN_EUSAGE : status;
    return exclude(push, &id, err);
}

/* Leave out what a ref leads to. */
static enum stn_status exclude_ref(struct push *push, const git_reference *ref,
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
        status = exclude(push, git_reference_target(resolved), err);
    git_reference_free(resolved);
    return status;
}

/* Leave out what the refs of a glob lead to. */
static enum stn_status exclude_glob(struct push *push, const char *glob,
                                    struct stn_error *err)
{
    const struct stn_git_repo *repo = &push->plan->repo;
    git_reference_iterator *refs = NULL;
    git_reference *ref;
    enum stn_status status = STN_OK;
    int code = git_reference_iterator_glob_new(&refs, repo->handle, glob);

    while (code == 0 && status >= 0) {
        code = git_reference_next(&ref, refs);
        if (code < 0)
            break;
        status = exclude_ref(push, ref, err);
        git_reference_free(ref);
    }
    git_reference_iterator_free(refs);
    if (code < 0 && code != GIT_ITEROVER)
        return stn_git_fail(err, STN_ELIB, "%s: cannot list its refs",
                            repo->name);
    return status;
}

static enum stn_status exclude_refs(struct push *push, struct stn_error *err)
{
    const char *rest = push->plan->repo.options.target->exclude_refs;
    enum stn_status status = STN_OK;

    while (rest != NULL && rest[0] != '\0' && status >= 0) {
        size_t length = strcspn(rest, " ");
        char *glob = stn_strndup(rest, length);
        if (glob == NULL)
            return stn_fail_memory(err);
        if (length > 0)
            status = exclude_glob(push, glob, err);
        stn_free(glob);
        rest += length + (rest[length] == ' ');
    }
    return status;
}

static enum stn_status exclude_all(struct push *push, struct stn_error *err)
{
    const struct stn_strings names = push->plan->repo.options.target->exclude;
    enum stn_status status = STN_OK;

    for (size_t i = 0; i < names.count && status >= 0; i++)
        if (!is_zero(names.items[i]))
            status = exclude_named(push, names.items[i], err);
    if (status >= 0)
        status = exclude_refs(push, err);
    stn_git_ids_sort(&push->ends.hidden);
    stn_git_ids_sort(&push->there);
    return status;
}

static enum stn_status include_all(struct push *push, struct stn_error *err)
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

/*
 * See whether what a push brings can be told by where its objects are: then no
 * ref is asked, and no commit that was there is read. A tree or blob that a
 * ref points to is scanned whole, wherever it is, unless a ref pointed to it
 * before; and a shallow repository does not have all that its commits come
 * from.
 */
static enum stn_status use_quarantine(struct push *push, struct stn_error *err)
{
    const struct stn_git_repo *repo = &push->plan->repo;
    const char *folder = repo->options.target->quarantine;

    if (folder == NULL || push->trees.count > 0 || push->blobs.count > 0 ||
        repo->shallow_count > 0)
        return STN_DONE;
    return stn_git_repo_odb_without(&push->ends.known, repo, folder, err);
}

/* Whether a tag was there before. */
static bool is_there(const struct push *push, const git_oid *id)
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
static enum stn_status add_others(const struct push *push,
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
static enum stn_status note_unbounded(const struct push *push,
                                      struct stn_error *err)
{
    char detail[256];

    if (push->missing[0] == '\0' || push->ends.hidden.count > 0 ||
        push->plan->commits.count == 0)
        return STN_OK;
    snprintf(detail, sizeof(detail),
             "%s, which was there before, is not here, so the whole history "
             "counts as new: git fetch it; in CI fetch-depth: 0",
             push->missing);
    return stn_git_notes_run(&push->plan->notes, STN_SKIP_MISSING, detail, err);
}

static enum stn_status plan_push(struct push *push, struct stn_error *err)
{
    struct stn_git_plan *plan = push->plan;
    enum stn_status status = include_all(push, err);

    if (status >= 0)
        status = use_quarantine(push, err);
    if (status == STN_DONE)
        status = exclude_all(push, err);
    if (status >= 0)
        status = stn_git_brought_list(plan, &push->ends, err);
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
    struct push push = {.plan = NULL};
    enum stn_status status = stn_git_plan_new(&push.plan, options, err);

    if (status >= 0)
        status = plan_push(&push, err);
    push_dispose(&push);
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
    .plant = stn_git_take_plant,
    .close = close_plan,
};
