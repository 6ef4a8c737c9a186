#include "golang/leaves_known.h"

#include "base/alloc.h"
#include "golang/flow_state.h"
#include "golang/names.h"
#include "golang/types.h"

/* `log.Fatal().Err(err).Msg("x")`: the call at the beginning of a chain. */
static enum stn_go_leave chain_leaves(const struct stn_go_file *file,
                                      uint32_t call, struct stn_str name)
{
    const struct stn_go_tree *tree = &file->tree;

    while (call != 0 && tree->nodes[call].kind == STN_GO_CALL) {
        uint32_t callee = stn_go_callee(tree, call);
        if (callee == 0 || tree->nodes[callee].kind != STN_GO_SELECTOR)
            return STN_GO_GOES_ON;
        uint32_t operand = stn_go_child(tree, callee, STN_GO_IN_operand);
        const struct stn_go_import *import = stn_go_import_at(file, operand);
        if (import != NULL)
            return stn_go_known_chain(import->path,
                                      stn_go_selected(tree, callee), name);
        call = operand;
    }
    return STN_GO_GOES_ON;
}

/* A method of a type of a library, as of `t *testing.T`. */
static enum stn_go_leave method_leaves(struct stn_go_package *package,
                                       struct stn_go_file *file,
                                       uint32_t operand, struct stn_str name)
{
    struct stn_go_type type = stn_go_type_of(package, file, operand);

    return type.form == STN_GO_TYPE_NAMED && type.path.len > 0
               ? stn_go_known_method(type.path, type.name, name)
               : STN_GO_GOES_ON;
}

/* `logger := zap.L()` */
static enum stn_go_leave value_leaves(struct stn_go_package *package,
                                      struct stn_go_file *file,
                                      uint32_t operand, struct stn_str name)
{
    uint32_t object = stn_go_object_at(file, operand);

    if (object == 0 || package->objects[object].kind != STN_GO_VARIABLE)
        return STN_GO_GOES_ON;
    return chain_leaves(&package->files[package->objects[object].file],
                        stn_go_object_value(package, object), name);
}

/* Whether a call is known to end, by its name. */
static enum stn_go_leave library_leaves(struct stn_go_package *package,
                                        struct stn_go_file *file, uint32_t call)
{
    const struct stn_go_tree *tree = &file->tree;
    const uint32_t callee = stn_go_callee(tree, call);

    if (callee == 0)
        return STN_GO_GOES_ON;
    if (stn_go_is_predeclared(file, callee, "panic"))
        return STN_GO_LEAVES_PANIC;
    const struct stn_str name = stn_go_selected(tree, callee);
    if (name.len == 0 || !stn_go_known_name(name))
        return STN_GO_GOES_ON;
    const uint32_t operand = stn_go_child(tree, callee, STN_GO_IN_operand);
    const struct stn_go_import *import = stn_go_import_at(file, operand);
    if (import != NULL)
        return stn_go_known_function(import->path, name);
    enum stn_go_leave how = chain_leaves(file, operand, name);
    if (how == STN_GO_GOES_ON)
        how = method_leaves(package, file, operand, name);
    if (how == STN_GO_GOES_ON)
        how = value_leaves(package, file, operand, name);
    return how;
}

static enum stn_go_leave function_leaves(const struct stn_go_function *function)
{
    return function != NULL && function->returning == STN_GO_RETURNS_NEVER
               ? (enum stn_go_leave)function->leaves
               : STN_GO_GOES_ON;
}

enum stn_go_leave stn_go_call_leaves_now(struct stn_go_package *package,
                                         struct stn_go_file *file,
                                         uint32_t call)
{
    enum stn_go_leave how = library_leaves(package, file, call);

    return how != STN_GO_GOES_ON
               ? how
               : function_leaves(stn_go_called_function(package, file, call));
}

enum stn_go_leave stn_go_call_leaves(struct stn_go_package *package,
                                     struct stn_go_file *file, uint32_t call)
{
    if (!stn_go_is_call(&file->tree, call) ||
        stn_go_names_resolve(package, file, NULL) < 0)
        return STN_GO_GOES_ON;
    enum stn_go_leave how = library_leaves(package, file, call);
    if (how != STN_GO_GOES_ON)
        return how;
    struct stn_go_function *function =
        stn_go_called_function(package, file, call);
    if (function != NULL)
        stn_go_function_settle(package, function);
    return function_leaves(function);
}

bool stn_go_can_return(struct stn_go_package *package, struct stn_go_file *file,
                       uint32_t function)
{
    struct stn_go_function *known = stn_go_function_at(package, file, function);

    if (known == NULL)
        return true;
    stn_go_function_settle(package, known);
    return known->returning != STN_GO_RETURNS_NEVER;
}
