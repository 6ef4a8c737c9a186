#include "sources/git_walk.h"

#include <stdatomic.h>
#include <stdio.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "sources/git_tree.h"

/* A tree whose entries are still to be seen. */
struct stn_git_step {
    uint32_t record;
    uint32_t depth;
};

/* git knows the empty tree without having it. */
static const unsigned char empty_tree[STN_GIT_OID_BYTES] = {
    0x4b, 0x82, 0x5d, 0xc6, 0x42, 0xcb, 0x6e, 0xb9, 0xa0, 0x60,
    0xe5, 0x4b, 0xf8, 0xd6, 0x92, 0x88, 0xfb, 0xee, 0x49, 0x04,
};

static bool must_stop(const struct stn_git_walk *walk)
{
    const _Atomic(bool) *stop = walk->repo->options.stop;

    return stop != NULL && atomic_load_explicit(stop, memory_order_relaxed);
}

/* Note a skip of something in a tree, or of the tree itself.
 * @param name  In the tree; empty: the tree. */
static enum stn_status note(struct stn_git_walk *walk, uint32_t tree,
                            struct stn_str name, uint32_t commit,
                            const struct stn_git_refusal *refusal,
                            struct stn_error *err)
{
    char hex[STN_GIT_HEX_BYTES] = "";
    enum stn_status status = STN_OK;

    stn_git_path_clear(&walk->path);
    if (name.len > 0)
        stn_git_path_prepend(&walk->path, name);
    if (tree != STN_GIT_NONE)
        status = stn_git_path_climb(&walk->path, walk->objects, walk->odb, tree,
                                    err);
    if (status < 0)
        return status;
    if (commit != STN_GIT_NONE)
        stn_git_hex(hex, &walk->commits->items[commit].id);
    return stn_git_notes_skip(walk->notes, refusal,
                              stn_git_path_str(&walk->path), stn_str_of(hex),
                              err);
}

static enum stn_status note_missing(struct stn_git_walk *walk, uint32_t tree,
                                    struct stn_str name,
                                    const unsigned char *id, uint32_t commit,
                                    struct stn_error *err)
{
    struct stn_git_refusal refusal;
    bool is_new;

    if (memcmp(id, empty_tree, sizeof(empty_tree)) == 0)
        return STN_OK;
    enum stn_status status =
        stn_git_notes_once(walk->notes, id, (struct stn_str){0}, &is_new, err);
    if (status < 0 || !is_new)
        return status;
    stn_git_refuse_missing(&refusal, id);
    /* A path costs reads; it is found only where it will be shown. */
    if (!stn_git_notes_lists_missing(walk->notes))
        tree = STN_GIT_NONE;
    return note(walk, tree, name, commit, &refusal, err);
}

static enum stn_status note_submodule(struct stn_git_walk *walk, uint32_t tree,
                                      const struct stn_git_entry *entry,
                                      uint32_t commit, struct stn_error *err)
{
    struct stn_git_refusal refusal = {.reason = STN_SKIP_SUBMODULE};
    bool is_new;
    enum stn_status status =
        stn_git_notes_once(walk->notes, entry->id, entry->name, &is_new, err);

    if (status < 0 || !is_new)
        return status;
    return note(walk, tree, entry->name, commit, &refusal, err);
}

/* @param mark  What is wrong with it, as a mark. */
static enum stn_status note_tree(struct stn_git_walk *walk, uint32_t tree,
                                 uint32_t commit, enum stn_git_mark mark,
                                 const char *what, struct stn_error *err)
{
    struct stn_git_refusal refusal = {.reason = STN_SKIP_UNREADABLE};
    struct stn_git_record *record = &walk->objects->records[tree];
    char hex[STN_GIT_HEX_BYTES];

    record->marks |= (uint8_t)mark;
    snprintf(refusal.detail, sizeof(refusal.detail), "tree %s: %s",
             stn_git_hex(hex, &record->id), what);
    return note(walk, tree, (struct stn_str){0}, commit, &refusal, err);
}

