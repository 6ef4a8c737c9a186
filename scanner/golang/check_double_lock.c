#include "golang/hold.h"
#include "golang/hold_callee.h"
#include "golang/names.h"

/* Bits of the state of a path. */
enum { DEFERRED = 1, UNSETTLED = 2 };

struct search {
    const struct stn_go_hold *hold;
    struct stn_go_sync_call again; /* what was found */
};

/* Two read locks can be held at once. */
static bool blocks(const struct stn_go_hold *hold,
                   const struct stn_go_sync_call *again)
{
    const struct stn_go_hold_locked locked = stn_go_hold_locked_by(hold, again);

    return locked.file != NULL && (hold->lock.verb == STN_GO_SYNC_LOCK ||
                                   locked.lock.verb == STN_GO_SYNC_LOCK);
}

static int step(void *payload, uint32_t node, int state)
{
    struct search *search = payload;
    const struct stn_go_hold *hold = search->hold;

    switch (stn_go_hold_at(hold, node, &search->again)) {
    case STN_GO_HOLD_STAYS:
        return stn_go_hold_unsettles(hold, node) ? state | UNSETTLED : state;
    case STN_GO_HOLD_DEFERRED:
        return state | DEFERRED;
    case STN_GO_HOLD_AGAIN:
        /* Around a loop without an unlock: missing-unlock's. */
        if (search->again.node == hold->lock.node && (state & DEFERRED) == 0)
            return STN_GO_PATH_ENDS;
        return blocks(hold, &search->again) ? STN_GO_PATH_FOUND : state;
    default:
        return STN_GO_PATH_ENDS;
    }
}

static int take_edge(void *payload, uint32_t condition, bool is_true, int state)
{
    const struct search *search = payload;

    return stn_go_hold_allows(search->hold, condition, is_true,
                              (state & UNSETTLED) != 0)
               ? state
               : STN_GO_PATH_ENDS;
}

static void tell(struct stn_go_pass *pass, const struct stn_go_hold *hold,
                 const struct stn_go_sync_call *again)
{
    const struct stn_go_tree *tree = pass->tree;
    const bool is_direct = again->verb != STN_GO_SYNC_HELPER;
    const struct stn_go_hold_locked locked = stn_go_hold_locked_by(hold, again);
    struct stn_go_hit hit = stn_go_hit_at(pass, again->node);
    struct stn_str name = stn_go_text(tree, hold->lock.operand);
    struct stn_str callee =
        stn_go_sync_last_name(tree, stn_go_callee(tree, again->node));
    const int len = (int)(name.len < 24 ? name.len : 24);

    if (!is_direct && (!locked.is_sure || hold->mutex < STN_GO_MUTEX_PLAIN))
        hit.severity = STN_MEDIUM;
    if (is_direct && hold->mutex == STN_GO_MUTEX_OWN)
        hit.severity = STN_MEDIUM;
    /* A test may block on purpose, and is seen to. */
    if (pass->file->is_test)
        hit.severity = STN_MEDIUM;
    stn_go_add_evidence(&hit,
                        stn_go_words(pass, "%.*s is held here", len, name.ptr));
    if (!is_direct)
        stn_go_add_evidence(
            &hit,
            stn_go_words(pass, "%.*s locks it",
                         (int)(callee.len < 40 ? callee.len : 40), callee.ptr));
    if (again->node != hold->lock.node)
        stn_go_add_related(&hit, pass, hold->statement, "locked here");
    if (!is_direct && locked.file != NULL)
        hit.related[hit.related_count++] = (struct stn_go_related){
            locked.file->index,
            stn_go_span(&locked.file->tree, locked.lock.node),
            "locked again here"};
    stn_go_add_tie(&hit, pass, hold->statement);
    stn_go_tell(pass, &hit);
}

/* What it locks may be the reading side. */
static bool is_locker(const struct stn_go_hold *hold)
{
    const struct stn_go_type type =
        stn_go_type_of(hold->package, hold->file, hold->lock.operand);

    return stn_go_type_is(&type, "sync", "Locker");
}

static void visit_lock(struct stn_go_pass *pass,
                       const struct stn_go_sync_call *lock)
{
    struct stn_go_hold hold;

    if (!stn_go_hold_init(&hold, pass, lock) || is_locker(&hold))
        return;
    struct search payload = {.hold = &hold};
    const struct stn_go_search search = {
        .step = step, .edge = take_edge, .payload = &payload};
    if (stn_go_flow_search(pass->package, hold.flow, hold.point, 0, &search,
                           NULL))
        tell(pass, &hold, &payload.again);
}

static void visit(struct stn_go_pass *pass, uint32_t node)
{
    stn_go_locks_each(pass, node, visit_lock);
}

const struct stn_go_check stn_go_check_double_lock = {
    .name = "double-lock",
    .kinds = {STN_GO_FUNCTION, STN_GO_METHOD, STN_GO_VAR_DECLARATION},
    .visit = visit,
};
