#include "golang/loop_state.h"

#include "golang/deferred.h"
#include "golang/library.h"
#include "golang/names.h"

/* Nodes of one defer statement that are looked at. */
#define DEFER_NODES_MAX 1024
/* Places where a variable is released without a defer. */
#define RELEASES_MAX 16
/* Variables that one defer releases, and assignments to one of them. */
#define VARIABLES_MAX 8
#define ASSIGNMENTS_MAX 4

static bool holds_any(struct stn_str name, const char *const *words)
{
    for (; *words != NULL; words++)
        if (stn_str_find_nocase(name, stn_str_of(*words)) != SIZE_MAX)
            return true;
    return false;
}

/* A function value is known for a release by its name. What cleans up may be
 * wanted at the end of all. */
static bool is_release_function(struct stn_str name)
{
    static const char *const words[] = {"cancel", "stop", "close", "release",
                                        NULL};

    return holds_any(name, words);
}

/* Whether a use in a defer releases what a variable holds. A lock of each turn
 * is held to the end on purpose as often as not. */
static bool releases(struct stn_go_pass *pass, const struct stn_go_use *use)
{
    if (use->kind == STN_GO_USE_CALLED)
        return is_release_function(stn_go_text(pass->tree, use->node));
    if (stn_str_ends(use->method, STN_STR("Unlock")))
        return false;
    return stn_go_use_releases(pass->package, pass->file, use);
}

/* os.Remove(x), os.Remove(x.Name()) */
static bool removes(struct stn_go_pass *pass, const struct stn_go_use *use)
{
    if (use->kind == STN_GO_USE_METHOD)
        return !stn_go_is_release_name(use->method);
    return use->kind == STN_GO_USE_ARGUMENT &&
           (stn_go_calls(pass->package, pass->file, use->call, "os", "",
                         "Remove") ||
            stn_go_calls(pass->package, pass->file, use->call, "os", "",
                         "RemoveAll"));
}

/* The call whose result a name on the left is given; 0: it is none. */
static uint32_t assigned_call(const struct stn_go_tree *tree, uint32_t name)
{
    uint32_t list = tree->nodes[name].parent;
    uint32_t place = 0;
    uint32_t right;

    if (tree->nodes[list].kind == STN_GO_VAR_SPEC) {
        right = stn_go_child(tree, list, STN_GO_IN_value);
        for (uint32_t n = stn_go_first(tree, list); n != 0 && n != name;
             n = stn_go_next(tree, n))
            place++;
    } else {
        right = stn_go_child(tree, tree->nodes[list].parent, STN_GO_IN_right);
        for (uint32_t n = stn_go_first(tree, list); n != 0 && n != name;
             n = stn_go_next(tree, n))
            place++;
    }
    uint32_t value = right != 0 ? stn_go_first(tree, right) : 0;
    if (value != 0 && stn_go_next(tree, value) != 0)
        value = stn_go_nth(tree, right, place);
    return value != 0 && stn_go_is_call(tree, value) ? value : 0;
}

/* What only computes acquires nothing; a lock is no resource. */
static bool acquires_nothing(struct stn_go_pass *pass, uint32_t call)
{
    static const char *const builtins[] = {"make", "new",  "append", "len",
                                           "cap",  "copy", "min",    "max"};
    static const char *const paths[] = {"path/filepath", "path", "fmt",
                                        "strings", "errors"};
    struct stn_go_library_call library =
        stn_go_library_called(pass->package, pass->file, call);

    for (size_t i = 0; i < sizeof(builtins) / sizeof(builtins[0]); i++)
        if (stn_go_is_predeclared(pass->file, stn_go_callee(pass->tree, call),
                                  builtins[i]))
            return true;
    for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
        if (stn_str_equal(library.path, stn_str_of(paths[i])))
            return true;
    return stn_str_find_nocase(
               stn_go_text(pass->tree, stn_go_callee(pass->tree, call)),
               STN_STR("lock")) != SIZE_MAX;
}

/* A statement of a transaction that the loop begins: its end closes it.
 * https://pkg.go.dev/database/sql#Tx.Prepare */
static bool ends_with_transaction(struct stn_go_pass *pass,
                                  const struct stn_go_loop_defer *found,
                                  uint32_t call)
{
    struct stn_go_library_call library =
        stn_go_library_called(pass->package, pass->file, call);
    uint32_t root = stn_go_root_of(pass->tree, stn_go_callee(pass->tree, call));
    uint32_t object = root != 0 ? stn_go_object_at(pass->file, root) : 0;

    return object != 0 && found->loop != 0 &&
           stn_str_equal(library.path, STN_STR("database/sql")) &&
           stn_str_equal(library.type, STN_STR("Tx")) &&
           pass->package->objects[object].file == pass->file->index &&
           stn_go_holds(pass->tree, found->loop,
                        pass->package->objects[object].name);
}

