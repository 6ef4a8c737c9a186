#include "golang/called.h"
#include "golang/deferred.h"
#include "golang/names.h"

static bool is_of_runtime(struct stn_go_pass *pass, uint32_t call,
                          const char *name)
{
    return stn_go_calls(pass->package, pass->file, call, "runtime", "", name);
}

/* Where an expression holds on to an object; 0: nowhere. */
static uint32_t find_object(const struct stn_go_pass *pass, uint32_t top,
                            uint32_t object)
{
    for (uint32_t n = top; n != 0; n = stn_go_walk(pass->tree, top, n, true))
        if (pass->tree->nodes[n].kind == STN_GO_IDENTIFIER &&
            stn_go_object_at(pass->file, n) == object)
            return n;
    return 0;
}

static void tell(struct stn_go_pass *pass, uint32_t call, uint32_t node,
                 const char *what)
{
    struct stn_go_hit hit = stn_go_hit_at(pass, node);
    struct stn_str name = stn_go_text(pass->tree, node);

    /* A test of the collector does it on purpose; others hold it to their end.
     */
    if (pass->file->is_test)
        hit.severity = STN_MEDIUM;
    stn_go_add_evidence(
        &hit, stn_go_words(pass, "%.*s %s", (int)name.len, name.ptr, what));
    stn_go_add_tie_at_head(&hit, pass, call);
    stn_go_tell(pass, &hit);
}

/* What a finalizer or cleanup reaches is never unreachable, so it never runs.
 */
static void visit(struct stn_go_pass *pass, uint32_t node)
{
    const struct stn_go_tree *tree = pass->tree;
    const bool is_cleanup = is_of_runtime(pass, node, "AddCleanup");

    if (!is_cleanup && !is_of_runtime(pass, node, "SetFinalizer"))
        return;
    uint32_t root = stn_go_root_of(tree, stn_go_argument(tree, node, 0));
    uint32_t object = root != 0 ? stn_go_object_at(pass->file, root) : 0;
    uint32_t run = stn_go_argument(tree, node, 1);
    if (object == 0 || run == 0 || root != stn_go_argument(tree, node, 0) ||
        pass->package->objects[object].kind == STN_GO_TYPE_NAME)
        return;
    const enum stn_go_kind kind = stn_go_kind_of(tree, run);
    if (kind == STN_GO_FUNC_LITERAL || kind == STN_GO_SELECTOR) {
        uint32_t found = find_object(pass, run, object);
        if (found != 0)
            tell(pass, node, found, "is held by what waits for its end");
    }
    uint32_t given = is_cleanup ? stn_go_argument(tree, node, 2) : 0;
    if (given != 0 && tree->nodes[given].kind == STN_GO_IDENTIFIER &&
        stn_go_object_at(pass->file, given) == object)
        tell(pass, node, given, "is given to its own cleanup");
}

const struct stn_go_check stn_go_check_finalizer_cycle = {
    .name = "finalizer-cycle",
    .kinds = {STN_GO_CALL},
    .visit = visit,
};
