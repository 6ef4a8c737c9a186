#include "golang/flow.h"
#include "golang/hold.h"
#include "golang/names.h"

/* An unlock that is deferred before it is locked. */
struct deferred {
    struct stn_go_pass *pass;
    const struct stn_go_sync_call *unlock;
    uint32_t function;
    bool finds_unlock; /* look for an unlock, not for a way out */
};

/* What the first call of the same mutex in a point does. */
static const struct stn_go_sync_call *call_at(const struct deferred *deferred,
                                              uint32_t node)
{
    const struct stn_go_pass *pass = deferred->pass;
    const struct stn_go_sync_calls calls =
        stn_go_sync_calls_in(pass->package, pass->file, node);

    for (size_t i = 0; i < calls.count && i < 64; i++) {
        const struct stn_go_sync_call *call = &calls.items[i];
        if (call->verb == STN_GO_SYNC_HELPER ||
            (call->verb <= STN_GO_SYNC_RUNLOCK &&
             stn_go_sync_same(pass->file, call->operand,
                              deferred->unlock->operand)))
            return call;
    }
    return NULL;
}

static int step(void *payload, uint32_t node, int state)
{
    const struct deferred *deferred = payload;
    const struct stn_go_sync_call *call = call_at(deferred, node);

    if (call == NULL)
        return state;
    return deferred->finds_unlock && stn_go_sync_unlocks(call)
               ? STN_GO_PATH_FOUND
               : STN_GO_PATH_ENDS;
}

static int leave(void *payload, enum stn_go_leave how, uint32_t node, int state)
{
    const struct deferred *deferred = payload;

    (void)node;
    (void)state;
    return !deferred->finds_unlock &&
                   (how == STN_GO_LEAVES_RETURN || how == STN_GO_LEAVES_END)
               ? STN_GO_PATH_FOUND
               : STN_GO_PATH_ENDS;
}

/* Whether it is locked behind a call of the same function, and never before. */
static bool is_locked_later(const struct deferred *deferred,
                            const struct stn_go_sync_calls *calls,
                            uint32_t *lock)
{
    const struct stn_go_pass *pass = deferred->pass;

    for (size_t i = 0; i < calls->count; i++) {
        const struct stn_go_sync_call *call = &calls->items[i];
        if (call->node < deferred->unlock->node &&
            call->verb == STN_GO_SYNC_HELPER)
            return false;
        if (call->node == deferred->unlock->node ||
            call->verb > STN_GO_SYNC_RUNLOCK ||
            !stn_go_sync_same(pass->file, call->operand,
                              deferred->unlock->operand))
            continue;
        if (call->node < deferred->unlock->node)
            return false;
        if (stn_go_function_of(pass->tree, call->node) != deferred->function ||
            !stn_go_sync_locks(call))
            return false;
        *lock = call->node;
        return true;
    }
    return false;
}

/* `defer mu.Unlock()`, a return, and only then `mu.Lock()`. */
static void visit_deferred(struct stn_go_pass *pass,
                           const struct stn_go_sync_calls *calls,
                           const struct stn_go_sync_call *unlock)
{
    const struct stn_go_tree *tree = pass->tree;
    struct deferred deferred = {
        .pass = pass,
        .unlock = unlock,
        .function = stn_go_function_of(tree, unlock->node),
    };
    const struct stn_go_search search = {
        .step = step, .leave = leave, .payload = &deferred};
    const uint32_t statement = tree->nodes[unlock->node].parent;
    uint32_t lock = 0;
    uint32_t where = 0;

    if (deferred.function == 0 || !is_locked_later(&deferred, calls, &lock))
        return;
    const struct stn_go_flow *flow =
        stn_go_flow_of(pass->package, pass->file, deferred.function);
    const uint32_t from =
        flow != NULL ? stn_go_flow_point(flow, tree, statement) : UINT32_MAX;
    if (from == UINT32_MAX ||
        stn_go_mutex_at(pass->package, pass->file, unlock->operand) ==
            STN_GO_NO_MUTEX ||
        !stn_go_flow_search(pass->package, flow, from, 0, &search, &where))
        return;
    deferred.finds_unlock = true;
    if (stn_go_flow_search(pass->package, flow, from, 0, &search, NULL))
        return;
    struct stn_go_hit hit = stn_go_hit_at(pass, statement);
    stn_go_add_evidence(&hit, "a path returns before it is locked");
    stn_go_add_related(&hit, pass, lock, "locked here");
    if (tree->nodes[where].kind != STN_GO_BLOCK)
        stn_go_add_related(&hit, pass, where, "returns without the lock");
    stn_go_add_tie(&hit, pass, lock);
    stn_go_tell(pass, &hit);
}

/* Whether all that is done with a local variable is to unlock it. */
static bool is_only_unlocked(const struct stn_go_pass *pass, uint32_t object)
{
    for (uint32_t use = stn_go_next_use(pass->package, pass->file, object, 0);
         use != 0;
         use = stn_go_next_use(pass->package, pass->file, object, use)) {
        const struct stn_go_use how =
            stn_go_use_at(pass->package, pass->file, object, use);
        if (how.kind != STN_GO_USE_METHOD || how.through.len > 0 ||
            (!stn_str_equal(how.method, STN_STR("Unlock")) &&
             !stn_str_equal(how.method, STN_STR("RUnlock"))))
            return false;
    }
    return true;
}

/* A local mutex that is unlocked, and locked nowhere. */
static void visit_local(struct stn_go_pass *pass,
                        const struct stn_go_sync_call *unlock)
{
    const struct stn_go_tree *tree = pass->tree;
    const uint32_t object =
        tree->nodes[unlock->operand].kind == STN_GO_IDENTIFIER
            ? stn_go_object_at(pass->file, unlock->operand)
            : 0;

    if (object == 0 || pass->package->objects[object].function == 0 ||
        pass->package->objects[object].kind != STN_GO_VARIABLE ||
        pass->package->objects[object].first_use != unlock->operand)
        return;
    const struct stn_go_type type = stn_go_object_type(pass->package, object);
    if (stn_go_sync_value(&type) == NULL || !is_only_unlocked(pass, object))
        return;
    struct stn_go_hit hit =
        stn_go_hit_at(pass, tree->nodes[unlock->node].parent);
    stn_go_add_evidence(&hit, "it is a local mutex, locked nowhere");
    stn_go_add_related(&hit, pass, pass->package->objects[object].name,
                       "declared here");
    stn_go_add_tie(&hit, pass, pass->package->objects[object].decl);
    stn_go_tell(pass, &hit);
}

static void visit(struct stn_go_pass *pass, uint32_t node)
{
    const struct stn_go_sync_calls calls =
        stn_go_sync_calls_of(pass->package, pass->file, node);

    for (size_t i = 0; i < calls.count; i++) {
        const struct stn_go_sync_call *call = &calls.items[i];
        if (!stn_go_sync_unlocks(call) || call->is_value)
            continue;
        if (call->how == STN_GO_CALL_DEFERRED)
            visit_deferred(pass, &calls, call);
        visit_local(pass, call);
    }
}

const struct stn_go_check stn_go_check_unlock_without_lock = {
    .name = "unlock-without-lock",
    .kinds = {STN_GO_FUNCTION, STN_GO_METHOD, STN_GO_VAR_DECLARATION},
    .visit = visit,
};
