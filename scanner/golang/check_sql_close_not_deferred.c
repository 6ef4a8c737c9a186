#include "golang/acquisition.h"

static void visit(struct stn_go_pass *pass, uint32_t node)
{
    struct stn_go_acquisition found;

    if (!stn_go_acquisition_at(pass, node, &found) ||
        !stn_go_is_of_database(&found) || stn_go_is_main(pass, found.function))
        return;
    struct stn_go_settled settled = stn_go_acquisition_settle(pass, &found);
    if (settled.end != STN_GO_DUTY_MISSED || settled.release == 0)
        return;
    struct stn_go_hit hit = stn_go_acquisition_hit(pass, &found, &settled);
    stn_go_tell(pass, &hit);
}

const struct stn_go_check stn_go_check_sql_close_not_deferred = {
    .name = "sql-close-not-deferred",
    .kinds = {STN_GO_CALL},
    .visit = visit,
};
