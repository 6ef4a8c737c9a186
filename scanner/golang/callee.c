#include "golang/callee.h"

#include "golang/names.h"

/* Names of one declaration, and fields of one struct, that are looked at: past
 * it they are not written by hand. */
#define LOOKED_AT_MAX 256

/* How many children of its kind come before a node. LOOKED_AT_MAX: too many. */
static uint32_t place_of(const struct stn_go_tree *tree, uint32_t parent,
                         uint32_t node, enum stn_go_field field)
{
    uint32_t place = 0;

    for (uint32_t child = stn_go_first(tree, parent); child != node;
         child = stn_go_next(tree, child)) {
        place += tree->nodes[child].field == field;
        if (child == 0 || place == LOOKED_AT_MAX)
            return LOOKED_AT_MAX;
    }
    return place;
}

uint32_t stn_go_first_value(const struct stn_go_package *package,
                            uint32_t object)
{
    enum stn_go_field field = STN_GO_NO_FIELD;
    uint32_t values = 0;

    if (object == 0)
        return 0;
    const struct stn_go_object *known = &package->objects[object];
    const struct stn_go_tree *tree = &package->files[known->file].tree;
    const enum stn_go_kind kind = stn_go_kind_of(tree, known->decl);
    uint32_t names = known->decl;
    if (kind == STN_GO_SHORT_VAR) {
        names = stn_go_child(tree, known->decl, STN_GO_IN_left);
        values = stn_go_child(tree, known->decl, STN_GO_IN_right);
    } else if (kind == STN_GO_VAR_SPEC) {
        values = stn_go_child(tree, known->decl, STN_GO_IN_value);
        field = STN_GO_IN_name;
    }
    if (values == 0 || names == 0)
        return 0;
    uint32_t place = place_of(tree, names, known->name, field);
    uint32_t value = stn_go_first(tree, values);
    /* `a, b := f()` */
    if (place == 0 && value != 0 && stn_go_next(tree, value) == 0) {
        uint32_t next = stn_go_next(tree, known->name);
        return next == 0 || tree->nodes[next].field != field ? value : 0;
    }
    return place < LOOKED_AT_MAX ? stn_go_nth(tree, values, place) : 0;
}

/* What a type is called, of `*T`, `T[int]`. */
static struct stn_go_where name_of(struct stn_go_file *file, uint32_t type)
{
    const struct stn_go_tree *tree = &file->tree;

    if (type != 0 && tree->nodes[type].kind == STN_GO_POINTER_TYPE)
        type = stn_go_first(tree, type);
    if (type != 0 && tree->nodes[type].kind == STN_GO_GENERIC_TYPE)
        type = stn_go_child(tree, type, STN_GO_IN_type);
    if (type != 0 && (tree->nodes[type].kind == STN_GO_TYPE_IDENTIFIER ||
                      tree->nodes[type].kind == STN_GO_QUALIFIED_TYPE))
        return (struct stn_go_where){file, type};
    return (struct stn_go_where){NULL, 0};
}

/* `T{}`, `&T{}`, `new(T)` */
static uint32_t type_of_value(struct stn_go_file *file, uint32_t value)
{
    const struct stn_go_tree *tree = &file->tree;

    if (value != 0 && tree->nodes[value].kind == STN_GO_UNARY &&
        tree->nodes[value].op == STN_GO_OP_AND)
        value = stn_go_child(tree, value, STN_GO_IN_operand);
    if (value == 0)
        return 0;
    if (tree->nodes[value].kind == STN_GO_COMPOSITE_LITERAL)
        return stn_go_child(tree, value, STN_GO_IN_type);
    if (tree->nodes[value].kind == STN_GO_CALL &&
        stn_go_is_predeclared(file, stn_go_callee(tree, value), "new"))
        return stn_go_argument(tree, value, 0);
    return 0;
}

static struct stn_go_where type_of_object(struct stn_go_package *package,
                                          uint32_t object)
{
    if (object == 0)
        return (struct stn_go_where){NULL, 0};
    const struct stn_go_object *known = &package->objects[object];
    struct stn_go_file *file = &package->files[known->file];
    const struct stn_go_tree *tree = &file->tree;
    const enum stn_go_kind kind = stn_go_kind_of(tree, known->decl);
    uint32_t type = 0;
    if (kind == STN_GO_PARAMETER || kind == STN_GO_VAR_SPEC)
        type = stn_go_child(tree, known->decl, STN_GO_IN_type);
    if (type == 0 && known->kind == STN_GO_VARIABLE)
        type = type_of_value(file, stn_go_first_value(package, object));
    return name_of(file, type);
}

