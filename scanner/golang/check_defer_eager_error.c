#include "golang/check.h"
#include "golang/names.h"
#include "golang/uses.h"

/* Uses of one error that are looked at. */
#define USES_MAX 256

/* The place where a variable is written after a node; 0: nowhere. */
static uint32_t written_after(const struct stn_go_pass *pass, uint32_t object,
                              uint32_t node)
{
    size_t looked = 0;

    for (uint32_t at = stn_go_next_use(pass->package, pass->file, object, 0);
         at != 0 && looked < USES_MAX;
         at = stn_go_next_use(pass->package, pass->file, object, at),
                  looked++) {
        struct stn_go_use use =
            stn_go_use_at(pass->package, pass->file, object, at);
        if (at > node && use.kind == STN_GO_USE_WRITTEN && use.through.len == 0)
            return at;
    }
    return 0;
}

/* `defer done(err)`, with an err that is given its value later. */
static void visit(struct stn_go_pass *pass, uint32_t node)
{
    const struct stn_go_tree *tree = pass->tree;
    uint32_t call = stn_go_statement_call(tree, node);
    uint32_t list = call != 0 ? stn_go_arguments(tree, call) : 0;

    for (uint32_t n = list != 0 ? stn_go_first(tree, list) : 0; n != 0;
         n = stn_go_next(tree, n)) {
        uint32_t object = tree->nodes[n].kind == STN_GO_IDENTIFIER &&
                                  stn_go_is_error_name(stn_go_text(tree, n))
                              ? stn_go_object_at(pass->file, n)
                              : 0;
        if (object == 0 || pass->package->objects[object].function !=
                               stn_go_function_of(tree, node))
            continue;
        uint32_t later = written_after(pass, object, n);
        if (later == 0)
            continue;
        struct stn_str name = stn_go_text(tree, n);
        struct stn_go_hit hit = stn_go_hit_at(pass, n);
        stn_go_add_evidence(&hit, stn_go_words(pass, "%.*s is read now",
                                               (int)name.len, name.ptr));
        stn_go_add_related(&hit, pass, later, "it is assigned later here");
        stn_go_add_tie(&hit, pass, later);
        stn_go_tell(pass, &hit);
    }
}

const struct stn_go_check stn_go_check_defer_eager_error = {
    .name = "defer-eager-error",
    .kinds = {STN_GO_DEFER},
    .visit = visit,
};
