#include "golang/sync_calls.h"

#include <stdlib.h>
#include <string.h>

#include "golang/names.h"

/* Calls in one declaration past which nothing is said of it: tests of locks
 * themselves have some hundred. */
#define AROUND_MAX 1024

/* A declared function that calls what is listed. */
struct holder {
    struct stn_str name;
    const struct stn_go_file *file;
    uint32_t node;
};

/* An unlock of what its function did not lock before. */
struct unpaired {
    struct stn_str name; /* the last of what is unlocked */
    struct stn_str function;
    uint32_t file, node; /* the function */
};

struct stn_go_sync_index {
    struct stn_go_sync_calls *files; /* for each file */
    struct holder *holders;          /* by name */
    size_t holder_count;
    struct unpaired *unpaired; /* as they come */
    size_t unpaired_count;
};

static const struct {
    const char *name;
    uint8_t verb;
    uint8_t arguments;
    bool has_value; /* it counts as a method value, too */
} verbs[] = {
    {"Lock", STN_GO_SYNC_LOCK, 0, false},
    {"RLock", STN_GO_SYNC_RLOCK, 0, false},
    {"TryLock", STN_GO_SYNC_TRY, 0, false},
    {"TryRLock", STN_GO_SYNC_TRY, 0, false},
    {"Unlock", STN_GO_SYNC_UNLOCK, 0, true},
    {"RUnlock", STN_GO_SYNC_RUNLOCK, 0, true},
    {"Add", STN_GO_SYNC_ADD, 1, false},
    {"Done", STN_GO_SYNC_DONE, 0, true},
    {"Wait", STN_GO_SYNC_WAIT, 0, false},
};

#define VERBS (sizeof(verbs) / sizeof(verbs[0]))

uint32_t stn_go_sync_bare(const struct stn_go_tree *tree, uint32_t node)
{
    while (node != 0 && tree->nodes[node].kind == STN_GO_UNARY &&
           (tree->nodes[node].op == STN_GO_OP_AND ||
            tree->nodes[node].op == STN_GO_OP_STAR))
        node = stn_go_child(tree, node, STN_GO_IN_operand);
    return node;
}

struct stn_str stn_go_sync_last_name(const struct stn_go_tree *tree,
                                     uint32_t operand)
{
    if (operand == 0)
        return STN_STR("");
    if (tree->nodes[operand].kind == STN_GO_IDENTIFIER)
        return stn_go_text(tree, operand);
    return stn_go_selected(tree, operand);
}

bool stn_go_sync_same(const struct stn_go_file *file, uint32_t a, uint32_t b)
{
    const struct stn_go_tree *tree = &file->tree;

    if (!stn_go_same(tree, a, b))
        return false;
    for (uint32_t i = 0; i < tree->nodes[a].size; i++)
        if (tree->nodes[a + i].kind == STN_GO_IDENTIFIER &&
            stn_go_object_at(file, a + i) != stn_go_object_at(file, b + i))
            return false;
    return true;
}

static size_t find_verb(struct stn_str name)
{
    for (size_t i = 0; i < VERBS; i++)
        if (stn_str_equal(name, stn_str_of(verbs[i].name)))
            return i;
    return VERBS;
}

/* x.Unlock as a value, and not x.Unlock.y, which is of a field. */
static bool read_value(const struct stn_go_tree *tree, uint32_t node,
                       struct stn_go_sync_call *out)
{
    const uint32_t parent = tree->nodes[node].parent;
    const size_t verb = find_verb(stn_go_selected(tree, node));

    if (verb == VERBS || !verbs[verb].has_value ||
        tree->nodes[parent].kind == STN_GO_SELECTOR ||
        (stn_go_is_call(tree, parent) &&
         tree->nodes[node].field == STN_GO_IN_function))
        return false;
    *out = (struct stn_go_sync_call){
        .node = node,
        .operand =
            stn_go_sync_bare(tree, stn_go_child(tree, node, STN_GO_IN_operand)),
        .selector = node,
        .verb = verbs[verb].verb,
        .is_value = true,
    };
    return out->operand != 0;
}