static void reach(struct stn_git_record *record, uint32_t parent,
                  uint32_t commit)
{
    if ((record->marks & STN_GIT_REACHED) != 0)
        return;
    record->marks |= STN_GIT_REACHED;
    record->parent = parent;
    record->commit = commit;
}

/* Put a tree on the stack, unless it was there before. */
static enum stn_status push(struct stn_git_walk *walk, uint32_t tree,
                            uint32_t depth, uint32_t commit,
                            struct stn_error *err)
{
    struct stn_git_record *record = &walk->objects->records[tree];

    if ((record->marks & STN_GIT_WALKED) != 0)
        return STN_OK;
    if (depth > STN_TREE_DEPTH_MAX)
        return note_tree(walk, tree, commit, STN_GIT_BROKEN,
                         "nested too deeply; what is below was not looked at",
                         err);
    struct stn_git_step *stack = stn_grow(walk->stack, &walk->stack_capacity,
                                          walk->stack_count, sizeof(*stack));
    if (stack == NULL)
        return stn_fail_memory(err);
    walk->stack = stack;
    stack[walk->stack_count++] = (struct stn_git_step){tree, depth};
    record->marks |= STN_GIT_WALKED;
    return STN_OK;
}

static enum stn_status see_entry(struct stn_git_walk *walk,
                                 struct stn_git_step step,
                                 const struct stn_git_entry *entry,
                                 uint32_t commit, struct stn_error *err)
{
    enum stn_git_kind kind = stn_git_kind_of(entry->mode);

    if (kind == STN_GIT_SUBMODULE)
        return note_submodule(walk, step.record, entry, commit, err);
    uint32_t found = stn_git_objects_find(walk->objects, entry->id);
    if (found == STN_GIT_NONE)
        return note_missing(walk, step.record, entry->name, entry->id, commit,
                            err);
    reach(&walk->objects->records[found], step.record, commit);
    if (kind != STN_GIT_TREE)
        return STN_OK;
    return push(walk, found, step.depth + 1, commit, err);
}

static enum stn_status see_tree(struct stn_git_walk *walk,
                                struct stn_git_step step, uint32_t commit,
                                struct stn_error *err)
{
    const git_oid *id = &walk->objects->records[step.record].id;
    git_odb_object *object = NULL;
    struct stn_git_entry entry;
    enum stn_status status;

    if (git_odb_read(&object, walk->odb, id) < 0) {
        if (stn_git_ran_out())
            return stn_fail_memory(err);
        return note_tree(walk, step.record, commit, STN_GIT_BROKEN,
                         stn_git_message(), err);
    }
    struct stn_str rest = {git_odb_object_data(object),
                           git_odb_object_size(object)};
    if (git_odb_object_type(object) != GIT_OBJECT_TREE) {
        status = note_tree(walk, step.record, commit, STN_GIT_IS_NO_TREE,
                           "it is none, though a tree or commit says so", err);
        goto done;
    }
    while ((status = stn_git_tree_next(&rest, &entry)) == STN_OK) {
        status = see_entry(walk, step, &entry, commit, err);
        if (status < 0)
            goto done;
    }
    if (status == STN_EINPUT)
        status = note_tree(walk, step.record, commit, STN_GIT_BROKEN,
                           "malformed; see git fsck", err);
done:
    git_odb_object_free(object);
    return status < 0 ? status : STN_OK;
}

/* See everything below a root tree that was not seen before. */
static enum stn_status see_root(struct stn_git_walk *walk, const git_oid *id,
                                uint32_t commit, struct stn_error *err)
{
    uint32_t root = stn_git_objects_find(walk->objects, id->id);
    enum stn_status status;

    if (root == STN_GIT_NONE)
        return note_missing(walk, STN_GIT_NONE, (struct stn_str){0}, id->id,
                            commit, err);
    reach(&walk->objects->records[root], STN_GIT_NONE, commit);
    status = push(walk, root, 1, commit, err);
    while (status >= 0 && walk->stack_count > 0) {
        if (must_stop(walk))
            return STN_ESTOPPED;
        status = see_tree(walk, walk->stack[--walk->stack_count], commit, err);
    }
    return status;
}

