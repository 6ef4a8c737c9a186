#include "golang/called.h"

#include "golang/library.h"
#include "golang/names.h"
#include "golang/types_state.h"

static const struct stn_go_type unknown = {STN_GO_TYPE_UNKNOWN};

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
        return n == 0 ? stn_go_type_at_depth(package, file, result, depth)
                      : unknown;
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
            return stn_go_type_at_depth(
                package, file, stn_go_child(tree, item, STN_GO_IN_type), depth);
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
    if (callee == 0 || depth > STN_GO_TYPE_DEPTH_MAX ||
        stn_go_names_resolve(package, file, NULL) < 0)
        return 0;
    switch (stn_go_kind_of(tree, callee)) {
    case STN_GO_FUNC_LITERAL:
        return callee;
    case STN_GO_IDENTIFIER:
    case STN_GO_TYPE_IDENTIFIER:
        object = stn_go_object_at(file, callee);
        break;
    case STN_GO_SELECTOR: {
        struct stn_go_type type = stn_go_type_of_depth(
            package, file, stn_go_child(tree, callee, STN_GO_IN_operand),
            depth + 1);
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

    if (callee == 0 || depth > STN_GO_TYPE_DEPTH_MAX)
        return none;
    if (tree->nodes[callee].kind == STN_GO_QUALIFIED_TYPE) {
        struct stn_go_type type = stn_go_qualified_type(file, callee);
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
    struct stn_go_type type =
        stn_go_type_of_depth(package, file, operand, depth + 1);
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
    struct stn_go_type type = stn_go_type_of_depth(
        package, file, stn_go_child(&file->tree, selector, STN_GO_IN_operand),
        depth + 1);
    struct stn_go_type under =
        stn_go_underlying_type(package, &type, depth + 1);

    if (under.node == 0)
        return unknown;
    if (under.form == STN_GO_TYPE_STRUCT) {
        struct stn_go_type field =
            stn_go_field_type_depth(package, &under, name, depth + 1);
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

struct stn_go_type stn_go_result_type_depth(struct stn_go_package *package,
                                            struct stn_go_file *file,
                                            uint32_t call, uint32_t n,
                                            unsigned depth)
{
    const struct stn_go_tree *tree = &file->tree;
    struct stn_go_file *other;
    uint32_t callee = stn_go_callee(tree, call);

    if (depth > STN_GO_TYPE_DEPTH_MAX)
        return unknown;
    uint32_t function = called(package, file, call, &other, depth + 1);
    if (function != 0)
        return signature_result(package, other, function, n, depth + 1);
    struct stn_go_library_call library =
        library_called(package, file, call, depth + 1);
    if (library.path.len > 0) {
        const char *results = stn_go_library_results(&library);
        return results != NULL ? stn_go_table_type(results, n) : unknown;
    }
    if (callee == 0)
        return unknown;
    if (tree->nodes[callee].kind == STN_GO_SELECTOR)
        return interface_result(package, file, callee, n, depth);
    if (n == 0 && (stn_go_is_predeclared(file, callee, "make") ||
                   stn_go_is_predeclared(file, callee, "new"))) {
        struct stn_go_type type = stn_go_type_at_depth(
            package, file, stn_go_argument(tree, call, 0), depth + 1);
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
        return n == 0 ? stn_go_own_type(package, object, depth + 1) : unknown;
    struct stn_go_type type =
        stn_go_type_of_depth(package, file, callee, depth + 1);
    if (type.form == STN_GO_TYPE_FUNCTION && type.node != 0)
        return signature_result(package, &package->files[type.file], type.node,
                                n, depth + 1);
    return unknown;
}

struct stn_go_type stn_go_result_type(struct stn_go_package *package,
                                      struct stn_go_file *file, uint32_t call,
                                      uint32_t n)
{
    return stn_go_result_type_depth(package, file, call, n, 0);
}
