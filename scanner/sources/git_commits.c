#include "sources/git_commits.h"

#include "base/alloc.h"
#include "base/limits.h"
#include "sources/git_message.h"

void stn_git_commits_dispose(struct stn_git_commits *commits)
{
    stn_free(commits->items);
    stn_free(commits->parents);
    stn_free(commits->todo);
    stn_git_set_dispose(&commits->set);
    *commits = (struct stn_git_commits){0};
}

static bool is_commit(const void *items, uint32_t index, const void *key)
{
    const struct stn_git_commit *commits = items;

    return git_oid_equal(&commits[index].id, key);
}

static uint32_t hash_id(struct stn_git_commits *commits, const git_oid *id)
{
    return stn_git_set_hash(
        &commits->set, (struct stn_str){(const char *)id->id, sizeof(id->id)},
        0);
}

uint32_t stn_git_commits_find(struct stn_git_commits *commits,
                              const git_oid *id)
{
    return stn_git_set_find(&commits->set, hash_id(commits, id), is_commit,
                            commits->items, id);
}

static enum stn_status add_parents(struct stn_git_commits *commits,
                                   struct stn_git_commit *commit,
                                   const struct stn_git_message *message,
                                   struct stn_error *err)
{
    commit->first_parent = (uint32_t)commits->parents_count;
    for (size_t i = 0; i < message->parent_count; i++) {
        git_oid *parents =
            stn_grow(commits->parents, &commits->parents_capacity,
                     commits->parents_count, sizeof(*parents));
        if (parents == NULL)
            return stn_fail_memory(err);
        commits->parents = parents;
        if (commits->parents_count >= STN_OBJECTS_MAX)
            return stn_fail(err, STN_ELIMIT, "more than %d parents of commits",
                            STN_OBJECTS_MAX);
        stn_git_message_parent(message, i,
                               parents[commits->parents_count++].id);
        commit->parent_count++;
    }
    return STN_OK;
}

static enum stn_status add_parsed(struct stn_git_commits *commits,
                                  const struct stn_git_commits_from *from,
                                  const git_oid *id,
                                  const struct stn_git_message *message,
                                  struct stn_error *err)
{
    struct stn_git_commit commit = {.id = *id, .time = message->time};
    enum stn_status status = STN_OK;

    memcpy(commit.tree.id, message->target, sizeof(commit.tree.id));
    commit.is_shallow = stn_git_repo_is_shallow(from->repo, id);
    struct stn_git_commit *items = stn_grow(commits->items, &commits->capacity,
                                            commits->count, sizeof(*items));
    if (items == NULL)
        return stn_fail_memory(err);
    commits->items = items;
    if (!commit.is_shallow)
        status = add_parents(commits, &commit, message, err);
    if (status >= 0)
        status = stn_git_set_add(&commits->set, hash_id(commits, id),
                                 (uint32_t)commits->count, err);
    if (status >= 0)
        commits->items[commits->count++] = commit;
    return status;
}

enum stn_status stn_git_commits_add(struct stn_git_commits *commits,
                                    const struct stn_git_commits_from *from,
                                    const git_oid *id, struct stn_error *err)
{
    git_odb_object *object = NULL;
    struct stn_git_message message;
    enum stn_status status;

    if (stn_git_commits_find(commits, id) != STN_GIT_NONE)
        return STN_OK;
    int code = git_odb_read(&object, from->odb, id);
    if (code < 0) {
        if (stn_git_ran_out())
            return stn_fail_memory(err);
        return from->broken(from->payload, id, code == GIT_ENOTFOUND, err);
    }
    struct stn_str bytes = {git_odb_object_data(object),
                            git_odb_object_size(object)};
    if (git_odb_object_type(object) == GIT_OBJECT_COMMIT &&
        stn_git_commit_parse(&message, bytes) == STN_OK)
        status = add_parsed(commits, from, id, &message, err);
    else
        status = from->broken(from->payload, id, false, err);
    git_odb_object_free(object);
    return status;
}

