#include "golang/recover_call.h"

static void visit(struct stn_go_pass *pass, uint32_t node)
{
    const char *why = "";

    if (stn_go_recover_at(pass, node, &why) != STN_GO_RECOVER_IMMEDIATE)
        return;
    struct stn_go_hit hit = stn_go_hit_at(pass, node);
    stn_go_add_evidence(&hit, why);
    stn_go_tell(pass, &hit);
}

const struct stn_go_check stn_go_check_recover_immediate = {
    .name = "recover-immediate",
    .kinds = {STN_GO_CALL},
    .visit = visit,
};
