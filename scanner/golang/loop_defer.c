#include "golang/library.h"
#include "golang/loop_state.h"

#include "golang/deferred.h"
#include "golang/names.h"
#include "golang/turns.h"
#include "golang/types.h"

/* How far a goto is followed back to its label, and the defers in between. */
#define GOTO_SIBLINGS_MAX 256
#define GOTO_NODES_MAX 2048
/* Turns that are few: what they hold till the function ends is bounded. */
#define TURNS_FEW 16

struct leaving {
    const struct stn_go_tree *tree;
    uint32_t loop; /* 0: none */
    bool runs, exits;
};

static int leave(void *payload, enum stn_go_leave how, uint32_t node, int state)
{
    struct leaving *leaving = payload;

    (void)state;
    if (how == STN_GO_LEAVES_PROCESS) {
        leaving->exits |= leaving->loop == 0 ||
                          !stn_go_holds(leaving->tree, leaving->loop, node);
        return STN_GO_PATH_ENDS;
    }
    leaving->runs = true;
    return STN_GO_PATH_FOUND;
}

bool stn_go_defer_runs(struct stn_go_pass *pass, const struct stn_go_flow *flow,
                       uint32_t point, uint32_t loop, bool *exits)
{
    struct stn_go_package *package = pass->package;
    struct leaving leaving = {.tree = pass->tree, .loop = loop};
    const struct stn_go_search search = {.leave = leave, .payload = &leaving};

    stn_go_flow_search(package, flow, point, 0, &search, NULL);
    *exits = leaving.exits;
    return leaving.runs || package->is_limited || package->is_short;
}

/* `for range ticker.C` and the like: C is a field of a library's type. */
static bool is_tick(struct stn_go_pass *pass, uint32_t node)
{
    if (!stn_str_equal(stn_go_selected(pass->tree, node), STN_STR("C")))
        return false;
    struct stn_go_type type =
        stn_go_type_of(pass->package, pass->file,
                       stn_go_child(pass->tree, node, STN_GO_IN_operand));
    return stn_go_type_is(&type, "time", "Ticker") ||
           stn_go_type_is(&type, "time", "Timer");
}

static bool is_over_channel(struct stn_go_pass *pass, uint32_t loop)
{
    const struct stn_go_tree *tree = pass->tree;
    uint32_t clause = stn_go_child_of(tree, loop, STN_GO_RANGE_CLAUSE);
    uint32_t over =
        clause != 0 ? stn_go_child(tree, clause, STN_GO_IN_right) : 0;

    if (over == 0)
        return false;
    struct stn_go_type type = stn_go_type_of(pass->package, pass->file, over);
    return type.form == STN_GO_TYPE_CHANNEL || is_tick(pass, over);
}

/* A reader that holds nothing but memory, by a variable of its own. */
static bool is_memory(struct stn_go_pass *pass,
                      const struct stn_go_loop_defer *found)
{
    return stn_go_acquired_by(pass->package, pass->file, found->call)
                   .resource == STN_GO_INFLATE_RESOURCE &&
           pass->package->objects[found->object].decl == found->from;
}

static enum stn_severity
resource_severity(struct stn_go_pass *pass,
                  const struct stn_go_loop_defer *found)
{
    const uint32_t loop = found->loop;
    uint32_t turns =
        loop != 0 ? stn_go_turns_of(pass->package, pass->file, loop).most : 0;
    const bool is_few = turns > 0 && turns <= TURNS_FEW;

    if (is_few || is_memory(pass, found))
        return pass->file->is_test ? STN_NOTE : STN_LOW;
    /* Tests hold things to their end on purpose. */
    return pass->file->is_test ? STN_LOW : STN_SEVERITY_DEFAULT;
}

static struct stn_go_loop_defer classify(struct stn_go_pass *pass,
                                         uint32_t defer)
{
    struct stn_go_package *package = pass->package;
    struct stn_go_loop_defer found = {
        .defer = defer,
        .loop = stn_go_loop_of(pass->tree, defer),
        .flow = stn_go_flow_of(package, pass->file,
                               stn_go_function_of(pass->tree, defer)),
        .point = UINT32_MAX,
    };

    if (found.flow != NULL)
        found.point = stn_go_flow_point(found.flow, pass->tree, defer);
    if (found.point == UINT32_MAX || package->is_limited)
        return found;
    if (!stn_go_flow_reaches(package, found.flow, found.point, found.point)) {
        if (found.loop != 0 && !package->is_limited)
            found.class = STN_GO_LOOP_LEFT;
        return found;
    }
    bool exits;
    if (!stn_go_defer_runs(pass, found.flow, found.point, found.loop, &exits) &&
        !exits) {
        found.class = STN_GO_LOOP_ENDLESS;
        return found;
    }
    const bool is_resource = stn_go_loop_find_resource(pass, &found);
    if (package->is_limited)
        return found;
    if (is_resource) {
        found.class = STN_GO_LOOP_RESOURCE;
        found.severity = resource_severity(pass, &found);
        return found;
    }
    found.class = found.loop != 0 && is_over_channel(pass, found.loop)
                      ? STN_GO_LOOP_CHANNEL
                      : STN_GO_LOOP_OTHER;
    return found;
}

