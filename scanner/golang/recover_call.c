#include "golang/recover_call.h"

#include "golang/mentions.h"
#include "golang/names.h"
#include "golang/uses.h"

/* Uses of one variable that are looked at. */
#define USES_MAX 256

static bool is_exported(struct stn_str name)
{
    return name.len > 0 && ((name.ptr[0] >= 'A' && name.ptr[0] <= 'Z') ||
                            (unsigned char)name.ptr[0] >= 0x80);
}

/* A function that is only ever called by others. What nobody names may be
 * reached by other ways. */
static bool is_only_called(struct stn_go_pass *pass, uint32_t function)
{
    uint32_t name = stn_go_child(pass->tree, function, STN_GO_IN_name);

    if (name == 0 || is_exported(stn_go_text(pass->tree, name)))
        return false;
    unsigned bits =
        stn_go_mentions(pass->package, stn_go_text(pass->tree, name));
    return (bits & (STN_GO_MENTION_CALLED | STN_GO_MENTION_GO)) != 0 &&
           (bits & (STN_GO_MENTION_DEFERRED | STN_GO_MENTION_VALUE)) == 0;
}

/* The same of `f := func() {}`. */
static bool is_variable_only_called(struct stn_go_pass *pass, uint32_t literal)
{
    const struct stn_go_tree *tree = pass->tree;
    uint32_t list = tree->nodes[literal].parent;
    uint32_t left =
        stn_go_child(tree, tree->nodes[list].parent, STN_GO_IN_left);
    uint32_t name = left != 0 ? stn_go_first(tree, left) : 0;
    uint32_t object = name != 0 && tree->nodes[name].kind == STN_GO_IDENTIFIER
                          ? stn_go_object_at(pass->file, name)
                          : 0;
    size_t looked = 0;

    if (object == 0 || stn_go_next(tree, name) != 0 ||
        pass->package->objects[object].name != name)
        return false;
    for (uint32_t at = stn_go_next_use(pass->package, pass->file, object, 0);
         at != 0; at = stn_go_next_use(pass->package, pass->file, object, at)) {
        struct stn_go_use use =
            stn_go_use_at(pass->package, pass->file, object, at);
        if (++looked > USES_MAX || use.kind != STN_GO_USE_CALLED ||
            use.how == STN_GO_CALL_DEFERRED)
            return false;
    }
    return looked > 0;
}

static enum stn_go_recover in_literal(struct stn_go_pass *pass,
                                      uint32_t literal, const char **why)
{
    const struct stn_go_tree *tree = pass->tree;
    uint32_t outer = stn_go_function_of(tree, literal);

    switch (stn_go_role_of(tree, literal)) {
    case STN_GO_ROLE_CALLED:
        if (outer != 0 && tree->nodes[outer].kind == STN_GO_FUNC_LITERAL &&
            stn_go_role_of(tree, outer) == STN_GO_ROLE_DEFERRED) {
            *why = "a literal within the deferred one calls it";
            return STN_GO_RECOVER_IMMEDIATE;
        }
        *why = "the literal is called, not deferred";
        return STN_GO_RECOVER_OUTSIDE;
    case STN_GO_ROLE_GO:
        *why = "the goroutine calls it, not a deferred function";
        return STN_GO_RECOVER_OUTSIDE;
    case STN_GO_ROLE_ASSIGNED:
        *why = "the literal is called, never deferred";
        return is_variable_only_called(pass, literal) ? STN_GO_RECOVER_OUTSIDE
                                                      : STN_GO_RECOVER_FINE;
    default:
        return STN_GO_RECOVER_FINE;
    }
}

/* Whether a call is an argument of a deferred one: defer-eager-arg tells. */
static bool is_deferred_argument(const struct stn_go_tree *tree, uint32_t call)
{
    for (uint32_t at = call; at != 0; at = tree->nodes[at].parent) {
        if (stn_go_is_function(tree, at))
            return false;
        if (tree->nodes[at].kind == STN_GO_DEFER)
            return true;
    }
    return false;
}

enum stn_go_recover stn_go_recover_at(struct stn_go_pass *pass, uint32_t call,
                                      const char **why)
{
    const struct stn_go_tree *tree = pass->tree;
    const enum stn_go_kind above =
        stn_go_kind_of(tree, tree->nodes[call].parent);
    uint32_t function;

    if (!stn_go_is_predeclared(pass->file, stn_go_callee(tree, call),
                               "recover") ||
        above == STN_GO_GO)
        return STN_GO_RECOVER_FINE;
    if (above == STN_GO_DEFER) {
        *why = "recover is deferred itself";
        return STN_GO_RECOVER_IMMEDIATE;
    }
    function = stn_go_function_of(tree, call);
    if (function == 0 || is_deferred_argument(tree, call))
        return STN_GO_RECOVER_FINE;
    if (tree->nodes[function].kind == STN_GO_FUNC_LITERAL)
        return in_literal(pass, function, why);
    *why = "its function is called, never deferred";
    return is_only_called(pass, function) ? STN_GO_RECOVER_OUTSIDE
                                          : STN_GO_RECOVER_FINE;
}
