#include "golang/mentions.h"

#include "base/alloc.h"
#include "golang/names.h"

#define ALL 31U

struct entry {
    struct stn_str name; /* empty: free */
    uint8_t bits;
};

/* Open addressing. */
struct stn_go_mentions {
    struct entry *items;
    uint32_t count, capacity; /* a power of two */
};

static uint32_t slot_of(const struct stn_go_mentions *table,
                        struct stn_str name)
{
    uint32_t hash = 2166136261U;

    for (size_t i = 0; i < name.len; i++)
        hash = (hash ^ (unsigned char)name.ptr[i]) * 16777619U;
    uint32_t at = hash & (table->capacity - 1);
    while (table->items[at].name.len > 0 &&
           !stn_str_equal(table->items[at].name, name))
        at = (at + 1) & (table->capacity - 1);
    return at;
}

static bool grow(struct stn_go_mentions *table)
{
    struct stn_go_mentions grown = {
        .count = table->count,
        .capacity = table->capacity > 0 ? table->capacity * 2 : 256,
    };

    grown.items = stn_calloc(grown.capacity, sizeof(*grown.items));
    if (grown.items == NULL)
        return false;
    for (uint32_t i = 0; i < table->capacity; i++)
        if (table->items[i].name.len > 0)
            grown.items[slot_of(&grown, table->items[i].name)] =
                table->items[i];
    stn_free(table->items);
    *table = grown;
    return true;
}

static bool add(struct stn_go_mentions *table, struct stn_str name,
                unsigned bits)
{
    if (table->count * 2 >= table->capacity && !grow(table))
        return false;
    struct entry *entry = &table->items[slot_of(table, name)];
    table->count += entry->name.len == 0;
    entry->name = name;
    entry->bits |= (uint8_t)bits;
    return true;
}

/* What is done with the function that a node names. */
static unsigned bits_at(const struct stn_go_tree *tree, uint32_t node)
{
    uint32_t call = tree->nodes[node].parent;
    uint32_t loop;

    if (!stn_go_is_call(tree, call) ||
        tree->nodes[node].field != STN_GO_IN_function)
        return STN_GO_MENTION_VALUE;
    switch (stn_go_kind_of(tree, tree->nodes[call].parent)) {
    case STN_GO_DEFER:
        return STN_GO_MENTION_DEFERRED;
    case STN_GO_GO:
        return STN_GO_MENTION_GO;
    default:
        loop = stn_go_loop_of(tree, node);
        return loop != 0 && stn_go_loop_of(tree, loop) != 0
                   ? STN_GO_MENTION_CALLED | STN_GO_MENTION_NESTED
                   : STN_GO_MENTION_CALLED;
    }
}

/* What a node names, if it may be a function; empty: nothing. */
static struct stn_str name_at(const struct stn_go_package *package,
                              const struct stn_go_file *file, uint32_t node)
{
    const struct stn_go_tree *tree = &file->tree;

    if (tree->nodes[node].kind == STN_GO_SELECTOR)
        return stn_go_selected(tree, node);
    if (tree->nodes[node].kind != STN_GO_IDENTIFIER ||
        tree->nodes[tree->nodes[node].parent].kind == STN_GO_FUNCTION)
        return STN_STR("");
    uint32_t object = stn_go_object_at(file, node);
    return object != 0 && package->objects[object].kind == STN_GO_FUNCTION_NAME
               ? stn_go_text(tree, node)
               : STN_STR("");
}

static bool read_mentions(struct stn_go_package *package)
{
    struct stn_go_mentions *table = stn_calloc(1, sizeof(*table));

    package->mentions = table;
    if (table == NULL)
        return false;
    for (size_t i = 0; i < package->count; i++) {
        struct stn_go_file *file = &package->files[i];
        if (stn_go_names_resolve(package, file, NULL) < 0)
            return false;
        for (uint32_t node = 0; node < file->tree.count; node++) {
            struct stn_str name = name_at(package, file, node);
            if (name.len > 0 && !add(table, name, bits_at(&file->tree, node)))
                return false;
        }
    }
    return true;
}

unsigned stn_go_mentions(struct stn_go_package *package, struct stn_str name)
{
    if (package->mentions == NULL && !read_mentions(package))
        package->is_short = true;
    const struct stn_go_mentions *table = package->mentions;
    if (package->is_short || table == NULL)
        return ALL;
    return table->capacity > 0 ? table->items[slot_of(table, name)].bits : 0;
}

void stn_go_mentions_dispose(struct stn_go_package *package)
{
    if (package->mentions != NULL)
        stn_free(package->mentions->items);
    stn_free(package->mentions);
    package->mentions = NULL;
}