/* "f is opened in each turn, by os.Open" */
static void explain_resource(struct stn_go_pass *pass, struct stn_go_hit *hit,
                             const struct stn_go_loop_defer *found)
{
    const struct stn_go_tree *tree = pass->tree;
    struct stn_str callee = stn_go_text(tree, stn_go_callee(tree, found->call));
    struct stn_str name =
        stn_go_text(tree, pass->package->objects[found->object].name);
    stn_go_add_evidence(hit, stn_go_words(pass, "each turn gets %.*s by %.*s",
                                          (int)name.len, name.ptr,
                                          (int)callee.len, callee.ptr));
    stn_go_add_related(
        hit, pass, found->from,
        stn_go_words(pass, "%.*s is acquired here", (int)name.len, name.ptr));
    stn_go_add_tie(hit, pass, found->from);
    if (is_memory(pass, found))
        stn_go_add_evidence(hit, "it holds memory alone");
    if (hit->severity != STN_SEVERITY_DEFAULT && found->loop != 0 &&
        stn_go_turns_of(pass->package, pass->file, found->loop).most > 0)
        stn_go_add_evidence(hit, "the loop makes few turns");
    else if (!pass->file->is_test)
        stn_go_loop_fix(pass, hit, found);
}

static void explain(struct stn_go_pass *pass, struct stn_go_hit *hit,
                    const struct stn_go_loop_defer *found)
{
    switch (found->class) {
    case STN_GO_LOOP_RESOURCE:
        explain_resource(pass, hit, found);
        break;
    case STN_GO_LOOP_LEFT:
        stn_go_add_evidence(hit, "every path leaves the loop after it");
        hit->severity = STN_NOTE;
        break;
    case STN_GO_LOOP_ENDLESS:
        stn_go_add_evidence(hit, "nothing leaves the loop");
        break;
    case STN_GO_LOOP_CHANNEL:
        stn_go_add_evidence(hit, "it runs when the channel is closed");
        break;
    default:
        stn_go_add_evidence(hit, found->loop != 0
                                     ? "it runs when the function ends"
                                     : "a goto comes back to it");
        break;
    }
}

static void tell(struct stn_go_pass *pass, uint32_t defer,
                 enum stn_go_loop_class class)
{
    struct stn_go_loop_defer found = classify(pass, defer);
    /* One that is left at once is the harmless form of the others. */
    const bool is_wanted =
        found.class == class ||
        (found.class == STN_GO_LOOP_LEFT && class == STN_GO_LOOP_OTHER);

    if (found.class == STN_GO_LOOP_NONE || !is_wanted)
        return;
    struct stn_go_hit hit = stn_go_hit_at_head(pass, defer);
    hit.severity = found.severity;
    if (found.loop != 0)
        stn_go_add_tie_at_head(&hit, pass, found.loop);
    explain(pass, &hit, &found);
    stn_go_tell(pass, &hit);
}

/* The statement with a goto's label, before it in a block around it; 0: there
 * is none near by. */
static uint32_t find_label(const struct stn_go_tree *tree, uint32_t jump)
{
    uint32_t name = stn_go_first(tree, jump);
    size_t looked = 0;

    for (uint32_t at = jump; name != 0 && at != 0;
         at = tree->nodes[at].parent) {
        if (stn_go_is_function(tree, at))
            return 0;
        for (uint32_t child = stn_go_first(tree, tree->nodes[at].parent);
             child != 0 && child <= at && looked < GOTO_SIBLINGS_MAX;
             child = stn_go_next(tree, child), looked++) {
            uint32_t label = stn_go_child(tree, child, STN_GO_IN_label);
            if (tree->nodes[child].kind == STN_GO_LABELED && label != 0 &&
                stn_str_equal(stn_go_text(tree, label),
                              stn_go_text(tree, name)))
                return child;
        }
    }
    return 0;
}

static void tell_between(struct stn_go_pass *pass, uint32_t jump,
                         enum stn_go_loop_class class)
{
    const struct stn_go_tree *tree = pass->tree;
    const uint32_t function = stn_go_function_of(tree, jump);
    uint32_t label = find_label(tree, jump);

    if (label == 0 || jump - label > GOTO_NODES_MAX)
        return;
    for (uint32_t n = label; n < jump; n++)
        if (tree->nodes[n].kind == STN_GO_DEFER &&
            stn_go_loop_of(tree, n) == 0 &&
            stn_go_function_of(tree, n) == function)
            tell(pass, n, class);
}

void stn_go_loop_defers_tell(struct stn_go_pass *pass, uint32_t node,
                             enum stn_go_loop_class class)
{
    if (stn_go_kind_of(pass->tree, node) == STN_GO_GOTO)
        tell_between(pass, node, class);
    else if (stn_go_loop_of(pass->tree, node) != 0)
        tell(pass, node, class);
}
