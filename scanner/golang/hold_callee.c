#include "golang/hold_callee.h"

#include <string.h>

#include "golang/called.h"
#include "golang/names.h"

/* How far calls are followed: a function that is called, and one that calls. */
#define DEPTH_MAX 2
/* Calls of one function that are looked at. */
#define CALLS_MAX 64
/* "s.store.mu" */
#define PATH_BYTES 128
/* Nodes before a call of Lock, in which a return is looked for. */
#define BEFORE_MAX 5000

/* What is held, as a function names it. */
struct path {
    char text[PATH_BYTES];
    size_t len;
    bool is_of_package; /* a variable of the package, so named everywhere */
};

static bool path_set(struct path *path, struct stn_str start,
                     struct stn_str end)
{
    if (start.len + end.len > PATH_BYTES)
        return false;
    memcpy(path->text, start.ptr, start.len);
    memcpy(path->text + start.len, end.ptr, end.len);
    path->len = start.len + end.len;
    path->is_of_package = false;
    return true;
}

static struct stn_str path_str(const struct path *path)
{
    return (struct stn_str){path->text, path->len};
}

/* The first identifier of a.b.c */
static uint32_t root_of(const struct stn_go_tree *tree, uint32_t operand)
{
    const uint32_t past = stn_go_past(tree, operand);

    while (operand < past && tree->nodes[operand].kind != STN_GO_IDENTIFIER)
        operand++;
    return operand < past ? operand : 0;
}

/* Whether a name that is used in a function is a variable of the package. */
static bool is_of_package(const struct stn_go_package *package,
                          const struct stn_go_file *file, uint32_t root)
{
    const uint32_t object = root != 0 ? stn_go_object_at(file, root) : 0;

    return object != 0 && package->objects[object].function == 0 &&
           package->objects[object].kind == STN_GO_VARIABLE;
}

/* The name of a method's receiver, if that is a pointer: else what is locked
 * is a copy. */
static struct stn_str receiver_name(const struct stn_go_tree *tree,
                                    uint32_t method)
{
    const uint32_t list = stn_go_child(tree, method, STN_GO_IN_receiver);
    const uint32_t item = list != 0 ? stn_go_first(tree, list) : 0;
    const uint32_t name =
        item != 0 ? stn_go_child(tree, item, STN_GO_IN_name) : 0;
    const uint32_t type =
        item != 0 ? stn_go_child(tree, item, STN_GO_IN_type) : 0;

    return name != 0 && type != 0 &&
                   tree->nodes[type].kind == STN_GO_POINTER_TYPE
               ? stn_go_text(tree, name)
               : STN_STR("");
}

static struct stn_str parameter_name(const struct stn_go_tree *tree,
                                     uint32_t function, uint32_t n)
{
    const uint32_t list = stn_go_child(tree, function, STN_GO_IN_parameters);

    for (uint32_t item = list != 0 ? stn_go_first(tree, list) : 0; item != 0;
         item = stn_go_next(tree, item))
        for (uint32_t part = stn_go_first(tree, item); part != 0;
             part = stn_go_next(tree, part))
            if (tree->nodes[part].field == STN_GO_IN_name && n-- == 0)
                return stn_go_text(tree, part);
    return STN_STR("");
}

/* What of a path comes behind an expression: ".mu" of s.mu behind s. */
static bool behind(const struct path *path, struct stn_str start,
                   struct stn_str *rest)
{
    struct stn_str all = path_str(path);

    if (start.len == 0 || !stn_str_starts(all, start))
        return false;
    *rest = stn_str_sub(all, start.len, all.len);
    return rest->len == 0 || rest->ptr[0] == '.' || rest->ptr[0] == '[';
}

/* How the function that is called names what its caller names by a path. */
static bool path_into(const struct path *path, const struct stn_go_tree *tree,
                      const struct stn_go_sync_call *call,
                      const struct stn_go_tree *other, uint32_t function,
                      struct path *out)
{
    struct stn_str rest;

