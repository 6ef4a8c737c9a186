#include "golang/fix.h"
#include "golang/mutex.h"

/*
 * `mu.Lock()`, and then `defer mu.Lock()`, where Unlock was meant: when the
 * function ends, it waits for itself.
 */
static void visit_lock(struct stn_go_pass *pass,
                       const struct stn_go_sync_call *lock)
{
    const struct stn_go_tree *tree = pass->tree;
    const uint32_t statement = tree->nodes[lock->node].parent;
    const uint32_t next = stn_go_next(tree, statement);

    if (tree->nodes[statement].kind != STN_GO_EXPRESSION_STATEMENT ||
        next == 0 || tree->nodes[next].kind != STN_GO_DEFER)
        return;
    const struct stn_go_sync_call *again =
        stn_go_sync_statement(pass->package, pass->file, next);
    if (again == NULL || again->verb != lock->verb ||
        !stn_go_sync_same(pass->file, lock->operand, again->operand) ||
        stn_go_mutex_at(pass->package, pass->file, lock->operand) ==
            STN_GO_NO_MUTEX)
        return;
    const bool is_read = again->verb == STN_GO_SYNC_RLOCK;
    const uint32_t name = stn_go_child(tree, again->selector, STN_GO_IN_field);
    struct stn_go_hit hit = stn_go_hit_at(pass, next);
    stn_go_add_evidence(&hit, "it is locked just before");
    stn_go_add_related(&hit, pass, statement, "locked here");
    stn_go_add_tie(&hit, pass, statement);
    if (name != 0) {
        hit.fix_title = is_read ? "defer RUnlock" : "defer Unlock";
        stn_go_fix_replace(&hit, stn_go_span(tree, name),
                           is_read ? "RUnlock" : "Unlock");
    }
    stn_go_tell(pass, &hit);
}

static void visit(struct stn_go_pass *pass, uint32_t node)
{
    stn_go_locks_each(pass, node, visit_lock);
}

const struct stn_go_check stn_go_check_defer_lock = {
    .name = "defer-lock",
    .kinds = {STN_GO_FUNCTION, STN_GO_METHOD, STN_GO_VAR_DECLARATION},
    .visit = visit,
};