/* The declaration of a type of the package. */
static uint32_t object_of_type(struct stn_go_package *package,
                               struct stn_go_where type)
{
    if (type.file == NULL ||
        type.file->tree.nodes[type.node].kind != STN_GO_TYPE_IDENTIFIER)
        return 0;
    uint32_t object =
        type.file->is_resolved
            ? stn_go_object_at(type.file, type.node)
            : stn_go_names_find(package, type.file,
                                stn_go_text(&type.file->tree, type.node));
    return object != 0 && package->objects[object].kind == STN_GO_TYPE_NAME &&
                   package->objects[object].function == 0
               ? object
               : 0;
}

static struct stn_go_where type_of_field(struct stn_go_package *package,
                                         struct stn_go_where outer,
                                         struct stn_str name)
{
    uint32_t object = object_of_type(package, outer);

    if (object == 0)
        return (struct stn_go_where){NULL, 0};
    const struct stn_go_object *known = &package->objects[object];
    struct stn_go_file *file = &package->files[known->file];
    const struct stn_go_tree *tree = &file->tree;
    uint32_t type = stn_go_child(tree, known->decl, STN_GO_IN_type);
    uint32_t list = type != 0 && tree->nodes[type].kind == STN_GO_STRUCT_TYPE
                        ? stn_go_child_of(tree, type, STN_GO_FIELD_LIST)
                        : 0;
    uint32_t field = list != 0 ? stn_go_first(tree, list) : 0;
    for (size_t seen = 0; field != 0 && seen < LOOKED_AT_MAX; seen++) {
        uint32_t part = stn_go_first(tree, field);
        for (; part != 0; part = stn_go_next(tree, part)) {
            if (tree->nodes[part].field != STN_GO_IN_name)
                break;
            if (stn_str_equal(stn_go_text(tree, part), name))
                return name_of(file, stn_go_child(tree, field, STN_GO_IN_type));
            if (++seen >= LOOKED_AT_MAX)
                break;
        }
        field = stn_go_next(tree, field);
    }
    return (struct stn_go_where){NULL, 0};
}

struct stn_go_where stn_go_spelled_type(struct stn_go_package *package,
                                        struct stn_go_file *file,
                                        uint32_t expression)
{
    const struct stn_go_tree *tree = &file->tree;
    uint32_t operand = expression;

    if (expression == 0)
        return (struct stn_go_where){NULL, 0};
    if (tree->nodes[expression].kind == STN_GO_SELECTOR)
        operand = stn_go_child(tree, expression, STN_GO_IN_operand);
    if (operand == 0 || tree->nodes[operand].kind != STN_GO_IDENTIFIER)
        return (struct stn_go_where){NULL, 0};
    struct stn_go_where type =
        type_of_object(package, stn_go_object_at(file, operand));
    return operand == expression
               ? type
               : type_of_field(package, type,
                               stn_go_selected(tree, expression));
}

/* The object a call means: a function or a method; 0: neither. */
static uint32_t object_called(struct stn_go_package *package,
                              struct stn_go_file *file, uint32_t callee)
{
    const struct stn_go_tree *tree = &file->tree;

    if (tree->nodes[callee].kind != STN_GO_SELECTOR)
        return stn_go_object_at(file, callee);
    struct stn_go_where type = stn_go_spelled_type(
        package, file, stn_go_child(tree, callee, STN_GO_IN_operand));
    if (object_of_type(package, type) == 0)
        return 0;
    return stn_go_names_find_method(package, type.file,
                                    stn_go_text(&type.file->tree, type.node),
                                    stn_go_selected(tree, callee));
}

struct stn_go_function *stn_go_callee_function(struct stn_go_package *package,
                                               struct stn_go_file *file,
                                               uint32_t call)
{
    uint32_t callee = stn_go_callee(&file->tree, call);

    if (callee == 0)
        return NULL;
    if (file->tree.nodes[callee].kind == STN_GO_FUNC_LITERAL)
        return stn_go_function_at(package, file, callee);
    uint32_t object = object_called(package, file, callee);
    if (object == 0)
        return NULL;
    const struct stn_go_object known = package->objects[object];
    if (known.kind != STN_GO_FUNCTION_NAME && known.kind != STN_GO_METHOD_NAME)
        return NULL;
    return stn_go_function_at(package, &package->files[known.file], known.decl);
}
