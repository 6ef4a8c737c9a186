#include "golang/channel_path.h"

#include "golang/flow.h"
#include "golang/names.h"

/* Loops around the operations. */
#define LOOPS_MAX 8

struct walk {
    struct stn_go_package *package;
    struct stn_go_file *file;
    const struct stn_go_tree *tree;
    const struct stn_go_channel *channel;
    uint32_t root;
    uint32_t points[STN_GO_CHANNEL_OPS_MAX]; /* of the operations */
    size_t count;
    uint32_t loops[LOOPS_MAX]; /* around them, and not around the root */
    size_t loop_count;
    uint32_t make;                      /* the point that makes it anew */
    const struct stn_go_channel_op *op; /* NULL: it need not be waited for */
};

/* Whether a name is used in the statement that starts the goroutine; receiving
 * aside, if `is_doing`. */
static bool is_used_there(const struct walk *walk, uint32_t object,
                          bool is_doing)
{
    struct stn_go_package *package = walk->package;

    if (object == 0 || package->objects[object].function == 0)
        return false;
    for (uint32_t at = stn_go_next_use(package, walk->file, object, 0); at != 0;
         at = stn_go_next_use(package, walk->file, object, at)) {
        if (!stn_go_spend(package, STN_GO_USE_STEPS))
            return true;
        if (!stn_go_holds(walk->tree, walk->root, at))
            continue;
        struct stn_go_use use = stn_go_use_at(package, walk->file, object, at);
        if (!is_doing || use.kind != STN_GO_USE_RECEIVED)
            return true;
    }
    return false;
}

static uint32_t object_of(const struct walk *walk, uint32_t node)
{
    return node != 0 && walk->tree->nodes[node].kind == STN_GO_IDENTIFIER
               ? stn_go_object_at(walk->file, node)
               : 0;
}

/* Whether the goroutine uses what was declared along with a context: what
 * cancels it, or the group it is of. */
static bool cancels(const struct walk *walk, uint32_t context)
{
    const struct stn_go_tree *tree = walk->tree;
    uint32_t object = object_of(walk, context);

    if (object == 0 || walk->package->objects[object].file != walk->file->index)
        return false;
    const uint32_t name = walk->package->objects[object].name;
    uint32_t list = tree->nodes[name].parent;
    if (tree->nodes[list].kind != STN_GO_EXPRESSION_LIST)
        return false;
    for (uint32_t other = stn_go_first(tree, list); other != 0;
         other = stn_go_next(tree, other))
        if (other != name && is_used_there(walk, object_of(walk, other), false))
            return true;
    return false;
}

/* x of `x.Wait()`; 0: it is no such call. */
static uint32_t waited_of(const struct stn_go_tree *tree, uint32_t call)
{
    uint32_t callee =
        stn_go_is_call(tree, call) ? stn_go_callee(tree, call) : 0;

    if (callee == 0 ||
        !stn_str_equal(stn_go_selected(tree, callee), STN_STR("Wait")))
        return 0;
    return stn_go_child(tree, callee, STN_GO_IN_operand);
}

/* Whether a literal waits for a group that the goroutine is of. */
static bool waits_for_it(const struct walk *walk, uint32_t literal)
{
    const struct stn_go_tree *tree = walk->tree;

    if (!stn_go_spend(walk->package, tree->nodes[literal].size))
        return true;
    for (uint32_t n = literal; n != 0;
         n = stn_go_walk(tree, literal, n, true)) {
        uint32_t group = waited_of(tree, n);
        if (group != 0 && (tree->nodes[group].kind != STN_GO_IDENTIFIER ||
                           is_used_there(walk, object_of(walk, group), false)))
            return true;
    }
    return false;
}

/* `go func() { group.Wait(); close(done) }()`: whether whoever operates a
 * channel waits for the goroutine first. */
