#include "golang/acquisition.h"
#include "golang/called.h"
#include "golang/deferred.h"
#include "golang/flow.h"
#include "golang/names.h"
#include "golang/types.h"

/* Goroutines of main that are looked at. */
#define GOROUTINES_MAX 16
/* Nodes of functions that main calls which may be opened, and how deep. */
#define NODES_MAX 4096
#define DEPTH_MAX 3

struct looking {
    struct stn_go_pass *pass;
    size_t nodes;
};

static bool waits(struct looking *looking, struct stn_go_file *file,
                  uint32_t top, unsigned depth);

/* Packages whose functions come back at once, but for those named. */
static bool is_quick_library(const struct stn_go_library_call *call)
{
    static const char *const paths[] = {
        "bytes",   "context", "errors",        "flag",    "fmt",
        "log",     "math",    "math/rand",     "os",      "path",
        "runtime", "sort",    "path/filepath", "strconv", "strings",
        "sync",    "time",    "sync/atomic"};
    static const char *const slow[] = {"Sleep", "Wait", "Scan",  "Scanln",
                                       "Scanf", "Read", "Goexit"};

    for (size_t i = 0; i < sizeof(slow) / sizeof(slow[0]); i++)
        if (stn_str_equal(call->name, stn_str_of(slow[i])))
            return false;
    for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
        if (stn_str_equal(call->path, stn_str_of(paths[i])))
            return true;
    return false;
}

/* Whether a call may take its time, so that goroutines get to their end. */
static bool call_waits(struct looking *looking, struct stn_go_file *file,
                       uint32_t call, unsigned depth)
{
    struct stn_go_package *package = looking->pass->package;
    uint32_t callee = stn_go_callee(&file->tree, call);
    struct stn_go_file *other;
    uint32_t function = stn_go_run_by(package, file, call, &other);

    if (function != 0) {
        uint32_t body = stn_go_body(&other->tree, function);
        return body == 0 || depth >= DEPTH_MAX ||
               waits(looking, other, body, depth + 1);
    }
    if (callee != 0 && file->tree.nodes[callee].kind == STN_GO_IDENTIFIER)
        return stn_go_object_at(file, callee) != 0;
    struct stn_go_library_call library =
        stn_go_library_called(package, file, call);
    return !is_quick_library(&library);
}

static bool node_waits(struct looking *looking, struct stn_go_file *file,
                       uint32_t node, unsigned depth)
{
    const struct stn_go_tree *tree = &file->tree;
    struct stn_go_type type;

    switch (stn_go_kind_of(tree, node)) {
    case STN_GO_SELECT:
    case STN_GO_RECEIVE:
    case STN_GO_SEND:
    case STN_GO_COMMUNICATION_CASE:
        return true;
    case STN_GO_UNARY:
        return tree->nodes[node].op == STN_GO_OP_ARROW;
    case STN_GO_RANGE_CLAUSE:
        type = stn_go_type_of(looking->pass->package, file,
                              stn_go_child(tree, node, STN_GO_IN_right));
        return type.form == STN_GO_TYPE_CHANNEL ||
               type.form == STN_GO_TYPE_UNKNOWN ||
               type.form == STN_GO_TYPE_NAMED;
    case STN_GO_CALL:
        return call_waits(looking, file, node, depth);
    default:
        return false;
    }
}

static bool waits(struct looking *looking, struct stn_go_file *file,
                  uint32_t top, unsigned depth)
{
    const struct stn_go_tree *tree = &file->tree;
    const uint32_t past = stn_go_past(tree, top);

    for (uint32_t n = top; n < past;) {
        if (++looking->nodes > NODES_MAX || node_waits(looking, file, n, depth))
            return true;
        /* What a goroutine or a literal does is not done here. */
        const bool is_other = tree->nodes[n].kind == STN_GO_GO ||
                              tree->nodes[n].kind == STN_GO_FUNC_LITERAL;
        n = is_other ? stn_go_past(tree, n) : n + 1;
    }
    return false;
}

