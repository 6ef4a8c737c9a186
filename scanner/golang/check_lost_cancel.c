#include "golang/acquisition.h"
#include "golang/fields.h"
#include "golang/fix.h"
#include "golang/names.h"

/* The context is only passed on to what is called: then the function's end is
 * the end of its use. */
static bool is_context_local(struct stn_go_pass *pass,
                             const struct stn_go_acquisition *found)
{
    uint32_t name = stn_go_assigned_to(pass->tree, found->call, 0);
    uint32_t object = name != 0 ? stn_go_object_at(pass->file, name) : 0;

    if (object == 0 || pass->package->objects[object].is_captured)
        return false;
    for (uint32_t at = stn_go_next_use(pass->package, pass->file, object, 0);
         at != 0; at = stn_go_next_use(pass->package, pass->file, object, at)) {
        if (!stn_go_spend(pass->package, STN_GO_USE_STEPS))
            return false;
        struct stn_go_use use =
            stn_go_use_at(pass->package, pass->file, object, at);
        if (use.kind == STN_GO_USE_RETURNED || use.kind == STN_GO_USE_STORED ||
            use.kind == STN_GO_USE_SENT || use.kind == STN_GO_USE_ASSIGNED ||
            use.how != STN_GO_CALL_NOW)
            return false;
    }
    return true;
}

/* What a time or a signal ends is not held for ever. */
static bool is_ended_otherwise(const struct stn_go_pass *pass,
                               const struct stn_go_acquisition *found)
{
    struct stn_str name =
        stn_go_selected(pass->tree, stn_go_callee(pass->tree, found->call));

    return !stn_str_starts(name, STN_STR("WithCancel"));
}

/* ctx, _ := context.WithCancel(parent): nobody can call it. */
static void tell_dropped(struct stn_go_pass *pass,
                         const struct stn_go_acquisition *found)
{
    struct stn_go_hit hit = stn_go_hit_at(pass, found->statement);
    const bool is_declared =
        pass->tree->nodes[found->statement].kind == STN_GO_SHORT_VAR;
    uint32_t place = stn_go_fix_place(pass, found->statement, 0);

    stn_go_add_evidence(&hit, "the cancel function is dropped");
    if (is_ended_otherwise(pass, found))
        hit.severity = STN_MEDIUM;
    if (found->name != 0 && place != 0 && is_declared &&
        !stn_go_function_names(pass, found->function, "cancel") &&
        is_context_local(pass, found)) {
        hit.fix_title = "keep the cancel function and defer it";
        stn_go_fix_replace(&hit, stn_go_span(pass->tree, found->name),
                           "cancel");
        stn_go_fix_add_after(pass, &hit, place, "defer cancel()");
    }
    stn_go_tell(pass, &hit);
}

static void tell_lost(struct stn_go_pass *pass,
                      const struct stn_go_acquisition *found,
                      const struct stn_go_settled *settled)
{
    struct stn_go_hit hit = stn_go_acquisition_hit(pass, found, settled);

    stn_go_acquisition_fix(pass, &hit, found, settled,
                           "defer the cancel function");
    if (settled->end == STN_GO_DUTY_MISSED)
        hit.severity = STN_MEDIUM;
    stn_go_tell(pass, &hit);
}

/* s.ctx, s.cancel = context.WithCancel(parent): fine if anything reads the
 * field. */
static void look_at_field(struct stn_go_pass *pass,
                          const struct stn_go_acquisition *found)
{
    const struct stn_go_tree *tree = pass->tree;
    uint32_t left = stn_go_child(tree, found->statement, STN_GO_IN_left);
    uint32_t target = left != 0 ? stn_go_nth(tree, left, 1) : 0;

    if (target == 0 || tree->nodes[target].kind != STN_GO_SELECTOR ||
        tree->nodes[tree->nodes[found->call].parent].field != STN_GO_IN_right ||
        stn_go_field_is_read(pass->package, stn_go_selected(tree, target)))
        return;
    struct stn_go_hit hit = stn_go_hit_at(pass, found->statement);
    hit.severity = STN_NOTE;
    stn_go_add_evidence(&hit, "nothing in the package reads that field");
    stn_go_tell(pass, &hit);
}

static void visit(struct stn_go_pass *pass, uint32_t node)
{
    struct stn_go_acquisition found;

    if (!stn_go_acquisition_at(pass, node, &found) ||
        found.resource != STN_GO_CANCEL_RESOURCE ||
        stn_go_is_main(pass, found.function))
        return;
    switch (found.destination) {
    case STN_GO_TO_NOTHING:
        tell_dropped(pass, &found);
        break;
    case STN_GO_TO_OTHER:
        look_at_field(pass, &found);
        break;
    case STN_GO_TO_VARIABLE: {
        struct stn_go_settled settled = stn_go_acquisition_settle(pass, &found);
        if (settled.end == STN_GO_DUTY_MISSED ||
            settled.end == STN_GO_DUTY_NEVER)
            tell_lost(pass, &found, &settled);
        break;
    }
    }
}

const struct stn_go_check stn_go_check_lost_cancel = {
    .name = "lost-cancel",
    .kinds = {STN_GO_CALL},
    .visit = visit,
};
