#include "golang/deferred.h"
#include "golang/duty.h"
#include "golang/flow.h"
#include "golang/names.h"

#include <assert.h>
#include <stdlib.h>

/* Defers and exits of one function: more of them is no code for people. */
#define DEFERS_MAX 32
#define EXITS_MAX 32
/* So much of a callee's name is told. */
#define NAME_BYTES_MAX 24

struct lost {
    uint32_t defer;
    struct stn_str call; /* as it is written */
    struct stn_go_effect effect;
    uint32_t told; /* the first exit it was told of; 0: none */
};

struct exit {
    uint32_t node;  /* the call that ends the process */
    uint32_t loses; /* a bit for each of the defers */
};

struct looking {
    struct stn_go_pass *pass;
    struct lost defers[DEFERS_MAX];
    size_t defer_count;
    size_t at; /* the defer that is looked at */
    struct exit exits[EXITS_MAX];
    size_t exit_count;
};

static_assert(DEFERS_MAX <= 32, "a defer has a bit in exit.loses");

/* Whether the deferred call is made by the way: then nothing is lost. */
static int step(void *payload, uint32_t node, int state)
{
    const struct looking *looking = payload;
    const struct stn_go_tree *tree = looking->pass->tree;

    for (uint32_t n = node; n != 0 && tree->nodes[node].kind != STN_GO_DEFER;
         n = stn_go_walk(tree, node, n, false))
        if (tree->nodes[n].kind == STN_GO_CALL &&
            stn_str_equal(stn_go_text(tree, n),
                          looking->defers[looking->at].call))
            return STN_GO_PATH_ENDS;
    return state;
}

/*
 * x, err := f(); defer os.Remove(x); if err != nil { log.Fatal(err) }
 * Where f failed there is nothing to remove.
 */
static int take_edge(void *payload, uint32_t condition, bool is_true, int state)
{
    const struct looking *looking = payload;
    const struct stn_go_tree *tree = looking->pass->tree;
    uint32_t next = stn_go_next(tree, looking->defers[looking->at].defer);

    if (next == 0 || tree->nodes[next].kind != STN_GO_IF ||
        stn_go_child(tree, next, STN_GO_IN_initializer) != 0 ||
        stn_go_child(tree, next, STN_GO_IN_condition) != condition ||
        tree->nodes[condition].op != STN_GO_OP_NOT_EQUAL || !is_true)
        return state;
    uint32_t left = stn_go_child(tree, condition, STN_GO_IN_left);
    uint32_t right = stn_go_child(tree, condition, STN_GO_IN_right);
    uint32_t error = left != 0 && tree->nodes[left].kind == STN_GO_IDENTIFIER
                         ? stn_go_object_at(looking->pass->file, left)
                         : 0;
    return error != 0 && right != 0 && tree->nodes[right].kind == STN_GO_NIL &&
                   stn_go_is_error_name(stn_go_text(tree, left))
               ? STN_GO_PATH_ENDS
               : state;
}

static int leave(void *payload, enum stn_go_leave how, uint32_t node, int state)
{
    struct looking *looking = payload;
    size_t i = 0;

    (void)state;
    if (how != STN_GO_LEAVES_PROCESS)
        return STN_GO_PATH_ENDS;
    while (i < looking->exit_count && looking->exits[i].node != node)
        i++;
    if (i == EXITS_MAX)
        return STN_GO_PATH_ENDS;
    if (i == looking->exit_count)
        looking->exits[looking->exit_count++] = (struct exit){.node = node};
    looking->exits[i].loses |= UINT32_C(1) << looking->at;
    return STN_GO_PATH_ENDS;
}

/* The worst that an exit loses; of what was told before, only without rest. */
static struct lost *worst_of(struct looking *looking, const struct exit *exit)
{
    struct lost *worst = NULL;

    for (size_t i = 0; i < looking->defer_count; i++) {
        struct lost *lost = &looking->defers[i];
        if ((exit->loses & UINT32_C(1) << i) == 0)
            continue;
        if (worst == NULL || (worst->told != 0 && lost->told == 0) ||
            ((worst->told == 0) == (lost->told == 0) &&
             lost->effect.severity > worst->effect.severity))
            worst = lost;
    }
    return worst;
}

/*
 * What is lost of the output of a program that fails is missed less than a file
 * that stays behind.
 */
static bool is_output(struct stn_str name)
{
    return stn_str_ends(name, STN_STR("Flush")) ||
           stn_str_ends(name, STN_STR("Close"));
}

/* os.Exit(0): nothing went wrong. */
static bool is_success(const struct stn_go_tree *tree, uint32_t call)
{
    uint32_t status = stn_go_argument(tree, call, 0);

    return status != 0 && stn_go_text_is(tree, status, "0");
}

