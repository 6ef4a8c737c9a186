#include "golang/deferred.h"
#include "golang/flow.h"
#include "golang/names.h"
#include "golang/types.h"

/* Go 1.22 gave each turn its own variable. */
#define GO_MINOR_OWN_VARIABLES 22
/* Uses of one variable that are looked at. */
#define USES_MAX 4096
/* Nodes after a literal, in the one around it, that are looked at. */
#define JOIN_NODES_MAX 4096

struct looking {
    struct stn_go_pass *pass;
    uint32_t loop;
    uint32_t last_join; /* the last node of the body that waits; UINT32_MAX:
                           nobody looked */
    bool is_own;        /* the loop declares its variables */
};

/* Whether a node waits for what goes on beside it. */
static bool is_join(const struct stn_go_tree *tree, uint32_t node)
{
    struct stn_str name;

    switch (stn_go_kind_of(tree, node)) {
    case STN_GO_RECEIVE:
    case STN_GO_SELECT:
        return true;
    case STN_GO_UNARY:
        return tree->nodes[node].op == STN_GO_OP_ARROW;
    case STN_GO_CALL:
        name = stn_go_selected(tree, stn_go_callee(tree, node));
        return stn_str_find_nocase(name, STN_STR("wait")) != SIZE_MAX ||
               stn_str_equal(name, STN_STR("Join"));
    default:
        return false;
    }
}

/* Whether a literal between it and the loop waits for it. */
static bool is_joined_in_literal(const struct looking *looking,
                                 uint32_t literal)
{
    const struct stn_go_tree *tree = looking->pass->tree;
    const uint32_t outer = stn_go_function_of(tree, literal);
    const uint32_t from = stn_go_past(tree, literal);
    const uint32_t past = stn_go_past(tree, outer);

    if (outer == stn_go_function_of(tree, looking->loop))
        return false;
    for (uint32_t n = from; n < past && n - from < JOIN_NODES_MAX &&
                            stn_go_spend(looking->pass->package, 1);) {
        if (is_join(tree, n))
            return true;
        n = tree->nodes[n].kind == STN_GO_FUNC_LITERAL ? stn_go_past(tree, n)
                                                       : n + 1;
    }
    return false;
}

static bool is_joined(struct looking *looking, uint32_t literal)
{
    const struct stn_go_tree *tree = looking->pass->tree;
    const uint32_t body = stn_go_body(tree, looking->loop);

    if (looking->last_join == UINT32_MAX) {
        looking->last_join = 0;
        for (uint32_t n = body; n != 0; n = stn_go_walk(tree, body, n, false))
            if (is_join(tree, n))
                looking->last_join = n;
    }
    return looking->last_join >= stn_go_past(tree, literal) ||
           is_joined_in_literal(looking, literal);
}

/* `g.Go(func() error { ... })` */
static bool is_group(struct stn_go_pass *pass, uint32_t call)
{
    const struct stn_go_tree *tree = pass->tree;
    uint32_t callee = stn_go_callee(tree, call);

    if (!stn_str_equal(stn_go_selected(tree, callee), STN_STR("Go")))
        return false;
    struct stn_go_type type =
        stn_go_type_of(pass->package, pass->file,
                       stn_go_child(tree, callee, STN_GO_IN_operand));
    return stn_go_type_is(&type, "golang.org/x/sync/errgroup", "Group") ||
           stn_go_type_is(&type, "sync", "WaitGroup") ||
           (type.form == STN_GO_TYPE_UNKNOWN &&
            stn_go_file_imports(pass->file, "golang.org/x/sync/errgroup"));
}

/* The statement `t.Parallel()` of a subtest's literal; 0: there is none. */
static uint32_t find_parallel(const struct stn_go_tree *tree, uint32_t literal)
{
    uint32_t body = stn_go_body(tree, literal);

    for (uint32_t n = body != 0 ? stn_go_first(tree, body) : 0; n != 0;
         n = stn_go_next(tree, n)) {
        uint32_t call = stn_go_statement_call(tree, n);
        if (call != 0 &&
            stn_str_equal(stn_go_selected(tree, stn_go_callee(tree, call)),
                          STN_STR("Parallel")))
            return n;
    }
    return 0;
}

/* Whether what stands at `use` in a literal runs when the turn may be over. */
static bool is_delayed(struct looking *looking, uint32_t literal, uint32_t use)
{
    struct stn_go_pass *pass = looking->pass;
    const struct stn_go_tree *tree = pass->tree;
    uint32_t call;
    uint32_t parallel;

    switch (stn_go_role_of(tree, literal)) {
    case STN_GO_ROLE_GO:
        return true;
    case STN_GO_ROLE_DEFERRED:
        return stn_go_function_of(tree, literal) ==
               stn_go_function_of(tree, looking->loop);
    case STN_GO_ROLE_ARGUMENT:
        call = tree->nodes[tree->nodes[literal].parent].parent;
        if (is_group(pass, call))
            return true;
        parallel =
            stn_str_equal(stn_go_selected(tree, stn_go_callee(tree, call)),
                          STN_STR("Run"))
                ? find_parallel(tree, literal)
                : 0;
        return parallel != 0 && parallel < use;
    default:
        return false;
    }
}

