#include "golang/deferred.h"
#include "golang/flow.h"

/* Defers and exits of one function: more of them is no code for people. */
#define DEFERS_MAX 32
#define EXITS_MAX 32
/* So much of a callee's name is told. */
#define NAME_BYTES_MAX 24

struct exit {
    uint32_t node; /* the call that ends the process */
    uint32_t defer;
    struct stn_go_effect effect;
};

struct looking {
    struct stn_go_pass *pass;
    struct stn_str call; /* the deferred one, as it is written */
    uint32_t defer;
    struct stn_go_effect effect;
    struct exit exits[EXITS_MAX];
    size_t count;
};

/* Whether the deferred call is made by the way: then nothing is lost. */
static int step(void *payload, uint32_t node, int state)
{
    const struct looking *looking = payload;
    const struct stn_go_tree *tree = looking->pass->tree;

    for (uint32_t n = node; n != 0 && tree->nodes[node].kind != STN_GO_DEFER;
         n = stn_go_walk(tree, node, n, false))
        if (tree->nodes[n].kind == STN_GO_CALL &&
            stn_str_equal(stn_go_text(tree, n), looking->call))
            return STN_GO_PATH_ENDS;
    return state;
}

static int leave(void *payload, enum stn_go_leave how, uint32_t node, int state)
{
    struct looking *looking = payload;
    size_t i = 0;

    (void)state;
    if (how != STN_GO_LEAVES_PROCESS)
        return STN_GO_PATH_ENDS;
    while (i < looking->count && looking->exits[i].node != node)
        i++;
    if (i == EXITS_MAX)
        return STN_GO_PATH_ENDS;
    if (i == looking->count)
        looking->exits[looking->count++] = (struct exit){.node = node};
    if (looking->effect.severity > looking->exits[i].effect.severity) {
        looking->exits[i].effect = looking->effect;
        looking->exits[i].defer = looking->defer;
    }
    return STN_GO_PATH_ENDS;
}

static void tell(struct stn_go_pass *pass, const struct exit *exit)
{
    const struct stn_go_tree *tree = pass->tree;
    struct stn_go_hit hit =
        stn_go_hit_at_head(pass, stn_go_statement_of(tree, exit->node));
    struct stn_str callee = stn_go_text(tree, stn_go_callee(tree, exit->node));
    struct stn_str name = exit->effect.name;

    hit.severity = exit->effect.severity;
    if (pass->file->is_test && hit.severity == STN_HIGH)
        hit.severity = STN_MEDIUM;
    if (name.len > NAME_BYTES_MAX)
        name = stn_str_sub(name, 0, NAME_BYTES_MAX);
    stn_go_add_evidence(&hit, stn_go_words(pass, "%.*s ends the process",
                                           (int)callee.len, callee.ptr));
    stn_go_add_evidence(
        &hit, stn_go_words(
                  pass, "%.*s does not run%s", (int)name.len, name.ptr,
                  hit.severity == STN_NOTE ? "; the system does as much" : ""));
    stn_go_add_related(&hit, pass, exit->defer, "it is deferred here");
    struct stn_go_hit head = stn_go_hit_at_head(pass, exit->defer);
    hit.related[hit.related_count - 1].span = head.span;
    hit.ties[hit.tie_count++] = head.span;
    stn_go_tell(pass, &hit);
}

static void look_from(struct looking *looking, const struct stn_go_flow *flow,
                      uint32_t defer)
{
    struct stn_go_pass *pass = looking->pass;
    const struct stn_go_search search = {
        .step = step, .leave = leave, .payload = looking};
    uint32_t point = stn_go_flow_point(flow, pass->tree, defer);
    uint32_t call = stn_go_statement_call(pass->tree, defer);

    if (point == UINT32_MAX || call == 0)
        return;
    looking->effect = stn_go_deferred_effect(pass->package, pass->file, defer);
    if (looking->effect.severity == STN_SEVERITY_DEFAULT)
        return;
    looking->defer = defer;
    looking->call = stn_go_text(pass->tree, call);
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
    for (size_t i = 0; i < looking.count; i++)
        tell(pass, &looking.exits[i]);
}

const struct stn_go_check stn_go_check_exit_after_defer = {
    .name = "exit-after-defer",
    .kinds = {STN_GO_FUNCTION, STN_GO_METHOD, STN_GO_FUNC_LITERAL},
    .visit = visit,
};