static enum stn_severity severity_of(const struct stn_go_pass *pass,
                                     const struct exit *exit,
                                     const struct lost *lost)
{
    if (lost->told != 0)
        return STN_NOTE;
    if (lost->effect.severity == STN_HIGH &&
        (pass->file->is_test ||
         (is_output(lost->effect.name) && !is_success(pass->tree, exit->node))))
        return STN_MEDIUM;
    return lost->effect.severity;
}

/*
 * The repair is one for all exits of a function. So a defer counts at the
 * first, and the others are notes.
 */
static void tell(struct looking *looking, const struct exit *exit)
{
    struct stn_go_pass *pass = looking->pass;
    const struct stn_go_tree *tree = pass->tree;
    const struct lost *lost = worst_of(looking, exit);
    struct stn_go_hit hit =
        stn_go_hit_at_head(pass, stn_go_statement_of(tree, exit->node));
    struct stn_str callee = stn_go_text(tree, stn_go_callee(tree, exit->node));
    struct stn_str name = lost->effect.name;
    const bool harmless = lost->effect.severity == STN_NOTE;

    hit.severity = severity_of(pass, exit, lost);
    if (name.len > NAME_BYTES_MAX)
        name = stn_str_sub(name, 0, NAME_BYTES_MAX);
    stn_go_add_evidence(&hit, stn_go_words(pass, "%.*s ends the process",
                                           (int)callee.len, callee.ptr));
    stn_go_add_evidence(
        &hit, stn_go_words(pass, "%.*s does not run%s", (int)name.len, name.ptr,
                           harmless ? "; the system does as much" : ""));
    stn_go_add_related(&hit, pass, lost->defer, "it is deferred here");
    struct stn_go_hit head = stn_go_hit_at_head(pass, lost->defer);
    hit.related[hit.related_count - 1].span = head.span;
    hit.ties[hit.tie_count++] = head.span;
    if (lost->told != 0)
        stn_go_add_related(&hit, pass, lost->told, "the first such exit");
    stn_go_tell(pass, &hit);
    for (size_t i = 0; i < looking->defer_count; i++)
        if ((exit->loses & UINT32_C(1) << i) != 0 &&
            looking->defers[i].told == 0)
            looking->defers[i].told = exit->node;
}

static int in_text_order(const void *a, const void *b)
{
    const struct exit *left = a, *right = b;

    return left->node < right->node ? -1 : left->node > right->node;
}

static void look_from(struct looking *looking, const struct stn_go_flow *flow,
                      uint32_t defer)
{
    struct stn_go_pass *pass = looking->pass;
    const struct stn_go_search search = {
        .step = step, .edge = take_edge, .leave = leave, .payload = looking};
    uint32_t point = stn_go_flow_point(flow, pass->tree, defer);
    uint32_t call = stn_go_statement_call(pass->tree, defer);

    if (point == UINT32_MAX || call == 0)
        return;
    struct stn_go_effect effect =
        stn_go_deferred_effect(pass->package, pass->file, defer);
    if (effect.severity == STN_SEVERITY_DEFAULT)
        return;
    looking->at = looking->defer_count++;
    looking->defers[looking->at] = (struct lost){
        .defer = defer,
        .call = stn_go_text(pass->tree, call),
        .effect = effect,
    };
    stn_go_flow_search(pass->package, flow, point, 0, &search, NULL);
}

/* Whether any block ends the process: most functions have none. */
static bool has_exit(const struct stn_go_flow *flow)
{
    for (uint32_t i = 0; i < flow->block_count; i++)
        if (flow->blocks[i].leaves == STN_GO_LEAVES_PROCESS)
            return true;
    return false;
}

static void visit(struct stn_go_pass *pass, uint32_t node)
{
    const struct stn_go_tree *tree = pass->tree;
    const uint32_t body = stn_go_body(tree, node);
    struct looking looking = {.pass = pass};
    uint32_t defers[DEFERS_MAX];
    size_t count = 0;

    for (uint32_t n = body; n != 0 && count < DEFERS_MAX;
         n = stn_go_walk(tree, body, n, false))
        if (tree->nodes[n].kind == STN_GO_DEFER)
            defers[count++] = n;
    const struct stn_go_flow *flow =
        count > 0 ? stn_go_flow_of(pass->package, pass->file, node) : NULL;
    if (flow == NULL || !has_exit(flow))
        return;
    for (size_t i = 0; i < count; i++)
        look_from(&looking, flow, defers[i]);
    qsort(looking.exits, looking.exit_count, sizeof looking.exits[0],
          in_text_order);
    for (size_t i = 0; i < looking.exit_count; i++)
        tell(&looking, &looking.exits[i]);
}

const struct stn_go_check stn_go_check_exit_after_defer = {
    .name = "exit-after-defer",
    .kinds = {STN_GO_FUNCTION, STN_GO_METHOD, STN_GO_FUNC_LITERAL},
    .visit = visit,
};