static bool is_of_waiting(const struct walk *walk, uint32_t object)
{
    struct stn_go_package *package = walk->package;

    if (object == 0 || package->objects[object].function == 0)
        return false;
    for (uint32_t at = stn_go_next_use(package, walk->file, object, 0); at != 0;
         at = stn_go_next_use(package, walk->file, object, at)) {
        struct stn_go_use use = stn_go_use_at(package, walk->file, object, at);
        if (!stn_go_spend(walk->package, STN_GO_USE_STEPS))
            return true;
        if (use.literal != 0 && use.kind != STN_GO_USE_RECEIVED &&
            waits_for_it(walk, use.literal))
            return true;
    }
    return false;
}

/* Whether what is received from a channel may come of the goroutine. */
static bool is_told_by(const struct walk *walk, uint32_t channel)
{
    const struct stn_go_tree *tree = walk->tree;

    if (channel == 0)
        return false;
    if (!stn_go_is_call(tree, channel))
        return is_used_there(walk, object_of(walk, channel), true) ||
               is_of_waiting(walk, object_of(walk, channel));
    uint32_t callee = stn_go_callee(tree, channel);
    return callee != 0 &&
           stn_str_equal(stn_go_selected(tree, callee), STN_STR("Done")) &&
           cancels(walk, stn_go_child(tree, callee, STN_GO_IN_operand));
}

static bool tells(const struct walk *walk, uint32_t node)
{
    const struct stn_go_tree *tree = walk->tree;
    uint32_t waited = waited_of(tree, node);

    if (waited != 0)
        return tree->nodes[waited].kind != STN_GO_IDENTIFIER ||
               is_used_there(walk, object_of(walk, waited), false);
    if (tree->nodes[node].kind == STN_GO_RANGE_CLAUSE)
        return is_told_by(walk, stn_go_child(tree, node, STN_GO_IN_right));
    if (tree->nodes[node].kind == STN_GO_UNARY &&
        tree->nodes[node].op == STN_GO_OP_ARROW)
        return is_told_by(walk, stn_go_first(tree, node));
    return false;
}

/* Whether the goroutine is done with a group only after its operation: it
 * defers Done, calls it behind, or was started by the group. */
static bool is_member(const struct walk *walk, uint32_t group)
{
    const struct stn_go_tree *tree = walk->tree;
    const struct stn_go_channel_op *op = walk->op;

    if (stn_go_is_call(tree, walk->root)) {
        uint32_t callee = stn_go_callee(tree, walk->root);
        return stn_go_same(tree, stn_go_child(tree, callee, STN_GO_IN_operand),
                           group);
    }
    if (!stn_go_spend(walk->package, tree->nodes[walk->root].size))
        return false;
    for (uint32_t n = walk->root; n != 0;
         n = stn_go_walk(tree, walk->root, n, true)) {
        uint32_t callee = stn_go_is_call(tree, n) ? stn_go_callee(tree, n) : 0;
        if (callee == 0 ||
            !stn_str_equal(stn_go_selected(tree, callee), STN_STR("Done")) ||
            stn_go_function_of(tree, n) != op->runner ||
            !stn_go_same(tree, stn_go_child(tree, callee, STN_GO_IN_operand),
                         group))
            continue;
        return n > op->node ||
               tree->nodes[tree->nodes[n].parent].kind == STN_GO_DEFER;
    }
    return false;
}

static int step(void *payload, uint32_t node, int state)
{
    const struct walk *walk = payload;
    const struct stn_go_tree *tree = walk->tree;
    const enum stn_go_kind kind = stn_go_kind_of(tree, node);

    for (size_t i = 0; i < walk->count; i++)
        if (walk->points[i] == node)
            return STN_GO_PATH_ENDS;
    if (node == walk->make)
        return walk->op == NULL ? STN_GO_PATH_FOUND : STN_GO_PATH_ENDS;
    if (kind == STN_GO_DEFER || kind == STN_GO_GO ||
        !stn_go_spend(walk->package, tree->nodes[node].size))
        return state;
    for (uint32_t n = node; n != 0; n = stn_go_walk(tree, node, n, false)) {
        uint32_t waited = walk->op != NULL ? waited_of(tree, n) : 0;
        if (waited != 0 && is_member(walk, waited))
            return STN_GO_PATH_FOUND;
        if (tells(walk, n))
            return STN_GO_PATH_ENDS;
    }
    return state;
}

