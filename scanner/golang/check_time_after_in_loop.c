#include "golang/called.h"
#include "golang/check.h"
#include "golang/flow.h"

/* From here on a timer that nothing refers to is collected. */
#define COLLECTED_SINCE 23

/* The case of a select that receives from a call; 0: it is another place. */
static uint32_t case_of(const struct stn_go_tree *tree, uint32_t call)
{
    uint32_t at = tree->nodes[call].parent;

    if (tree->nodes[at].kind != STN_GO_UNARY ||
        tree->nodes[at].op != STN_GO_OP_ARROW)
        return 0;
    at = tree->nodes[at].parent;
    if (tree->nodes[at].kind != STN_GO_RECEIVE)
        return 0;
    at = tree->nodes[at].parent;
    return tree->nodes[at].kind == STN_GO_COMMUNICATION_CASE ? at : 0;
}

/* The first statement of a case, to begin a path with; 0: it is empty. */
static uint32_t start_of(const struct stn_go_tree *tree, uint32_t node)
{
    uint32_t communication = stn_go_child(tree, node, STN_GO_IN_communication);

    return communication != 0 ? communication : stn_go_first(tree, node);
}

/* `case <-ctx.Done():`, which, once taken, is taken for good. */
static bool is_last(const struct stn_go_tree *tree, uint32_t other)
{
    uint32_t communication = stn_go_child(tree, other, STN_GO_IN_communication);
    uint32_t receive = communication != 0
                           ? stn_go_child(tree, communication, STN_GO_IN_right)
                           : 0;
    uint32_t call = receive != 0 ? stn_go_first(tree, receive) : 0;

    return call != 0 && stn_go_is_call(tree, call) &&
           stn_str_equal(stn_go_selected(tree, stn_go_callee(tree, call)),
                         STN_STR("Done"));
}

/* Whether a duration is spelled in less than seconds: what is set so short is
 * gone soon. */
static bool is_short(const struct stn_go_tree *tree, uint32_t call)
{
    static const char *const units[] = {"Nanosecond", "Microsecond",
                                        "Millisecond"};
    uint32_t argument = stn_go_argument(tree, call, 0);

    for (uint32_t n = argument; n != 0;
         n = stn_go_walk(tree, argument, n, false))
        for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
            if (stn_str_equal(stn_go_selected(tree, n), stn_str_of(units[i])))
                return true;
    return false;
}

/* Whether from another case the select is come to again, while the timer is
 * still set. */
static bool comes_again(const struct stn_go_pass *pass, uint32_t taken)
{
    const struct stn_go_tree *tree = pass->tree;
    const uint32_t select = tree->nodes[taken].parent;
    const struct stn_go_flow *flow = stn_go_flow_of(
        pass->package, pass->file, stn_go_function_of(tree, select));

    if (flow == NULL)
        return false;
    uint32_t to = stn_go_flow_point(flow, tree, start_of(tree, taken));
    for (uint32_t other = stn_go_first(tree, select); other != 0;
         other = stn_go_next(tree, other)) {
        uint32_t start = start_of(tree, other);
        if (!stn_go_spend(pass->package, 1))
            return false;
        if (other == taken || is_last(tree, other))
            continue;
        if (start == 0)
            return true;
        uint32_t from = stn_go_flow_point(flow, tree, start);
        if (from != UINT32_MAX && to != UINT32_MAX &&
            stn_go_flow_reaches(pass->package, flow, from, to))
            return true;
    }
    return false;
}

/*
 * Until Go 1.23 the timer of time.After stays in memory until it fires. In a
 * loop that mostly takes another case, they pile up.
 */
static void visit(struct stn_go_pass *pass, uint32_t node)
{
    const struct stn_go_tree *tree = pass->tree;
    const uint32_t minor = stn_go_minor_of(pass->package, pass->file);
    uint32_t taken = case_of(tree, node);

    if (taken == 0 || minor >= COLLECTED_SINCE ||
        !stn_go_calls(pass->package, pass->file, node, "time", "", "After"))
        return;
    uint32_t loop = stn_go_loop_of(tree, taken);
    if (loop == 0 || !comes_again(pass, taken))
        return;
    struct stn_go_hit hit =
        stn_go_hit_at(pass, stn_go_child(tree, taken, STN_GO_IN_communication));
    if (pass->file->is_test || is_short(tree, node))
        hit.severity = STN_LOW;
    stn_go_add_evidence(&hit,
                        stn_go_words(pass, "the module's Go is 1.%u", minor));
    stn_go_add_tie(&hit, pass, node);
    stn_go_tell(pass, &hit);
}

const struct stn_go_check stn_go_check_time_after_in_loop = {
    .name = "time-after-in-loop",
    .kinds = {STN_GO_CALL},
    .visit = visit,
};