/* A call by one of the names, or a method value. */
static bool read_direct(const struct stn_go_tree *tree, uint32_t node,
                        struct stn_go_sync_call *out)
{
    if (tree->nodes[node].kind == STN_GO_SELECTOR)
        return read_value(tree, node, out);
    if (tree->nodes[node].kind != STN_GO_CALL)
        return false;
    const uint32_t callee = stn_go_callee(tree, node);
    const size_t verb = find_verb(stn_go_selected(tree, callee));
    const uint32_t list = stn_go_arguments(tree, node);
    if (verb == VERBS || list == 0 ||
        stn_go_count(tree, list) != verbs[verb].arguments)
        return false;
    *out = (struct stn_go_sync_call){
        .node = node,
        .operand = stn_go_sync_bare(
            tree, stn_go_child(tree, callee, STN_GO_IN_operand)),
        .selector = callee,
        .verb = verbs[verb].verb,
        .how = (uint8_t)stn_go_how_called(tree, node),
    };
    return out->operand != 0;
}

static int compare_holders(const void *a, const void *b)
{
    const struct holder *left = a;
    const struct holder *right = b;

    return stn_str_compare(left->name, right->name);
}

static bool is_holder(const struct stn_go_sync_index *index,
                      struct stn_str name)
{
    const struct holder key = {.name = name};

    return index->holder_count > 0 &&
           bsearch(&key, index->holders, index->holder_count, sizeof(key),
                   compare_holders) != NULL;
}

/* A call of what may unlock for another. */
static bool read_helper(const struct stn_go_sync_index *index,
                        const struct stn_go_tree *tree, uint32_t node,
                        struct stn_go_sync_call *out)
{
    if (!stn_go_is_call(tree, node))
        return false;
    const uint32_t callee = stn_go_callee(tree, node);
    struct stn_str name = stn_go_sync_last_name(tree, callee);
    if (name.len == 0 ||
        (stn_str_find_nocase(name, STN_STR("unlock")) == SIZE_MAX &&
         !is_holder(index, name)))
        return false;
    *out = (struct stn_go_sync_call){
        .node = node,
        .verb = STN_GO_SYNC_HELPER,
        .how = (uint8_t)stn_go_how_called(tree, node),
    };
    if (tree->nodes[callee].kind == STN_GO_SELECTOR)
        out->operand = stn_go_sync_bare(
            tree, stn_go_child(tree, callee, STN_GO_IN_operand));
    return true;
}

static bool read_any(const struct stn_go_sync_index *index,
                     const struct stn_go_tree *tree, uint32_t node,
                     struct stn_go_sync_call *out)
{
    return read_direct(tree, node, out) || read_helper(index, tree, node, out);
}

/* List a file's. The first time without room, only to count. */
static size_t list_calls(const struct stn_go_sync_index *index,
                         const struct stn_go_tree *tree,
                         struct stn_go_sync_call *items)
{
    struct stn_go_sync_call call;
    size_t count = 0;

    for (uint32_t node = 1; node < tree->count; node++)
        if (read_any(index, tree, node, &call)) {
            if (items != NULL)
                items[count] = call;
            count++;
        }
    return count;
}

/* The functions and methods of a file with a direct call in them. */
static size_t list_holders(const struct stn_go_file *file, struct holder *items)
{
    const struct stn_go_tree *tree = &file->tree;
    struct stn_go_sync_call call;
    size_t count = 0;

    uint32_t top = tree->count > 0 ? stn_go_first(tree, 0) : 0;
    for (; top != 0; top = stn_go_next(tree, top)) {
        if (tree->nodes[top].kind != STN_GO_FUNCTION &&
            tree->nodes[top].kind != STN_GO_METHOD)
            continue;
        const uint32_t name = stn_go_child(tree, top, STN_GO_IN_name);
        uint32_t node = top;
        while (node < stn_go_past(tree, top) && !read_direct(tree, node, &call))
            node++;
        if (name == 0 || node == stn_go_past(tree, top))
            continue;
        if (items != NULL)
            items[count] = (struct holder){stn_go_text(tree, name), file, top};
        count++;
    }
    return count;
}

/* Whether a node is `s.f()` in a method of s, with f one of the holders. */
static bool calls_holder(const struct stn_go_sync_index *index,
                         const struct stn_go_tree *tree, uint32_t node,
                         struct stn_str receiver)
{
    if (tree->nodes[node].kind != STN_GO_CALL)
        return false;
    const uint32_t callee = stn_go_callee(tree, node);
    struct stn_str name = stn_go_selected(tree, callee);
    const uint32_t operand =
        name.len > 0 ? stn_go_child(tree, callee, STN_GO_IN_operand) : 0;
    return operand != 0 && tree->nodes[operand].kind == STN_GO_IDENTIFIER &&
           stn_str_equal(stn_go_text(tree, operand), receiver) &&
           is_holder(index, name);
}

