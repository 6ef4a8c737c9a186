#include "golang/loop_state.h"

#include "golang/deferred.h"
#include "golang/names.h"

/* Variables that what was acquired is reached by. */
#define FOLLOWED_MAX 8

struct following {
    struct stn_go_pass *pass;
    uint32_t loop, defer;
    uint32_t objects[FOLLOWED_MAX];
    size_t count;
    bool is_lost; /* too much to follow: as if it outlived its turn */
    bool is_used; /* the turn does something with it */
    bool is_name; /* what is used up is a file by its name */
};

static void follow(struct following *following, uint32_t object)
{
    for (size_t i = 0; i < following->count; i++)
        if (following->objects[i] == object)
            return;
    if (following->count == FOLLOWED_MAX)
        following->is_lost = true;
    else
        following->objects[following->count++] = object;
}

static bool starts_with_any(const char *const *words, struct stn_str name)
{
    for (; *words != NULL; words++)
        if (stn_str_starts(name, stn_str_of(*words)))
            return true;
    return false;
}

static struct stn_str callee_name(const struct stn_go_tree *tree, uint32_t call)
{
    uint32_t callee = stn_go_callee(tree, call);

    if (callee == 0)
        return STN_STR("");
    return tree->nodes[callee].kind == STN_GO_SELECTOR
               ? stn_go_selected(tree, callee)
               : stn_go_text(tree, callee);
}

/* What a call makes of its argument holds on to it. */
static bool wraps(struct stn_str name)
{
    static const char *const words[] = {"New",    "new",  "Multi", "Tee",
                                        "With",   "with", "Wrap",  "Limit",
                                        "append", NULL};

    return starts_with_any(words, name);
}

/* What such a method gives back is of use only as long as its receiver. */
static bool is_part(struct stn_str name)
{
    static const char *const words[] = {"Addr",    "Body", "Client", "Conn",
                                        "Context", "Done", "Reader", "URL",
                                        "Writer",  NULL};

    return starts_with_any(words, name);
}

/* What is given to such a method is kept. */
static bool keeps(struct stn_str name)
{
    static const char *const words[] = {
        "Add",     "Append", "Push",     "Register", "Store", "Set",
        "Put",     "Send",   "Publish",  "Attach",   "Track", "Insert",
        "Enqueue", "add",    "register", "push",     "Go",    NULL};

    return starts_with_any(words, name);
}

/* A literal that is given to one of these runs later. */
static bool runs_later(struct stn_str name)
{
    static const char *const words[] = {
        "Submit", "Spawn",   "Schedule", "AfterFunc", "Handle", "On",
        "Start",  "Cleanup", "Defer",    "Async",     NULL};

    return keeps(name) || starts_with_any(words, name);
}

/* A name on the left is given what is followed. @return Whether that outlives
 * the turn. */
static bool is_given_away(struct following *following, uint32_t target)
{
    struct stn_go_pass *pass = following->pass;
    uint32_t root = stn_go_root_of(pass->tree, target);
    uint32_t object = root != 0 ? stn_go_object_at(pass->file, root) : 0;

    if (target == 0 || stn_go_text_is(pass->tree, target, "_"))
        return false;
    if (target == root && stn_go_is_error_name(stn_go_text(pass->tree, root)))
        return false;
    if (object == 0 || !stn_go_holds(pass->tree, following->loop,
                                     pass->package->objects[object].name))
        return true;
    follow(following, object);
    return false;
}

/* The n-th on the left of what a list of values is assigned to; 0: none. */
static uint32_t target_of(const struct stn_go_tree *tree, uint32_t value)
{
    uint32_t list = tree->nodes[value].parent;
    uint32_t above = tree->nodes[list].parent;
    uint32_t left;

    if (tree->nodes[above].kind == STN_GO_VAR_SPEC)
        left = above;
    else
        left = stn_go_child(tree, above, STN_GO_IN_left);
    /* total += x.size */
    if (left == 0 || tree->nodes[list].field == STN_GO_IN_left ||
        tree->nodes[above].op == STN_GO_OP_OTHER)
        return 0;
    uint32_t place = 0;
    for (uint32_t n = stn_go_first(tree, list); n != 0 && n != value;
         n = stn_go_next(tree, n))
        place++;
    return stn_go_nth(tree, left, place);
}

/* What a call makes of the name of a file. */
static bool names_it(const struct following *following, struct stn_str name)
{
    return following->is_name && (stn_str_equal(name, STN_STR("Name")) ||
                                  stn_str_equal(name, STN_STR("Join")) ||
                                  stn_str_equal(name, STN_STR("Sprintf")));
}

/* Follow an expression that holds it, to where it goes. @return Whether that
 * outlives the turn. */