static enum stn_status push(struct stn_git_commits *commits, const git_oid *id,
                            struct stn_error *err)
{
    git_oid *todo = stn_grow(commits->todo, &commits->todo_capacity,
                             commits->todo_count, sizeof(*todo));

    if (todo == NULL)
        return stn_fail_memory(err);
    commits->todo = todo;
    todo[commits->todo_count++] = *id;
    return STN_OK;
}

/* Objects that arrive meanwhile are not looked for: they would be known, and
 * looking costs reading the folder again for each commit that is new. */
static bool is_known(const struct stn_git_commits_from *from, const git_oid *id)
{
    return from->known != NULL &&
           git_odb_exists_ext(from->known, id, GIT_ODB_LOOKUP_NO_REFRESH) == 1;
}

/* Read one commit, and put its parents on the stack. */
static enum stn_status visit(struct stn_git_commits *commits,
                             const struct stn_git_commits_from *from,
                             const git_oid *id, struct stn_error *err)
{
    size_t count = commits->count;
    enum stn_status status = STN_OK;

    if (!is_known(from, id))
        status = stn_git_commits_add(commits, from, id, err);
    if (status < 0 || commits->count == count)
        return status;
    const struct stn_git_commit *commit = &commits->items[count];
    for (uint32_t i = 0; i < commit->parent_count; i++) {
        git_oid parent = commits->parents[commit->first_parent + i];
        if (stn_git_commits_find(commits, &parent) != STN_GIT_NONE)
            continue;
        status = push(commits, &parent, err);
        if (status < 0)
            return status;
    }
    return STN_OK;
}

enum stn_status stn_git_commits_walk(struct stn_git_commits *commits,
                                     const struct stn_git_commits_from *from,
                                     const git_oid *tip, struct stn_error *err)
{
    enum stn_status status = push(commits, tip, err);

    while (status >= 0 && commits->todo_count > 0) {
        if (stn_source_is_over(&from->repo->options))
            return STN_ESTOPPED;
        git_oid id = commits->todo[--commits->todo_count];
        status = visit(commits, from, &id, err);
    }
    return status;
}

/* What sorting needs beside the commits: a graph from parent to children, and
 * a heap of those whose parents are all placed. */
struct order {
    const struct stn_git_commit *items;
    size_t first;
    uint32_t *waits;    /* parents not placed yet, one for each commit */
    uint32_t *child_at; /* where its children begin, and one more */
    uint32_t *children;
    uint32_t *heap;
    size_t heap_count;
};

static bool is_before(const struct order *order, uint32_t a, uint32_t b)
{
    const struct stn_git_commit *x = &order->items[a];
    const struct stn_git_commit *y = &order->items[b];

    if (x->time != y->time)
        return x->time < y->time;
    return git_oid_cmp(&x->id, &y->id) < 0;
}