    if (path->is_of_package) {
        *out = *path;
        return true;
    }
    if (call->operand != 0 && other->nodes[function].kind == STN_GO_METHOD &&
        behind(path, stn_go_text(tree, call->operand), &rest)) {
        struct stn_str name = receiver_name(other, function);
        return name.len > 0 && path_set(out, name, rest);
    }
    const uint32_t list = stn_go_arguments(tree, call->node);
    uint32_t n = 0;
    for (uint32_t item = list != 0 ? stn_go_first(tree, list) : 0;
         item != 0 && n < CALLS_MAX; item = stn_go_next(tree, item), n++) {
        if (!behind(path, stn_go_text(tree, stn_go_sync_bare(tree, item)),
                    &rest))
            continue;
        struct stn_str name = parameter_name(other, function, n);
        return name.len > 0 && path_set(out, name, rest);
    }
    return false;
}

/* A function at work. */
struct following {
    struct stn_go_package *package;
    struct stn_go_hold_locked locked;
};

static bool names_path(const struct following *following,
                       const struct stn_go_file *file, uint32_t operand,
                       const struct path *path)
{
    return operand != 0 &&
           stn_str_equal(stn_go_text(&file->tree, operand), path_str(path)) &&
           is_of_package(following->package, file,
                         root_of(&file->tree, operand)) == path->is_of_package;
}

/* Whether a call of a function comes to one of its statements. */
enum coming { COMES_NOT, COMES_WITHOUT_FAILURE, COMES_EACH_TIME };

/* Whether a condition asks for what the caller gave: it knows. */
static bool asks_parameter(const struct following *following,
                           const struct stn_go_file *file, uint32_t node)
{
    const uint32_t object = stn_go_object_at(file, node);

    /* A context is asked whether all is over. */
    return object != 0 && !stn_go_text_is(&file->tree, node, "ctx") &&
           following->package->objects[object].kind ==
               STN_GO_PARAMETER_VARIABLE;
}

/* What a statement of the body may do but go on. */
static enum coming passes(const struct following *following,
                          const struct stn_go_file *file, uint32_t statement)
{
    const struct stn_go_tree *tree = &file->tree;
    bool returns = false;
    bool asks = false;
    uint32_t condition = 0;

    for (uint32_t n = statement; n != 0;
         n = stn_go_walk(tree, statement, n, false)) {
        const uint8_t kind = tree->nodes[n].kind;
        returns = returns || kind == STN_GO_RETURN;
        if (kind == STN_GO_IF || kind == STN_GO_SWITCH)
            condition = stn_go_first(tree, n);
        asks = asks || (condition != 0 && stn_go_holds(tree, condition, n) &&
                        asks_parameter(following, file, n));
    }
    if (!returns)
        return COMES_EACH_TIME;
    return asks ? COMES_NOT : COMES_WITHOUT_FAILURE;
}

static enum coming comes_there(const struct following *following,
                               const struct stn_go_file *file,
                               uint32_t function, uint32_t statement)
{
    const struct stn_go_tree *tree = &file->tree;
    const uint32_t body = stn_go_body(tree, function);
    enum coming coming = COMES_EACH_TIME;

    if (body == 0 || tree->nodes[statement].parent != body ||
        statement - function > BEFORE_MAX ||
        !stn_go_spend(following->package, statement - function))
        return COMES_NOT;
    for (uint32_t n = stn_go_first(tree, body);
         n != 0 && n < statement && coming != COMES_NOT;
         n = stn_go_next(tree, n)) {
        const enum coming next = passes(following, file, n);
        if (next != COMES_EACH_TIME)
            coming = next;
    }
    return coming;
}

static enum stn_go_hold_effect follow(struct following *following,
                                      struct stn_go_file *file,
                                      uint32_t function,
                                      const struct path *path, unsigned depth);

