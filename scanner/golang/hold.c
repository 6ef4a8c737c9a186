#include "golang/hold.h"

#include "golang/hold_callee.h"
#include "golang/hold_condition.h"
#include "golang/names.h"

/* Nodes of an operand: a.b[i].c has seven. */
#define OPERAND_NODES_MAX 24
/* Calls in one statement, and names on the left of one. */
#define IN_ONE_MAX 64
/* Nodes of one statement that are looked at for the mutex itself. */
#define STATEMENT_NODES_MAX 400

static bool is_plain(const struct stn_go_tree *tree, uint32_t operand)
{
    if (operand == 0 || tree->nodes[operand].size > OPERAND_NODES_MAX)
        return false;
    for (uint32_t i = 0; i < tree->nodes[operand].size; i++)
        if (stn_go_is_call(tree, operand + i) ||
            tree->nodes[operand + i].kind == STN_GO_FUNC_LITERAL)
            return false;
    return true;
}

/* An unlock as a value, or in a literal that runs who knows when. */
static bool is_kept_elsewhere(const struct stn_go_hold *hold)
{
    if (!stn_go_spend(hold->package, hold->around.count))
        return true;
    for (size_t i = 0; i < hold->around.count; i++) {
        const struct stn_go_sync_call *call = &hold->around.items[i];
        if (!stn_go_sync_unlocks(call) ||
            !stn_go_sync_same(hold->file, call->operand, hold->lock.operand))
            continue;
        if (call->is_value)
            return true;
        uint32_t literal =
            stn_go_literal_in(hold->tree, hold->function, call->node);
        if (literal == 0 || !stn_go_hold_literal_unlocks(hold, literal))
            continue;
        const enum stn_go_role role = stn_go_role_of(hold->tree, literal);
        /* By a goroutine: it serves as a signal. */
        if (role != STN_GO_ROLE_CALLED && role != STN_GO_ROLE_DEFERRED)
            return true;
    }
    return false;
}

bool stn_go_hold_init(struct stn_go_hold *hold, const struct stn_go_pass *pass,
                      const struct stn_go_sync_call *lock)
{
    const struct stn_go_tree *tree = pass->tree;
    const uint32_t statement = tree->nodes[lock->node].parent;

    *hold = (struct stn_go_hold){
        .package = pass->package,
        .file = pass->file,
        .tree = tree,
        .lock = *lock,
        .statement = statement,
        .function = stn_go_function_of(tree, lock->node),
    };
    if (!stn_go_sync_locks(lock) ||
        tree->nodes[statement].kind != STN_GO_EXPRESSION_STATEMENT ||
        hold->function == 0 || !is_plain(tree, lock->operand))
        return false;
    hold->mutex = stn_go_mutex_at(pass->package, pass->file, lock->operand);
    hold->flow = hold->mutex != STN_GO_NO_MUTEX
                     ? stn_go_flow_of(pass->package, pass->file, hold->function)
                     : NULL;
    if (hold->flow == NULL)
        return false;
    hold->point = stn_go_flow_point(hold->flow, tree, statement);
    hold->around =
        stn_go_sync_calls_around(pass->package, pass->file, lock->node);
    if (hold->point == UINT32_MAX || hold->around.count == 0 ||
        is_kept_elsewhere(hold))
        return false;
    stn_go_hold_know_around(hold);
    return true;
}

/* Whether an expression is the operand, or what it is a part of. */
static bool is_part(const struct stn_go_hold *hold, uint32_t node)
{
    const uint32_t operand = hold->lock.operand;
    const struct stn_go_tree *tree = hold->tree;

    node = stn_go_sync_bare(tree, node);
    if (node == 0)
        return false;
    for (uint32_t i = 0; i < tree->nodes[operand].size; i++) {
        const uint8_t kind = tree->nodes[operand + i].kind;
        if (kind == tree->nodes[node].kind &&
            (kind == STN_GO_IDENTIFIER || kind == STN_GO_SELECTOR ||
             kind == STN_GO_INDEX) &&
            (operand + i == node || stn_go_same(tree, operand + i, node)))
            return true;
    }
    return false;
}

/* Whether one of a list of expressions is, or a VAR_SPEC's names are. */
static bool list_has_part(const struct stn_go_hold *hold, uint32_t list)
{
    const struct stn_go_tree *tree = hold->tree;
    size_t seen = 0;

    if (list == 0)
        return false;
    if (tree->nodes[list].kind != STN_GO_EXPRESSION_LIST &&
        tree->nodes[list].kind != STN_GO_VAR_SPEC)
        return is_part(hold, list);
    for (uint32_t n = stn_go_first(tree, list); n != 0;
         n = stn_go_next(tree, n))
        if (seen++ >= IN_ONE_MAX || is_part(hold, n))
            return true;
    return false;
}

