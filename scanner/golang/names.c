#include "golang/names_state.h"

#include "base/alloc.h"
#include "base/limits.h"

struct entry {
    uint32_t hash;
    uint32_t object;         /* 0: free */
    struct stn_str receiver; /* of a method; else empty */
};

/* Names of the package, by clause, receiver and name; open addressing. */
struct stn_go_scope_table {
    struct entry *entries;
    uint32_t count, capacity; /* a power of two */
};

static uint32_t hash_more(uint32_t hash, struct stn_str bytes)
{
    for (size_t i = 0; i < bytes.len; i++)
        hash = (hash ^ (unsigned char)bytes.ptr[i]) * 16777619U;
    return (hash ^ 0xFF) * 16777619U;
}

static uint32_t hash_name(struct stn_str clause, struct stn_str receiver,
                          struct stn_str name)
{
    return hash_more(hash_more(hash_more(2166136261U, clause), receiver), name);
}

uint32_t stn_go_object_add(struct stn_go_package *package,
                           const struct stn_go_object *object)
{
    size_t capacity = package->object_capacity;

    if (package->object_count >= STN_GO_OBJECTS_MAX) {
        package->is_crowded = true;
        return 0;
    }
    struct stn_go_object *objects = stn_grow(
        package->objects, &capacity, package->object_count, sizeof(*objects));
    if (objects == NULL)
        return 0;
    package->objects = objects;
    package->object_capacity = (uint32_t)capacity;
    if (package->object_count == 0)
        objects[package->object_count++] = (struct stn_go_object){0};
    /* The first one may have filled it. */
    if (package->object_count == capacity)
        return stn_go_object_add(package, object);
    objects[package->object_count] = *object;
    return package->object_count++;
}

static struct stn_str name_of(const struct stn_go_package *package,
                              uint32_t object)
{
    const struct stn_go_object *known = &package->objects[object];

    return stn_go_text(&package->files[known->file].tree, known->name);
}

static bool entry_is(const struct stn_go_package *package,
                     const struct entry *entry, struct stn_str clause,
                     struct stn_str receiver, struct stn_str name)
{
    const uint32_t file = package->objects[entry->object].file;

    return stn_str_equal(name_of(package, entry->object), name) &&
           stn_str_equal(entry->receiver, receiver) &&
           stn_str_equal(package->files[file].clause, clause);
}

/* The entry of a name, or the free one where it would be. */
static struct entry *find_entry(const struct stn_go_package *package,
                                struct stn_str clause, struct stn_str receiver,
                                struct stn_str name, uint32_t hash)
{
    const struct stn_go_scope_table *table = package->names;
    uint32_t at = hash & (table->capacity - 1);

    while (table->entries[at].object != 0 &&
           (table->entries[at].hash != hash ||
            !entry_is(package, &table->entries[at], clause, receiver, name)))
        at = (at + 1) & (table->capacity - 1);
    return &table->entries[at];
}

static bool grow_table(struct stn_go_scope_table *table)
{
    const uint32_t capacity = table->capacity > 0 ? table->capacity * 2 : 256;
    struct entry *entries = stn_calloc(capacity, sizeof(*entries));

    if (entries == NULL)
        return false;
    for (uint32_t i = 0; i < table->capacity; i++) {
        if (table->entries[i].object == 0)
            continue;
        uint32_t at = table->entries[i].hash & (capacity - 1);
        while (entries[at].object != 0)
            at = (at + 1) & (capacity - 1);
        entries[at] = table->entries[i];
    }
    stn_free(table->entries);
    table->entries = entries;
    table->capacity = capacity;
    return true;
}

/* Declare a name of the package. What is declared again (for another system,
 * by build tags) keeps its first meaning. */
static enum stn_status declare(struct stn_go_package *package,
                               struct stn_go_file *file, uint32_t name,
                               uint32_t decl, enum stn_go_object_kind kind,
                               struct stn_str receiver, struct stn_error *err)
{
    struct stn_str text = stn_go_text(&file->tree, name);

    if (stn_str_equal(text, STN_STR("_")) ||
        (kind == STN_GO_FUNCTION_NAME && stn_str_equal(text, STN_STR("init"))))
        return STN_OK;
    struct stn_go_scope_table *table = package->names;
    if (table->count * 2 >= table->capacity && !grow_table(table))
        return stn_fail_memory(err);
    uint32_t hash = hash_name(file->clause, receiver, text);
    struct entry *entry =
        find_entry(package, file->clause, receiver, text, hash);
    if (entry->object != 0) {
        package->objects[entry->object].is_repeated = true;
        return STN_OK;
    }
    uint32_t object = stn_go_object_add(package, &(struct stn_go_object){
                                                     .kind = (uint8_t)kind,
                                                     .file = file->index,
                                                     .name = name,
                                                     .decl = decl,
                                                 });
    if (object == 0)
        return package->is_crowded ? STN_OK : stn_fail_memory(err);
    *entry = (struct entry){hash, object, receiver};
    table->count++;
    return STN_OK;
}

/* Names of a var, const or type declaration, grouped or not. */
static enum stn_status declare_specs(struct stn_go_package *package,
                                     struct stn_go_file *file, uint32_t top,
                                     struct stn_error *err)
{
    const struct stn_go_tree *tree = &file->tree;
    enum stn_status status = STN_OK;

