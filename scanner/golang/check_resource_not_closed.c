#include "golang/acquisition.h"

static void tell(struct stn_go_pass *pass,
                 const struct stn_go_acquisition *found,
                 const struct stn_go_settled *settled)
{
    struct stn_go_hit hit = stn_go_acquisition_hit(pass, found, settled);

    stn_go_acquisition_fix(pass, &hit, found, settled,
                           "close it when the function ends");
    if (settled->end == STN_GO_DUTY_MISSED)
        hit.severity = STN_MEDIUM;
    /* A test's process ends soon; and what only holds memory is collected. */
    if (pass->file->is_test || found->resource == STN_GO_INFLATE_RESOURCE)
        hit.severity = STN_LOW;
    stn_go_tell(pass, &hit);
}

static void visit(struct stn_go_pass *pass, uint32_t node)
{
    struct stn_go_acquisition found;

    if (!stn_go_acquisition_at(pass, node, &found) ||
        (found.resource != STN_GO_FILE_RESOURCE &&
         found.resource != STN_GO_INFLATE_RESOURCE) ||
        stn_go_is_main(pass, found.function))
        return;
    struct stn_go_settled settled = stn_go_acquisition_settle(pass, &found);
    if (settled.end == STN_GO_DUTY_MISSED || settled.end == STN_GO_DUTY_NEVER)
        tell(pass, &found, &settled);
}

const struct stn_go_check stn_go_check_resource_not_closed = {
    .name = "resource-not-closed",
    .kinds = {STN_GO_CALL},
    .visit = visit,
};