static bool goes_away(struct following *following, uint32_t at)
{
    const struct stn_go_tree *tree = following->pass->tree;

    for (;;) {
        const uint32_t parent = tree->nodes[at].parent;
        uint32_t call;
        switch (stn_go_kind_of(tree, parent)) {
        case STN_GO_SELECTOR:
        case STN_GO_KEYED_ELEMENT:
        case STN_GO_LITERAL_VALUE:
        case STN_GO_COMPOSITE_LITERAL:
        case STN_GO_TYPE_ASSERTION:
        case STN_GO_VARIADIC_ARGUMENT:
            at = parent;
            break;
        case STN_GO_UNARY:
            if (tree->nodes[parent].op == STN_GO_OP_NOT ||
                tree->nodes[parent].op == STN_GO_OP_ARROW)
                return false;
            at = parent;
            break;
        case STN_GO_CALL:
            if (!is_part(callee_name(tree, parent)) &&
                !names_it(following, callee_name(tree, parent)))
                return false;
            at = parent;
            break;
        case STN_GO_ARGUMENT_LIST:
            call = tree->nodes[parent].parent;
            if (keeps(callee_name(tree, call)))
                return true;
            if (!wraps(callee_name(tree, call)) &&
                !names_it(following, callee_name(tree, call)))
                return false;
            at = call;
            break;
        case STN_GO_BINARY:
            if (!following->is_name)
                return false;
            at = parent;
            break;
        case STN_GO_EXPRESSION_LIST:
            return is_given_away(following, target_of(tree, at));
        case STN_GO_SEND:
            return tree->nodes[at].field != STN_GO_IN_channel;
        default:
            return false;
        }
    }
}

/* Whether a literal around a use, inside of the loop, runs when the turn is
 * over. */
static bool literal_runs_later(struct following *following, uint32_t literal)
{
    const struct stn_go_tree *tree = following->pass->tree;
    const uint32_t parent = tree->nodes[literal].parent;

    switch (stn_go_role_of(tree, literal)) {
    case STN_GO_ROLE_CALLED:
    case STN_GO_ROLE_DEFERRED:
        return false;
    case STN_GO_ROLE_ASSIGNED:
        return is_given_away(following, target_of(tree, literal));
    case STN_GO_ROLE_ARGUMENT:
        return runs_later(callee_name(tree, tree->nodes[parent].parent)) ||
               goes_away(following, literal);
    default:
        return true;
    }
}

static bool use_outlives(struct following *following, uint32_t node)
{
    const struct stn_go_tree *tree = following->pass->tree;

    if (stn_go_holds(tree, following->defer, node))
        return false;
    for (uint32_t at = node; at != following->loop && at != 0;
         at = tree->nodes[at].parent) {
        if (tree->nodes[at].kind == STN_GO_GO)
            return true;
        if (tree->nodes[at].kind == STN_GO_FUNC_LITERAL &&
            literal_runs_later(following, at))
            return true;
    }
    return goes_away(following, node);
}

/* The variable itself lives longer than the loop, and is used there. */
static bool is_used_after(const struct following *following, uint32_t object)
{
    const struct stn_go_pass *pass = following->pass;
    const struct stn_go_object *known = &pass->package->objects[object];

    if (stn_go_holds(pass->tree, following->loop, known->name))
        return false;
    return known->function == 0 || known->kind != STN_GO_VARIABLE ||
           known->last_use >= stn_go_past(pass->tree, following->loop);
}

/* What is only held is held for its own sake: a connection that counts. */
static void note_use(struct following *following, uint32_t object, uint32_t at)
{
    const struct stn_go_pass *pass = following->pass;
    struct stn_go_use use =
        stn_go_use_at(pass->package, pass->file, object, at);

    following->is_used |= use.kind != STN_GO_USE_READ &&
                          use.kind != STN_GO_USE_WRITTEN &&
                          use.kind != STN_GO_USE_RETURNED &&
                          !stn_go_holds(pass->tree, following->defer, at);
}

static bool object_outlives(struct following *following, uint32_t object)
{
    struct stn_go_pass *pass = following->pass;
    size_t looked = 0;

    if (is_used_after(following, object))
        return true;
    for (uint32_t at = stn_go_next_use(pass->package, pass->file, object, 0);
         at != 0; at = stn_go_next_use(pass->package, pass->file, object, at)) {
        if (++looked > STN_GO_LOOP_USES_MAX ||
            !stn_go_spend(pass->package, STN_GO_USE_STEPS))
            return true;
        if (!stn_go_holds(pass->tree, following->loop, at))
            continue;
        if (use_outlives(following, at))
            return true;
        note_use(following, object, at);
    }
    return following->is_lost;
}

/* Everything that is assigned with it: the context of a cancel. */
static void follow_left(struct following *following, uint32_t statement)
{
    const struct stn_go_pass *pass = following->pass;
    uint32_t left = stn_go_child(pass->tree, statement, STN_GO_IN_left);

    for (uint32_t name = left != 0 ? stn_go_first(pass->tree, left) : 0;
         name != 0; name = stn_go_next(pass->tree, name)) {
        uint32_t object = pass->tree->nodes[name].kind == STN_GO_IDENTIFIER
                              ? stn_go_object_at(pass->file, name)
                              : 0;
        if (object != 0 && !stn_go_is_error_name(stn_go_text(pass->tree, name)))
            follow(following, object);
    }
}

bool stn_go_loop_outlives(struct stn_go_pass *pass,
                          const struct stn_go_loop_defer *found)
{
    struct following following = {
        .pass = pass,
        .loop = found->loop,
        .defer = found->defer,
        .is_name = found->is_removal,
    };

    follow(&following, found->object);
    follow_left(&following, found->from);
    for (size_t i = 0; i < following.count; i++)
        if (object_outlives(&following, following.objects[i]))
            return true;
    return !following.is_used;
}
