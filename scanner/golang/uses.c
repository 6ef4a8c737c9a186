#include "golang/uses.h"

#include "base/limits.h"
#include "golang/names.h"

uint32_t stn_go_next_use(const struct stn_go_package *package,
                         const struct stn_go_file *file, uint32_t object,
                         uint32_t at)
{
    return at == 0 ? package->objects[object].first_use : file->next_uses[at];
}

uint32_t stn_go_literal_in(const struct stn_go_tree *tree, uint32_t function,
                           uint32_t node)
{
    uint32_t literal = 0;

    for (uint32_t at = stn_go_function_of(tree, node);
         at != 0 && at != function; at = stn_go_function_of(tree, at))
        literal = at;
    return literal;
}

enum stn_go_role stn_go_role_of(const struct stn_go_tree *tree,
                                uint32_t literal)
{
    uint32_t parent = tree->nodes[literal].parent;

    if (stn_go_is_call(tree, parent) &&
        tree->nodes[literal].field == STN_GO_IN_function) {
        switch (stn_go_kind_of(tree, tree->nodes[parent].parent)) {
        case STN_GO_DEFER:
            return STN_GO_ROLE_DEFERRED;
        case STN_GO_GO:
            return STN_GO_ROLE_GO;
        default:
            return STN_GO_ROLE_CALLED;
        }
    }
    if (tree->nodes[parent].kind == STN_GO_ARGUMENT_LIST)
        return STN_GO_ROLE_ARGUMENT;
    if (tree->nodes[parent].kind == STN_GO_EXPRESSION_LIST) {
        const enum stn_go_kind above =
            stn_go_kind_of(tree, tree->nodes[parent].parent);
        if (above == STN_GO_SHORT_VAR || above == STN_GO_ASSIGNMENT ||
            above == STN_GO_VAR_SPEC)
            return STN_GO_ROLE_ASSIGNED;
    }
    return STN_GO_ROLE_OTHER;
}

enum stn_go_call_kind stn_go_how_called(const struct stn_go_tree *tree,
                                        uint32_t call)
{
    switch (stn_go_kind_of(tree, tree->nodes[call].parent)) {
    case STN_GO_DEFER:
        return STN_GO_CALL_DEFERRED;
    case STN_GO_GO:
        return STN_GO_CALL_GO;
    default:
        return STN_GO_CALL_NOW;
    }
}

/* The place of a node among its siblings; UINT32_MAX: far behind. */
static uint32_t place_of(const struct stn_go_tree *tree, uint32_t node)
{
    uint32_t place = 0;

    for (uint32_t child = stn_go_first(tree, tree->nodes[node].parent);
         child != 0 && child < node; child = stn_go_next(tree, child))
        if (++place == STN_GO_PLACES_MAX)
            return UINT32_MAX;
    return place;
}

/* The n-th of what is on the left of an assignment or declaration. */
static uint32_t left_of(const struct stn_go_tree *tree, uint32_t statement,
                        uint32_t n)
{
    if (n == UINT32_MAX)
        return 0;
    if (tree->nodes[statement].kind == STN_GO_VAR_SPEC) {
        for (uint32_t child = stn_go_first(tree, statement); child != 0;
             child = stn_go_next(tree, child))
            if (tree->nodes[child].field == STN_GO_IN_name && n-- == 0)
                return child;
        return 0;
    }
    uint32_t left = stn_go_child(tree, statement, STN_GO_IN_left);
    return left != 0 ? stn_go_nth(tree, left, n) : 0;
}

/* It is on the right of an assignment or a declaration, by itself. */
static void use_assigned(const struct stn_go_tree *tree, struct stn_go_use *use,
                         uint32_t at)
{
    uint32_t statement = tree->nodes[tree->nodes[at].parent].parent;
    uint32_t target = left_of(tree, statement, place_of(tree, at));

    if (target == 0 || tree->nodes[target].kind != STN_GO_IDENTIFIER) {
        use->kind = STN_GO_USE_STORED;
        return;
    }
    if (stn_go_text_is(tree, target, "_"))
        return;
    use->kind = STN_GO_USE_ASSIGNED;
    use->target = target;
}

/* It is, by itself, one of a list: of values, results, what is assigned. */
static void use_in_list(const struct stn_go_tree *tree, struct stn_go_use *use,
                        uint32_t at)
{
    const uint32_t list = tree->nodes[at].parent;
    const uint32_t above = tree->nodes[list].parent;
    const bool is_left = tree->nodes[list].field == STN_GO_IN_left;

    switch (stn_go_kind_of(tree, above)) {
    case STN_GO_RETURN:
        use->kind = STN_GO_USE_RETURNED;
        break;
    case STN_GO_ASSIGNMENT:
    case STN_GO_SHORT_VAR:
    case STN_GO_RANGE_CLAUSE:
    case STN_GO_RECEIVE:
        if (is_left)
            use->kind = STN_GO_USE_WRITTEN;
        else
            use_assigned(tree, use, at);
        break;
    case STN_GO_VAR_SPEC:
    case STN_GO_CONST_SPEC:
        use_assigned(tree, use, at);
        break;
    default:
        break;
    }
}

