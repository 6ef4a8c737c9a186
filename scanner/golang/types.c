#include "golang/types.h"

#include "base/limits.h"
#include "golang/library.h"
#include "golang/names.h"

/* How far a type is followed from name to name. */
#define DEPTH_MAX 12
/* What one question for a type takes, in steps of stn_go_spend(). */
#define TYPE_STEPS 8

static struct stn_go_type type_at(struct stn_go_package *package,
                                  struct stn_go_file *file, uint32_t node,
                                  unsigned depth);
static struct stn_go_type type_of(struct stn_go_package *package,
                                  struct stn_go_file *file, uint32_t node,
                                  unsigned depth);

static const struct stn_go_type unknown = {STN_GO_TYPE_UNKNOWN};

/* Another file of the package may not have been looked into yet. Objects move
 * when one is: none is held on to across a call of what is below. */
static bool is_ready(struct stn_go_package *package, struct stn_go_file *file)
{
    return stn_go_names_resolve(package, file, NULL) >= 0;
}

static struct stn_go_type of_form(enum stn_go_form form,
                                  const struct stn_go_file *file, uint32_t node)
{
    return (struct stn_go_type){
        .form = form, .file = file->index, .node = node};
}

/* A named type of the package; what is only another name is followed. */
static struct stn_go_type own_type(struct stn_go_package *package,
                                   uint32_t object, unsigned depth)
{
    const struct stn_go_object *known = &package->objects[object];
    struct stn_go_file *file = &package->files[known->file];
    const struct stn_go_tree *tree = &file->tree;

    if (known->kind != STN_GO_TYPE_NAME)
        return unknown;
    if (tree->nodes[known->decl].kind == STN_GO_TYPE_ALIAS)
        return type_at(package, file,
                       stn_go_child(tree, known->decl, STN_GO_IN_type),
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
        return own_type(package, object, depth);
    return (struct stn_go_type){.form = STN_GO_TYPE_NAMED, .name = name};
}

static struct stn_go_type qualified_type(const struct stn_go_file *file,
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

static struct stn_go_type type_at(struct stn_go_package *package,
                                  struct stn_go_file *file, uint32_t node,
                                  unsigned depth)
{
    const struct stn_go_tree *tree = &file->tree;
    struct stn_go_type type;

    if (node == 0 || depth > DEPTH_MAX)
        return unknown;
    switch (stn_go_kind_of(tree, node)) {
    case STN_GO_TYPE_IDENTIFIER:
    case STN_GO_IDENTIFIER:
        return named_type(package, file, node, depth);
    case STN_GO_QUALIFIED_TYPE:
        return qualified_type(file, node);
    case STN_GO_GENERIC_TYPE:
        return type_at(package, file, stn_go_child(tree, node, STN_GO_IN_type),
                       depth + 1);
    case STN_GO_TYPE_ELEMENT:
        return type_at(package, file, stn_go_first(tree, node), depth + 1);
    case STN_GO_POINTER_TYPE:
        type = type_at(package, file, stn_go_first(tree, node), depth + 1);
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
    return type_at(package, file, node, 0);
}

/* The type that a named type of the package is declared as. */
static struct stn_go_type underlying(struct stn_go_package *package,
                                     const struct stn_go_type *type,
                                     unsigned depth)
{
    struct stn_go_type under = *type;

    for (; depth <= DEPTH_MAX && under.form == STN_GO_TYPE_NAMED &&
           under.node != 0;
         depth++) {
        struct stn_go_file *file = &package->files[under.file];
        under = type_at(package, file,
                        stn_go_child(&file->tree, under.node, STN_GO_IN_type),
                        depth);
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

static struct stn_go_type field_type(struct stn_go_package *package,
                                     const struct stn_go_type *type,
                                     struct stn_str name, unsigned depth)
{
    struct stn_go_type under = underlying(package, type, depth);

    if (under.form != STN_GO_TYPE_STRUCT || depth > DEPTH_MAX)
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
        struct stn_go_type its = type_at(package, file, spelled, depth + 1);
        /* The star of an embedded *T is no part of its type's node. */
        if (is_embedded &&
            stn_str_starts(stn_go_text(tree, field), STN_STR("*")))
            its.is_pointer = its.form != STN_GO_TYPE_UNKNOWN;
        if (is_it)
            return its;
        if (found.form == STN_GO_TYPE_UNKNOWN && its.node != 0)
            found = field_type(package, &its, name, depth + 2);
    }
    return found;
}

struct stn_go_type stn_go_field_type(struct stn_go_package *package,
                                     const struct stn_go_type *type,
                                     struct stn_str name)
{
    return field_type(package, type, name, 0);
}

/* The n-th type of a table's "*os.File error". */
static struct stn_go_type table_type(const char *results, uint32_t n)
{
    struct stn_str rest = stn_str_of(results);
    struct stn_go_type type = {.form = STN_GO_TYPE_NAMED};

    for (;; n--) {
        size_t space = stn_str_find(rest, STN_STR(" "));
        struct stn_str word = stn_str_sub(rest, 0, space);
        if (n > 0) {
            if (space == SIZE_MAX)
                return unknown;
            rest = stn_str_sub(rest, space + 1, rest.len);
            continue;
        }
        if (stn_str_equal(word, STN_STR("func")))
            return (struct stn_go_type){.form = STN_GO_TYPE_FUNCTION};
        if (stn_str_equal(word, STN_STR("chan")))
            return (struct stn_go_type){.form = STN_GO_TYPE_CHANNEL};
        if (stn_str_starts(word, STN_STR("*"))) {
            type.is_pointer = true;
            word = stn_str_sub(word, 1, word.len);
        }
        size_t dot = word.len;
        while (dot > 0 && word.ptr[dot - 1] != '.' && word.ptr[dot - 1] != '/')
            dot--;
        const bool has_path = dot > 0 && word.ptr[dot - 1] == '.';
        type.name = has_path ? stn_str_sub(word, dot, word.len) : word;
        type.path = has_path ? stn_str_sub(word, 0, dot - 1) : STN_STR("");
        return type;
    }
}

/* The n-th result in a signature. */
static struct stn_go_type signature_result(struct stn_go_package *package,
                                           struct stn_go_file *file,
                                           uint32_t function, uint32_t n,
                                           unsigned depth)
{
    const struct stn_go_tree *tree = &file->tree;
    uint32_t result = stn_go_child(tree, function, STN_GO_IN_result);

    if (result == 0)
        return unknown;
    if (tree->nodes[result].kind != STN_GO_PARAMETER_LIST)
        return n == 0 ? type_at(package, file, result, depth) : unknown;
    for (uint32_t item = stn_go_first(tree, result); item != 0;
         item = stn_go_next(tree, item)) {
        uint32_t names = 0;
        if (!stn_go_spend(package, tree->nodes[item].size))
            return unknown;
        for (uint32_t part = stn_go_first(tree, item); part != 0;
             part = stn_go_next(tree, part))
            names += tree->nodes[part].field == STN_GO_IN_name;
        if (names == 0)
            names = 1;
        if (n < names)
            return type_at(package, file,
                           stn_go_child(tree, item, STN_GO_IN_type), depth);
        n -= names;
    }
    return unknown;
}

/* A named type of the package; what a function declares has no methods. */
static bool has_methods(const struct stn_go_package *package,
                        const struct stn_go_type *type)
{
    if (type->form != STN_GO_TYPE_NAMED || type->node == 0)
        return false;
    const struct stn_go_tree *tree = &package->files[type->file].tree;
    return tree->nodes[tree->nodes[type->node].parent].parent == 0;
}

/* Parameters of a function; UINT32_MAX: any number. */
static uint32_t parameter_count(const struct stn_go_tree *tree, uint32_t decl)
{
    uint32_t list = stn_go_child(tree, decl, STN_GO_IN_parameters);
    uint32_t count = 0;

    for (uint32_t item = list != 0 ? stn_go_first(tree, list) : 0; item != 0;
         item = stn_go_next(tree, item)) {
        uint32_t names = 0;
        if (tree->nodes[item].kind == STN_GO_VARIADIC_PARAMETER)
            return UINT32_MAX;
        for (uint32_t part = stn_go_first(tree, item); part != 0;
             part = stn_go_next(tree, part))
            names += tree->nodes[part].field == STN_GO_IN_name;
        count += names > 0 ? names : 1;
    }
    return count;
}

/* Whether a call can be of a function, by the number of arguments: of those
 * that have one name on several systems, only one is known. */
static bool fits(const struct stn_go_tree *tree, uint32_t call,
                 const struct stn_go_tree *other, uint32_t decl)
{
    const uint32_t parameters = parameter_count(other, decl);
    uint32_t list = stn_go_arguments(tree, call);
    uint32_t count = 0;

    for (uint32_t n = list != 0 ? stn_go_first(tree, list) : 0; n != 0;
         n = stn_go_next(tree, n))
        count++;
    if (count == 1 && stn_go_is_call(tree, stn_go_first(tree, list)))
        return true; /* it may give several */
    return parameters == UINT32_MAX || parameters == count;
}

static uint32_t called(struct stn_go_package *package, struct stn_go_file *file,
                       uint32_t call, struct stn_go_file **out, unsigned depth)
{
    const struct stn_go_tree *tree = &file->tree;
    uint32_t callee = stn_go_callee(tree, call);
    uint32_t object = 0;

    *out = file;
    if (callee == 0 || depth > DEPTH_MAX || !is_ready(package, file))
        return 0;
    switch (stn_go_kind_of(tree, callee)) {
    case STN_GO_FUNC_LITERAL:
        return callee;
    case STN_GO_IDENTIFIER:
    case STN_GO_TYPE_IDENTIFIER:
        object = stn_go_object_at(file, callee);
        break;
    case STN_GO_SELECTOR: {
        struct stn_go_type type =
            type_of(package, file,
                    stn_go_child(tree, callee, STN_GO_IN_operand), depth + 1);
        if (has_methods(package, &type))
            object = stn_go_names_find_method(
                package, &package->files[type.file], type.name,
                stn_go_selected(tree, callee));
        break;
    }
    default:
        break;
    }
    if (object == 0)
        return 0;
    const struct stn_go_object *known = &package->objects[object];
    if (known->kind != STN_GO_FUNCTION_NAME &&
        known->kind != STN_GO_METHOD_NAME)
        return 0;
    if (known->is_repeated &&
        !fits(tree, call, &package->files[known->file].tree, known->decl))
        return 0;
    *out = &package->files[known->file];
    return known->decl;
}

uint32_t stn_go_called(struct stn_go_package *package, struct stn_go_file *file,
                       uint32_t call, struct stn_go_file **out)
{
    return called(package, file, call, out, 0);
}

static struct stn_go_library_call library_called(struct stn_go_package *package,
                                                 struct stn_go_file *file,
                                                 uint32_t call, unsigned depth)
{
    const struct stn_go_tree *tree = &file->tree;
    uint32_t callee = stn_go_callee(tree, call);
    struct stn_go_library_call none = {{0}};

    if (callee == 0 || depth > DEPTH_MAX)
        return none;
    if (tree->nodes[callee].kind == STN_GO_QUALIFIED_TYPE) {
        struct stn_go_type type = qualified_type(file, callee);
        return (struct stn_go_library_call){type.path, STN_STR(""), type.name};
    }
    if (tree->nodes[callee].kind != STN_GO_SELECTOR)
        return none;
    struct stn_str name = stn_go_selected(tree, callee);
    uint32_t operand = stn_go_child(tree, callee, STN_GO_IN_operand);
    const struct stn_go_import *import =
        operand != 0 ? stn_go_import_at(file, operand) : NULL;
    if (import != NULL)
        return (struct stn_go_library_call){import->path, STN_STR(""), name};
    struct stn_go_type type = type_of(package, file, operand, depth + 1);
    if (type.form != STN_GO_TYPE_NAMED || type.path.len == 0)
        return none;
    return (struct stn_go_library_call){type.path, type.name, name};
}

struct stn_go_library_call stn_go_library_called(struct stn_go_package *package,
                                                 struct stn_go_file *file,
                                                 uint32_t call)
{
    return library_called(package, file, call, 0);
}

bool stn_go_calls(struct stn_go_package *package, struct stn_go_file *file,
                  uint32_t call, const char *path, const char *type,
                  const char *name)
{
    uint32_t callee = stn_go_callee(&file->tree, call);

    /* Most calls are of another name, which is cheap to see. */
    if (!stn_str_equal(stn_go_selected(&file->tree, callee), stn_str_of(name)))
        return false;
    struct stn_go_library_call known =
        stn_go_library_called(package, file, call);
    return stn_str_equal(known.path, stn_str_of(path)) &&
           stn_str_equal(known.type, stn_str_of(type));
}

/* The result of a method that an interface of the package asks for, or of a
 * field that is a function. */
static struct stn_go_type interface_result(struct stn_go_package *package,
                                           struct stn_go_file *file,
                                           uint32_t selector, uint32_t n,
                                           unsigned depth)
{
    struct stn_str name = stn_go_selected(&file->tree, selector);
    struct stn_go_type type = type_of(
        package, file, stn_go_child(&file->tree, selector, STN_GO_IN_operand),
        depth + 1);
    struct stn_go_type under = underlying(package, &type, depth + 1);

    if (under.node == 0)
        return unknown;
    if (under.form == STN_GO_TYPE_STRUCT) {
        struct stn_go_type field = field_type(package, &under, name, depth + 1);
        return field.form == STN_GO_TYPE_FUNCTION && field.node != 0
                   ? signature_result(package, &package->files[field.file],
                                      field.node, n, depth + 1)
                   : unknown;
    }
    if (under.form != STN_GO_TYPE_INTERFACE)
        return unknown;
    struct stn_go_file *other = &package->files[under.file];
    const struct stn_go_tree *tree = &other->tree;
    for (uint32_t method = stn_go_first(tree, under.node); method != 0;
         method = stn_go_next(tree, method)) {
        uint32_t its = stn_go_child(tree, method, STN_GO_IN_name);
        if (!stn_go_spend(package, 1))
            return unknown;
        if (its != 0 && stn_str_equal(stn_go_text(tree, its), name))
            return signature_result(package, other, method, n, depth + 1);
    }
    return unknown;
}

static struct stn_go_type result_type(struct stn_go_package *package,
                                      struct stn_go_file *file, uint32_t call,
                                      uint32_t n, unsigned depth)
{
    const struct stn_go_tree *tree = &file->tree;
    struct stn_go_file *other;
    uint32_t callee = stn_go_callee(tree, call);

    if (depth > DEPTH_MAX)
        return unknown;
    uint32_t function = called(package, file, call, &other, depth + 1);
    if (function != 0)
        return signature_result(package, other, function, n, depth + 1);
    struct stn_go_library_call library =
        library_called(package, file, call, depth + 1);
    if (library.path.len > 0) {
        const char *results = stn_go_library_results(&library);
        return results != NULL ? table_type(results, n) : unknown;
    }
    if (callee == 0)
        return unknown;
    if (tree->nodes[callee].kind == STN_GO_SELECTOR)
        return interface_result(package, file, callee, n, depth);
    if (n == 0 && (stn_go_is_predeclared(file, callee, "make") ||
                   stn_go_is_predeclared(file, callee, "new"))) {
        struct stn_go_type type =
            type_at(package, file, stn_go_argument(tree, call, 0), depth + 1);
        if (stn_go_text_is(tree, callee, "make") ||
            type.form == STN_GO_TYPE_UNKNOWN)
            return type;
        /* new(*T) */
        if (type.is_pointer)
            return unknown;
        type.is_pointer = true;
        return type;
    }
    /* T(x) */
    uint32_t object = stn_go_object_at(file, callee);
    if (object != 0 && package->objects[object].kind == STN_GO_TYPE_NAME)
        return n == 0 ? own_type(package, object, depth + 1) : unknown;
    struct stn_go_type type = type_of(package, file, callee, depth + 1);
    if (type.form == STN_GO_TYPE_FUNCTION && type.node != 0)
        return signature_result(package, &package->files[type.file], type.node,
                                n, depth + 1);
    return unknown;
}

struct stn_go_type stn_go_result_type(struct stn_go_package *package,
                                      struct stn_go_file *file, uint32_t call,
                                      uint32_t n)
{
    return result_type(package, file, call, n, 0);
}

/* What an element of a list, a map or a channel is. */
static struct stn_go_type element_type(struct stn_go_package *package,
                                       const struct stn_go_type *type,
                                       unsigned depth)
{
    struct stn_go_type under = underlying(package, type, depth);

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
        return type_at(package, file, element, depth + 1);
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
            return result_type(package, file, first, n, depth + 1);
        /* v, ok := m[k], x.(T), <-ch */
        return n == 0 ? type_of(package, file, first, depth + 1) : unknown;
    }
    uint32_t value = stn_go_nth(tree, list, n);
    return value != 0 ? type_of(package, file, value, depth + 1) : unknown;
}

static struct stn_go_type range_type(struct stn_go_package *package,
                                     struct stn_go_file *file, uint32_t clause,
                                     uint32_t n, unsigned depth)
{
    struct stn_go_type over =
        type_of(package, file,
                stn_go_child(&file->tree, clause, STN_GO_IN_right), depth + 1);
    struct stn_go_type under = underlying(package, &over, depth + 1);

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

    if (depth > DEPTH_MAX || n == UINT32_MAX)
        return unknown;
    switch (stn_go_kind_of(tree, decl)) {
    case STN_GO_PARAMETER:
        return type_at(package, file,
                       behind_names(package, tree, decl, STN_GO_IN_type),
                       depth + 1);
    case STN_GO_VAR_SPEC: {
        uint32_t type = behind_names(package, tree, decl, STN_GO_IN_type);
        if (type != 0)
            return type_at(package, file, type, depth + 1);
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
        return n == 0 ? type_of(package, file,
                                stn_go_child(tree, decl, STN_GO_IN_right),
                                depth + 1)
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
        return type != NULL ? table_type(type, 0) : unknown;
    }
    struct stn_go_type type = type_of(package, file, operand, depth + 1);
    return field_type(package, &type, stn_go_selected(&file->tree, node),
                      depth + 1);
}

static struct stn_go_type unary_type(struct stn_go_package *package,
                                     struct stn_go_file *file, uint32_t node,
                                     unsigned depth)
{
    const struct stn_go_tree *tree = &file->tree;
    struct stn_go_type type = type_of(
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

static struct stn_go_type type_of(struct stn_go_package *package,
                                  struct stn_go_file *file, uint32_t node,
                                  unsigned depth)
{
    const struct stn_go_tree *tree = &file->tree;

    if (node == 0 || depth > DEPTH_MAX || !stn_go_spend(package, TYPE_STEPS) ||
        !is_ready(package, file))
        return unknown;
    switch (stn_go_kind_of(tree, node)) {
    case STN_GO_IDENTIFIER: {
        uint32_t object = stn_go_object_at(file, node);
        return object != 0 ? object_type(package, object, depth + 1) : unknown;
    }
    case STN_GO_SELECTOR:
        return selector_type(package, file, node, depth);
    case STN_GO_CALL:
        return result_type(package, file, node, 0, depth + 1);
    case STN_GO_TYPE_CONVERSION:
        if (stn_go_is_call(tree, node))
            return result_type(package, file, node, 0, depth + 1);
        return type_at(package, file, stn_go_child(tree, node, STN_GO_IN_type),
                       depth + 1);
    case STN_GO_COMPOSITE_LITERAL:
    case STN_GO_TYPE_ASSERTION:
        return type_at(package, file, stn_go_child(tree, node, STN_GO_IN_type),
                       depth + 1);
    case STN_GO_UNARY:
        return unary_type(package, file, node, depth);
    case STN_GO_INDEX: {
        struct stn_go_type type =
            type_of(package, file, stn_go_child(tree, node, STN_GO_IN_operand),
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
    return type_of(package, file, node, 0);
}

bool stn_go_type_is(const struct stn_go_type *type, const char *path,
                    const char *name)
{
    return type->form == STN_GO_TYPE_NAMED &&
           stn_str_equal(type->path, stn_str_of(path)) &&
           stn_str_equal(type->name, stn_str_of(name));
}