static void heap_push(struct order *order, uint32_t item)
{
    size_t at = order->heap_count++;

    while (at > 0 && is_before(order, item, order->heap[(at - 1) / 2])) {
        order->heap[at] = order->heap[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    order->heap[at] = item;
}

static uint32_t heap_pop(struct order *order)
{
    uint32_t top = order->heap[0];
    uint32_t item = order->heap[--order->heap_count];
    size_t at = 0;

    for (;;) {
        size_t child = 2 * at + 1;
        if (child >= order->heap_count)
            break;
        if (child + 1 < order->heap_count &&
            is_before(order, order->heap[child + 1], order->heap[child]))
            child++;
        if (!is_before(order, order->heap[child], item))
            break;
        order->heap[at] = order->heap[child];
        at = child;
    }
    order->heap[at] = item;
    return top;
}

/* The index of a parent that is being sorted too, or STN_GIT_NONE. */
static uint32_t parent_of(struct stn_git_commits *commits, size_t first,
                          size_t commit, uint32_t at)
{
    const struct stn_git_commit *item = &commits->items[commit];
    uint32_t parent = stn_git_commits_find(
        commits, &commits->parents[item->first_parent + at]);

    return parent != STN_GIT_NONE && parent >= first ? parent : STN_GIT_NONE;
}

static void link_children(struct stn_git_commits *commits, struct order *order)
{
    size_t first = order->first;
    size_t count = commits->count - first;

    for (size_t i = 0; i < count; i++) {
        for (uint32_t p = 0; p < commits->items[first + i].parent_count; p++) {
            uint32_t parent = parent_of(commits, first, first + i, p);
            if (parent == STN_GIT_NONE)
                continue;
            order->child_at[parent - first + 1]++;
            order->waits[i]++;
        }
    }
    for (size_t i = 0; i < count; i++)
        order->child_at[i + 1] += order->child_at[i];
    order->child_at[count + 1] = order->child_at[count];
    /* Filled from behind, so that child_at ends as it began. */
    for (size_t i = count; i-- > 0;) {
        for (uint32_t p = 0; p < commits->items[first + i].parent_count; p++) {
            uint32_t parent = parent_of(commits, first, first + i, p);
            if (parent != STN_GIT_NONE)
                order->children[--order->child_at[parent - first + 1]] =
                    (uint32_t)(first + i);
        }
    }
}

static int compare_ids(const void *a, const void *b)
{
    return git_oid_cmp(&((const struct stn_git_commit *)a)->id,
                       &((const struct stn_git_commit *)b)->id);
}

/* Place commits into `sorted`; those on a cycle, which only hash collisions
 * could make, stay behind. @return How many were placed. */
static size_t place(struct order *order, struct stn_git_commit *sorted,
                    size_t count)
{
    size_t placed = 0;

    for (size_t i = 0; i < count; i++)
        if (order->waits[i] == 0)
            heap_push(order, (uint32_t)(order->first + i));
    while (order->heap_count > 0) {
        uint32_t item = heap_pop(order);
        size_t at = item - order->first;

        sorted[placed++] = order->items[item];
        order->waits[at] = STN_GIT_NONE;
        for (uint32_t c = order->child_at[at + 1]; c < order->child_at[at + 2];
             c++) {
            uint32_t child = order->children[c];
            if (--order->waits[child - order->first] == 0)
                heap_push(order, child);
        }
    }
    return placed;
}

enum stn_status stn_git_commits_sort(struct stn_git_commits *commits,
                                     size_t first, struct stn_error *err)
{
    size_t count = commits->count - first;
    struct order order = {.items = commits->items, .first = first};
    struct stn_git_commit *sorted = stn_calloc(count, sizeof(*sorted));
    enum stn_status status = STN_OK;

    order.waits = stn_calloc(count, sizeof(uint32_t));
    order.child_at = stn_calloc(count + 2, sizeof(uint32_t));
    order.children = stn_calloc(commits->parents_count, sizeof(uint32_t));
    order.heap = stn_calloc(count, sizeof(uint32_t));
    if (sorted == NULL || order.waits == NULL || order.child_at == NULL ||
        order.children == NULL || order.heap == NULL) {
        status = stn_fail_memory(err);
        goto done;
    }
    link_children(commits, &order);
    size_t placed = place(&order, sorted, count);
    size_t left = placed;
    for (size_t i = 0; i < count; i++)
        if (order.waits[i] != STN_GIT_NONE)
            sorted[left++] = commits->items[first + i];
    qsort(sorted + placed, left - placed, sizeof(*sorted), compare_ids);
    if (count > 0)
        memcpy(commits->items + first, sorted, count * sizeof(*sorted));
    stn_git_set_dispose(&commits->set);
done:
    stn_free(sorted);
    stn_free(order.waits);
    stn_free(order.child_at);
    stn_free(order.children);
    stn_free(order.heap);
    return status;
}

enum stn_status stn_git_commits_index(struct stn_git_commits *commits,
                                      struct stn_error *err)
{
    enum stn_status status = STN_OK;

    stn_git_set_dispose(&commits->set);
    for (size_t i = 0; i < commits->count && status >= 0; i++)
        status = stn_git_set_add(&commits->set,
                                 hash_id(commits, &commits->items[i].id),
                                 (uint32_t)i, err);
    return status;
}
