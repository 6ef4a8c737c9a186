#include "golang/acquisition.h"
#include "golang/channel_hit.h"
#include "golang/fix.h"
#include "golang/flow.h"
#include "golang/names.h"

/* From here on what nothing refers to is collected, stopped or not. */
#define COLLECTED_SINCE 23

static bool can_return(const struct stn_go_pass *pass, uint32_t function)
{
    return function != 0 && !stn_go_is_main(pass, function) &&
           stn_go_can_return(pass->package, pass->file, function);
}

/* What it is worth to know; the rule's own for a ticker that leaks. */
static enum stn_severity severity_of(const struct stn_go_pass *pass,
                                     bool is_ticker)
{
    if (!is_ticker ||
        stn_go_minor_of(pass->package, pass->file) >= COLLECTED_SINCE)
        return STN_NOTE;
    return pass->file->is_test ? STN_LOW : (enum stn_severity)0;
}

static void add_version(struct stn_go_pass *pass, struct stn_go_hit *hit)
{
    const uint32_t minor = stn_go_minor_of(pass->package, pass->file);

    stn_go_add_evidence(hit, minor < COLLECTED_SINCE
                                 ? stn_go_words(pass, "the module's Go is 1.%u",
                                                minor)
                                 : "collected unstopped since Go 1.23");
}

/* What time.Tick gives cannot be stopped. */
static void look_at_tick(struct stn_go_pass *pass, uint32_t call)
{
    const uint32_t function = stn_go_function_of(pass->tree, call);

    if (stn_go_minor_of(pass->package, pass->file) >= COLLECTED_SINCE ||
        !stn_go_calls(pass->package, pass->file, call, "time", "", "Tick") ||
        !can_return(pass, function))
        return;
    uint32_t statement = stn_go_statement_of(pass->tree, call);
    struct stn_go_use use = stn_go_use_of(pass->tree, call);
    if (statement == 0 || (use.kind != STN_GO_USE_ASSIGNED &&
                           use.kind != STN_GO_USE_RECEIVED))
        return;
    struct stn_go_hit hit = stn_go_hit_at(pass, statement);
    hit.span = stn_go_first_line(pass->tree, statement);
    hit.severity = severity_of(pass, true);
    stn_go_add_evidence(&hit, "nothing can stop what time.Tick starts");
    add_version(pass, &hit);
    stn_go_tell(pass, &hit);
}

/* Whether a timer is waited for by itself: then it has fired. */
static bool is_waited_out(const struct stn_go_pass *pass, uint32_t object)
{
    const struct stn_go_tree *tree = pass->tree;

    for (uint32_t at = stn_go_next_use(pass->package, pass->file, object, 0);
         at != 0;
         at = stn_go_next_use(pass->package, pass->file, object, at)) {
        uint32_t receive = tree->nodes[tree->nodes[at].parent].parent;
        if (tree->nodes[receive].kind == STN_GO_UNARY &&
            tree->nodes[receive].op == STN_GO_OP_ARROW &&
            !stn_go_has_choice(tree, receive))
            return true;
    }
    return false;
}

static void visit(struct stn_go_pass *pass, uint32_t node)
{
    struct stn_go_acquisition found;

    if (!stn_go_acquisition_at(pass, node, &found)) {
        look_at_tick(pass, node);
        return;
    }
    const bool is_ticker = found.resource == STN_GO_TICKER_RESOURCE;
    if ((!is_ticker && found.resource != STN_GO_TIMER_RESOURCE) ||
        !can_return(pass, found.function))
        return;
    struct stn_go_settled settled = stn_go_acquisition_settle(pass, &found);
    if (settled.end != STN_GO_DUTY_NEVER ||
        (!is_ticker && is_waited_out(pass, found.object)))
        return;
    struct stn_go_hit hit = stn_go_acquisition_hit(pass, &found, &settled);
    uint32_t place = stn_go_fix_place(pass, found.statement, 0);
    hit.severity = severity_of(pass, is_ticker);
    add_version(pass, &hit);
    if (place != 0) {
        struct stn_str name = stn_go_text(pass->tree, found.name);
        hit.fix_title = "stop it when the function ends";
        stn_go_fix_add_after(
            pass, &hit, place,
            stn_go_words(pass, "defer %.*s.Stop()", (int)name.len, name.ptr));
    }
    stn_go_tell(pass, &hit);
}

const struct stn_go_check stn_go_check_ticker_leak = {
    .name = "ticker-leak",
    .kinds = {STN_GO_CALL},
    .visit = visit,
};
