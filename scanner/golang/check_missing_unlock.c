#include "golang/hold.h"
#include "golang/hold_callee.h"
#include "golang/names.h"

/* States of a path. */
enum { HELD = 0, UNSETTLED = 1 };

/* What functions are called that give a lock to their caller. */
static const char *const handing_over[] = {
    "lock",  "acquire", "begin",   "start", "enter", "hold",
    "pause", "freeze",  "suspend", "take",  "grab",  "reserve",
};

static bool has_word(struct stn_str name, const char *const *words,
                     size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (stn_str_find_nocase(name, stn_str_of(words[i])) != SIZE_MAX)
            return true;
    return false;
}

static struct stn_str name_around(const struct stn_go_hold *hold)
{
    const uint32_t top = stn_go_top_of(hold->tree, hold->statement);
    const uint32_t name = stn_go_child(hold->tree, top, STN_GO_IN_name);

    return name != 0 ? stn_go_text(hold->tree, name) : STN_STR("");
}

struct search {
    const struct stn_go_hold *hold;
    bool for_panics;
};

static int step(void *payload, uint32_t node, int state)
{
    const struct search *search = payload;
    struct stn_go_sync_call again;

    switch (stn_go_hold_at(search->hold, node, &again)) {
    case STN_GO_HOLD_STAYS:
        return stn_go_hold_unsettles(search->hold, node) ? UNSETTLED : state;
    case STN_GO_HOLD_AGAIN:
        /* Around a loop, to where it is locked. What locks it elsewhere is
         * double-lock's. */
        return again.node == search->hold->lock.node && !search->for_panics
                   ? STN_GO_PATH_FOUND
                   : STN_GO_PATH_ENDS;
    default:
        return STN_GO_PATH_ENDS;
    }
}

static int take_edge(void *payload, uint32_t condition, bool is_true, int state)
{
    const struct search *search = payload;

    return stn_go_hold_allows(search->hold, condition, is_true,
                              state == UNSETTLED)
               ? state
               : STN_GO_PATH_ENDS;
}

static int leave(void *payload, enum stn_go_leave how, uint32_t node, int state)
{
    const struct search *search = payload;

    (void)node;
    (void)state;
    if (search->for_panics)
        return how == STN_GO_LEAVES_PANIC ? STN_GO_PATH_FOUND
                                          : STN_GO_PATH_ENDS;
    return how == STN_GO_LEAVES_RETURN || how == STN_GO_LEAVES_END
               ? STN_GO_PATH_FOUND
               : STN_GO_PATH_ENDS;
}

/* The function unlocks it before it locks it: it is called with it held. */
static int step_to_unlock(void *payload, uint32_t node, int state)
{
    const struct search *search = payload;
    struct stn_go_sync_call again;

    switch (stn_go_hold_at(search->hold, node, &again)) {
    case STN_GO_HOLD_RELEASED:
        return STN_GO_PATH_FOUND;
    case STN_GO_HOLD_AGAIN:
        return STN_GO_PATH_ENDS;
    default:
        return state;
    }
}

static bool is_held_at_entry(const struct stn_go_hold *hold)
{
    struct search payload = {.hold = hold};
    const struct stn_go_search search = {.step = step_to_unlock,
                                         .payload = &payload};

    return stn_go_flow_search(hold->package, hold->flow, UINT32_MAX, 0, &search,
                              NULL);
}

/* What is known of the calls around it. */
struct around {
    uint32_t unlock;          /* one of the same operand; 0: none */
    bool has_own;             /* one in the same function, or a literal in it */
    bool is_deferred;         /* before, on a way to it */
    bool is_unlocked_in_loop; /* what is named alike, of another operand */
};

static void look_at(const struct stn_go_hold *hold,
                    const struct stn_go_sync_call *call, struct around *around)
{
    const struct stn_go_tree *tree = hold->tree;

    if (!stn_go_sync_unlocks(call))
        return;
    if (!stn_go_sync_same(hold->file, call->operand, hold->lock.operand)) {
        around->is_unlocked_in_loop =
            around->is_unlocked_in_loop ||
            (stn_go_loop_of(tree, call->node) != 0 &&
             stn_str_equal(stn_go_sync_last_name(tree, call->operand),
                           stn_go_sync_last_name(tree, hold->lock.operand)));
        return;
    }
    around->unlock = call->node;
    around->has_own =
        around->has_own || stn_go_holds(tree, hold->function, call->node);
    uint32_t literal = stn_go_literal_in(tree, hold->function, call->node);
    uint32_t defers = call->how == STN_GO_CALL_DEFERRED && literal == 0
                          ? tree->nodes[call->node].parent
                          : 0;
    if (literal != 0 && stn_go_role_of(tree, literal) == STN_GO_ROLE_DEFERRED &&
        stn_go_hold_literal_unlocks(hold, literal))
        defers = tree->nodes[tree->nodes[literal].parent].parent;
    if (defers == 0 || around->is_deferred)
        return;
    const uint32_t point = stn_go_flow_point(hold->flow, tree, defers);
    around->is_deferred =
        point != UINT32_MAX &&
        stn_go_flow_reaches(hold->package, hold->flow, point, hold->point);
}

