#include "golang/hold_condition.h"

/* Calls in one block, and names on the left of one statement. */
#define IN_ONE_MAX 64
/* Nodes of one condition. */
#define CONDITION_NODES_MAX 400

/* "locked", "closeHold", "isHeld": it tells whether it is held. */
bool stn_go_hold_tells_of_lock(const struct stn_go_tree *tree, uint32_t node)
{
    struct stn_str name = stn_go_sync_last_name(tree, node);

    return stn_str_find_nocase(name, STN_STR("lock")) != SIZE_MAX ||
           stn_str_find_nocase(name, STN_STR("held")) != SIZE_MAX ||
           stn_str_find_nocase(name, STN_STR("hold")) != SIZE_MAX;
}

static void add_known(struct stn_go_hold *hold, uint32_t condition,
                      bool is_true)
{
    if (hold->known_count < STN_GO_HOLD_KNOWN_MAX) {
        hold->known[hold->known_count].condition = condition;
        hold->known[hold->known_count++].is_true = is_true;
    }
}

/* What must hold for a condition to be as it is, taken apart as in a flow. */
static void know_condition(struct stn_go_hold *hold, uint32_t node,
                           bool is_true)
{
    const struct stn_go_tree *tree = hold->tree;

    while (node != 0) {
        const uint8_t op = tree->nodes[node].op;
        const bool is_binary = tree->nodes[node].kind == STN_GO_BINARY;
        if (tree->nodes[node].kind == STN_GO_UNARY && op == STN_GO_OP_NOT) {
            node = stn_go_child(tree, node, STN_GO_IN_operand);
            is_true = !is_true;
        } else if (is_binary &&
                   op == (is_true ? STN_GO_OP_AND_AND : STN_GO_OP_OR_OR)) {
            uint32_t right = stn_go_child(tree, node, STN_GO_IN_right);
            if (right != 0)
                add_known(hold, right, is_true);
            node = stn_go_child(tree, node, STN_GO_IN_left);
        } else {
            add_known(hold, node, is_true);
            return;
        }
    }
}

/* What the branches and cases around the call say. */
void stn_go_hold_know_around(struct stn_go_hold *hold)
{
    const struct stn_go_tree *tree = hold->tree;

    for (uint32_t at = hold->statement; at != hold->function && at != 0;
         at = tree->nodes[at].parent) {
        const uint32_t parent = tree->nodes[at].parent;
        const uint8_t field = tree->nodes[at].field;
        if (tree->nodes[parent].kind == STN_GO_IF &&
            (field == STN_GO_IN_consequence || field == STN_GO_IN_alternative))
            know_condition(hold,
                           stn_go_child(tree, parent, STN_GO_IN_condition),
                           field == STN_GO_IN_consequence);
        if (tree->nodes[at].kind == STN_GO_EXPRESSION_CASE)
            add_known(hold, at, true);
    }
}

/* Whether two conditions ask the same, calls in them answering alike. */
static bool asks_same(const struct stn_go_tree *tree, uint32_t a, uint32_t b)
{
    if (tree->nodes[a].kind != tree->nodes[b].kind)
        return false;
    if (tree->nodes[a].kind != STN_GO_EXPRESSION_CASE)
        return stn_str_equal(stn_go_text(tree, a), stn_go_text(tree, b));
    const uint32_t first = stn_go_child(tree, a, STN_GO_IN_value);
    const uint32_t second = stn_go_child(tree, b, STN_GO_IN_value);
    const uint32_t over =
        stn_go_child(tree, tree->nodes[a].parent, STN_GO_IN_value);
    const uint32_t other =
        stn_go_child(tree, tree->nodes[b].parent, STN_GO_IN_value);
    return first != 0 && second != 0 && over != 0 && other != 0 &&
           stn_str_equal(stn_go_text(tree, first), stn_go_text(tree, second)) &&
           stn_str_equal(stn_go_text(tree, over), stn_go_text(tree, other));
}

/* Whether a name occurs in a condition. */
static bool reads(const struct stn_go_tree *tree, uint32_t condition,
                  struct stn_str name)
{
    for (uint32_t i = 0;
         i < tree->nodes[condition].size && i < CONDITION_NODES_MAX; i++)
        if (tree->nodes[condition + i].size == 1 &&
            stn_str_equal(stn_go_text(tree, condition + i), name))
            return true;
    return false;
}