struct turning {
    uint32_t target;                 /* the acquisition */
    uint32_t releases[RELEASES_MAX]; /* points */
    size_t release_count;
};

static int step(void *payload, uint32_t node, int state)
{
    const struct turning *turning = payload;

    for (size_t i = 0; i < turning->release_count; i++)
        if (turning->releases[i] == node)
            return STN_GO_PATH_ENDS;
    return node == turning->target ? STN_GO_PATH_FOUND : state;
}

/* Where the variable is released by the way. @return false: too many uses. */
static bool list_releases(struct stn_go_pass *pass,
                          const struct stn_go_loop_defer *found,
                          uint32_t object, struct turning *turning)
{
    size_t looked = 0;

    for (uint32_t at = stn_go_next_use(pass->package, pass->file, object, 0);
         at != 0; at = stn_go_next_use(pass->package, pass->file, object, at)) {
        struct stn_go_use use =
            stn_go_use_at(pass->package, pass->file, object, at);
        if (++looked > STN_GO_LOOP_USES_MAX ||
            !stn_go_spend(pass->package, STN_GO_USE_STEPS))
            return false;
        if (use.how != STN_GO_CALL_NOW || use.literal != 0 ||
            stn_go_holds(pass->tree, found->defer, at) ||
            !releases(pass, &use) || removes(pass, &use) != found->is_removal ||
            turning->release_count == RELEASES_MAX)
            continue;
        uint32_t point = stn_go_flow_point(found->flow, pass->tree, at);
        if (point != UINT32_MAX)
            turning->releases[turning->release_count++] =
                found->flow->points[point];
    }
    return true;
}

/* Whether the assignment to `name` is come to again from the defer. */
static bool comes_again(struct stn_go_pass *pass,
                        struct stn_go_loop_defer *found, uint32_t object,
                        uint32_t name)
{
    struct turning turning = {0};
    const struct stn_go_search search = {.step = step, .payload = &turning};
    uint32_t call = assigned_call(pass->tree, name);

    if (call == 0 || acquires_nothing(pass, call) ||
        ends_with_transaction(pass, found, call) ||
        stn_go_function_of(pass->tree, name) !=
            stn_go_function_of(pass->tree, found->defer))
        return false;
    uint32_t target = stn_go_flow_point(found->flow, pass->tree, name);
    if (target == UINT32_MAX || !list_releases(pass, found, object, &turning))
        return false;
    turning.target = found->flow->points[target];
    if (!stn_go_flow_search(pass->package, found->flow, found->point, 0,
                            &search, NULL))
        return false;
    found->object = object;
    found->call = call;
    found->from = stn_go_statement_of(pass->tree, name);
    return true;
}

/* The nearest loop that holds both the defer and the acquisition. */
static void widen(const struct stn_go_tree *tree,
                  struct stn_go_loop_defer *found)
{
    uint32_t loop = found->loop;

    while (loop != 0 && !stn_go_holds(tree, loop, found->from))
        loop = stn_go_loop_of(tree, loop);
    if (loop != 0)
        found->loop = loop;
}

/* `if x == nil { x = open(); defer x.Close() }`: at most one of it. */
static bool is_guarded(const struct stn_go_pass *pass,
                       const struct stn_go_loop_defer *found, uint32_t object)
{
    const struct stn_go_tree *tree = pass->tree;

    for (uint32_t at = found->from; at != 0 && at != found->loop;
         at = tree->nodes[at].parent) {
        uint32_t condition = tree->nodes[at].kind == STN_GO_IF
                                 ? stn_go_child(tree, at, STN_GO_IN_condition)
                                 : 0;
        for (uint32_t n = condition; n != 0;
             n = stn_go_walk(tree, condition, n, false))
            if (tree->nodes[n].kind == STN_GO_IDENTIFIER &&
                stn_go_object_at(pass->file, n) == object)
                return !stn_go_holds(tree, condition, found->from) &&
                       !stn_go_holds(tree, found->loop,
                                     pass->package->objects[object].name);
    }
    return false;
}

