#include "golang/acquisition.h"
#include "golang/channel.h"
#include "golang/flow.h"
#include "golang/names.h"

/* From here on what nothing refers to is collected, stopped or not. */
#define COLLECTED_SINCE 23

/* `for range t.C`, `for range time.Tick(d)`, and over a name that holds such a
 * channel. */
static bool is_endless(const struct stn_go_pass *pass, uint32_t clause)
{
    const struct stn_go_tree *tree = pass->tree;
    uint32_t from = stn_go_child(tree, clause, STN_GO_IN_right);

    if (from != 0 && tree->nodes[from].kind == STN_GO_IDENTIFIER) {
        uint32_t object = stn_go_object_at(pass->file, from);
        const struct stn_go_object *known = &pass->package->objects[object];
        if (object == 0 || known->file != pass->file->index ||
            tree->nodes[known->decl].kind != STN_GO_SHORT_VAR)
            return false;
        uint32_t list = stn_go_child(tree, known->decl, STN_GO_IN_right);
        from = list != 0 ? stn_go_first(tree, list) : 0;
    }
    if (from == 0)
        return false;
    return stn_str_equal(stn_go_selected(tree, from), STN_STR("C")) ||
           (stn_go_is_call(tree, from) &&
            stn_go_calls(pass->package, pass->file, from, "time", "", "Tick"));
}

static int edge(void *payload, uint32_t condition, bool is_true, int state)
{
    const struct stn_go_pass *pass = payload;

    return !is_true &&
                   pass->tree->nodes[condition].kind == STN_GO_RANGE_CLAUSE &&
                   is_endless(pass, condition)
               ? STN_GO_PATH_ENDS
               : state;
}

/* Whether a function can end after it came to a node; 0: at all. A loop over
 * ticks, which nothing closes, is no way out. */
static bool can_return(struct stn_go_pass *pass, uint32_t function,
                       uint32_t node)
{
    const struct stn_go_search how = {NULL, edge, stn_go_leave_at_return, pass};
    uint32_t from = UINT32_MAX;

    if (function == 0 || stn_go_is_main(pass, function))
        return false;
    const struct stn_go_flow *flow =
        stn_go_flow_of(pass->package, pass->file, function);
    if (flow == NULL)
        return false;
    if (node != 0) {
        from = stn_go_flow_point(flow, pass->tree, node);
        if (from == UINT32_MAX)
            return false;
    }
    return stn_go_flow_search(pass->package, flow, from, 0, &how, NULL);
}

/* Whether what is kept in a variable stays in use: by a goroutine that does not
 * end, or a literal of which nothing is known. */
static bool outlives(struct stn_go_pass *pass, uint32_t object)
{
    const struct stn_go_tree *tree = pass->tree;

    for (uint32_t at = stn_go_next_use(pass->package, pass->file, object, 0);
         at != 0; at = stn_go_next_use(pass->package, pass->file, object, at)) {
        struct stn_go_use use =
            stn_go_use_at(pass->package, pass->file, object, at);
        if (!stn_go_spend(pass->package, STN_GO_USE_STEPS))
            return true;
        if (use.literal == 0)
            continue;
        switch (stn_go_role_of(tree, use.literal)) {
        case STN_GO_ROLE_CALLED:
        case STN_GO_ROLE_DEFERRED:
            break;
        case STN_GO_ROLE_GO:
            if (!can_return(pass, use.literal, 0))
                return true;
            break;
        default:
            return true;
        }
    }
    return false;
}

/* What it is worth to know; the rule's own for a ticker that leaks. */
static enum stn_severity severity_of(const struct stn_go_pass *pass,
                                     bool is_ticker)
{
    if (!is_ticker ||
        stn_go_minor_of(pass->package, pass->file) >= COLLECTED_SINCE)
        return STN_NOTE;
    return pass->file->is_test ? STN_LOW : (enum stn_severity)0;
}

static void add_version(struct stn_go_pass *pass, struct stn_go_hit *hit)
{
    const uint32_t minor = stn_go_minor_of(pass->package, pass->file);

    stn_go_add_evidence(
        hit, minor < COLLECTED_SINCE
                 ? stn_go_words(pass, "the module's Go is 1.%u", minor)
                 : "collected unstopped since Go 1.23");
}

/* What time.Tick gives cannot be stopped. */
static void look_at_tick(struct stn_go_pass *pass, uint32_t call)
{
    const struct stn_go_tree *tree = pass->tree;

    if (stn_go_minor_of(pass->package, pass->file) >= COLLECTED_SINCE ||
        !stn_go_calls(pass->package, pass->file, call, "time", "", "Tick") ||
        /* Its place in the list is counted. */
        !stn_go_spend(pass->package,
                      tree->nodes[tree->nodes[call].parent].size))
        return;
    const uint32_t statement = stn_go_statement_of(tree, call);
    const uint32_t name = stn_go_assigned_to(tree, call, 0);
    struct stn_go_use use = stn_go_use_of(tree, call);
    if (statement == 0 ||
        !can_return(pass, stn_go_function_of(tree, call), call) ||
        (name != 0 && outlives(pass, stn_go_object_at(pass->file, name))) ||
        (use.kind != STN_GO_USE_ASSIGNED && use.kind != STN_GO_USE_RECEIVED))
        return;
    struct stn_go_hit hit = stn_go_hit_at_head(pass, statement);
    hit.severity = severity_of(pass, true);
    stn_go_add_evidence(&hit, "nothing can stop what time.Tick starts");
    add_version(pass, &hit);
    stn_go_tell(pass, &hit);
}

/* Whether a timer is waited for by itself: then it has fired. */
static bool is_waited_out(const struct stn_go_pass *pass, uint32_t object)
{
    const struct stn_go_tree *tree = pass->tree;

    for (uint32_t at = stn_go_next_use(pass->package, pass->file, object, 0);
         at != 0; at = stn_go_next_use(pass->package, pass->file, object, at)) {
        uint32_t receive = tree->nodes[tree->nodes[at].parent].parent;
        if (!stn_go_spend(pass->package, STN_GO_USE_STEPS))
            return true;
        if (tree->nodes[receive].kind == STN_GO_UNARY &&
            tree->nodes[receive].op == STN_GO_OP_ARROW &&
            !stn_go_has_choice(tree, receive))
            return true;
    }
    return false;
}

static void visit(struct stn_go_pass *pass, uint32_t node)
{
    struct stn_go_acquisition found;

    if (!stn_go_acquisition_at(pass, node, &found)) {
        look_at_tick(pass, node);
        return;
    }
    const bool is_ticker = found.resource == STN_GO_TICKER_RESOURCE;
    if ((!is_ticker && found.resource != STN_GO_TIMER_RESOURCE) ||
        !can_return(pass, found.function, found.statement))
        return;
    struct stn_go_settled settled = stn_go_acquisition_settle(pass, &found);
    if (settled.end != STN_GO_DUTY_NEVER || outlives(pass, found.object) ||
        (!is_ticker && is_waited_out(pass, found.object)))
        return;
    struct stn_go_hit hit = stn_go_acquisition_hit(pass, &found, &settled);
    hit.severity = severity_of(pass, is_ticker);
    add_version(pass, &hit);
    stn_go_acquisition_fix(pass, &hit, &found, &settled,
                           "stop it when the function ends");
    stn_go_tell(pass, &hit);
}

const struct stn_go_check stn_go_check_ticker_leak = {
    .name = "ticker-leak",
    .kinds = {STN_GO_CALL},
    .visit = visit,
};
