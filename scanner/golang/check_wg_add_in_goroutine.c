#include "golang/check.h"
#include "golang/mutex.h"
#include "golang/names.h"

/* Calls of one goroutine, and nodes, that are looked at. */
#define CALLS_MAX 64
#define NODES_MAX 20000

/* Whether the goroutine starts others: then it may add for them. */
static bool starts_others(struct stn_go_pass *pass, uint32_t literal)
{
    const struct stn_go_tree *tree = pass->tree;

    if (tree->nodes[literal].size > NODES_MAX ||
        !stn_go_spend(pass->package, tree->nodes[literal].size))
        return true;
    for (uint32_t n = literal; n != 0; n = stn_go_walk(tree, literal, n, true))
        if (tree->nodes[n].kind == STN_GO_GO)
            return true;
    return false;
}

static bool is_call_of(const struct stn_go_pass *pass,
                       const struct stn_go_sync_call *call, uint8_t verb,
                       uint32_t operand)
{
    return call->verb == verb && !call->is_value &&
           stn_go_sync_same(pass->file, call->operand, operand);
}

/* Whether it tells by itself that it is done: so it added for itself. */
static bool is_done(const struct stn_go_pass *pass, uint32_t literal,
                    const struct stn_go_sync_calls *calls, uint32_t operand)
{
    const struct stn_go_tree *tree = pass->tree;

    for (size_t i = 0; i < calls->count; i++) {
        const uint32_t node = calls->items[i].node;
        if (!is_call_of(pass, &calls->items[i], STN_GO_SYNC_DONE, operand))
            continue;
        const uint32_t inner = stn_go_literal_in(tree, literal, node);
        if (inner == 0 || stn_go_role_of(tree, inner) == STN_GO_ROLE_DEFERRED)
            return true;
    }
    return false;
}

/* A variable that the goroutine declares, or is given, is another's matter. */
static bool is_from_outside(const struct stn_go_pass *pass, uint32_t literal,
                            uint32_t operand)
{
    const struct stn_go_tree *tree = pass->tree;
    const uint32_t past = stn_go_past(tree, operand);

    for (uint32_t n = operand; n < past; n++)
        if (tree->nodes[n].kind == STN_GO_IDENTIFIER) {
            const uint32_t object = stn_go_object_at(pass->file, n);
            return object != 0 &&
                   (pass->package->objects[object].file != pass->file->index ||
                    !stn_go_holds(tree, literal,
                                  pass->package->objects[object].name));
        }
    return false;
}

/* Whether it is waited for outside, and not counted where it is started. */
static bool is_waited_for(struct stn_go_pass *pass, uint32_t statement,
                          uint32_t operand)
{
    const struct stn_go_tree *tree = pass->tree;
    const struct stn_go_sync_calls calls =
        stn_go_sync_calls_around(pass->package, pass->file, statement);
    /* Of a field: who knows where. */
    bool is_waited = tree->nodes[operand].kind == STN_GO_SELECTOR;

    for (size_t i = 0; i < calls.count; i++) {
        const struct stn_go_sync_call *call = &calls.items[i];
        if (stn_go_holds(tree, statement, call->node))
            continue;
        if (is_call_of(pass, call, STN_GO_SYNC_ADD, operand) &&
            call->node < statement &&
            tree->nodes[tree->nodes[call->node].parent].parent ==
                tree->nodes[statement].parent)
            return false;
        is_waited =
            is_waited || is_call_of(pass, call, STN_GO_SYNC_WAIT, operand);
    }
    return is_waited;
}

/* Wait may come before Add when the goroutine itself adds. */
static void visit(struct stn_go_pass *pass, uint32_t node)
{
    const struct stn_go_tree *tree = pass->tree;
    const uint32_t call = stn_go_statement_call(tree, node);
    const uint32_t literal = call != 0 ? stn_go_callee(tree, call) : 0;

    if (literal == 0 || tree->nodes[literal].kind != STN_GO_FUNC_LITERAL)
        return;
    const struct stn_go_sync_calls calls =
        stn_go_sync_calls_in(pass->package, pass->file, literal);
    if (calls.count > CALLS_MAX)
        return;
    for (size_t i = 0; i < calls.count; i++) {
        const struct stn_go_sync_call *add = &calls.items[i];
        if (add->verb != STN_GO_SYNC_ADD ||
            tree->nodes[tree->nodes[add->node].parent].kind !=
                STN_GO_EXPRESSION_STATEMENT ||
            stn_go_function_of(tree, add->node) != literal ||
            stn_go_loop_of(tree, add->node) != 0 ||
            !stn_go_is_wait_group(pass->package, pass->file, add->operand) ||
            !is_from_outside(pass, literal, add->operand) ||
            !is_done(pass, literal, &calls, add->operand) ||
            !is_waited_for(pass, node, add->operand) ||
            starts_others(pass, literal))
            continue;
        struct stn_go_hit hit =
            stn_go_hit_at(pass, tree->nodes[add->node].parent);
        stn_go_add_evidence(&hit, "Wait may return before it is added");
        hit.related[hit.related_count++] = (struct stn_go_related){
            pass->file->index,
            {tree->nodes[node].start, tree->nodes[literal].start},
            "the goroutine is started here"};
        stn_go_tell(pass, &hit);
        return;
    }
}

const struct stn_go_check stn_go_check_wg_add_in_goroutine = {
    .name = "wg-add-in-goroutine",
    .kinds = {STN_GO_GO},
    .visit = visit,
};