/* Whether a variable is assigned to in a part of the tree. */
static bool is_written_in(const struct stn_go_pass *pass, uint32_t object,
                          uint32_t part)
{
    size_t looked = 0;

    for (uint32_t at = stn_go_next_use(pass->package, pass->file, object, 0);
         at != 0 && looked < STN_GO_LOOP_USES_MAX &&
         stn_go_spend(pass->package, STN_GO_USE_STEPS);
         at = stn_go_next_use(pass->package, pass->file, object, at),
                  looked++) {
        struct stn_go_use use =
            stn_go_use_at(pass->package, pass->file, object, at);
        if (use.kind == STN_GO_USE_WRITTEN &&
            stn_go_holds(pass->tree, part, at))
            return true;
    }
    return false;
}

/* A case that is come to once: of the element at hand, which a list holds once
 * as a rule, or of a state that the case changes. */
static bool is_once(const struct stn_go_pass *pass,
                    const struct stn_go_loop_defer *found)
{
    const struct stn_go_tree *tree = pass->tree;

    for (uint32_t at = found->from; at != 0 && at != found->loop;
         at = tree->nodes[at].parent) {
        if (tree->nodes[at].kind != STN_GO_EXPRESSION_CASE)
            continue;
        uint32_t asked =
            stn_go_child(tree, tree->nodes[at].parent, STN_GO_IN_value);
        uint32_t object =
            asked != 0 && tree->nodes[asked].kind == STN_GO_IDENTIFIER
                ? stn_go_object_at(pass->file, asked)
                : 0;
        if (object == 0)
            continue;
        const struct stn_go_object *known = &pass->package->objects[object];
        if (tree->nodes[found->loop].kind == STN_GO_FOR &&
            known->function != 0 &&
            tree->nodes[known->decl].kind == STN_GO_RANGE_CLAUSE &&
            tree->nodes[known->decl].parent == found->loop)
            return true;
        if (is_written_in(pass, object, at))
            return true;
    }
    return false;
}

static bool take_variable(struct stn_go_pass *pass,
                          struct stn_go_loop_defer *found, uint32_t node)
{
    const uint32_t object = stn_go_object_at(pass->file, node);
    size_t looked = 0;
    size_t written = 0;

    if (object == 0 ||
        pass->package->objects[object].function !=
            stn_go_function_of(pass->tree, found->defer) ||
        pass->package->objects[object].kind != STN_GO_VARIABLE)
        return false;
    struct stn_go_use use =
        stn_go_use_at(pass->package, pass->file, object, node);
    found->is_removal = removes(pass, &use);
    bool is_it =
        comes_again(pass, found, object, pass->package->objects[object].name);
    for (uint32_t at = stn_go_next_use(pass->package, pass->file, object, 0);
         at != 0 && !is_it && written < ASSIGNMENTS_MAX &&
         looked < STN_GO_LOOP_USES_MAX &&
         stn_go_spend(pass->package, STN_GO_USE_STEPS);
         at = stn_go_next_use(pass->package, pass->file, object, at),
                  looked++) {
        use = stn_go_use_at(pass->package, pass->file, object, at);
        if (use.kind != STN_GO_USE_WRITTEN || use.through.len > 0)
            continue;
        is_it = comes_again(pass, found, object, at);
        written++;
    }
    if (!is_it)
        return false;
    widen(pass->tree, found);
    return found->loop == 0 ||
           (!is_guarded(pass, found, object) && !is_once(pass, found) &&
            !stn_go_loop_outlives(pass, found));
}

static bool is_released(struct stn_go_pass *pass, uint32_t node)
{
    const uint32_t object = stn_go_object_at(pass->file, node);

    if (object == 0 || pass->package->objects[object].kind != STN_GO_VARIABLE ||
        pass->package->objects[object].function == 0)
        return false;
    struct stn_go_use use =
        stn_go_use_at(pass->package, pass->file, object, node);
    return releases(pass, &use);
}

bool stn_go_loop_find_resource(struct stn_go_pass *pass,
                               struct stn_go_loop_defer *found)
{
    const struct stn_go_tree *tree = pass->tree;
    struct stn_go_loop_defer tried;
    size_t nodes = 0;
    size_t variables = 0;

    for (uint32_t n = found->defer; n != 0 && nodes < DEFER_NODES_MAX;
         n = stn_go_walk(tree, found->defer, n, true), nodes++) {
        if (tree->nodes[n].kind != STN_GO_IDENTIFIER || !is_released(pass, n) ||
            variables++ >= VARIABLES_MAX)
            continue;
        tried = *found;
        if (take_variable(pass, &tried, n)) {
            *found = tried;
            return true;
        }
    }
    return false;
}