/* `var mu sync.Mutex` in a loop is another one at each turn. */
static bool declares_part(const struct stn_go_hold *hold, uint32_t node)
{
    const struct stn_go_tree *tree = hold->tree;
    size_t seen = 0;

    for (uint32_t n = stn_go_first(tree, node); n != 0;
         n = stn_go_next(tree, n)) {
        if (seen++ >= IN_ONE_MAX)
            return true;
        if (tree->nodes[n].kind == STN_GO_VAR_SPEC_LIST
                ? declares_part(hold, n)
                : list_has_part(hold, n))
            return true;
    }
    return false;
}

/* What the operand begins with. */
static uint32_t root_of(const struct stn_go_hold *hold)
{
    const uint32_t past = stn_go_past(hold->tree, hold->lock.operand);
    uint32_t root = hold->lock.operand;

    while (root + 1 < past && hold->tree->nodes[root].kind != STN_GO_IDENTIFIER)
        root++;
    return stn_go_object_at(hold->file, root);
}

/* Whether the operand is a part of the receiver: to return that is not to hand
 * the mutex over. */
static bool is_of_receiver(const struct stn_go_hold *hold)
{
    const uint32_t object = root_of(hold);

    return object != 0 &&
           hold->package->objects[object].kind == STN_GO_RECEIVER;
}

static bool speaks_of_unlock(struct stn_str name)
{
    return stn_str_find_nocase(name, STN_STR("unlock")) != SIZE_MAX ||
           stn_str_find_nocase(name, STN_STR("release")) != SIZE_MAX;
}

/* Whether a return gives what is locked to the caller, or the means to unlock
 * it. */
static bool is_returned(const struct stn_go_hold *hold, uint32_t node)
{
    const struct stn_go_tree *tree = hold->tree;
    const uint32_t list = stn_go_first(tree, node);
    const uint32_t object = root_of(hold);
    uint32_t seen = 0;

    if (list == 0)
        return object != 0 &&
               hold->package->objects[object].kind == STN_GO_RESULT_VARIABLE;
    if (!is_of_receiver(hold) && list_has_part(hold, list))
        return true;
    for (uint32_t n = list; n != 0; n = stn_go_walk(tree, list, n, true)) {
        const uint8_t kind = tree->nodes[n].kind;
        if (++seen > STATEMENT_NODES_MAX || !stn_go_spend(hold->package, 1) ||
            ((kind == STN_GO_IDENTIFIER || kind == STN_GO_FIELD_IDENTIFIER) &&
             speaks_of_unlock(stn_go_text(tree, n))))
            return true;
    }
    return false;
}

/* `locked = true`: whoever reads that unlocks it. */
static bool is_noted(const struct stn_go_hold *hold, uint32_t node)
{
    const struct stn_go_tree *tree = hold->tree;
    const uint32_t left = stn_go_child(tree, node, STN_GO_IN_left);
    const uint32_t right = stn_go_child(tree, node, STN_GO_IN_right);
    const uint32_t name = left != 0 ? stn_go_first(tree, left) : 0;
    const uint32_t value = right != 0 ? stn_go_first(tree, right) : 0;

    return name != 0 && value != 0 &&
           stn_go_is_predeclared(hold->file, value, "true") &&
           stn_go_hold_tells_of_lock(tree, name);
}

/* Whether a statement writes what the operand is named by, or gives the mutex
 * or its owner to another name. */
static bool is_renamed(const struct stn_go_hold *hold, uint32_t node)
{
    const struct stn_go_tree *tree = hold->tree;

    switch (stn_go_kind_of(tree, node)) {
    case STN_GO_ASSIGNMENT:
    case STN_GO_SHORT_VAR:
        return is_noted(hold, node) ||
               list_has_part(hold, stn_go_child(tree, node, STN_GO_IN_left)) ||
               list_has_part(hold, stn_go_child(tree, node, STN_GO_IN_right));
    case STN_GO_RANGE_CLAUSE:
    case STN_GO_RECEIVE:
        return list_has_part(hold, stn_go_child(tree, node, STN_GO_IN_left));
    case STN_GO_INC:
    case STN_GO_DEC: {
        uint32_t what = stn_go_first(tree, node);
        return what != 0 && is_part(hold, what);
    }
    case STN_GO_VAR_DECLARATION:
        return declares_part(hold, node);
    case STN_GO_SEND:
        return list_has_part(hold, stn_go_child(tree, node, STN_GO_IN_value));
    case STN_GO_RETURN:
        return is_returned(hold, node);
    default:
        return false;
    }
}