/* The loop whose header a condition is; 0: it is of none. */
static uint32_t loop_asking(const struct stn_go_tree *tree, uint32_t condition)
{
    for (uint32_t at = tree->nodes[condition].parent; at != 0;
         at = tree->nodes[at].parent)
        switch (stn_go_kind_of(tree, at)) {
        case STN_GO_FOR:
            return at;
        case STN_GO_FOR_CLAUSE:
        case STN_GO_BINARY:
        case STN_GO_UNARY:
            break;
        default:
            return 0;
        }
    return 0;
}

static int edge(void *payload, uint32_t condition, bool is_true, int state)
{
    const struct walk *walk = payload;
    uint32_t loop = is_true ? 0 : loop_asking(walk->tree, condition);

    for (size_t i = 0; i < walk->loop_count && loop != 0; i++)
        if (walk->loops[i] == loop)
            return STN_GO_PATH_ENDS;
    return state;
}

static int leave(void *payload, enum stn_go_leave how, uint32_t node, int state)
{
    const struct walk *walk = payload;

    (void)node;
    (void)state;
    return walk->op == NULL &&
                   (how == STN_GO_LEAVES_RETURN || how == STN_GO_LEAVES_END)
               ? STN_GO_PATH_FOUND
               : STN_GO_PATH_ENDS;
}

/* The loops around an operation, up to what makes the channel or starts the
 * goroutine. */
static void add_loops(struct walk *walk, uint32_t at)
{
    const struct stn_go_tree *tree = walk->tree;

    for (uint32_t loop = stn_go_channel_loop(walk->channel, tree, at);
         loop != 0 && !stn_go_holds(tree, loop, walk->root) &&
         walk->loop_count < LOOPS_MAX;
         loop = stn_go_channel_loop(walk->channel, tree, loop))
        walk->loops[walk->loop_count++] = loop;
}

static void add_ops(struct walk *walk, const struct stn_go_flow *flow,
                    unsigned verbs)
{
    const struct stn_go_channel *channel = walk->channel;

    for (size_t i = 0; i < channel->count; i++) {
        const struct stn_go_channel_op *op = &channel->ops[i];
        if ((verbs & 1U << op->verb) == 0 || op->place != STN_GO_HERE)
            continue;
        uint32_t point = stn_go_flow_point(flow, walk->tree, op->root);
        if (point != UINT32_MAX)
            walk->points[walk->count++] = flow->points[point];
        add_loops(walk, op->root);
    }
}

static bool search(struct walk *walk, unsigned verbs, uint32_t from,
                   uint32_t *where)
{
    const struct stn_go_channel *channel = walk->channel;
    const struct stn_go_search how = {step, edge, leave, walk};
    const struct stn_go_flow *flow =
        stn_go_flow_of(walk->package, walk->file, channel->function);

    walk->tree = &walk->file->tree;
    if (flow == NULL)
        return false;
    const uint32_t start = stn_go_flow_point(flow, walk->tree, from);
    const uint32_t make =
        stn_go_flow_point(flow, walk->tree, channel->statement);
    if (start == UINT32_MAX || make == UINT32_MAX)
        return false;
    walk->make = flow->points[make];
    add_ops(walk, flow, verbs);
    return stn_go_flow_search(walk->package, flow, start, 0, &how, where);
}

/* The statement that decides whether a node is come to, up to where the channel
 * is made: an if, or the case of a switch; 0: there is none. */