/* What a function does by calling another. */
static enum stn_go_hold_effect follow_call(struct following *following,
                                           struct stn_go_file *file,
                                           const struct stn_go_sync_call *call,
                                           const struct path *path,
                                           unsigned depth)
{
    struct stn_go_file *other;
    struct path into;
    const uint32_t function =
        depth < DEPTH_MAX
            ? stn_go_called(following->package, file, call->node, &other)
            : 0;

    if (function == 0 ||
        !path_into(path, &file->tree, call, &other->tree, function, &into))
        return STN_GO_HOLD_STAYS;
    return follow(following, other, function, &into, depth + 1);
}

/* The statement that a call is in; of one in the header of an if, that. */
static uint32_t whole_statement(const struct stn_go_tree *tree, uint32_t call)
{
    const uint32_t statement = stn_go_statement_of(tree, call);
    const uint32_t parent = tree->nodes[statement].parent;

    return tree->nodes[statement].field == STN_GO_IN_initializer &&
                   tree->nodes[parent].kind == STN_GO_IF
               ? parent
               : statement;
}

/* The first thing that one call in a function does to it. */
static enum stn_go_hold_effect
follow_one(struct following *following, struct stn_go_file *file,
           uint32_t function, const struct stn_go_sync_call *call,
           const struct path *path, unsigned depth)
{
    const struct stn_go_tree *tree = &file->tree;
    const bool is_own = stn_go_function_of(tree, call->node) == function;
    const uint32_t statement = tree->nodes[call->node].parent;
    enum coming coming;

    if (call->verb == STN_GO_SYNC_HELPER) {
        if (!is_own || call->how != STN_GO_CALL_NOW)
            return STN_GO_HOLD_STAYS;
        enum stn_go_hold_effect effect =
            follow_call(following, file, call, path, depth);
        if (effect != STN_GO_HOLD_AGAIN)
            return effect;
        coming = comes_there(following, file, function,
                             whole_statement(tree, call->node));
        following->locked.is_sure =
            following->locked.is_sure && coming == COMES_EACH_TIME;
        return coming == COMES_NOT ? STN_GO_HOLD_LOST : effect;
    }
    if (!names_path(following, file, call->operand, path))
        return STN_GO_HOLD_STAYS;
    if (stn_go_sync_unlocks(call) || call->verb == STN_GO_SYNC_TRY)
        return STN_GO_HOLD_RELEASED;
    if (!stn_go_sync_locks(call))
        return STN_GO_HOLD_STAYS;
    /* In a literal, or if it is asked to: not each time. */
    if (!is_own || call->how != STN_GO_CALL_NOW)
        return STN_GO_HOLD_LOST;
    coming = comes_there(following, file, function, statement);
    if (coming == COMES_NOT)
        return STN_GO_HOLD_LOST;
    following->locked = (struct stn_go_hold_locked){
        .file = file,
        .lock = *call,
        .is_sure = coming == COMES_EACH_TIME,
    };
    return STN_GO_HOLD_AGAIN;
}

static enum stn_go_hold_effect follow(struct following *following,
                                      struct stn_go_file *file,
                                      uint32_t function,
                                      const struct path *path, unsigned depth)
{
    if (stn_go_names_resolve(following->package, file, NULL) < 0) {
        following->package->is_short = true;
        return STN_GO_HOLD_STAYS;
    }
    const struct stn_go_sync_calls calls =
        stn_go_sync_calls_in(following->package, file, function);
    for (size_t i = 0; i < calls.count && i < CALLS_MAX &&
                       stn_go_spend(following->package, 1);
         i++) {
        enum stn_go_hold_effect effect =
            follow_one(following, file, function, &calls.items[i], path, depth);
        /* What a literal does, later, is not what the call does. */
        if (effect != STN_GO_HOLD_STAYS)
            return effect == STN_GO_HOLD_LOST ? STN_GO_HOLD_STAYS : effect;
    }
    return STN_GO_HOLD_STAYS;
}

