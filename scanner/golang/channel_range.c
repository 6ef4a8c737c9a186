#include "golang/channel_range.h"

#include "golang/flow.h"

/* The end of the channel is not looked for. */
static int edge(void *payload, uint32_t condition, bool is_true, int state)
{
    const uint32_t *clause = payload;

    return condition == *clause && !is_true ? STN_GO_PATH_ENDS : state;
}

enum stn_go_channel_range
stn_go_channel_range_of(struct stn_go_package *package,
                        const struct stn_go_channel_op *op, uint32_t *where)
{
    struct stn_go_file *file = &package->files[op->runner_file];
    const struct stn_go_flow *flow = stn_go_flow_of(package, file, op->runner);
    uint32_t clause = op->node;
    const struct stn_go_search how = {NULL, edge, stn_go_leave_at_return,
                                      &clause};

    if (flow == NULL || op->at != op->node || op->file != op->runner_file)
        return STN_GO_RANGE_UNKNOWN;
    uint32_t point = stn_go_flow_point(flow, &file->tree, clause);
    if (point == UINT32_MAX)
        return STN_GO_RANGE_UNKNOWN;
    return stn_go_flow_search(package, flow, point, 0, &how, where)
               ? STN_GO_RANGE_LEFT_EARLY
               : STN_GO_RANGE_TO_THE_END;
}
