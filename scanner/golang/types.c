#include "golang/types_state.h"

#include "base/limits.h"
#include "golang/library.h"
#include "golang/names.h"

/* What one question for a type takes, in steps of stn_go_spend(). */
#define TYPE_STEPS 8

static const struct stn_go_type unknown = {STN_GO_TYPE_UNKNOWN};

static struct stn_go_type of_form(enum stn_go_form form,
                                  const struct stn_go_file *file, uint32_t node)
{
    return (struct stn_go_type){
        .form = form, .file = file->index, .node = node};
}

/* A named type of the package; what is only another name is followed. */
struct stn_go_type stn_go_own_type(struct stn_go_package *package,
                                   uint32_t object, unsigned depth)
{
    const struct stn_go_object *known = &package->objects[object];
    struct stn_go_file *file = &package->files[known->file];
    const struct stn_go_tree *tree = &file->tree;

    if (known->kind != STN_GO_TYPE_NAME)
        return unknown;
    if (tree->nodes[known->decl].kind == STN_GO_TYPE_ALIAS)
        return stn_go_type_at_depth(
            package, file, stn_go_child(tree, known->decl, STN_GO_IN_type),
            depth + 1);
    struct stn_go_type type = of_form(STN_GO_TYPE_NAMED, file, known->decl);
    type.name = stn_go_text(tree, known->name);
    return type;
}

static struct stn_go_type named_type(struct stn_go_package *package,
                                     struct stn_go_file *file, uint32_t node,
                                     unsigned depth)
{
    struct stn_str name = stn_go_text(&file->tree, node);
    uint32_t object = stn_go_object_at(file, node);

    if (object == 0)
        object = stn_go_names_find(package, file, name);
    if (object != 0)
        return stn_go_own_type(package, object, depth);
    return (struct stn_go_type){.form = STN_GO_TYPE_NAMED, .name = name};
}

struct stn_go_type stn_go_qualified_type(const struct stn_go_file *file,
                                         uint32_t node)
{
    uint32_t package = stn_go_child(&file->tree, node, STN_GO_IN_package);
    const struct stn_go_import *import =
        package != 0 ? stn_go_import_at(file, package) : NULL;

    if (import == NULL)
        return unknown;
    return (struct stn_go_type){
        .form = STN_GO_TYPE_NAMED,
        .path = import->path,
        .name = stn_go_selected(&file->tree, node),
    };
}

struct stn_go_type stn_go_type_at_depth(struct stn_go_package *package,
                                        struct stn_go_file *file, uint32_t node,
                                        unsigned depth)
{
    const struct stn_go_tree *tree = &file->tree;
    struct stn_go_type type;

    if (node == 0 || depth > STN_GO_TYPE_DEPTH_MAX)
        return unknown;
    switch (stn_go_kind_of(tree, node)) {
    case STN_GO_TYPE_IDENTIFIER:
    case STN_GO_IDENTIFIER:
        return named_type(package, file, node, depth);
    case STN_GO_QUALIFIED_TYPE:
        return stn_go_qualified_type(file, node);
    case STN_GO_GENERIC_TYPE:
        return stn_go_type_at_depth(
            package, file, stn_go_child(tree, node, STN_GO_IN_type), depth + 1);
    case STN_GO_TYPE_ELEMENT:
        return stn_go_type_at_depth(package, file, stn_go_first(tree, node),
                                    depth + 1);
    case STN_GO_POINTER_TYPE:
        type = stn_go_type_at_depth(package, file, stn_go_first(tree, node),
                                    depth + 1);
        /* A pointer to a pointer is none of ours. */
        if (type.is_pointer)
            return unknown;
        type.is_pointer = true;
        return type;
    case STN_GO_CHANNEL_TYPE:
        return of_form(STN_GO_TYPE_CHANNEL, file, node);
    case STN_GO_FUNCTION_TYPE:
        return of_form(STN_GO_TYPE_FUNCTION, file, node);
    case STN_GO_MAP_TYPE:
        return of_form(STN_GO_TYPE_MAP, file, node);
    case STN_GO_SLICE_TYPE:
    case STN_GO_ARRAY_TYPE:
    case STN_GO_IMPLICIT_ARRAY_TYPE:
        return of_form(STN_GO_TYPE_LIST, file, node);
    case STN_GO_STRUCT_TYPE:
        return of_form(STN_GO_TYPE_STRUCT, file, node);
    case STN_GO_INTERFACE_TYPE:
        return of_form(STN_GO_TYPE_INTERFACE, file, node);
    default:
        return unknown;
    }
}

struct stn_go_type stn_go_type_at(struct stn_go_package *package,
                                  struct stn_go_file *file, uint32_t node)
{
    return stn_go_type_at_depth(package, file, node, 0);
}

