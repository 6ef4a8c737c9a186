#include "golang/acquisition.h"

static void tell_dropped(struct stn_go_pass *pass,
                         const struct stn_go_acquisition *found)
{
    struct stn_go_hit hit = stn_go_hit_at(pass, found->statement);
    struct stn_str name =
        stn_go_selected(pass->tree, stn_go_callee(pass->tree, found->call));

    stn_go_add_evidence(&hit, "the response is dropped, its body left open");
    /* Whoever calls a transport himself may have made one up. */
    if (stn_str_equal(name, STN_STR("RoundTrip")))
        hit.severity = STN_MEDIUM;
    if (pass->file->is_test)
        hit.severity = STN_LOW;
    stn_go_tell(pass, &hit);
}

static void tell_open(struct stn_go_pass *pass,
                      const struct stn_go_acquisition *found,
                      const struct stn_go_settled *settled)
{
    struct stn_go_hit hit = stn_go_acquisition_hit(pass, found, settled);

    stn_go_acquisition_fix(pass, &hit, found, settled,
                           "close the body when the function ends");
    if (settled->end == STN_GO_DUTY_MISSED)
        hit.severity = STN_MEDIUM;
    /* A test's process ends soon, and its server with it. */
    if (pass->file->is_test)
        hit.severity = STN_LOW;
    stn_go_tell(pass, &hit);
}

static void visit(struct stn_go_pass *pass, uint32_t node)
{
    struct stn_go_acquisition found;

    if (!stn_go_acquisition_at(pass, node, &found) ||
        found.resource != STN_GO_RESPONSE_RESOURCE ||
        stn_go_is_main(pass, found.function))
        return;
    if (found.destination == STN_GO_TO_NOTHING) {
        tell_dropped(pass, &found);
        return;
    }
    struct stn_go_settled settled = stn_go_acquisition_settle(pass, &found);
    if (settled.end == STN_GO_DUTY_MISSED || settled.end == STN_GO_DUTY_NEVER)
        tell_open(pass, &found, &settled);
}

const struct stn_go_check stn_go_check_http_body_not_closed = {
    .name = "http-body-not-closed",
    .kinds = {STN_GO_CALL},
    .visit = visit,
};