static bool is_local_name(const struct stn_go_hold *hold)
{
    const uint32_t operand = hold->lock.operand;
    const uint32_t object = hold->tree->nodes[operand].kind == STN_GO_IDENTIFIER
                                ? stn_go_object_at(hold->file, operand)
                                : 0;

    return object != 0 && hold->package->objects[object].function != 0 &&
           hold->package->objects[object].kind != STN_GO_RECEIVER;
}

/* Whether whoever wrote it meant to leave it locked. */
static bool is_meant(const struct stn_go_hold *hold,
                     const struct around *around)
{
    struct stn_str name = name_around(hold);
    const uint32_t top = stn_go_top_of(hold->tree, hold->statement);

    if (stn_str_find_nocase(name, STN_STR("lock")) != SIZE_MAX ||
        stn_str_equal(name, STN_STR("main")))
        return true;
    if (around->is_unlocked_in_loop &&
        stn_go_loop_of(hold->tree, hold->statement) != 0)
        return true;
    /* A literal that locks for the function around it. */
    if (around->unlock != 0)
        return !around->has_own;
    /* By another name, or in another function. */
    return is_local_name(hold) ||
           has_word(name, handing_over,
                    sizeof(handing_over) / sizeof(handing_over[0])) ||
           stn_go_sync_unlocked_elsewhere(
               hold->package, hold->file, top,
               stn_go_sync_last_name(hold->tree, hold->lock.operand));
}

static void tell(struct stn_go_pass *pass, const struct stn_go_hold *hold,
                 const struct around *around, uint32_t where, bool is_panic)
{
    const struct stn_go_tree *tree = pass->tree;
    struct stn_go_hit hit = stn_go_hit_at(pass, hold->statement);
    struct stn_str name = stn_go_text(tree, hold->lock.operand);
    const int len = (int)(name.len < 30 ? name.len : 30);

    if (is_panic)
        hit.severity = STN_NOTE;
    else if (pass->file->is_test && is_local_name(hold))
        hit.severity = STN_LOW; /* the test is over, and all that waits */
    if (around->unlock == 0)
        stn_go_add_evidence(
            &hit, stn_go_words(pass, "nothing unlocks %.*s", len, name.ptr));
    else
        stn_go_add_evidence(
            &hit,
            stn_go_words(pass, "a path leaves with %.*s held", len, name.ptr));
    if (where == hold->statement)
        stn_go_add_related(&hit, pass, where, "the loop comes here again");
    else if (tree->nodes[where].kind != STN_GO_BLOCK)
        stn_go_add_related(&hit, pass, where,
                           is_panic ? "panics with it held"
                                    : "leaves with it held");
    if (around->unlock != 0)
        stn_go_add_related(&hit, pass, around->unlock, "unlocked here");
    if (tree->nodes[where].kind != STN_GO_BLOCK)
        stn_go_add_tie(&hit, pass, where);
    stn_go_tell(pass, &hit);
}

static void visit_lock(struct stn_go_pass *pass,
                       const struct stn_go_sync_call *lock)
{
    struct stn_go_hold hold;
    struct around around = {0};
    uint32_t where = 0;

    if (!stn_go_hold_init(&hold, pass, lock) ||
        !stn_go_spend(pass->package, hold.around.count))
        return;
    for (size_t i = 0; i < hold.around.count; i++)
        look_at(&hold, &hold.around.items[i], &around);
    if (around.is_deferred || is_meant(&hold, &around))
        return;
    struct search payload = {.hold = &hold};
    const struct stn_go_search search = {
        .step = step, .edge = take_edge, .leave = leave, .payload = &payload};
    bool is_found = stn_go_flow_search(pass->package, hold.flow, hold.point,
                                       HELD, &search, &where);
    if (!is_found) {
        payload.for_panics = true;
        is_found = stn_go_flow_search(pass->package, hold.flow, hold.point,
                                      HELD, &search, &where);
    }
    if (is_found && where != 0 && !is_held_at_entry(&hold))
        tell(pass, &hold, &around, where, payload.for_panics);
}

static void visit(struct stn_go_pass *pass, uint32_t node)
{
    stn_go_locks_each(pass, node, visit_lock);
}

const struct stn_go_check stn_go_check_missing_unlock = {
    .name = "missing-unlock",
    .kinds = {STN_GO_FUNCTION, STN_GO_METHOD, STN_GO_VAR_DECLARATION},
    .visit = visit,
};