/* Whether the loop goes on after a statement: else its variable stays. */
static bool goes_on(struct looking *looking, uint32_t statement)
{
    struct stn_go_pass *pass = looking->pass;
    const uint32_t function = stn_go_function_of(pass->tree, looking->loop);
    const struct stn_go_flow *flow =
        stn_go_flow_of(pass->package, pass->file, function);
    uint32_t literal = stn_go_literal_in(pass->tree, function, statement);

    if (flow == NULL)
        return false;
    uint32_t point =
        stn_go_flow_point(flow, pass->tree, literal != 0 ? literal : statement);
    return point != UINT32_MAX &&
           stn_go_flow_reaches(pass->package, flow, point, point);
}

static void tell(struct looking *looking, uint32_t statement, uint32_t use)
{
    struct stn_go_pass *pass = looking->pass;
    struct stn_go_hit hit = stn_go_hit_at_head(pass, statement);
    struct stn_str name = stn_go_text(pass->tree, use);

    stn_go_add_evidence(&hit,
                        stn_go_words(pass, "%.*s is one variable for all turns",
                                     (int)name.len, name.ptr));
    if (looking->is_own)
        stn_go_add_evidence(&hit, stn_go_words(pass, "the file is of Go 1.%u",
                                               (unsigned)stn_go_minor_of(
                                                   pass->package, pass->file)));
    stn_go_add_related(&hit, pass, use, "it is used here");
    stn_go_add_tie_at_head(&hit, pass, looking->loop);
    stn_go_add_tie(&hit, pass, use);
    stn_go_tell(pass, &hit);
}

static void look_at_use(struct looking *looking, uint32_t use)
{
    const struct stn_go_tree *tree = looking->pass->tree;
    uint32_t literal = 0;

    for (uint32_t at = use; at != looking->loop && at != 0;
         at = tree->nodes[at].parent)
        if (tree->nodes[at].kind == STN_GO_FUNC_LITERAL &&
            is_delayed(looking, at, use))
            literal = at;
    uint32_t statement = literal != 0 ? tree->nodes[literal].parent : 0;
    while (statement != 0 && tree->nodes[statement].kind != STN_GO_GO &&
           tree->nodes[statement].kind != STN_GO_DEFER &&
           stn_go_statement_of(tree, statement) != statement)
        statement = tree->nodes[statement].parent;
    if (statement == 0 ||
        (tree->nodes[statement].kind != STN_GO_DEFER &&
         is_joined(looking, literal)) ||
        !goes_on(looking, statement))
        return;
    tell(looking, statement, use);
}

static void look_at_variable(struct looking *looking, uint32_t name)
{
    struct stn_go_pass *pass = looking->pass;
    const struct stn_go_tree *tree = pass->tree;
    uint32_t object = tree->nodes[name].kind == STN_GO_IDENTIFIER
                          ? stn_go_object_at(pass->file, name)
                          : 0;
    uint32_t body = stn_go_body(tree, looking->loop);
    size_t looked = 0;

    if (object == 0 || body == 0 ||
        pass->package->objects[object].function == 0 ||
        !pass->package->objects[object].is_captured)
        return;
    /* The loop's own is declared by its head. */
    looking->is_own = pass->package->objects[object].name == name;
    if (looking->is_own &&
        stn_go_minor_of(pass->package, pass->file) >= GO_MINOR_OWN_VARIABLES)
        return;
    for (uint32_t at = stn_go_next_use(pass->package, pass->file, object, 0);
         at != 0 && looked < USES_MAX && at < stn_go_past(tree, body) &&
         stn_go_spend(pass->package, STN_GO_USE_STEPS);
         at = stn_go_next_use(pass->package, pass->file, object, at), looked++)
        if (at > body)
            look_at_use(looking, at);
}

static void look_at_list(struct looking *looking, uint32_t list)
{
    const struct stn_go_tree *tree = looking->pass->tree;

    if (list == 0)
        return;
    if (tree->nodes[list].kind != STN_GO_EXPRESSION_LIST) {
        look_at_variable(looking, list);
        return;
    }
    for (uint32_t n = stn_go_first(tree, list); n != 0;
         n = stn_go_next(tree, n))
        look_at_variable(looking, n);
}

static void visit(struct stn_go_pass *pass, uint32_t node)
{
    const struct stn_go_tree *tree = pass->tree;
    struct looking looking = {
        .pass = pass, .loop = node, .last_join = UINT32_MAX};
    uint32_t range = stn_go_child_of(tree, node, STN_GO_RANGE_CLAUSE);
    uint32_t clause = stn_go_child_of(tree, node, STN_GO_FOR_CLAUSE);

    if (range != 0)
        look_at_list(&looking, stn_go_child(tree, range, STN_GO_IN_left));
    if (clause == 0)
        return;
    uint32_t first = stn_go_child(tree, clause, STN_GO_IN_initializer);
    uint32_t update = stn_go_child(tree, clause, STN_GO_IN_update);
    if (first != 0)
        look_at_list(&looking, stn_go_child(tree, first, STN_GO_IN_left));
    else if (update != 0 && (tree->nodes[update].kind == STN_GO_INC ||
                             tree->nodes[update].kind == STN_GO_DEC))
        look_at_list(&looking, stn_go_first(tree, update));
}

const struct stn_go_check stn_go_check_loop_capture = {
    .name = "loop-capture",
    .kinds = {STN_GO_FOR},
    .visit = visit,
};