static int step(void *payload, uint32_t node, int state)
{
    struct looking *looking = payload;

    return waits(looking, looking->pass->file, node, 0) ? STN_GO_PATH_ENDS
                                                        : state;
}

/* The first defer of a goroutine's function that does anything; 0: none. */
static uint32_t find_defer(struct stn_go_pass *pass, struct stn_go_file *file,
                           uint32_t function, struct stn_go_effect *effect)
{
    const struct stn_go_tree *tree = &file->tree;
    uint32_t body = stn_go_body(tree, function);

    for (uint32_t n = body; n != 0; n = stn_go_walk(tree, body, n, false)) {
        if (tree->nodes[n].kind != STN_GO_DEFER)
            continue;
        *effect = stn_go_deferred_effect(pass->package, file, n);
        if (effect->severity != STN_SEVERITY_DEFAULT)
            return n;
    }
    return 0;
}

static void tell(struct stn_go_pass *pass, uint32_t go,
                 const struct stn_go_effect *effect, uint32_t where)
{
    struct stn_go_hit hit = stn_go_hit_at_head(pass, go);

    if (effect->severity == STN_NOTE)
        hit.severity = STN_LOW;
    stn_go_add_evidence(&hit, "main returns without waiting for it");
    stn_go_add_evidence(&hit,
                        stn_go_words(pass, "it defers %.*s",
                                     (int)effect->name.len, effect->name.ptr));
    if (pass->tree->nodes[where].kind == STN_GO_RETURN)
        stn_go_add_related(&hit, pass, where, "main returns here");
    stn_go_tell(pass, &hit);
}

static void look_at(struct stn_go_pass *pass, const struct stn_go_flow *flow,
                    uint32_t go)
{
    struct looking looking = {.pass = pass};
    struct stn_go_effect effect = {0};
    const struct stn_go_search search = {
        .step = step, .leave = stn_go_leave_at_return, .payload = &looking};
    uint32_t call = stn_go_statement_call(pass->tree, go);
    uint32_t point = stn_go_flow_point(flow, pass->tree, go);
    uint32_t where = 0;
    struct stn_go_file *file = pass->file;
    uint32_t function =
        call != 0 ? stn_go_run_by(pass->package, pass->file, call, &file) : 0;

    if (function == 0 || point == UINT32_MAX ||
        find_defer(pass, file, function, &effect) == 0)
        return;
    if (stn_go_flow_search(pass->package, flow, point, 0, &search, &where))
        tell(pass, go, &effect, where);
}

static void visit(struct stn_go_pass *pass, uint32_t node)
{
    const struct stn_go_tree *tree = pass->tree;
    const uint32_t body = stn_go_body(tree, node);
    struct looking looking = {.pass = pass};
    uint32_t found[GOROUTINES_MAX];
    size_t count = 0;

    if (body == 0 || pass->file->is_test || !stn_go_is_main(pass, node))
        return;
    for (uint32_t n = body; n != 0 && count < GOROUTINES_MAX;
         n = stn_go_walk(tree, body, n, false)) {
        if (tree->nodes[n].kind == STN_GO_GO)
            found[count++] = n;
        /* What main defers runs before it ends, and may wait. */
        if (tree->nodes[n].kind == STN_GO_DEFER &&
            waits(&looking, pass->file, n, 0))
            return;
    }
    const struct stn_go_flow *flow =
        count > 0 ? stn_go_flow_of(pass->package, pass->file, node) : NULL;
    for (size_t i = 0; i < count && flow != NULL; i++)
        look_at(pass, flow, found[i]);
}

const struct stn_go_check stn_go_check_goroutine_defer_lost = {
    .name = "goroutine-defer-lost",
    .kinds = {STN_GO_FUNCTION},
    .visit = visit,
};
