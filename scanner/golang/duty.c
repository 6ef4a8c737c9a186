#include "golang/duty.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "golang/flow.h"
#include "golang/library.h"
#include "golang/names.h"

/* Names that one value has in one function. */
#define ALIASES_MAX 4

enum effect { SETTLES, OVERWRITES, SPOILS_ERROR };

/* What happens at a point of the flow. */
struct happening {
    uint32_t point;
    uint8_t effect;
};

struct alias {
    uint32_t object;
    struct stn_go_release release;
    uint32_t from; /* the statement that makes it */
};

struct settling {
    struct stn_go_package *package;
    struct stn_go_file *file;
    const struct stn_go_tree *tree;
    const struct stn_go_duty *duty;
    const struct stn_go_flow *flow;
    struct alias aliases[ALIASES_MAX];
    size_t alias_count;
    struct happening *happenings;
    size_t count, capacity;
    uint32_t from; /* the point of the acquisition */
    uint32_t release;
    bool is_deferred, is_kept;
};

uint32_t stn_go_assigned_to(const struct stn_go_tree *tree, uint32_t call,
                            uint32_t n)
{
    const uint32_t list = tree->nodes[call].parent;
    const uint32_t statement = tree->nodes[list].parent;
    uint32_t name = 0;

    if (tree->nodes[list].kind != STN_GO_EXPRESSION_LIST)
        return 0;
    if (stn_go_next(tree, stn_go_first(tree, list)) != 0) {
        /* x, y := f(), g(): each has one result. */
        if (n != 0)
            return 0;
        for (uint32_t at = stn_go_first(tree, list); at != call;
             at = stn_go_next(tree, at))
            if (++n == STN_GO_PLACES_MAX)
                return 0;
    }
    switch (stn_go_kind_of(tree, statement)) {
    case STN_GO_SHORT_VAR:
    case STN_GO_ASSIGNMENT:
        if (tree->nodes[list].field != STN_GO_IN_right)
            return 0;
        name =
            stn_go_nth(tree, stn_go_child(tree, statement, STN_GO_IN_left), n);
        break;
    case STN_GO_VAR_SPEC:
        for (name = stn_go_first(tree, statement);
             name != 0 &&
             (tree->nodes[name].field != STN_GO_IN_name || n-- > 0);)
            name = stn_go_next(tree, name);
        break;
    default:
        break;
    }
    return name != 0 && tree->nodes[name].kind == STN_GO_IDENTIFIER ? name : 0;
}

static void add(struct settling *settling, uint32_t node, enum effect effect)
{
    uint32_t point = stn_go_flow_point(settling->flow, settling->tree, node);
    struct happening *happenings =
        stn_grow(settling->happenings, &settling->capacity, settling->count,
                 sizeof(*happenings));

    if (happenings == NULL) {
        settling->package->is_short = true;
        return;
    }
    settling->happenings = happenings;
    if (point != UINT32_MAX)
        happenings[settling->count++] =
            (struct happening){settling->flow->points[point], (uint8_t)effect};
}

/* y := x: y is another name of it, if it is one of this function. */
static bool add_alias(struct settling *settling, const struct alias *alias,
                      const struct stn_go_use *use)
{
    const struct stn_go_tree *tree = settling->tree;
    uint32_t object = stn_go_object_at(settling->file, use->target);
    struct stn_go_release release = alias->release;

    if (object == 0 || settling->alias_count == ALIASES_MAX ||
        use->literal != 0)
        return false;
    const struct stn_go_object *known = &settling->package->objects[object];
    if (known->name != use->target || known->is_captured ||
        known->function !=
            settling->package->objects[settling->duty->object].function)
        return false;
    if (use->through.len > 0) {
        /* body := resp.Body; anything else is no name of it. */
        if (!stn_str_equal(use->through, stn_str_of(release.through)))
            return false;
        release.through = NULL;
    }
    settling->aliases[settling->alias_count++] =
        (struct alias){object, release, stn_go_statement_of(tree, use->target)};
    return true;
}

