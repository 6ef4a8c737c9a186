#include "golang/called.h"
#include "golang/check.h"
#include "golang/names.h"

/* `time.Now().Sub(start)` */
static bool is_now_sub(struct stn_go_pass *pass, uint32_t call)
{
    const struct stn_go_tree *tree = pass->tree;
    uint32_t callee = stn_go_callee(tree, call);

    if (!stn_str_equal(stn_go_selected(tree, callee), STN_STR("Sub")))
        return false;
    uint32_t operand = stn_go_child(tree, callee, STN_GO_IN_operand);
    return operand != 0 && stn_go_is_call(tree, operand) &&
           stn_go_calls(pass->package, pass->file, operand, "time", "", "Now");
}

/* What of a call tells now what it should tell when the function ends. */
static const char *eager_word(struct stn_go_pass *pass, uint32_t call)
{
    if (stn_go_calls(pass->package, pass->file, call, "time", "", "Since"))
        return "time.Since is evaluated now";
    if (is_now_sub(pass, call))
        return "time.Now().Sub is evaluated now";
    if (stn_go_is_predeclared(pass->file, stn_go_callee(pass->tree, call),
                              "recover"))
        return "recover is called now";
    return NULL;
}

/*
 * The arguments of a deferred call are evaluated by the defer statement, those
 * of calls inside of a literal when it runs.
 */
static void visit(struct stn_go_pass *pass, uint32_t node)
{
    const struct stn_go_tree *tree = pass->tree;
    uint32_t call = stn_go_statement_call(tree, node);
    uint32_t list = call != 0 ? stn_go_arguments(tree, call) : 0;

    if (list == 0)
        return;
    for (uint32_t n = list; n != 0; n = stn_go_walk(tree, list, n, false)) {
        const char *word = stn_go_is_call(tree, n) ? eager_word(pass, n) : NULL;
        if (word == NULL)
            continue;
        struct stn_go_hit hit = stn_go_hit_at(pass, n);
        stn_go_add_evidence(&hit, word);
        stn_go_add_tie(&hit, pass, node);
        stn_go_tell(pass, &hit);
    }
}

const struct stn_go_check stn_go_check_defer_eager_arg = {
    .name = "defer-eager-arg",
    .kinds = {STN_GO_DEFER},
    .visit = visit,
};
