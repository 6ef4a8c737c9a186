#include "golang/fields.h"

#include "base/alloc.h"

/* Names of fields that are read; open addressing. */
struct stn_go_fields {
    struct stn_str *items;
    uint32_t count, capacity; /* a power of two */
};

static uint32_t slot_of(const struct stn_go_fields *fields, struct stn_str name)
{
    uint32_t hash = 2166136261U;

    for (size_t i = 0; i < name.len; i++)
        hash = (hash ^ (unsigned char)name.ptr[i]) * 16777619U;
    uint32_t at = hash & (fields->capacity - 1);
    while (fields->items[at].len > 0 && !stn_str_equal(fields->items[at], name))
        at = (at + 1) & (fields->capacity - 1);
    return at;
}

static bool add(struct stn_go_fields *fields, struct stn_str name)
{
    if (name.len == 0)
        return true;
    if (fields->count * 2 >= fields->capacity) {
        struct stn_go_fields grown = {
            .capacity = fields->capacity > 0 ? fields->capacity * 2 : 256};
        grown.items = stn_calloc(grown.capacity, sizeof(*grown.items));
        if (grown.items == NULL)
            return false;
        for (uint32_t i = 0; i < fields->capacity; i++)
            if (fields->items[i].len > 0)
                grown.items[slot_of(&grown, fields->items[i])] =
                    fields->items[i];
        grown.count = fields->count;
        stn_free(fields->items);
        *fields = grown;
    }
    uint32_t at = slot_of(fields, name);
    fields->count += fields->items[at].len == 0;
    fields->items[at] = name;
    return true;
}

/* x.f on the left of `=` by itself. */
static bool is_written(const struct stn_go_tree *tree, uint32_t selector)
{
    uint32_t list = tree->nodes[selector].parent;

    return tree->nodes[list].kind == STN_GO_EXPRESSION_LIST &&
           tree->nodes[list].field == STN_GO_IN_left;
}

static bool read_fields(struct stn_go_package *package)
{
    struct stn_go_fields *fields = stn_calloc(1, sizeof(*fields));

    package->fields = fields;
    if (fields == NULL)
        return false;
    for (size_t i = 0; i < package->count; i++) {
        const struct stn_go_tree *tree = &package->files[i].tree;
        for (uint32_t node = 0; node < tree->count; node++)
            if (tree->nodes[node].kind == STN_GO_SELECTOR &&
                !is_written(tree, node) &&
                !add(fields, stn_go_selected(tree, node)))
                return false;
    }
    return true;
}

bool stn_go_field_is_read(struct stn_go_package *package, struct stn_str name)
{
    if (package->fields == NULL && !read_fields(package))
        package->is_short = true;
    const struct stn_go_fields *fields = package->fields;
    if (package->is_short || fields == NULL)
        return true;
    return fields->capacity > 0 && fields->items[slot_of(fields, name)].len > 0;
}

void stn_go_fields_dispose(struct stn_go_package *package)
{
    if (package->fields != NULL)
        stn_free(package->fields->items);
    stn_free(package->fields);
    package->fields = NULL;
}

bool stn_go_function_names(const struct stn_go_pass *pass, uint32_t function,
                           const char *name)
{
    const struct stn_go_tree *tree = pass->tree;

    if (!stn_go_spend(pass->package, tree->nodes[function].size))
        return true;
    for (uint32_t n = function; n < stn_go_past(tree, function); n++)
        if (tree->nodes[n].kind == STN_GO_IDENTIFIER &&
            stn_go_text_is(tree, n, name))
            return true;
    return false;
}