/* r := bufio.NewReader(x): where r goes, x goes. */
static bool add_wrapper(struct settling *settling, const struct stn_go_use *use)
{
    struct stn_go_library_call library =
        stn_go_library_called(settling->package, settling->file, use->call);
    struct stn_go_use wrapper = stn_go_use_of(settling->tree, use->call);
    const struct alias holder = {.release = stn_go_no_release};

    if (use->literal != 0 || wrapper.kind != STN_GO_USE_ASSIGNED ||
        !stn_go_library_wraps(&library))
        return false;
    return add_alias(settling, &holder, &wrapper);
}

/* A literal around a use that is run neither here nor by a defer does what it
 * does who knows when. */
static bool runs_here(const struct settling *settling, uint32_t literal)
{
    enum stn_go_role role = stn_go_role_of(settling->tree, literal);

    return role == STN_GO_ROLE_CALLED || role == STN_GO_ROLE_DEFERRED;
}

static void take_release(struct settling *settling,
                         const struct stn_go_use *use)
{
    const bool is_deferred =
        use->how == STN_GO_CALL_DEFERRED ||
        (use->literal != 0 &&
         stn_go_role_of(settling->tree, use->literal) == STN_GO_ROLE_DEFERRED);

    if (use->literal != 0 && !runs_here(settling, use->literal)) {
        settling->is_kept = true;
        return;
    }
    if (settling->release == 0 || is_deferred)
        settling->release = use->node;
    settling->is_deferred |= is_deferred;
}

static void take_use(struct settling *settling, const struct alias *alias,
                     uint32_t node)
{
    struct stn_go_use use =
        stn_go_use_at(settling->package, settling->file, alias->object, node);
    const uint32_t place = use.literal != 0 ? use.literal : node;

    if (use.kind == STN_GO_USE_WRITTEN) {
        if (!stn_go_holds(settling->tree, alias->from, node))
            add(settling, place, OVERWRITES);
        return;
    }
    /* What a goroutine uses is given to it: it may outlive the function. */
    if (use.literal != 0 &&
        stn_go_role_of(settling->tree, use.literal) == STN_GO_ROLE_GO) {
        settling->is_kept = true;
        add(settling, place, SETTLES);
        return;
    }
    if (use.kind == STN_GO_USE_ASSIGNED && add_alias(settling, alias, &use))
        return;
    if (use.kind == STN_GO_USE_ARGUMENT && add_wrapper(settling, &use))
        return;
    switch (stn_go_use_fate(settling->package, settling->file, &use,
                            &alias->release)) {
    case STN_GO_FATE_IGNORED:
        return;
    case STN_GO_FATE_RELEASED:
        take_release(settling, &use);
        break;
    case STN_GO_FATE_KEPT:
        settling->is_kept = true;
        break;
    }
    add(settling, place, SETTLES);
}

/* Where the error is assigned anew, it tells nothing of the value any more. */
static void take_error(struct settling *settling)
{
    const uint32_t error = settling->duty->error;

    for (uint32_t at =
             stn_go_next_use(settling->package, settling->file, error, 0);
         at != 0 && stn_go_spend(settling->package, STN_GO_USE_STEPS);
         at = stn_go_next_use(settling->package, settling->file, error, at)) {
        struct stn_go_use use =
            stn_go_use_at(settling->package, settling->file, error, at);
        const bool writes =
            use.kind == STN_GO_USE_WRITTEN || use.kind == STN_GO_USE_ADDRESS;
        if (writes && !stn_go_holds(settling->tree, settling->duty->from, at))
            add(settling, use.literal != 0 ? use.literal : at, SPOILS_ERROR);
    }
}

static int compare_happenings(const void *left, const void *right)
{
    const struct happening *a = left;
    const struct happening *b = right;

    if (a->point != b->point)
        return a->point < b->point ? -1 : 1;
    return (a->effect > b->effect) - (a->effect < b->effect);
}

static int step(void *payload, uint32_t node, int state)
{
    const struct settling *settling = payload;
    size_t low = 0;
    size_t high = settling->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (settling->happenings[middle].point < node)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < settling->count && settling->happenings[low].point == node;
         low++) {
        if (settling->happenings[low].effect != SPOILS_ERROR)
            return STN_GO_PATH_ENDS;
        state = 1;
    }
    return node == settling->from ? STN_GO_PATH_FOUND : state;
}

