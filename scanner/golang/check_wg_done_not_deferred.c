#include "golang/check.h"
#include "golang/flow.h"
#include "golang/mutex.h"

/* Calls of one goroutine that are looked at, and nodes of one statement. */
#define CALLS_MAX 64
#define NODES_MAX 400

/* A goroutine that is to tell a wait group when it is done. */
struct goroutine {
    struct stn_go_pass *pass;
    uint32_t literal;
    struct stn_go_sync_calls calls; /* in it */
    const struct stn_go_sync_call *done;
};

static bool is_same(const struct goroutine *goroutine, uint32_t operand)
{
    return operand != 0 && stn_go_sync_same(goroutine->pass->file, operand,
                                            goroutine->done->operand);
}

/* Whether a statement gives the wait group to others. */
static bool is_passed(const struct goroutine *goroutine, uint32_t node)
{
    const struct stn_go_tree *tree = goroutine->pass->tree;
    const uint32_t operand = goroutine->done->operand;
    uint32_t seen = 0;

    for (uint32_t n = node; n != 0; n = stn_go_walk(tree, node, n, false)) {
        const uint8_t above = tree->nodes[tree->nodes[n].parent].kind;
        if (++seen > NODES_MAX || !stn_go_spend(goroutine->pass->package, 1))
            return true;
        if (tree->nodes[n].kind == tree->nodes[operand].kind &&
            above != STN_GO_SELECTOR && stn_go_same(tree, n, operand))
            return true;
    }
    return false;
}

static int step(void *payload, uint32_t node, int state)
{
    const struct goroutine *goroutine = payload;
    const struct stn_go_sync_calls calls = stn_go_sync_calls_in(
        goroutine->pass->package, goroutine->pass->file, node);

    if (calls.count > CALLS_MAX || is_passed(goroutine, node))
        return STN_GO_PATH_ENDS;
    for (size_t i = 0; i < calls.count; i++)
        if (calls.items[i].verb == STN_GO_SYNC_DONE &&
            is_same(goroutine, calls.items[i].operand))
            return STN_GO_PATH_ENDS;
    return state;
}

static int leave(void *payload, enum stn_go_leave how, uint32_t node, int state)
{
    (void)payload;
    (void)node;
    (void)state;
    /* Whoever goes around it goes around the Add, too. */
    return how == STN_GO_LEAVES_RETURN ? STN_GO_PATH_FOUND : STN_GO_PATH_ENDS;
}

/* Done, called by the goroutine itself, and once for it. */
static const struct stn_go_sync_call *
find_done(const struct goroutine *goroutine)
{
    const struct stn_go_tree *tree = goroutine->pass->tree;

    for (size_t i = 0; i < goroutine->calls.count; i++) {
        const struct stn_go_sync_call *call = &goroutine->calls.items[i];
        if (call->verb == STN_GO_SYNC_DONE && !call->is_value &&
            call->how == STN_GO_CALL_NOW &&
            tree->nodes[tree->nodes[call->node].parent].kind ==
                STN_GO_EXPRESSION_STATEMENT &&
            stn_go_function_of(tree, call->node) == goroutine->literal)
            return stn_go_loop_of(tree, call->node) == 0 ? call : NULL;
    }
    return NULL;
}

/* Whether another call settles it, or makes it more than one of this. */
static bool is_settled(const struct goroutine *goroutine)
{
    const struct stn_go_tree *tree = goroutine->pass->tree;

    for (size_t i = 0; i < goroutine->calls.count; i++) {
        const struct stn_go_sync_call *call = &goroutine->calls.items[i];
        if (!is_same(goroutine, call->operand))
            continue;
        if (call->verb == STN_GO_SYNC_ADD)
            return true;
        if (call->verb == STN_GO_SYNC_DONE &&
            (call->how != STN_GO_CALL_NOW || call->is_value ||
             stn_go_function_of(tree, call->node) != goroutine->literal ||
             stn_go_loop_of(tree, call->node) != 0))
            return true;
    }
    return false;
}

static void visit(struct stn_go_pass *pass, uint32_t node)
{
    const struct stn_go_tree *tree = pass->tree;
    const uint32_t call = stn_go_statement_call(tree, node);
    struct goroutine goroutine = {
        .pass = pass, .literal = call != 0 ? stn_go_callee(tree, call) : 0};
    uint32_t where = 0;

    if (goroutine.literal == 0 ||
        tree->nodes[goroutine.literal].kind != STN_GO_FUNC_LITERAL)
        return;
    goroutine.calls =
        stn_go_sync_calls_in(pass->package, pass->file, goroutine.literal);
    if (goroutine.calls.count == 0 || goroutine.calls.count > CALLS_MAX)
        return;
    goroutine.done = find_done(&goroutine);
    if (goroutine.done == NULL || is_settled(&goroutine) ||
        !stn_go_is_wait_group(pass->package, pass->file,
                              goroutine.done->operand))
        return;
    const struct stn_go_flow *flow =
        stn_go_flow_of(pass->package, pass->file, goroutine.literal);
    if (flow == NULL)
        return;
    const uint32_t statement = tree->nodes[goroutine.done->node].parent;
    const struct stn_go_search search = {
        .step = step, .leave = leave, .payload = &goroutine};
    struct stn_go_hit hit = stn_go_hit_at(pass, statement);
    if (stn_go_flow_search(pass->package, flow, UINT32_MAX, 0, &search,
                           &where)) {
        stn_go_add_evidence(&hit, "a return in the goroutine skips it");
        stn_go_add_related(&hit, pass, where, "returns without Done");
        stn_go_add_tie(&hit, pass, where);
    } else {
        if (tree->nodes[statement].parent !=
            stn_go_body(tree, goroutine.literal))
            return;
        hit.severity = STN_NOTE;
        stn_go_add_evidence(&hit, "a panic in the goroutine skips it");
    }
    stn_go_tell(pass, &hit);
}

const struct stn_go_check stn_go_check_wg_done_not_deferred = {
    .name = "wg-done-not-deferred",
    .kinds = {STN_GO_GO},
    .visit = visit,
};
