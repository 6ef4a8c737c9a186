#include "golang/acquisition.h"
#include "golang/fix.h"

static bool is_of_database(const struct stn_go_acquisition *found)
{
    return found->resource == STN_GO_SQL_RESOURCE ||
           found->resource == STN_GO_POOLED_RESOURCE;
}

static void visit(struct stn_go_pass *pass, uint32_t node)
{
    struct stn_go_acquisition found;

    if (!stn_go_acquisition_at(pass, node, &found) || !is_of_database(&found) ||
        stn_go_is_main(pass, found.function))
        return;
    struct stn_go_settled settled = stn_go_acquisition_settle(pass, &found);
    /* Where another path releases it, go-sql-close-not-deferred tells. */
    if (settled.end != STN_GO_DUTY_NEVER &&
        (settled.end != STN_GO_DUTY_MISSED || settled.release != 0))
        return;
    struct stn_go_hit hit = stn_go_acquisition_hit(pass, &found, &settled);
    struct stn_str name = stn_go_text(pass->tree, found.name);
    uint32_t place = stn_go_fix_place(pass, found.statement, found.error);
    if (settled.end == STN_GO_DUTY_MISSED)
        hit.severity = STN_MEDIUM;
    else if (place != 0 && found.error != 0) {
        const char *method = stn_go_releases_of(found.resource)[0];
        hit.fix_title = "give it back when the function ends";
        stn_go_fix_add_after(pass, &hit, place, "defer %.*s.%s()",
                             (int)name.len, name.ptr, method);
    }
    if (pass->file->is_test)
        hit.severity = STN_LOW;
    stn_go_tell(pass, &hit);
}

const struct stn_go_check stn_go_check_sql_not_closed = {
    .name = "sql-not-closed",
    .kinds = {STN_GO_CALL},
    .visit = visit,
};
