#include "golang/fix.h"
#include "golang/mutex.h"

/* The call of the same mutex next before one of them; NULL: there is none. */
static const struct stn_go_sync_call *
call_before(const struct stn_go_pass *pass,
            const struct stn_go_sync_calls *calls, size_t n)
{
    const struct stn_go_sync_call *unlock = &calls->items[n];

    while (n-- > 0)
        if (calls->items[n].selector != 0 &&
            calls->items[n].verb <= STN_GO_SYNC_RUNLOCK &&
            stn_go_sync_same(pass->file, calls->items[n].operand,
                             unlock->operand))
            return &calls->items[n];
    return NULL;
}

static void tell(struct stn_go_pass *pass, const struct stn_go_sync_call *lock,
                 const struct stn_go_sync_call *unlock)
{
    const struct stn_go_tree *tree = pass->tree;
    const bool is_read = lock->verb == STN_GO_SYNC_RLOCK;
    const uint32_t name = stn_go_child(tree, unlock->selector, STN_GO_IN_field);
    struct stn_go_hit hit =
        stn_go_hit_at(pass, tree->nodes[unlock->node].parent);

    stn_go_add_evidence(&hit, is_read ? "it is locked for reading"
                                      : "it is locked for writing");
    stn_go_add_related(&hit, pass, lock->node, "locked here");
    stn_go_add_tie(&hit, pass, lock->node);
    if (name != 0) {
        hit.fix_title = is_read ? "defer RUnlock" : "defer Unlock";
        stn_go_fix_replace(&hit, stn_go_span(tree, name),
                           is_read ? "RUnlock" : "Unlock");
    }
    stn_go_tell(pass, &hit);
}

/* Lock and defer RUnlock, or RLock and defer Unlock: both panic. */
static void visit(struct stn_go_pass *pass, uint32_t node)
{
    const struct stn_go_tree *tree = pass->tree;
    const uint32_t call = stn_go_statement_call(tree, node);

    if (call == 0 ||
        stn_go_sync_calls_in(pass->package, pass->file, node).count != 1)
        return;
    const struct stn_go_sync_calls calls =
        stn_go_sync_calls_around(pass->package, pass->file, node);
    size_t n = 0;
    while (n < calls.count && calls.items[n].node != call)
        n++;
    if (n == calls.count || !stn_go_sync_unlocks(&calls.items[n]))
        return;
    const struct stn_go_sync_call *unlock = &calls.items[n];
    const struct stn_go_sync_call *lock = call_before(pass, &calls, n);
    if (lock == NULL || !stn_go_sync_locks(lock) ||
        (lock->verb == STN_GO_SYNC_LOCK) ==
            (unlock->verb == STN_GO_SYNC_UNLOCK) ||
        tree->nodes[lock->node].field == STN_GO_IN_condition ||
        tree->nodes[tree->nodes[lock->node].parent].kind !=
            STN_GO_EXPRESSION_STATEMENT ||
        tree->nodes[tree->nodes[lock->node].parent].parent !=
            tree->nodes[node].parent)
        return;
    const enum stn_go_mutex mutex =
        stn_go_mutex_at(pass->package, pass->file, lock->operand);
    if (mutex == STN_GO_MUTEX_RW || mutex == STN_GO_MUTEX_LIKELY)
        tell(pass, lock, unlock);
}

const struct stn_go_check stn_go_check_defer_wrong_unlock = {
    .name = "defer-wrong-unlock",
    .kinds = {STN_GO_DEFER},
    .visit = visit,
};
