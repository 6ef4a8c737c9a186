#include "golang/loop_defer.h"

static void visit(struct stn_go_pass *pass, uint32_t node)
{
    stn_go_loop_defers_tell(pass, node, STN_GO_LOOP_CHANNEL);
}

const struct stn_go_check stn_go_check_defer_in_range_channel = {
    .name = "defer-in-range-channel",
    .kinds = STN_GO_LOOP_KINDS,
    .visit = visit,
};
