#include "golang/deferred.h"
#include "golang/flow.h"
#include "golang/loop_defer.h"

/* A defer before something that never ends: only a panic runs it. Where it is
 * there for panics, or the process ends, that is as it should be. */
static void tell_before(struct stn_go_pass *pass, uint32_t defer)
{
    const struct stn_go_flow *flow = stn_go_flow_of(
        pass->package, pass->file, stn_go_function_of(pass->tree, defer));
    bool exits = false;

    if (flow == NULL || stn_go_loop_of(pass->tree, defer) != 0)
        return;
    uint32_t point = stn_go_flow_point(flow, pass->tree, defer);
    if (point == UINT32_MAX ||
        stn_go_defer_runs(pass, flow, point, 0, &exits) || exits ||
        stn_go_flow_reaches(pass->package, flow, point, point) ||
        stn_go_deferred_recovers(pass->package, pass->file, defer))
        return;
    struct stn_go_hit hit = stn_go_hit_at_head(pass, defer);
    hit.severity = STN_NOTE;
    stn_go_add_evidence(&hit, "what follows never ends; only a panic runs it");
    stn_go_tell(pass, &hit);
}

static void visit(struct stn_go_pass *pass, uint32_t node)
{
    stn_go_loop_defers_tell(pass, node, STN_GO_LOOP_ENDLESS);
    if (stn_go_kind_of(pass->tree, node) == STN_GO_DEFER)
        tell_before(pass, node);
}

const struct stn_go_check stn_go_check_defer_never_runs = {
    .name = "defer-never-runs",
    .kinds = STN_GO_LOOP_KINDS,
    .visit = visit,
};
