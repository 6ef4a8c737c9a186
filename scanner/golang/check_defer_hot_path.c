#include "golang/check.h"
#include "golang/mentions.h"

/* Whether a statement calls anything: then it may panic, and the defer is
 * worth its cost. */
static bool calls_anything(const struct stn_go_tree *tree, uint32_t statement)
{
    for (uint32_t n = statement; n != 0;
         n = stn_go_walk(tree, statement, n, true))
        if (stn_go_is_call(tree, n) ||
            tree->nodes[n].kind == STN_GO_FUNC_LITERAL)
            return true;
    return false;
}

static bool is_simple(enum stn_go_kind kind)
{
    return kind == STN_GO_RETURN || kind == STN_GO_ASSIGNMENT ||
           kind == STN_GO_INC || kind == STN_GO_DEC;
}

static bool is_call_named(const struct stn_go_tree *tree, uint32_t statement,
                          const char *ending)
{
    uint32_t call = stn_go_statement_call(tree, statement);
    uint32_t callee = call != 0 ? stn_go_callee(tree, call) : 0;

    return stn_str_ends(stn_go_selected(tree, callee), stn_str_of(ending));
}

/* Lock, defer Unlock, one thing; and loops in loops call it. */
static void visit(struct stn_go_pass *pass, uint32_t node)
{
    const struct stn_go_tree *tree = pass->tree;
    uint32_t body = stn_go_body(tree, node);
    uint32_t lock = body != 0 ? stn_go_first(tree, body) : 0;
    uint32_t defer = lock != 0 ? stn_go_next(tree, lock) : 0;
    uint32_t last = defer != 0 ? stn_go_next(tree, defer) : 0;
    uint32_t name = stn_go_child(tree, node, STN_GO_IN_name);

    if (last == 0 || name == 0 || stn_go_next(tree, last) != 0 ||
        tree->nodes[defer].kind != STN_GO_DEFER ||
        !is_simple(stn_go_kind_of(tree, last)) ||
        !is_call_named(tree, lock, "Lock") ||
        !is_call_named(tree, defer, "Unlock") || calls_anything(tree, last) ||
        (stn_go_mentions(pass->package, stn_go_text(tree, name)) &
         STN_GO_MENTION_NESTED) == 0)
        return;
    struct stn_go_hit hit = stn_go_hit_at(pass, defer);
    stn_go_add_evidence(&hit, "loops within loops call it");
    stn_go_tell(pass, &hit);
}

const struct stn_go_check stn_go_check_defer_hot_path = {
    .name = "defer-hot-path",
    .kinds = {STN_GO_FUNCTION, STN_GO_METHOD},
    .visit = visit,
};
