#include "golang/deferred.h"
#include "golang/flow.h"

/* Nodes of a goroutine's function that are looked at. */
#define NODES_MAX 4096

/* The call that panics in a function which recovers nothing; 0: there is
 * none. */
static uint32_t find_panic(struct stn_go_pass *pass, struct stn_go_file *file,
                           uint32_t function)
{
    const struct stn_go_tree *tree = &file->tree;
    const uint32_t body = stn_go_body(tree, function);
    uint32_t found = 0;
    size_t nodes = 0;

    for (uint32_t n = body; n != 0; n = stn_go_walk(tree, body, n, false)) {
        if (++nodes > NODES_MAX || !stn_go_spend(pass->package, 1))
            return 0;
        if (tree->nodes[n].kind == STN_GO_DEFER &&
            stn_go_deferred_recovers(pass->package, file, n))
            return 0;
        if (found == 0 && tree->nodes[n].kind == STN_GO_EXPRESSION_STATEMENT) {
            uint32_t call = stn_go_statement_call(tree, n);
            if (call != 0 && stn_go_call_leaves(pass->package, file, call) ==
                                 STN_GO_LEAVES_PANIC)
                found = call;
        }
    }
    return found;
}

/* A panic that no defer of its goroutine recovers ends the process. */
static void visit(struct stn_go_pass *pass, uint32_t node)
{
    uint32_t call = stn_go_statement_call(pass->tree, node);
    struct stn_go_file *file = pass->file;
    uint32_t function =
        call != 0 ? stn_go_run_by(pass->package, pass->file, call, &file) : 0;
    uint32_t panic = function != 0 ? find_panic(pass, file, function) : 0;

    if (panic == 0)
        return;
    struct stn_go_hit hit = stn_go_hit_at_head(pass, node);
    stn_go_add_evidence(&hit, "a panic in it ends the process");
    if (file == pass->file)
        stn_go_add_related(&hit, pass, panic, "it panics here");
    stn_go_tell(pass, &hit);
}

const struct stn_go_check stn_go_check_panic_in_goroutine = {
    .name = "panic-in-goroutine",
    .kinds = {STN_GO_GO},
    .visit = visit,
};