    for (uint32_t spec = stn_go_first(tree, top); spec != 0 && status >= 0;
         spec = stn_go_next(tree, spec)) {
        enum stn_go_object_kind kind = STN_GO_VARIABLE;
        switch (stn_go_kind_of(tree, spec)) {
        case STN_GO_VAR_SPEC_LIST:
            status = declare_specs(package, file, spec, err);
            continue;
        case STN_GO_VAR_SPEC:
            break;
        case STN_GO_CONST_SPEC:
            kind = STN_GO_CONSTANT;
            break;
        case STN_GO_TYPE_SPEC:
        case STN_GO_TYPE_ALIAS:
            kind = STN_GO_TYPE_NAME;
            break;
        default:
            continue;
        }
        for (uint32_t name = stn_go_first(tree, spec); name != 0 && status >= 0;
             name = stn_go_next(tree, name))
            if (tree->nodes[name].field == STN_GO_IN_name)
                status =
                    declare(package, file, name, spec, kind, STN_STR(""), err);
    }
    return status;
}

struct stn_str stn_go_receiver_type(const struct stn_go_tree *tree,
                                    uint32_t method)
{
    uint32_t list = stn_go_child(tree, method, STN_GO_IN_receiver);
    uint32_t parameter = list != 0 ? stn_go_first(tree, list) : 0;
    uint32_t type =
        parameter != 0 ? stn_go_child(tree, parameter, STN_GO_IN_type) : 0;

    while (type != 0) {
        switch (stn_go_kind_of(tree, type)) {
        case STN_GO_POINTER_TYPE:
            type = stn_go_first(tree, type);
            continue;
        case STN_GO_GENERIC_TYPE:
            type = stn_go_child(tree, type, STN_GO_IN_type);
            continue;
        case STN_GO_TYPE_IDENTIFIER:
            return stn_go_text(tree, type);
        default:
            return STN_STR("");
        }
    }
    return STN_STR("");
}

enum stn_status stn_go_names_declare(struct stn_go_package *package,
                                     struct stn_go_file *file,
                                     struct stn_error *err)
{
    const struct stn_go_tree *tree = &file->tree;
    enum stn_status status = STN_OK;

    if (package->names == NULL)
        package->names = stn_calloc(1, sizeof(*package->names));
    if (package->names == NULL ||
        (package->names->capacity == 0 && !grow_table(package->names)))
        return stn_fail_memory(err);
    for (uint32_t top = stn_go_first(tree, 0); top != 0 && status >= 0;
         top = stn_go_next(tree, top)) {
        uint32_t name = stn_go_child(tree, top, STN_GO_IN_name);
        switch (stn_go_kind_of(tree, top)) {
        case STN_GO_FUNCTION:
            if (name != 0)
                status = declare(package, file, name, top, STN_GO_FUNCTION_NAME,
                                 STN_STR(""), err);
            break;
        case STN_GO_METHOD:
            if (name != 0)
                status = declare(package, file, name, top, STN_GO_METHOD_NAME,
                                 stn_go_receiver_type(tree, top), err);
            break;
        case STN_GO_VAR_DECLARATION:
        case STN_GO_CONST_DECLARATION:
        case STN_GO_TYPE_DECLARATION:
            status = declare_specs(package, file, top, err);
            break;
        default:
            break;
        }
    }
    return status;
}

void stn_go_names_dispose(struct stn_go_package *package)
{
    if (package->names != NULL)
        stn_free(package->names->entries);
    stn_free(package->names);
    package->names = NULL;
}

static uint32_t find(const struct stn_go_package *package,
                     const struct stn_go_file *file, struct stn_str receiver,
                     struct stn_str name)
{
    if (package->names == NULL || package->names->capacity == 0)
        return 0;
    return find_entry(package, file->clause, receiver, name,
                      hash_name(file->clause, receiver, name))
        ->object;
}

uint32_t stn_go_names_find(const struct stn_go_package *package,
                           const struct stn_go_file *file, struct stn_str name)
{
    return find(package, file, STN_STR(""), name);
}

uint32_t stn_go_names_find_method(const struct stn_go_package *package,
                                  const struct stn_go_file *file,
                                  struct stn_str type, struct stn_str name)
{
    return type.len > 0 ? find(package, file, type, name) : 0;
}

bool stn_go_is_error_name(struct stn_str name)
{
    return stn_str_starts(name, STN_STR("err")) ||
           stn_str_ends(name, STN_STR("Err")) ||
           stn_str_ends(name, STN_STR("err")) ||
           stn_str_ends(name, STN_STR("Error"));
}

const struct stn_go_import *stn_go_import_at(const struct stn_go_file *file,
                                             uint32_t node)
{
    const enum stn_go_kind kind = stn_go_kind_of(&file->tree, node);

    if (node == 0 || stn_go_object_at(file, node) != 0 ||
        (kind != STN_GO_IDENTIFIER && kind != STN_GO_PACKAGE_IDENTIFIER))
        return NULL;
    return stn_go_file_import(file, stn_go_text(&file->tree, node));
}

bool stn_go_is_predeclared(const struct stn_go_file *file, uint32_t node,
                           const char *name)
{
    const enum stn_go_kind kind = stn_go_kind_of(&file->tree, node);

    return node != 0 &&
           (kind == STN_GO_IDENTIFIER || kind == STN_GO_TYPE_IDENTIFIER ||
            kind == STN_GO_NIL || kind == STN_GO_TRUE ||
            kind == STN_GO_FALSE) &&
           stn_go_object_at(file, node) == 0 &&
           stn_go_text_is(&file->tree, node, name);
}