static bool is_name_of(const struct settling *settling, uint32_t node,
                       uint32_t object)
{
    return node != 0 && object != 0 &&
           settling->tree->nodes[node].kind == STN_GO_IDENTIFIER &&
           stn_go_object_at(settling->file, node) == object;
}

/* Another name of the value that an identifier is; NULL: it is none. */
static const struct alias *find_alias(const struct settling *settling,
                                      uint32_t node)
{
    for (size_t i = 0; i < settling->alias_count; i++)
        if (is_name_of(settling, node, settling->aliases[i].object))
            return &settling->aliases[i];
    return NULL;
}

/* The value, or what of it is released. */
static bool is_value(const struct settling *settling, uint32_t node)
{
    const struct stn_go_tree *tree = settling->tree;

    if (tree->nodes[node].kind != STN_GO_SELECTOR)
        return find_alias(settling, node) != NULL;
    const struct alias *alias =
        find_alias(settling, stn_go_child(tree, node, STN_GO_IN_operand));
    return alias != NULL && alias->release.through != NULL &&
           stn_str_equal(stn_go_selected(tree, node),
                         stn_str_of(alias->release.through));
}

/* `x == nil`, `x != nil`: what is compared; 0: it is no such thing. */
static uint32_t compared_with_nil(const struct stn_go_tree *tree, uint32_t node)
{
    if (tree->nodes[node].kind != STN_GO_BINARY ||
        (tree->nodes[node].op != STN_GO_OP_EQUAL &&
         tree->nodes[node].op != STN_GO_OP_NOT_EQUAL))
        return 0;
    uint32_t left = stn_go_child(tree, node, STN_GO_IN_left);
    uint32_t right = stn_go_child(tree, node, STN_GO_IN_right);
    if (left == 0 || right == 0)
        return 0;
    if (tree->nodes[right].kind == STN_GO_NIL)
        return left;
    return tree->nodes[left].kind == STN_GO_NIL ? right : 0;
}

/* errors.Is(err, ...), os.IsNotExist(err): it asks of the error. */
static bool asks_error(const struct settling *settling, uint32_t call)
{
    const struct stn_go_tree *tree = settling->tree;

    if (!stn_go_is_call(tree, call))
        return false;
    return is_name_of(settling, stn_go_argument(tree, call, 0),
                      settling->duty->error);
}

/* Whether nil is among what a case names. */
static bool names_nil(const struct settling *settling, uint32_t node)
{
    const struct stn_go_tree *tree = settling->tree;
    const bool is_type = tree->nodes[node].kind == STN_GO_TYPE_CASE;
    uint32_t item = is_type ? node : stn_go_child(tree, node, STN_GO_IN_value);

    for (item = item != 0 ? stn_go_first(tree, item) : 0; item != 0;
         item = stn_go_next(tree, item)) {
        /* Behind its types are the statements of a case. */
        if ((is_type && tree->nodes[item].field != STN_GO_IN_type) ||
            !stn_go_spend(settling->package, 1))
            return false;
        if (is_type ? stn_go_is_predeclared(settling->file, item, "nil")
                    : tree->nodes[item].kind == STN_GO_NIL)
            return true;
    }
    return false;
}

/* switch err { case nil: ... }, switch err.(type) { ... } Whether the branch
 * means an error. */
static bool case_means_error(const struct settling *settling, uint32_t node,
                             bool is_true)
{
    const struct stn_go_tree *tree = settling->tree;

    if (tree->nodes[node].kind != STN_GO_EXPRESSION_CASE &&
        tree->nodes[node].kind != STN_GO_TYPE_CASE)
        return false;
    uint32_t asked =
        stn_go_child(tree, tree->nodes[node].parent, STN_GO_IN_value);
    return is_name_of(settling, asked, settling->duty->error) &&
           names_nil(settling, node) != is_true;
}

static bool is_drained(const struct settling *settling, uint32_t node)
{
    const struct stn_go_tree *tree = settling->tree;
    uint32_t callee =
        stn_go_is_call(tree, node) ? stn_go_callee(tree, node) : 0;

    return settling->duty->drained_by != NULL && callee != 0 &&
           tree->nodes[callee].kind == STN_GO_SELECTOR &&
           find_alias(settling,
                      stn_go_child(tree, callee, STN_GO_IN_operand)) != NULL &&
           stn_str_equal(stn_go_selected(tree, callee),
                         stn_str_of(settling->duty->drained_by));
}