static uint32_t decision_above(const struct walk *walk, uint32_t node)
{
    const struct stn_go_tree *tree = walk->tree;

    while (node != 0) {
        node = tree->nodes[node].parent;
        if (stn_go_is_function(tree, node) ||
            stn_go_holds(tree, node, walk->channel->make))
            return 0;
        const enum stn_go_kind kind = stn_go_kind_of(tree, node);
        if (kind == STN_GO_IF || kind == STN_GO_EXPRESSION_CASE)
            return node;
    }
    return 0;
}

/* Whether a name that decides is used in a span of nodes. */
static bool decides_on(const struct walk *walk, uint32_t condition,
                       uint32_t span)
{
    const struct stn_go_tree *tree = walk->tree;

    for (uint32_t n = condition; n != 0;
         n = stn_go_walk(tree, condition, n, true)) {
        uint32_t object = object_of(walk, n);
        if (object == 0)
            continue;
        for (uint32_t at =
                 stn_go_next_use(walk->package, walk->file, object, 0);
             at != 0;
             at = stn_go_next_use(walk->package, walk->file, object, at))
            if (!stn_go_spend(walk->package, STN_GO_USE_STEPS) ||
                stn_go_holds(tree, span, at))
                return true;
    }
    return false;
}

/*
 * `if wait { go ... }` and later `if wait { <-ch }`: what decides whether the
 * goroutine is started decides about its other end as well.
 */
static bool is_guarded(const struct walk *walk, unsigned verbs)
{
    const struct stn_go_tree *tree = walk->tree;
    const struct stn_go_channel *channel = walk->channel;
    uint32_t outer = 0;

    for (uint32_t at = decision_above(walk, walk->root); at != 0;
         at = decision_above(walk, at))
        outer = at;
    for (size_t i = 0; i < channel->count && outer != 0; i++) {
        const struct stn_go_channel_op *op = &channel->ops[i];
        if ((verbs & 1U << op->verb) == 0 || op->place != STN_GO_HERE)
            continue;
        for (uint32_t at = decision_above(walk, op->root);
             at != 0 && !stn_go_holds(tree, at, walk->root);
             at = decision_above(walk, at)) {
            uint32_t condition = stn_go_child(tree, at,
                                              tree->nodes[at].kind == STN_GO_IF
                                                  ? STN_GO_IN_condition
                                                  : STN_GO_IN_value);
            if (condition != 0 && decides_on(walk, condition, outer))
                return true;
        }
    }
    return false;
}

bool stn_go_channel_is_left(struct stn_go_package *package,
                            struct stn_go_file *file,
                            const struct stn_go_channel *channel, uint32_t root,
                            unsigned verbs, uint32_t *where)
{
    struct walk walk = {
        .package = package, .file = file, .channel = channel, .root = root};

    return search(&walk, verbs, root, where) && !is_guarded(&walk, verbs);
}

bool stn_go_channel_is_waited(struct stn_go_package *package,
                              struct stn_go_file *file,
                              const struct stn_go_channel *channel,
                              const struct stn_go_channel_op *op,
                              unsigned verbs, uint32_t *where)
{
    struct walk walk = {.package = package,
                        .file = file,
                        .channel = channel,
                        .root = op->root,
                        .op = op};

    return op->runner_file == file->index &&
           search(&walk, verbs, op->root, where);
}

bool stn_go_channel_breaks_off(struct stn_go_package *package,
                               struct stn_go_file *file,
                               const struct stn_go_channel *channel,
                               uint32_t root,
                               const struct stn_go_channel_op *op,
                               unsigned verbs, uint32_t *where)
{
    struct walk walk = {
        .package = package, .file = file, .channel = channel, .root = root};

    walk.tree = &file->tree;
    /* The loop must be left from inside. */
    walk.loops[walk.loop_count++] =
        stn_go_channel_loop(channel, walk.tree, op->root);
    return walk.loops[0] != 0 && search(&walk, verbs, op->root, where);
}