bool stn_go_hold_unsettles(const struct stn_go_hold *hold, uint32_t node)
{
    const struct stn_go_tree *tree = hold->tree;
    const enum stn_go_kind kind = stn_go_kind_of(tree, node);
    uint32_t left = 0;

    if (kind == STN_GO_ASSIGNMENT || kind == STN_GO_SHORT_VAR ||
        kind == STN_GO_RANGE_CLAUSE || kind == STN_GO_RECEIVE)
        left = stn_go_child(tree, node, STN_GO_IN_left);
    else if (kind == STN_GO_INC || kind == STN_GO_DEC)
        left = stn_go_first(tree, node);
    if (left == 0)
        return false;
    const bool is_list = tree->nodes[left].kind == STN_GO_EXPRESSION_LIST;
    size_t seen = 0;
    for (uint32_t n = is_list ? stn_go_first(tree, left) : left; n != 0;
         n = is_list ? stn_go_next(tree, n) : 0) {
        struct stn_str name = stn_go_sync_last_name(tree, n);
        if (seen++ >= IN_ONE_MAX)
            return true;
        for (size_t i = 0; i < hold->known_count; i++)
            if (name.len > 0 && reads(tree, hold->known[i].condition, name))
                return true;
    }
    return false;
}

/* The if statement that a condition is asked by; 0: it is asked elsewhere. */
static uint32_t if_of(const struct stn_go_tree *tree, uint32_t condition)
{
    uint32_t at = condition;

    while (tree->nodes[at].kind == STN_GO_BINARY ||
           tree->nodes[at].kind == STN_GO_UNARY || at == condition) {
        const uint32_t parent = tree->nodes[at].parent;
        if (tree->nodes[parent].kind == STN_GO_IF)
            return tree->nodes[at].field == STN_GO_IN_condition ? parent : 0;
        at = parent;
        if (at == 0)
            return 0;
    }
    return 0;
}

static bool leaves(const struct stn_go_hold *hold, uint32_t statement)
{
    switch (stn_go_kind_of(hold->tree, statement)) {
    case STN_GO_RETURN:
    case STN_GO_BREAK:
    case STN_GO_CONTINUE:
    case STN_GO_GOTO:
        return true;
    default: {
        uint32_t call = stn_go_statement_call(hold->tree, statement);
        return call != 0 && stn_go_call_leaves(hold->package, hold->file,
                                               call) != STN_GO_GOES_ON;
    }
    }
}

/*
 * `if locked { mu.Unlock() }`, with nothing for the other case, and both go on
 * in the same way: whoever wrote that knows when it is held.
 */
static bool goes_with_unlock(const struct stn_go_hold *hold, uint32_t condition)
{
    const struct stn_go_tree *tree = hold->tree;
    const uint32_t statement = if_of(tree, condition);

    if (statement == 0 ||
        stn_go_child(tree, statement, STN_GO_IN_alternative) != 0)
        return false;
    const uint32_t block = stn_go_child(tree, statement, STN_GO_IN_consequence);
    /* Where it is locked, within. */
    if (block == 0 || stn_go_holds(tree, block, hold->lock.node))
        return false;
    bool unlocks = false;
    const struct stn_go_sync_calls calls =
        stn_go_sync_calls_in(hold->package, hold->file, block);
    for (size_t i = 0; i < calls.count && i < IN_ONE_MAX; i++) {
        const uint32_t parent = tree->nodes[calls.items[i].node].parent;
        if (stn_go_literal_in(tree, hold->function, calls.items[i].node) != 0 ||
            tree->nodes[parent].parent != block)
            continue;
        const enum stn_go_hold_effect effect =
            stn_go_hold_call_effect(hold, &calls.items[i]);
        unlocks = unlocks || effect == STN_GO_HOLD_RELEASED ||
                  effect == STN_GO_HOLD_DEFERRED;
        /* Locked for a while; or unlocked, and locked again. */
        if (effect == STN_GO_HOLD_AGAIN)
            return false;
    }
    if (!unlocks)
        return false;
    uint32_t last = 0;
    for (uint32_t n = stn_go_first(tree, block); n != 0;
         n = stn_go_next(tree, n))
        last = n;
    return last != 0 && !leaves(hold, last);
}

bool stn_go_hold_allows(const struct stn_go_hold *hold, uint32_t condition,
                        bool is_true, bool is_unsettled)
{
    for (size_t i = 0; i < hold->known_count; i++)
        if (asks_same(hold->tree, hold->known[i].condition, condition))
            return !is_unsettled && hold->known[i].is_true == is_true;
    return !stn_go_hold_tells_of_lock(hold->tree, condition) &&
           !goes_with_unlock(hold, condition);
}