static void use_selected(const struct stn_go_tree *tree, struct stn_go_use *use,
                         uint32_t *at)
{
    const uint32_t selector = tree->nodes[*at].parent;
    const uint32_t above = tree->nodes[selector].parent;
    struct stn_str name = stn_go_selected(tree, selector);

    *at = selector;
    use->method = name;
    if (stn_go_is_call(tree, above) &&
        tree->nodes[selector].field == STN_GO_IN_function) {
        use->kind = STN_GO_USE_METHOD;
        use->call = above;
        use->how = stn_go_how_called(tree, above);
        return;
    }
    use->kind = STN_GO_USE_METHOD_VALUE;
}

/* What is done with the expression at `at`. Only what happens to it as a whole
 * counts; all else reads it. */
static void use_whole(const struct stn_go_tree *tree, struct stn_go_use *use,
                      uint32_t at)
{
    const uint32_t parent = tree->nodes[at].parent;

    switch (stn_go_kind_of(tree, parent)) {
    case STN_GO_SELECTOR:
        use_selected(tree, use, &at);
        break;
    case STN_GO_CALL:
        if (tree->nodes[at].field != STN_GO_IN_function)
            break;
        use->kind = STN_GO_USE_CALLED;
        use->call = parent;
        use->how = stn_go_how_called(tree, parent);
        break;
    case STN_GO_TYPE_CONVERSION:
        if (!stn_go_is_call(tree, parent)) {
            use_whole(tree, use, parent);
            break;
        }
        /* f[T](x) */
        use->kind = STN_GO_USE_ARGUMENT;
        use->call = parent;
        use->how = stn_go_how_called(tree, parent);
        break;
    case STN_GO_ARGUMENT_LIST:
        use->kind = STN_GO_USE_ARGUMENT;
        use->call = tree->nodes[parent].parent;
        use->how = stn_go_how_called(tree, use->call);
        use->argument = place_of(tree, at);
        break;
    case STN_GO_VARIADIC_ARGUMENT:
    case STN_GO_TYPE_ASSERTION:
        use_whole(tree, use, parent);
        break;
    case STN_GO_RETURN:
        use->kind = STN_GO_USE_RETURNED;
        break;
    case STN_GO_EXPRESSION_LIST:
        use_in_list(tree, use, at);
        break;
    case STN_GO_LITERAL_VALUE:
    case STN_GO_KEYED_ELEMENT:
        use->kind = STN_GO_USE_STORED;
        break;
    case STN_GO_SEND:
        use->kind = tree->nodes[at].field == STN_GO_IN_channel
                        ? STN_GO_USE_SENT_ON
                        : STN_GO_USE_SENT;
        break;
    case STN_GO_UNARY:
        if (tree->nodes[parent].op == STN_GO_OP_AND)
            use->kind = STN_GO_USE_ADDRESS;
        else if (tree->nodes[parent].op == STN_GO_OP_ARROW)
            use->kind = STN_GO_USE_RECEIVED;
        break;
    case STN_GO_RANGE_CLAUSE:
        if (tree->nodes[at].field == STN_GO_IN_right)
            use->kind = STN_GO_USE_RECEIVED;
        break;
    case STN_GO_INC:
    case STN_GO_DEC:
        use->kind = STN_GO_USE_WRITTEN;
        break;
    case STN_GO_TYPE_SWITCH: {
        uint32_t alias = stn_go_child(tree, parent, STN_GO_IN_alias);
        if (alias == 0 || tree->nodes[at].field != STN_GO_IN_value)
            break;
        use->kind = STN_GO_USE_ASSIGNED;
        use->target = stn_go_first(tree, alias);
        break;
    }
    default:
        break;
    }
}

/* x.f.g(): what is done with x.f, if f is a field. */
static void use_through(const struct stn_go_tree *tree, struct stn_go_use *use)
{
    const uint32_t selector = tree->nodes[use->node].parent;
    struct stn_go_use inner = {.kind = STN_GO_USE_READ, .node = use->node};

    if (use->kind != STN_GO_USE_METHOD_VALUE)
        return;
    use_whole(tree, &inner, selector);
    inner.through = use->method;
    if (inner.kind == STN_GO_USE_READ)
        return;
    *use = inner;
}

struct stn_go_use stn_go_use_of(const struct stn_go_tree *tree, uint32_t node)
{
    struct stn_go_use use = {.kind = STN_GO_USE_READ, .node = node};

    use_whole(tree, &use, node);
    use_through(tree, &use);
    return use;
}

struct stn_go_use stn_go_use_at(const struct stn_go_package *package,
                                const struct stn_go_file *file, uint32_t object,
                                uint32_t node)
{
    struct stn_go_use use = stn_go_use_of(&file->tree, node);

    use.literal =
        stn_go_literal_in(&file->tree, package->objects[object].function, node);
    return use;
}