/* f(&mu), f(mu), &T{mu: mu}: the mutex itself as a value. */
static bool is_passed(const struct stn_go_hold *hold, uint32_t node)
{
    const struct stn_go_tree *tree = hold->tree;
    const uint32_t operand = hold->lock.operand;
    uint32_t seen = 0;

    for (uint32_t n = node; n != 0; n = stn_go_walk(tree, node, n, false)) {
        const uint8_t above = tree->nodes[tree->nodes[n].parent].kind;
        if (++seen > STATEMENT_NODES_MAX || !stn_go_spend(hold->package, 1))
            break;
        if (tree->nodes[n].size == tree->nodes[operand].size &&
            tree->nodes[n].kind == tree->nodes[operand].kind &&
            (above == STN_GO_ARGUMENT_LIST || above == STN_GO_UNARY ||
             above == STN_GO_LITERAL_VALUE || above == STN_GO_KEYED_ELEMENT) &&
            stn_go_same(tree, n, operand))
            return !is_of_receiver(hold) ||
                   tree->nodes[operand].kind != STN_GO_IDENTIFIER;
    }
    return false;
}

/* A call of its methods. */
static enum stn_go_hold_effect
direct_effect(const struct stn_go_sync_call *call)
{
    if (stn_go_sync_unlocks(call)) {
        if (call->is_value || call->how == STN_GO_CALL_GO)
            return STN_GO_HOLD_LOST;
        return call->how == STN_GO_CALL_DEFERRED ? STN_GO_HOLD_DEFERRED
                                                 : STN_GO_HOLD_RELEASED;
    }
    if (call->verb == STN_GO_SYNC_TRY)
        return STN_GO_HOLD_LOST;
    if (!stn_go_sync_locks(call))
        return STN_GO_HOLD_STAYS;
    /* `defer mu.Lock()`: defer-lock's. */
    return call->how == STN_GO_CALL_NOW ? STN_GO_HOLD_AGAIN : STN_GO_HOLD_LOST;
}

/* What a literal does that stands in a point. */
static enum stn_go_hold_effect literal_effect(const struct stn_go_hold *hold,
                                              uint32_t literal)
{
    if (!stn_go_hold_literal_unlocks(hold, literal))
        return STN_GO_HOLD_STAYS;
    switch (stn_go_role_of(hold->tree, literal)) {
    case STN_GO_ROLE_CALLED:
        return STN_GO_HOLD_RELEASED;
    case STN_GO_ROLE_DEFERRED:
        return STN_GO_HOLD_DEFERRED;
    default:
        return STN_GO_HOLD_LOST;
    }
}

enum stn_go_hold_effect
stn_go_hold_call_effect(const struct stn_go_hold *hold,
                        const struct stn_go_sync_call *call)
{
    if (call->verb == STN_GO_SYNC_HELPER)
        return stn_go_hold_callee_effect(hold, call);
    if (call->operand == 0 ||
        !stn_go_sync_same(hold->file, call->operand, hold->lock.operand))
        return STN_GO_HOLD_STAYS;
    return direct_effect(call);
}

enum stn_go_hold_effect stn_go_hold_at(const struct stn_go_hold *hold,
                                       uint32_t node,
                                       struct stn_go_sync_call *again)
{
    const struct stn_go_sync_calls calls =
        stn_go_sync_calls_in(hold->package, hold->file, node);

    if (is_renamed(hold, node) || is_passed(hold, node) ||
        calls.count > IN_ONE_MAX)
        return STN_GO_HOLD_LOST;
    uint32_t past = 0;
    for (size_t i = 0; i < calls.count; i++) {
        const struct stn_go_sync_call *call = &calls.items[i];
        if (call->node < past)
            continue;
        const uint32_t literal =
            stn_go_literal_in(hold->tree, hold->function, call->node);
        enum stn_go_hold_effect effect;
        if (literal != 0) {
            past = stn_go_past(hold->tree, literal);
            effect = literal_effect(hold, literal);
        } else {
            effect = stn_go_hold_call_effect(hold, call);
            *again = *call;
        }
        if (effect != STN_GO_HOLD_STAYS)
            return effect;
    }
    return STN_GO_HOLD_STAYS;
}