/* Methods that call those of the first kind, on their own receiver. The first
 * time without room, only to count. */
static size_t list_callers(const struct stn_go_sync_index *index,
                           const struct stn_go_file *file, struct holder *items)
{
    const struct stn_go_tree *tree = &file->tree;
    size_t count = 0;

    uint32_t top = tree->count > 0 ? stn_go_first(tree, 0) : 0;
    for (; top != 0; top = stn_go_next(tree, top)) {
        const uint32_t list = stn_go_child(tree, top, STN_GO_IN_receiver);
        const uint32_t item = list != 0 ? stn_go_first(tree, list) : 0;
        const uint32_t receiver =
            item != 0 ? stn_go_child(tree, item, STN_GO_IN_name) : 0;
        const uint32_t name = stn_go_child(tree, top, STN_GO_IN_name);
        if (receiver == 0 || name == 0 ||
            is_holder(index, stn_go_text(tree, name)))
            continue;
        uint32_t node = top;
        while (node < stn_go_past(tree, top) &&
               !calls_holder(index, tree, node, stn_go_text(tree, receiver)))
            node++;
        if (node == stn_go_past(tree, top))
            continue;
        if (items != NULL)
            items[count] = (struct holder){stn_go_text(tree, name), file, top};
        count++;
    }
    return count;
}

/* Whether a function locked, before its n-th call, what that unlocks. */
static bool is_paired(const struct stn_go_tree *tree,
                      const struct stn_go_sync_calls *calls, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (calls->items[i].verb <= STN_GO_SYNC_TRY &&
            stn_go_same(tree, calls->items[i].operand, calls->items[n].operand))
            return true;
    return false;
}

/* What one function unlocks without having locked it; some is enough. */
#define UNPAIRED_OF_ONE_MAX 4

static void list_unpaired(struct stn_go_package *package,
                          struct stn_go_sync_index *index,
                          const struct holder *holder)
{
    const struct stn_go_tree *tree = &holder->file->tree;
    struct stn_go_sync_calls calls =
        stn_go_sync_calls_around(package, holder->file, holder->node);
    size_t count = 0;

    for (size_t i = 0; i < calls.count && count < UNPAIRED_OF_ONE_MAX; i++) {
        if (!stn_go_sync_unlocks(&calls.items[i]) || is_paired(tree, &calls, i))
            continue;
        index->unpaired[index->unpaired_count++] = (struct unpaired){
            stn_go_sync_last_name(tree, calls.items[i].operand), holder->name,
            holder->file->index, holder->node};
        count++;
    }
}

/* Who calls, and who calls those. */
static bool find_holders(struct stn_go_package *package,
                         struct stn_go_sync_index *index)
{
    size_t count = 0;

    /* One more than there are: an array of none is no array. */
    for (size_t i = 0; i < package->count; i++)
        count += list_holders(&package->files[i], NULL);
    index->holders =
        stn_arena_array(&package->arena, count + 1, sizeof(*index->holders));
    if (index->holders == NULL)
        return false;
    for (size_t i = 0; i < package->count; i++)
        index->holder_count += list_holders(
            &package->files[i], index->holders + index->holder_count);
    qsort(index->holders, index->holder_count, sizeof(*index->holders),
          compare_holders);
    count = index->holder_count;
    for (size_t i = 0; i < package->count && count > 0; i++)
        count += list_callers(index, &package->files[i], NULL);
    struct holder *all =
        stn_arena_array(&package->arena, count + 1, sizeof(*all));
    if (all == NULL)
        return false;
    memcpy(all, index->holders, index->holder_count * sizeof(*all));
    count = index->holder_count;
    for (size_t i = 0; i < package->count && count > 0; i++)
        count += list_callers(index, &package->files[i], all + count);
    qsort(all, count, sizeof(*all), compare_holders);
    index->holders = all;
    index->holder_count = count;
    return true;
}

static bool find_calls(struct stn_go_package *package,
                       struct stn_go_sync_index *index)
{
    struct stn_arena *arena = &package->arena;

