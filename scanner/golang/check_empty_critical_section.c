#include "golang/check.h"
#include "golang/mutex.h"
#include "golang/names.h"

/* The end of the line that a byte is in. */
static size_t line_end(struct stn_str text, size_t at)
{
    while (at < text.len && text.ptr[at] != '\n')
        at++;
    return at;
}

/* Whether a comment stands in [from, to). What tests expect there is none. */
static bool has_comment(const struct stn_go_tree *tree, size_t from, size_t to)
{
    while (stn_go_has_comment(tree, from, to)) {
        struct stn_str rest = stn_str_sub(tree->text, from, to);
        const size_t at = stn_str_find(rest, STN_STR("// want "));
        if (at == SIZE_MAX || stn_go_has_comment(tree, from, from + at))
            return true;
        from = line_end(tree->text, from + at);
    }
    return false;
}

/* A barrier is made that way, and whoever makes one says so. */
static bool is_explained(const struct stn_go_tree *tree, uint32_t lock,
                         uint32_t unlock)
{
    const uint32_t before = stn_go_previous(tree, lock);
    const uint32_t parent = tree->nodes[lock].parent;
    size_t from =
        before != 0 ? tree->nodes[before].end : tree->nodes[parent].start;

    /* What stands behind the statement before is about that. */
    if (before != 0)
        from = line_end(tree->text, from);
    return has_comment(tree, from,
                       line_end(tree->text, tree->nodes[unlock].end));
}

static void visit_lock(struct stn_go_pass *pass,
                       const struct stn_go_sync_call *lock)
{
    const struct stn_go_tree *tree = pass->tree;
    const uint32_t statement = tree->nodes[lock->node].parent;
    const uint32_t next = stn_go_next(tree, statement);
    const uint8_t wanted = lock->verb == STN_GO_SYNC_LOCK ? STN_GO_SYNC_UNLOCK
                                                          : STN_GO_SYNC_RUNLOCK;

    if (tree->nodes[statement].kind != STN_GO_EXPRESSION_STATEMENT ||
        next == 0 || tree->nodes[next].kind != STN_GO_EXPRESSION_STATEMENT)
        return;
    const struct stn_go_sync_call *unlock =
        stn_go_sync_statement(pass->package, pass->file, next);
    if (unlock == NULL || unlock->verb != wanted ||
        !stn_go_sync_same(pass->file, lock->operand, unlock->operand) ||
        stn_go_mutex_at(pass->package, pass->file, lock->operand) ==
            STN_GO_NO_MUTEX ||
        is_explained(tree, statement, next))
        return;
    struct stn_go_hit hit = stn_go_hit_at(pass, statement);
    hit.span.end = tree->nodes[next].end;
    stn_go_add_evidence(&hit, "it is unlocked at once");
    stn_go_tell(pass, &hit);
}

static void visit(struct stn_go_pass *pass, uint32_t node)
{
    stn_go_locks_each(pass, node, visit_lock);
}

const struct stn_go_check stn_go_check_empty_critical_section = {
    .name = "empty-critical-section",
    .kinds = {STN_GO_FUNCTION, STN_GO_METHOD, STN_GO_VAR_DECLARATION},
    .visit = visit,
};
