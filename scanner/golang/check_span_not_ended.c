#include "golang/acquisition.h"

static void visit(struct stn_go_pass *pass, uint32_t node)
{
    struct stn_go_acquisition found;
    struct stn_go_settled settled = {STN_GO_DUTY_UNKNOWN};

    if (!stn_go_acquisition_at(pass, node, &found) ||
        found.resource != STN_GO_SPAN_RESOURCE)
        return;
    if (found.destination != STN_GO_TO_NOTHING) {
        settled = stn_go_acquisition_settle(pass, &found);
        if (settled.end != STN_GO_DUTY_MISSED &&
            settled.end != STN_GO_DUTY_NEVER)
            return;
    }
    struct stn_go_hit hit = stn_go_acquisition_hit(pass, &found, &settled);
    if (found.destination == STN_GO_TO_NOTHING)
        stn_go_add_evidence(&hit, "the span is dropped");
    if (settled.end == STN_GO_DUTY_MISSED)
        hit.severity = STN_LOW;
    stn_go_acquisition_fix(pass, &hit, &found, &settled,
                           "end the span when the function ends");
    stn_go_tell(pass, &hit);
}

const struct stn_go_check stn_go_check_span_not_ended = {
    .name = "span-not-ended",
    .kinds = {STN_GO_CALL},
    .visit = visit,
};