    index->files =
        stn_arena_array(arena, package->count + 1, sizeof(*index->files));
    if (index->files == NULL)
        return false;
    for (size_t i = 0; i < package->count; i++) {
        const struct stn_go_tree *tree = &package->files[i].tree;
        struct stn_go_sync_call *items = stn_arena_array(
            arena, list_calls(index, tree, NULL) + 1, sizeof(*items));
        if (items == NULL)
            return false;
        index->files[i] =
            (struct stn_go_sync_calls){items, list_calls(index, tree, items)};
    }
    return true;
}

static bool build(struct stn_go_package *package,
                  struct stn_go_sync_index *index)
{
    if (!find_holders(package, index) || !find_calls(package, index))
        return false;
    index->unpaired = stn_arena_array(
        &package->arena, index->holder_count * UNPAIRED_OF_ONE_MAX + 1,
        sizeof(*index->unpaired));
    if (index->unpaired == NULL)
        return false;
    for (size_t i = 0; i < index->holder_count; i++)
        list_unpaired(package, index, &index->holders[i]);
    return true;
}

/* NULL without memory. */
static const struct stn_go_sync_index *index_of(struct stn_go_package *package)
{
    if (package->sync != NULL)
        return package->sync;
    struct stn_go_sync_index *index =
        stn_arena_alloc(&package->arena, sizeof(*index));
    package->sync = index; /* what is built reads what is there already */
    if (index == NULL || !build(package, index)) {
        package->is_short = true;
        package->sync = NULL;
    }
    return package->sync;
}

/* The first of a file's at a node or behind it. */
static size_t find_first(const struct stn_go_sync_calls *calls, uint32_t node)
{
    size_t low = 0;
    size_t high = calls->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (calls->items[middle].node < node)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

struct stn_go_sync_calls stn_go_sync_calls_in(struct stn_go_package *package,
                                              const struct stn_go_file *file,
                                              uint32_t node)
{
    const struct stn_go_sync_index *index = index_of(package);

    if (index == NULL)
        return (struct stn_go_sync_calls){0};
    const struct stn_go_sync_calls *all = &index->files[file->index];
    const size_t first = find_first(all, node);
    return (struct stn_go_sync_calls){
        all->items + first,
        find_first(all, stn_go_past(&file->tree, node)) - first};
}

struct stn_go_sync_calls
stn_go_sync_calls_around(struct stn_go_package *package,
                         const struct stn_go_file *file, uint32_t node)
{
    const uint32_t top = stn_go_top_of(&file->tree, node);
    struct stn_go_sync_calls calls = {0};

    if (top != 0)
        calls = stn_go_sync_calls_in(package, file, top);
    return calls.count <= AROUND_MAX ? calls : (struct stn_go_sync_calls){0};
}

const struct stn_go_sync_call *
stn_go_sync_statement(struct stn_go_package *package,
                      const struct stn_go_file *file, uint32_t statement)
{
    const struct stn_go_sync_calls calls =
        stn_go_sync_calls_in(package, file, statement);

    return calls.count == 1 && calls.items[0].selector != 0 &&
                   calls.items[0].node ==
                       stn_go_statement_call(&file->tree, statement)
               ? &calls.items[0]
               : NULL;
}

/* How many unpaired ones are looked through: what follows counts as found. */
#define UNPAIRED_MAX 4096

bool stn_go_sync_unlocked_elsewhere(struct stn_go_package *package,
                                    const struct stn_go_file *file,
                                    uint32_t function, struct stn_str name)
{
    const struct stn_go_sync_index *index = index_of(package);

    if (index == NULL || index->unpaired_count > UNPAIRED_MAX ||
        !stn_go_spend(package, index->unpaired_count))
        return true;
    for (size_t i = 0; i < index->unpaired_count; i++) {
        const struct unpaired *one = &index->unpaired[i];
        if (stn_str_equal(one->name, name) &&
            (one->file != file->index || one->node != function))
            return true;
    }
    return false;
}

bool stn_go_sync_name_unlocks(struct stn_go_package *package,
                              struct stn_str name)
{
    const struct stn_go_sync_index *index = index_of(package);

    if (index == NULL || index->unpaired_count > UNPAIRED_MAX ||
        !stn_go_spend(package, index->unpaired_count))
        return true;
    for (size_t i = 0; i < index->unpaired_count; i++)
        if (stn_str_equal(index->unpaired[i].function, name))
            return true;
    return false;
}
