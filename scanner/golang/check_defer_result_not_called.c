#include "golang/called.h"
#include "golang/fix.h"
#include "golang/names.h"
#include "golang/types.h"

/* What gives back the thing that is to be called, and how that is called. */
static const struct {
    const char *path, *name, *rest;
} known[] = {
    {"context", "AfterFunc", "()"},
    {"github.com/felixge/fgprof", "Start", "()"},
    {"github.com/fortytwo2/leaktest", "Check", "()"},
    {"github.com/fortytwo2/leaktest", "CheckContext", "()"},
    {"github.com/fortytwo2/leaktest", "CheckTimeout", "()"},
    {"github.com/pkg/profile", "Start", ".Stop()"},
    {"runtime/trace", "StartRegion", ".End()"},
};

static const char *known_rest(struct stn_go_pass *pass, uint32_t call)
{
    struct stn_go_library_call library =
        stn_go_library_called(pass->package, pass->file, call);

    if (library.path.len == 0 || library.type.len > 0)
        return NULL;
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
        if (stn_str_equal(library.path, stn_str_of(known[i].path)) &&
            stn_str_equal(library.name, stn_str_of(known[i].name)))
            return known[i].rest;
    return NULL;
}

/* The one result of a function; 0: there are several, or none. */
static uint32_t only_result(const struct stn_go_tree *tree, uint32_t function)
{
    uint32_t result = stn_go_child(tree, function, STN_GO_IN_result);

    if (result == 0 || tree->nodes[result].kind != STN_GO_PARAMETER_LIST)
        return result;
    uint32_t item = stn_go_first(tree, result);
    if (item == 0 || stn_go_next(tree, item) != 0)
        return 0;
    uint32_t type = stn_go_child(tree, item, STN_GO_IN_type);
    /* `(a, b func())` is two. */
    return type != 0 && type - item <= 2 ? type : 0;
}

static bool is_function_type(struct stn_go_pass *pass, struct stn_go_file *file,
                             uint32_t node)
{
    struct stn_go_type type = stn_go_type_at(pass->package, file, node);

    if (type.form == STN_GO_TYPE_NAMED && !type.is_pointer && type.node != 0) {
        struct stn_go_file *other = &pass->package->files[type.file];
        type = stn_go_type_at(
            pass->package, other,
            stn_go_child(&other->tree, type.node, STN_GO_IN_type));
    }
    return (type.form == STN_GO_TYPE_FUNCTION && !type.is_pointer) ||
           stn_go_type_is(&type, "context", "CancelFunc") ||
           stn_go_type_is(&type, "context", "CancelCauseFunc");
}

/* Whether it takes nothing, so that it can be called as it is. */
static bool takes_nothing(const struct stn_go_tree *tree, uint32_t type)
{
    uint32_t list = tree->nodes[type].kind == STN_GO_FUNCTION_TYPE
                        ? stn_go_child(tree, type, STN_GO_IN_parameters)
                        : 0;

    return list != 0 && stn_go_first(tree, list) == 0;
}

static void tell(struct stn_go_pass *pass, uint32_t defer, uint32_t call,
                 const char *rest)
{
    struct stn_go_hit hit = stn_go_hit_at(pass, defer);
    struct stn_str callee =
        stn_go_text(pass->tree, stn_go_callee(pass->tree, call));
    const size_t end = pass->tree->nodes[call].end;

    stn_go_add_evidence(&hit,
                        stn_go_words(pass, "%.*s gives back what is to be run",
                                     (int)callee.len, callee.ptr));
    if (rest != NULL) {
        hit.fix_title = "call what it gives back";
        stn_go_fix_replace(&hit, (struct stn_span){end, end}, rest);
    }
    stn_go_tell(pass, &hit);
}

static void visit(struct stn_go_pass *pass, uint32_t node)
{
    uint32_t call = stn_go_statement_call(pass->tree, node);
    struct stn_go_file *other;

    if (call == 0)
        return;
    const char *rest = known_rest(pass, call);
    if (rest != NULL) {
        tell(pass, node, call, rest);
        return;
    }
    uint32_t function = stn_go_called(pass->package, pass->file, call, &other);
    uint32_t result = function != 0 ? only_result(&other->tree, function) : 0;
    if (result != 0 && is_function_type(pass, other, result))
        tell(pass, node, call,
             takes_nothing(&other->tree, result) ? "()" : NULL);
}

const struct stn_go_check stn_go_check_defer_result_not_called = {
    .name = "defer-result-not-called",
    .kinds = {STN_GO_DEFER},
    .visit = visit,
};
