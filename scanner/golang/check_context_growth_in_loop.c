#include "golang/check.h"
#include "golang/flow.h"
#include "golang/names.h"
#include "golang/types.h"
#include "golang/uses.h"

/* `ctx = wrap(ctx, ...)`: the name; 0: it is something else. */
static uint32_t wrapped_name(const struct stn_go_pass *pass, uint32_t node,
                             uint32_t *call)
{
    const struct stn_go_tree *tree = pass->tree;
    uint32_t left = stn_go_child(tree, node, STN_GO_IN_left);
    uint32_t right = stn_go_child(tree, node, STN_GO_IN_right);
    uint32_t name = left != 0 ? stn_go_first(tree, left) : 0;

    *call = right != 0 ? stn_go_first(tree, right) : 0;
    if (name == 0 || *call == 0 || tree->nodes[node].op != STN_GO_OP_ASSIGN ||
        tree->nodes[name].kind != STN_GO_IDENTIFIER ||
        !stn_go_is_call(tree, *call))
        return 0;
    uint32_t first = stn_go_argument(tree, *call, 0);
    uint32_t object = stn_go_object_at(pass->file, name);
    return first != 0 && object != 0 &&
                   tree->nodes[first].kind == STN_GO_IDENTIFIER &&
                   stn_go_object_at(pass->file, first) == object
               ? name
               : 0;
}

static bool is_context(const struct stn_go_pass *pass, uint32_t object)
{
    struct stn_go_type type = stn_go_object_type(pass->package, object);

    return !type.is_pointer && stn_go_type_is(&type, "context", "Context");
}

/*
 * Whether the context grows for nothing but the loop: all that uses it is in
 * the loop, and nothing there sets it back. What a loop builds for those who
 * come after it is meant to grow.
 */
static bool serves_the_loop(const struct stn_go_pass *pass, uint32_t object,
                            uint32_t loop, uint32_t node)
{
    const struct stn_go_tree *tree = pass->tree;
    bool is_used = false;

    for (uint32_t at = stn_go_next_use(pass->package, pass->file, object, 0);
         at != 0; at = stn_go_next_use(pass->package, pass->file, object, at)) {
        if (!stn_go_spend(pass->package, STN_GO_USE_STEPS))
            return false;
        if (at < loop || stn_go_holds(tree, node, at))
            continue;
        if (!stn_go_holds(tree, loop, at))
            return false;
        struct stn_go_use use =
            stn_go_use_at(pass->package, pass->file, object, at);
        uint32_t call;
        if (use.kind == STN_GO_USE_WRITTEN &&
            wrapped_name(pass, stn_go_statement_of(tree, at), &call) == 0)
            return false;
        is_used |= use.kind != STN_GO_USE_WRITTEN;
    }
    return is_used;
}

/* Whether the loop comes to the statement again. */
static bool comes_again(const struct stn_go_pass *pass, uint32_t node)
{
    const struct stn_go_flow *flow = stn_go_flow_of(
        pass->package, pass->file, stn_go_function_of(pass->tree, node));
    uint32_t point =
        flow != NULL ? stn_go_flow_point(flow, pass->tree, node) : UINT32_MAX;

    return point != UINT32_MAX &&
           stn_go_flow_reaches(pass->package, flow, point, point);
}

/*
 * Each context holds on to the one it was made of, so one that replaces itself
 * in a loop becomes a longer chain with every turn.
 */
static void visit(struct stn_go_pass *pass, uint32_t node)
{
    const struct stn_go_tree *tree = pass->tree;
    uint32_t call;
    uint32_t loop = stn_go_loop_of(tree, node);
    uint32_t name = loop != 0 ? wrapped_name(pass, node, &call) : 0;

    if (name == 0)
        return;
    const uint32_t object = stn_go_object_at(pass->file, name);
    const struct stn_go_object *known = &pass->package->objects[object];
    if (known->function != stn_go_function_of(tree, node) ||
        stn_go_holds(tree, loop, known->name) || !is_context(pass, object) ||
        !serves_the_loop(pass, object, loop, node) || !comes_again(pass, node))
        return;
    struct stn_go_hit hit = stn_go_hit_at(pass, node);
    struct stn_str text = stn_go_text(tree, name);
    stn_go_add_evidence(&hit, stn_go_words(pass, "%.*s lives outside the loop",
                                           (int)text.len, text.ptr));
    stn_go_add_related(&hit, pass, known->name, "the context is declared here");
    stn_go_tell(pass, &hit);
}

const struct stn_go_check stn_go_check_context_growth_in_loop = {
    .name = "context-growth-in-loop",
    .kinds = {STN_GO_ASSIGNMENT},
    .visit = visit,
};
