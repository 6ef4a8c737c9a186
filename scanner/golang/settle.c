#include "golang/flow_state.h"

#include "base/alloc.h"
#include "golang/names.h"

/* Whether a function, or a literal in it, calls recover. */
static bool recovers(const struct stn_go_package *package,
                     struct stn_go_function *function)
{
    const struct stn_go_file *file = &package->files[function->file];
    const struct stn_go_tree *tree = &file->tree;

    if (function->recovers != STN_GO_NOT_ASKED)
        return function->recovers == STN_GO_YES;
    function->recovers = STN_GO_NO;
    for (uint32_t n = function->node; n != 0;
         n = stn_go_walk(tree, function->node, n, true))
        if (tree->nodes[n].kind == STN_GO_CALL &&
            stn_go_is_predeclared(file, stn_go_callee(tree, n), "recover")) {
            function->recovers = STN_GO_YES;
            break;
        }
    return function->recovers == STN_GO_YES;
}

/* Whether a panic may end in one of its defers, so that it returns. */
static bool is_recovered(struct stn_go_package *package,
                         const struct stn_go_function *function)
{
    struct stn_go_file *file = &package->files[function->file];
    const struct stn_go_flow *flow = function->flow;

    for (uint32_t i = 0; i < flow->point_count; i++) {
        const uint32_t node = flow->points[i];
        if (file->tree.nodes[node].kind != STN_GO_DEFER)
            continue;
        uint32_t call = stn_go_statement_call(&file->tree, node);
        struct stn_go_function *deferred =
            call != 0 ? stn_go_called_function(package, file, call) : NULL;
        if (deferred != NULL && recovers(package, deferred))
            return true;
    }
    return false;
}

/* Tell of a function's flow whether it returns, and how it ends if not. */
static void judge(struct stn_go_package *package,
                  struct stn_go_function *function, uint8_t *returning)
{
    const struct stn_go_flow *flow = function->flow;
    enum stn_go_leave how = STN_GO_LEAVES_NEVER;
    bool panics = false;

    *returning = STN_GO_RETURNS;
    if (flow == NULL)
        return;
    for (uint32_t i = 0; i < flow->block_count; i++) {
        const enum stn_go_leave leaves =
            (enum stn_go_leave)flow->blocks[i].leaves;
        if (!flow->blocks[i].is_reached || leaves == STN_GO_GOES_ON ||
            leaves == STN_GO_LEAVES_NEVER)
            continue;
        if (leaves == STN_GO_LEAVES_RETURN || leaves == STN_GO_LEAVES_END)
            return;
        panics = panics || leaves == STN_GO_LEAVES_PANIC;
        how = how == STN_GO_LEAVES_NEVER || how == leaves ? leaves
                                                          : STN_GO_LEAVES_PANIC;
    }
    if (panics && is_recovered(package, function))
        return;
    function->leaves = (uint8_t)how;
    *returning = STN_GO_RETURNS_NEVER;
}

/*
 * Functions are settled after those they call, so that each is built once:
 * Tarjan's strongly connected components, with a stack of its own. Those that
 * call each other in a circle are built as if each came back to the others.
 */
struct frame {
    struct stn_go_function *function;
    uint32_t next; /* the node to look at next; 0: none */
};

struct settling {
    struct stn_go_package *package;
    struct frame *frames; /* what is called, from the first on */
    size_t frame_count, frame_capacity;
    struct stn_go_function **open; /* not settled yet */
    size_t open_count, open_capacity;
    uint32_t order;
};

static bool push(struct settling *settling, struct stn_go_function *function)
{
    const struct stn_go_file *file = &settling->package->files[function->file];
    struct frame *frames = stn_grow(settling->frames, &settling->frame_capacity,
                                    settling->frame_count, sizeof(*frames));
    struct stn_go_function **open;

    if (frames == NULL)
        return false;
    settling->frames = frames;
    open = stn_grow(settling->open, &settling->open_capacity,
                    settling->open_count, sizeof(*open));
    if (open == NULL)
        return false;
    settling->open = open;
    function->order = function->low = ++settling->order;
    function->returning = STN_GO_RETURNS_ASKED;
    frames[settling->frame_count++] =
        (struct frame){function, stn_go_body(&file->tree, function->node)};
    open[settling->open_count++] = function;
    return true;
}

static void lower(struct stn_go_function *function, uint32_t low)
{
    if (low < function->low)
        function->low = low;
}

/* The next function that one calls in a statement. NULL: there is no other. */
static struct stn_go_function *next_callee(struct settling *settling,
                                           struct frame *frame)
{
    struct stn_go_file *file = &settling->package->files[frame->function->file];
    const struct stn_go_tree *tree = &file->tree;
    const uint32_t body = stn_go_body(tree, frame->function->node);

    while (frame->next != 0) {
        const uint32_t node = frame->next;
        frame->next = stn_go_walk(tree, body, node, false);
        if (tree->nodes[node].kind != STN_GO_EXPRESSION_STATEMENT)
            continue;
        uint32_t call = stn_go_statement_call(tree, node);
        struct stn_go_function *callee =
            call != 0 ? stn_go_called_function(settling->package, file, call)
                      : NULL;
        if (callee != NULL)
            return callee;
    }
    return NULL;
}

/* Build what is open from a function on, and settle it. */
static bool settle_open(struct settling *settling,
                        const struct stn_go_function *first)
{
    struct stn_go_package *package = settling->package;
    size_t from = settling->open_count;

    do {
        struct stn_go_function *function = settling->open[--from];
        struct stn_go_file *file = &package->files[function->file];
        if (stn_go_flow_build(&function->flow, package, file, function->node) <
            0)
            return false;
    } while (settling->open[from] != first);
    for (size_t i = from; i < settling->open_count; i++)
        judge(package, settling->open[i], &settling->open[i]->returning);
    settling->open_count = from;
    return true;
}

/* @return false without memory. */
static bool settle_frames(struct settling *settling)
{
    while (settling->frame_count > 0) {
        struct frame *frame = &settling->frames[settling->frame_count - 1];
        struct stn_go_function *function = frame->function;
        struct stn_go_function *callee = next_callee(settling, frame);
        if (callee != NULL) {
            if (callee->returning == STN_GO_RETURNS_ASKED)
                lower(function, callee->order);
            if (callee->returning == STN_GO_RETURNS_UNKNOWN &&
                !push(settling, callee))
                return false;
            continue;
        }
        if (function->low == function->order &&
            !settle_open(settling, function))
            return false;
        settling->frame_count--;
        if (settling->frame_count > 0)
            lower(settling->frames[settling->frame_count - 1].function,
                  function->low);
    }
    return true;
}

void stn_go_function_settle(struct stn_go_package *package,
                            struct stn_go_function *function)
{
    struct settling settling = {.package = package};

    if (function->returning != STN_GO_RETURNS_UNKNOWN)
        return;
    if (!push(&settling, function) || !settle_frames(&settling)) {
        package->is_short = true;
        for (size_t i = 0; i < settling.open_count; i++) {
            settling.open[i]->returning = STN_GO_RETURNS_UNKNOWN;
            settling.open[i]->flow = NULL;
        }
    }
    stn_free(settling.frames);
    stn_free(settling.open);
}