/* The type that a named type of the package is declared as. */
struct stn_go_type stn_go_underlying_type(struct stn_go_package *package,
                                          const struct stn_go_type *type,
                                          unsigned depth)
{
    struct stn_go_type under = *type;

    for (; depth <= STN_GO_TYPE_DEPTH_MAX && under.form == STN_GO_TYPE_NAMED &&
           under.node != 0;
         depth++) {
        struct stn_go_file *file = &package->files[under.file];
        under = stn_go_type_at_depth(
            package, file,
            stn_go_child(&file->tree, under.node, STN_GO_IN_type), depth);
    }
    return under;
}

/* The base name of an embedded field's type. */
static struct stn_str embedded_name(const struct stn_go_tree *tree,
                                    uint32_t type)
{
    while (type != 0 && (tree->nodes[type].kind == STN_GO_POINTER_TYPE ||
                         tree->nodes[type].kind == STN_GO_GENERIC_TYPE))
        type = stn_go_first(tree, type);
    if (type == 0)
        return STN_STR("");
    return tree->nodes[type].kind == STN_GO_QUALIFIED_TYPE
               ? stn_go_selected(tree, type)
               : stn_go_text(tree, type);
}

/* Whether a field declaration declares a name. */
static bool field_declares(const struct stn_go_tree *tree, uint32_t field,
                           struct stn_str name, bool *is_embedded)
{
    bool has_name = false;

    for (uint32_t part = stn_go_first(tree, field); part != 0;
         part = stn_go_next(tree, part)) {
        if (tree->nodes[part].field != STN_GO_IN_name)
            continue;
        has_name = true;
        if (stn_str_equal(stn_go_text(tree, part), name))
            return true;
    }
    *is_embedded = !has_name;
    return !has_name &&
           stn_str_equal(
               embedded_name(tree, stn_go_child(tree, field, STN_GO_IN_type)),
               name);
}

struct stn_go_type stn_go_field_type_depth(struct stn_go_package *package,
                                           const struct stn_go_type *type,
                                           struct stn_str name, unsigned depth)
{
    struct stn_go_type under = stn_go_underlying_type(package, type, depth);

    if (under.form != STN_GO_TYPE_STRUCT || depth > STN_GO_TYPE_DEPTH_MAX)
        return unknown;
    struct stn_go_file *file = &package->files[under.file];
    const struct stn_go_tree *tree = &file->tree;
    uint32_t list = stn_go_child_of(tree, under.node, STN_GO_FIELD_LIST);
    struct stn_go_type found = unknown;
    for (uint32_t field = list != 0 ? stn_go_first(tree, list) : 0; field != 0;
         field = stn_go_next(tree, field)) {
        bool is_embedded = false;
        uint32_t spelled = stn_go_child(tree, field, STN_GO_IN_type);
        if (!stn_go_spend(package, tree->nodes[field].size))
            return unknown;
        if (tree->nodes[field].kind != STN_GO_FIELD)
            continue;
        const bool is_it = field_declares(tree, field, name, &is_embedded);
        if (!is_it && !is_embedded)
            continue;
        struct stn_go_type its =
            stn_go_type_at_depth(package, file, spelled, depth + 1);
        /* The star of an embedded *T is no part of its type's node. */
        if (is_embedded &&
            stn_str_starts(stn_go_text(tree, field), STN_STR("*")))
            its.is_pointer = its.form != STN_GO_TYPE_UNKNOWN;
        if (is_it)
            return its;
        if (found.form == STN_GO_TYPE_UNKNOWN && its.node != 0)
            found = stn_go_field_type_depth(package, &its, name, depth + 2);
    }
    return found;
}

struct stn_go_type stn_go_field_type(struct stn_go_package *package,
                                     const struct stn_go_type *type,
                                     struct stn_str name)
{
    return stn_go_field_type_depth(package, type, name, 0);
}

/* What an element of a list, a map or a channel is. */
static struct stn_go_type element_type(struct stn_go_package *package,
                                       const struct stn_go_type *type,
                                       unsigned depth)
{
    struct stn_go_type under = stn_go_underlying_type(package, type, depth);

    if (under.node == 0)
        return unknown;
    struct stn_go_file *file = &package->files[under.file];
    uint32_t element = stn_go_child(
        &file->tree, under.node,
        under.form == STN_GO_TYPE_LIST ? STN_GO_IN_element : STN_GO_IN_value);
    switch (under.form) {
    case STN_GO_TYPE_LIST:
    case STN_GO_TYPE_MAP:
    case STN_GO_TYPE_CHANNEL:
        return stn_go_type_at_depth(package, file, element, depth + 1);
    default:
        return unknown;
    }
}

