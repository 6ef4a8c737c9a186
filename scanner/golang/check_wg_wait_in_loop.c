#include "golang/check.h"
#include "golang/flow.h"
#include "golang/mutex.h"
#include "golang/names.h"

/* Nodes of a loop past which nothing is said of it. */
#define LOOP_NODES_MAX 20000

/* A wait group that is waited for in a loop. */
struct waiting {
    struct stn_go_pass *pass;
    uint32_t loop, body;
    uint32_t statement; /* of Wait, in the body */
    uint32_t operand;
    struct stn_go_sync_calls around;
    uint32_t start;      /* the go statement whose goroutine is waited for */
    size_t start_count;  /* of all that are started in the loop */
    uint32_t add_before; /* the loop; 0: none */
    bool adds_inside;
};

/* A variable that is declared in the loop is a new one at each turn. */
static bool is_from_outside(const struct waiting *waiting)
{
    const struct stn_go_pass *pass = waiting->pass;
    const uint32_t past = stn_go_past(pass->tree, waiting->operand);

    for (uint32_t n = waiting->operand; n < past; n++) {
        const uint32_t object = pass->tree->nodes[n].kind == STN_GO_IDENTIFIER
                                    ? stn_go_object_at(pass->file, n)
                                    : 0;
        if (object != 0 &&
            pass->package->objects[object].file == pass->file->index &&
            stn_go_holds(pass->tree, waiting->loop,
                         pass->package->objects[object].name))
            return false;
    }
    return true;
}

/* Whether a goroutine calls Done, or is given the wait group. */
static bool tells(const struct waiting *waiting, uint32_t go)
{
    const struct stn_go_tree *tree = waiting->pass->tree;
    const uint32_t past = stn_go_past(tree, go);

    for (uint32_t n = go; n < past; n++)
        if (tree->nodes[n].kind == tree->nodes[waiting->operand].kind &&
            stn_go_sync_same(waiting->pass->file, n, waiting->operand))
            return true;
    return false;
}

static void look_at_starts(struct waiting *waiting)
{
    const struct stn_go_tree *tree = waiting->pass->tree;
    const uint32_t past = stn_go_past(tree, waiting->loop);

    for (uint32_t n = waiting->loop; n < past; n++) {
        if (tree->nodes[n].kind != STN_GO_GO)
            continue;
        waiting->start_count++;
        if (tree->nodes[n].parent == waiting->body && n < waiting->statement &&
            tells(waiting, n))
            waiting->start = n;
    }
}

static void look_at_adds(struct waiting *waiting)
{
    const struct stn_go_pass *pass = waiting->pass;
    const uint32_t function = stn_go_function_of(pass->tree, waiting->loop);

    for (size_t i = 0; i < waiting->around.count; i++) {
        const struct stn_go_sync_call *call = &waiting->around.items[i];
        /* Who adds for it elsewhere is not known. */
        if (call->verb != STN_GO_SYNC_ADD ||
            !stn_go_sync_same(pass->file, call->operand, waiting->operand))
            continue;
        if (stn_go_holds(pass->tree, waiting->loop, call->node))
            waiting->adds_inside = true;
        else if (call->node < waiting->loop &&
                 stn_go_function_of(pass->tree, call->node) == function)
            waiting->add_before = call->node;
    }
}

/* Whether the loop can come from Wait to where it starts the next one. */
static bool comes_again(const struct waiting *waiting)
{
    struct stn_go_pass *pass = waiting->pass;
    const struct stn_go_flow *flow =
        stn_go_flow_of(pass->package, pass->file,
                       stn_go_function_of(pass->tree, waiting->loop));
    const uint32_t from =
        flow != NULL ? stn_go_flow_point(flow, pass->tree, waiting->statement)
                     : UINT32_MAX;
    const uint32_t to =
        flow != NULL ? stn_go_flow_point(flow, pass->tree, waiting->start)
                     : UINT32_MAX;
    return from != UINT32_MAX && to != UINT32_MAX &&
           stn_go_flow_reaches(pass->package, flow, from, to);
}

static void tell(const struct waiting *waiting)
{
    struct stn_go_pass *pass = waiting->pass;
    const struct stn_go_tree *tree = pass->tree;
    struct stn_go_hit hit = stn_go_hit_at(pass, waiting->statement);

    if (waiting->adds_inside) {
        hit.severity = STN_LOW;
        stn_go_add_evidence(&hit, "one goroutine runs at a time");
    } else {
        stn_go_add_evidence(&hit, "all are added before the loop");
        stn_go_add_related(&hit, pass, waiting->add_before, "added here");
        stn_go_add_tie(&hit, pass, waiting->add_before);
    }
    const size_t start = tree->nodes[waiting->start].start;
    hit.related[hit.related_count++] = (struct stn_go_related){
        pass->file->index, {start, start + 2}, "started here"};
    stn_go_tell(pass, &hit);
}

static void visit_wait(struct stn_go_pass *pass,
                       const struct stn_go_sync_calls *around,
                       const struct stn_go_sync_call *wait)
{
    const struct stn_go_tree *tree = pass->tree;
    struct waiting waiting = {
        .pass = pass,
        .loop = stn_go_loop_of(tree, wait->node),
        .statement = tree->nodes[wait->node].parent,
        .operand = wait->operand,
        .around = *around,
    };

    waiting.body = waiting.loop != 0 ? stn_go_body(tree, waiting.loop) : 0;
    if (waiting.body == 0 ||
        tree->nodes[waiting.statement].parent != waiting.body ||
        tree->nodes[waiting.statement].kind != STN_GO_EXPRESSION_STATEMENT ||
        tree->nodes[waiting.loop].size > LOOP_NODES_MAX ||
        !stn_go_spend(pass->package, tree->nodes[waiting.loop].size) ||
        !stn_go_is_wait_group(pass->package, pass->file, wait->operand) ||
        !is_from_outside(&waiting))
        return;
    look_at_starts(&waiting);
    look_at_adds(&waiting);
    if (waiting.start == 0 || waiting.start_count != 1 ||
        (!waiting.adds_inside && waiting.add_before == 0))
        return;
    /* What is done beside the goroutine runs beside it. */
    if (waiting.adds_inside &&
        stn_go_next(tree, waiting.start) != waiting.statement)
        return;
    if (comes_again(&waiting))
        tell(&waiting);
}

static void visit(struct stn_go_pass *pass, uint32_t node)
{
    const struct stn_go_sync_calls calls =
        stn_go_sync_calls_of(pass->package, pass->file, node);

    for (size_t i = 0; i < calls.count; i++)
        if (calls.items[i].verb == STN_GO_SYNC_WAIT)
            visit_wait(pass, &calls, &calls.items[i]);
}

const struct stn_go_check stn_go_check_wg_wait_in_loop = {
    .name = "wg-wait-in-loop",
    .kinds = {STN_GO_FUNCTION, STN_GO_METHOD, STN_GO_VAR_DECLARATION},
    .visit = visit,
};