static enum stn_go_hold_effect
follow_helper(const struct stn_go_hold *hold,
              const struct stn_go_sync_call *call, struct following *following)
{
    struct path path;

    *following = (struct following){.package = hold->package};
    if (!path_set(&path, stn_go_text(hold->tree, hold->lock.operand),
                  STN_STR("")))
        return STN_GO_HOLD_LOST;
    path.is_of_package = is_of_package(hold->package, hold->file,
                                       root_of(hold->tree, hold->lock.operand));
    return follow_call(following, hold->file, call, &path, 0);
}

static enum stn_go_hold_effect released(const struct stn_go_sync_call *call)
{
    switch ((enum stn_go_call_kind)call->how) {
    case STN_GO_CALL_DEFERRED:
        return STN_GO_HOLD_DEFERRED;
    case STN_GO_CALL_GO:
        return STN_GO_HOLD_LOST;
    default:
        return STN_GO_HOLD_RELEASED;
    }
}

enum stn_go_hold_effect
stn_go_hold_callee_effect(const struct stn_go_hold *hold,
                          const struct stn_go_sync_call *call)
{
    struct following following;
    struct stn_go_file *other;
    struct stn_str name = stn_go_sync_last_name(
        hold->tree, stn_go_callee(hold->tree, call->node));

    enum stn_go_hold_effect effect = follow_helper(hold, call, &following);
    if (effect == STN_GO_HOLD_RELEASED ||
        stn_str_find_nocase(name, STN_STR("unlock")) != SIZE_MAX)
        return released(call);
    if (effect == STN_GO_HOLD_AGAIN)
        return call->how == STN_GO_CALL_NOW ? effect : STN_GO_HOLD_STAYS;
    if (stn_go_called(hold->package, hold->file, call->node, &other) == 0 &&
        stn_go_sync_name_unlocks(hold->package, name))
        return STN_GO_HOLD_LOST;
    return effect;
}

struct stn_go_hold_locked
stn_go_hold_locked_by(const struct stn_go_hold *hold,
                      const struct stn_go_sync_call *call)
{
    struct following following;

    if (call->verb != STN_GO_SYNC_HELPER)
        return (struct stn_go_hold_locked){hold->file, *call, true};
    follow_helper(hold, call, &following);
    return following.locked;
}

/* What is held, as a literal names it that is given it: of
 * `func(s *S) { s.mu.Unlock() }(s)`. */
static bool path_into_literal(const struct stn_go_hold *hold, uint32_t literal,
                              struct path *out)
{
    const struct stn_go_sync_call call = {
        .node = hold->tree->nodes[literal].parent};
    struct path path;

    return path_set(&path, stn_go_text(hold->tree, hold->lock.operand),
                    STN_STR("")) &&
           path_into(&path, hold->tree, &call, hold->tree, literal, out);
}

static bool is_held(const struct stn_go_hold *hold, const struct path *given,
                    uint32_t operand)
{
    if (operand == 0)
        return false;
    if (given->len > 0 &&
        stn_str_equal(stn_go_text(hold->tree, operand), path_str(given)))
        return true;
    return stn_go_sync_same(hold->file, operand, hold->lock.operand);
}

bool stn_go_hold_literal_unlocks(const struct stn_go_hold *hold,
                                 uint32_t literal)
{
    const struct stn_go_sync_calls calls =
        stn_go_sync_calls_in(hold->package, hold->file, literal);
    struct path given = {.len = 0};

    if (!path_into_literal(hold, literal, &given))
        given.len = 0;
    for (size_t i = 0; i < calls.count && i < CALLS_MAX; i++) {
        const struct stn_go_sync_call *call = &calls.items[i];
        if (call->verb == STN_GO_SYNC_HELPER) {
            const enum stn_go_hold_effect effect =
                stn_go_hold_callee_effect(hold, call);
            if (effect == STN_GO_HOLD_AGAIN)
                return false;
            if (effect != STN_GO_HOLD_STAYS)
                return true;
        } else if (is_held(hold, &given, call->operand)) {
            if (stn_go_sync_unlocks(call))
                return true;
            if (call->verb <= STN_GO_SYNC_TRY)
                return false;
        }
    }
    return false;
}