/* Which of the names on the left it is. UINT32_MAX: one of too many. */
static uint32_t position_of(const struct stn_go_tree *tree, uint32_t name)
{
    uint32_t position = 0;

    for (uint32_t child = stn_go_first(tree, tree->nodes[name].parent);
         child != 0 && child != name; child = stn_go_next(tree, child)) {
        position += tree->nodes[child].field == tree->nodes[name].field;
        if (position == STN_GO_PLACES_MAX)
            return UINT32_MAX;
    }
    return position;
}

/* `a, b := x, y`, `a, b := f()`: what the n-th name gets. */
static struct stn_go_type value_type(struct stn_go_package *package,
                                     struct stn_go_file *file, uint32_t list,
                                     uint32_t n, unsigned depth)
{
    const struct stn_go_tree *tree = &file->tree;
    uint32_t first = list != 0 ? stn_go_first(tree, list) : 0;

    if (first == 0)
        return unknown;
    if (stn_go_next(tree, first) == 0) {
        if (stn_go_is_call(tree, first))
            return stn_go_result_type_depth(package, file, first, n, depth + 1);
        /* v, ok := m[k], x.(T), <-ch */
        return n == 0 ? stn_go_type_of_depth(package, file, first, depth + 1)
                      : unknown;
    }
    uint32_t value = stn_go_nth(tree, list, n);
    return value != 0 ? stn_go_type_of_depth(package, file, value, depth + 1)
                      : unknown;
}

static struct stn_go_type range_type(struct stn_go_package *package,
                                     struct stn_go_file *file, uint32_t clause,
                                     uint32_t n, unsigned depth)
{
    struct stn_go_type over = stn_go_type_of_depth(
        package, file, stn_go_child(&file->tree, clause, STN_GO_IN_right),
        depth + 1);
    struct stn_go_type under =
        stn_go_underlying_type(package, &over, depth + 1);

    if (n == 1 || under.form == STN_GO_TYPE_CHANNEL)
        return element_type(package, &under, depth + 1);
    return unknown;
}

/* What a declaration says behind its names, of which there may be many. */
static uint32_t behind_names(struct stn_go_package *package,
                             const struct stn_go_tree *tree, uint32_t decl,
                             enum stn_go_field field)
{
    uint32_t child = stn_go_first(tree, decl);

    while (child != 0 && tree->nodes[child].field != field)
        child = stn_go_spend(package, 1) ? stn_go_next(tree, child) : 0;
    return child;
}

static struct stn_go_type object_type(struct stn_go_package *package,
                                      uint32_t object, unsigned depth)
{
    const struct stn_go_object *known = &package->objects[object];
    struct stn_go_file *file = &package->files[known->file];
    const struct stn_go_tree *tree = &file->tree;
    const uint32_t decl = known->decl;
    const uint32_t n = position_of(tree, known->name);

    if (depth > STN_GO_TYPE_DEPTH_MAX || n == UINT32_MAX)
        return unknown;
    switch (stn_go_kind_of(tree, decl)) {
    case STN_GO_PARAMETER:
        return stn_go_type_at_depth(
            package, file, behind_names(package, tree, decl, STN_GO_IN_type),
            depth + 1);
    case STN_GO_VAR_SPEC: {
        uint32_t type = behind_names(package, tree, decl, STN_GO_IN_type);
        if (type != 0)
            return stn_go_type_at_depth(package, file, type, depth + 1);
        return value_type(package, file,
                          behind_names(package, tree, decl, STN_GO_IN_value), n,
                          depth);
    }
    case STN_GO_SHORT_VAR:
        return value_type(package, file,
                          stn_go_child(tree, decl, STN_GO_IN_right), n, depth);
    case STN_GO_RANGE_CLAUSE:
        return range_type(package, file, decl, n, depth);
    case STN_GO_RECEIVE:
        return n == 0
                   ? stn_go_type_of_depth(
                         package, file,
                         stn_go_child(tree, decl, STN_GO_IN_right), depth + 1)
                   : unknown;
    default:
        return unknown;
    }
}

uint32_t stn_go_object_value(struct stn_go_package *package, uint32_t object)
{
    const struct stn_go_object *known = &package->objects[object];
    const struct stn_go_tree *tree = &package->files[known->file].tree;
    const enum stn_go_kind kind = stn_go_kind_of(tree, known->decl);
    uint32_t values = 0;

    if (kind == STN_GO_SHORT_VAR)
        values = stn_go_child(tree, known->decl, STN_GO_IN_right);
    else if (kind == STN_GO_VAR_SPEC)
        values = behind_names(package, tree, known->decl, STN_GO_IN_value);
    if (values == 0)
        return 0;
    const uint32_t n = position_of(tree, known->name);
    const uint32_t next = stn_go_next(tree, known->name);
    uint32_t first = stn_go_first(tree, values);
    const bool is_one_of_many =
        n > 0 || (next != 0 &&
                  tree->nodes[next].field == tree->nodes[known->name].field);
    if (first != 0 && stn_go_next(tree, first) == 0)
        return is_one_of_many ? 0 : first;
    return n != UINT32_MAX ? stn_go_nth(tree, values, n) : 0;
}