static int edge(void *payload, uint32_t condition, bool is_true, int state)
{
    const struct settling *settling = payload;
    const struct stn_go_tree *tree = settling->tree;
    uint32_t compared = compared_with_nil(tree, condition);
    const bool is_nil =
        (tree->nodes[condition].op == STN_GO_OP_EQUAL) == is_true;

    if (compared != 0 && is_value(settling, compared))
        return is_nil ? STN_GO_PATH_ENDS : state;
    if (!is_true && is_drained(settling, condition))
        return STN_GO_PATH_ENDS;
    if (state != 0 || settling->duty->error == 0)
        return state;
    if (compared != 0 && is_name_of(settling, compared, settling->duty->error))
        return is_nil ? state : STN_GO_PATH_ENDS;
    if ((is_true && asks_error(settling, condition)) ||
        case_means_error(settling, condition, is_true))
        return STN_GO_PATH_ENDS;
    return state;
}

/* A return without values gives back what the results are named. */
static bool gives_back(const struct settling *settling, uint32_t node)
{
    const struct stn_go_tree *tree = settling->tree;

    if (tree->nodes[node].kind == STN_GO_RETURN &&
        stn_go_first(tree, node) != 0)
        return false;
    for (size_t i = 0; i < settling->alias_count; i++) {
        uint32_t object = settling->aliases[i].object;
        if (settling->package->objects[object].kind == STN_GO_RESULT_VARIABLE)
            return true;
    }
    return false;
}

static int leave(void *payload, enum stn_go_leave how, uint32_t node, int state)
{
    (void)state;
    if (how != STN_GO_LEAVES_RETURN && how != STN_GO_LEAVES_END)
        return STN_GO_PATH_ENDS;
    return gives_back(payload, node) ? STN_GO_PATH_ENDS : STN_GO_PATH_FOUND;
}

static struct stn_go_settled search(struct settling *settling)
{
    struct stn_go_settled settled = {
        .end = STN_GO_DUTY_DONE,
        .release = settling->release,
        .is_deferred = settling->is_deferred,
    };
    const struct stn_go_search how = {step, edge, leave, settling};
    uint32_t from =
        stn_go_flow_point(settling->flow, settling->tree, settling->duty->from);

    if (from == UINT32_MAX || settling->package->is_short ||
        !stn_go_spend(settling->package, 0)) {
        settled.end = STN_GO_DUTY_UNKNOWN;
        return settled;
    }
    settling->from = settling->flow->points[from];
    if (settling->count > 0)
        qsort(settling->happenings, settling->count,
              sizeof(*settling->happenings), compare_happenings);
    if (stn_go_flow_search(settling->package, settling->flow, from, 0, &how,
                           &settled.where))
        settled.end = settling->release == 0 && !settling->is_kept
                          ? STN_GO_DUTY_NEVER
                          : STN_GO_DUTY_MISSED;
    return settled;
}

struct stn_go_settled stn_go_duty_settle(struct stn_go_package *package,
                                         struct stn_go_file *file,
                                         const struct stn_go_duty *duty)
{
    struct settling settling = {
        .package = package,
        .file = file,
        .tree = &file->tree,
        .duty = duty,
    };
    struct stn_go_settled settled = {STN_GO_DUTY_UNKNOWN};
    const uint32_t function = package->objects[duty->object].function;

    if (function == 0)
        return settled;
    settling.flow = stn_go_flow_of(package, file, function);
    /* A variable of an outer function lives longer than this one. */
    if (settling.flow == NULL ||
        stn_go_function_of(&file->tree, duty->from) != function)
        return settled;
    settling.aliases[settling.alias_count++] =
        (struct alias){duty->object, duty->release, duty->from};
    for (size_t i = 0; i < settling.alias_count; i++) {
        const struct alias alias = settling.aliases[i];
        for (uint32_t at = stn_go_next_use(package, file, alias.object, 0);
             at != 0 && stn_go_spend(package, STN_GO_USE_STEPS);
             at = stn_go_next_use(package, file, alias.object, at))
            take_use(&settling, &alias, at);
    }
    if (duty->error != 0)
        take_error(&settling);
    settled = search(&settling);
    stn_free(settling.happenings);
    return settled;
}