/* A commit that cannot be used; the walk goes on without it. */
static enum stn_status note_commit(void *payload, const git_oid *id,
                                   bool is_missing, struct stn_error *err)
{
    struct stn_git_walk *walk = payload;
    uint32_t record = stn_git_objects_find(walk->objects, id->id);
    struct stn_git_refusal refusal = {.reason = STN_SKIP_UNREADABLE};
    char hex[STN_GIT_HEX_BYTES];
    bool is_new;
    enum stn_status status = stn_git_notes_once(
        walk->notes, id->id, (struct stn_str){0}, &is_new, err);

    if (status < 0 || !is_new)
        return status;
    if (record != STN_GIT_NONE)
        walk->objects->records[record].marks |= STN_GIT_BROKEN;
    stn_git_hex(hex, id);
    if (is_missing)
        stn_git_refuse_missing(&refusal, id);
    else
        snprintf(refusal.detail, sizeof(refusal.detail),
                 "commit %s cannot be read, nor what is behind it; see git "
                 "fsck",
                 hex);
    return stn_git_notes_skip(walk->notes, &refusal, (struct stn_str){0},
                              stn_str_of(hex), err);
}

static enum stn_status walk_commits(struct stn_git_walk *walk,
                                    struct stn_error *err)
{
    const struct stn_git_commits_from from = {
        .repo = walk->repo,
        .odb = walk->odb,
        .broken = note_commit,
        .payload = walk,
    };
    enum stn_status status = STN_OK;

    for (size_t i = 0; status >= 0 && i < walk->tips->count; i++)
        if (walk->tips->items[i].type == GIT_OBJECT_COMMIT)
            status = stn_git_commits_walk(walk->commits, &from,
                                          &walk->tips->items[i].id, err);
    if (status < 0)
        return status;
    status = stn_git_commits_sort(walk->commits, 0, err);
    for (size_t i = 0; status >= 0 && i < walk->commits->count; i++) {
        uint32_t record =
            stn_git_objects_find(walk->objects, walk->commits->items[i].id.id);
        if (record == STN_GIT_NONE)
            continue;
        reach(&walk->objects->records[record], STN_GIT_NONE, (uint32_t)i);
        walk->objects->records[record].marks |= STN_GIT_IS_COMMIT;
    }
    return status;
}

/* Tags, and the rare refs to a tree or a blob: the kernel has some. */
static enum stn_status reach_tips(struct stn_git_walk *walk,
                                  struct stn_error *err)
{
    for (size_t i = 0; i < walk->tips->count; i++) {
        const struct stn_git_tip *tip = &walk->tips->items[i];
        uint32_t target = stn_git_objects_find(walk->objects, tip->target.id);
        uint32_t record = stn_git_objects_find(walk->objects, tip->id.id);
        uint32_t commit = STN_GIT_NONE;

        if (tip->type == GIT_OBJECT_COMMIT || record == STN_GIT_NONE)
            continue;
        if (target != STN_GIT_NONE &&
            (walk->objects->records[target].marks & STN_GIT_IS_COMMIT) != 0)
            commit = walk->objects->records[target].commit;
        reach(&walk->objects->records[record], STN_GIT_NONE, commit);
        if (tip->type == GIT_OBJECT_TAG)
            walk->objects->records[record].marks |= STN_GIT_IS_TAG;
        if (tip->type != GIT_OBJECT_TREE)
            continue;
        enum stn_status status = see_root(walk, &tip->id, STN_GIT_NONE, err);
        if (status < 0)
            return status;
    }
    return STN_OK;
}

enum stn_status stn_git_walk_run(struct stn_git_walk *walk,
                                 struct stn_error *err)
{
    enum stn_status status = walk_commits(walk, err);

    for (size_t i = 0; status >= 0 && i < walk->commits->count; i++)
        status =
            see_root(walk, &walk->commits->items[i].tree, (uint32_t)i, err);
    if (status >= 0)
        status = reach_tips(walk, err);
    stn_free(walk->stack);
    walk->stack = NULL;
    walk->stack_count = walk->stack_capacity = 0;
    return status;
}