struct stn_go_type stn_go_object_type(struct stn_go_package *package,
                                      uint32_t object)
{
    return object != 0 ? object_type(package, object, 0) : unknown;
}

static struct stn_go_type selector_type(struct stn_go_package *package,
                                        struct stn_go_file *file, uint32_t node,
                                        unsigned depth)
{
    uint32_t operand = stn_go_child(&file->tree, node, STN_GO_IN_operand);
    const struct stn_go_import *import =
        operand != 0 ? stn_go_import_at(file, operand) : NULL;

    if (import != NULL) {
        const char *type = stn_go_library_variable(
            import->path, stn_go_selected(&file->tree, node));
        return type != NULL ? stn_go_table_type(type, 0) : unknown;
    }
    struct stn_go_type type =
        stn_go_type_of_depth(package, file, operand, depth + 1);
    return stn_go_field_type_depth(
        package, &type, stn_go_selected(&file->tree, node), depth + 1);
}

static struct stn_go_type unary_type(struct stn_go_package *package,
                                     struct stn_go_file *file, uint32_t node,
                                     unsigned depth)
{
    const struct stn_go_tree *tree = &file->tree;
    struct stn_go_type type = stn_go_type_of_depth(
        package, file, stn_go_child(tree, node, STN_GO_IN_operand), depth + 1);

    switch ((enum stn_go_operator)tree->nodes[node].op) {
    case STN_GO_OP_AND:
        if (type.is_pointer)
            return unknown;
        type.is_pointer = type.form != STN_GO_TYPE_UNKNOWN;
        return type;
    case STN_GO_OP_STAR:
        if (!type.is_pointer)
            return unknown;
        type.is_pointer = false;
        return type;
    case STN_GO_OP_ARROW:
        return element_type(package, &type, depth + 1);
    default:
        return unknown;
    }
}

struct stn_go_type stn_go_type_of_depth(struct stn_go_package *package,
                                        struct stn_go_file *file, uint32_t node,
                                        unsigned depth)
{
    const struct stn_go_tree *tree = &file->tree;

    if (node == 0 || depth > STN_GO_TYPE_DEPTH_MAX ||
        !stn_go_spend(package, TYPE_STEPS) ||
        stn_go_names_resolve(package, file, NULL) < 0)
        return unknown;
    switch (stn_go_kind_of(tree, node)) {
    case STN_GO_IDENTIFIER: {
        uint32_t object = stn_go_object_at(file, node);
        return object != 0 ? object_type(package, object, depth + 1) : unknown;
    }
    case STN_GO_SELECTOR:
        return selector_type(package, file, node, depth);
    case STN_GO_CALL:
        return stn_go_result_type_depth(package, file, node, 0, depth + 1);
    case STN_GO_TYPE_CONVERSION:
        if (stn_go_is_call(tree, node))
            return stn_go_result_type_depth(package, file, node, 0, depth + 1);
        return stn_go_type_at_depth(
            package, file, stn_go_child(tree, node, STN_GO_IN_type), depth + 1);
    case STN_GO_COMPOSITE_LITERAL:
    case STN_GO_TYPE_ASSERTION:
        return stn_go_type_at_depth(
            package, file, stn_go_child(tree, node, STN_GO_IN_type), depth + 1);
    case STN_GO_UNARY:
        return unary_type(package, file, node, depth);
    case STN_GO_INDEX: {
        struct stn_go_type type = stn_go_type_of_depth(
            package, file, stn_go_child(tree, node, STN_GO_IN_operand),
            depth + 1);
        return element_type(package, &type, depth + 1);
    }
    case STN_GO_FUNC_LITERAL:
        return of_form(STN_GO_TYPE_FUNCTION, file, node);
    default:
        return unknown;
    }
}

struct stn_go_type stn_go_type_of(struct stn_go_package *package,
                                  struct stn_go_file *file, uint32_t node)
{
    return stn_go_type_of_depth(package, file, node, 0);
}

bool stn_go_type_is(const struct stn_go_type *type, const char *path,
                    const char *name)
{
    return type->form == STN_GO_TYPE_NAMED &&
           stn_str_equal(type->path, stn_str_of(path)) &&
           stn_str_equal(type->name, stn_str_of(name));
}
