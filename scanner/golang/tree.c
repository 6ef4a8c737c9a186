#include "golang/tree.h"

#include "base/alloc.h"

void stn_go_tree_dispose(struct stn_go_tree *tree)
{
    stn_free(tree->nodes);
    stn_free(tree->comments);
    *tree = (struct stn_go_tree){0};
}

uint32_t stn_go_child(const struct stn_go_tree *tree, uint32_t id,
                      enum stn_go_field field)
{
    uint32_t child = stn_go_first(tree, id);

    while (child != 0 && tree->nodes[child].field != field)
        child = stn_go_next(tree, child);
    return child;
}

uint32_t stn_go_child_of(const struct stn_go_tree *tree, uint32_t id,
                         enum stn_go_kind kind)
{
    uint32_t child = stn_go_first(tree, id);

    while (child != 0 && tree->nodes[child].kind != kind)
        child = stn_go_next(tree, child);
    return child;
}

uint32_t stn_go_previous(const struct stn_go_tree *tree, uint32_t id)
{
    uint32_t before = 0;
    uint32_t child = stn_go_first(tree, tree->nodes[id].parent);

    for (; child != 0 && child < id; child = stn_go_next(tree, child))
        before = child;
    return before;
}

uint32_t stn_go_count(const struct stn_go_tree *tree, uint32_t id)
{
    uint32_t count = 0;

    for (uint32_t child = stn_go_first(tree, id); child != 0;
         child = stn_go_next(tree, child))
        count++;
    return count;
}

uint32_t stn_go_nth(const struct stn_go_tree *tree, uint32_t id, uint32_t n)
{
    uint32_t child = stn_go_first(tree, id);

    for (; child != 0 && n > 0; n--)
        child = stn_go_next(tree, child);
    return child;
}

uint32_t stn_go_top_of(const struct stn_go_tree *tree, uint32_t id)
{
    while (id != 0 && tree->nodes[id].parent != 0)
        id = tree->nodes[id].parent;
    return id;
}

uint32_t stn_go_above(const struct stn_go_tree *tree, uint32_t id,
                      enum stn_go_kind kind)
{
    while (id != 0) {
        id = tree->nodes[id].parent;
        if (tree->nodes[id].kind == kind)
            return id;
    }
    return 0;
}

uint32_t stn_go_function_of(const struct stn_go_tree *tree, uint32_t id)
{
    while (id != 0) {
        id = tree->nodes[id].parent;
        if (stn_go_is_function(tree, id))
            return id;
    }
    return 0;
}

/* Leaves are told apart by their text, all else by its kind. */
static bool same_node(const struct stn_go_tree *tree, uint32_t a, uint32_t b)
{
    const struct stn_go_node *left = &tree->nodes[a];
    const struct stn_go_node *right = &tree->nodes[b];

    if (left->kind != right->kind || left->size != right->size ||
        left->op != right->op || left->op == STN_GO_OP_OTHER)
        return false;
    return left->size > 1 ||
           stn_str_equal(stn_go_text(tree, a), stn_go_text(tree, b));
}

bool stn_go_same(const struct stn_go_tree *tree, uint32_t a, uint32_t b)
{
    const uint32_t size = tree->nodes[a].size;

    if (a == 0 || b == 0)
        return false;
    for (uint32_t i = 0; i < size; i++)
        if (!same_node(tree, a + i, b + i) || stn_go_is_call(tree, a + i) ||
            (i > 0 &&
             tree->nodes[a + i].parent - a != tree->nodes[b + i].parent - b))
            return false;
    return true;
}

/* `f[T](x)` with one operand cannot be told from a conversion by syntax. */
static bool is_generic_call(const struct stn_go_tree *tree, uint32_t id)
{
    uint32_t type = stn_go_child(tree, id, STN_GO_IN_type);

    return tree->nodes[id].kind == STN_GO_TYPE_CONVERSION && type != 0 &&
           tree->nodes[type].kind == STN_GO_GENERIC_TYPE;
}

bool stn_go_is_call(const struct stn_go_tree *tree, uint32_t id)
{
    return tree->nodes[id].kind == STN_GO_CALL || is_generic_call(tree, id);
}

uint32_t stn_go_callee(const struct stn_go_tree *tree, uint32_t call)
{
    if (tree->nodes[call].kind == STN_GO_CALL) {
        uint32_t callee = stn_go_child(tree, call, STN_GO_IN_function);
        /* f[T](x, y): the name is what counts. */
        if (callee != 0 &&
            tree->nodes[callee].kind == STN_GO_TYPE_INSTANTIATION)
            callee = stn_go_first(tree, callee);
        return callee;
    }
    if (!is_generic_call(tree, call))
        return 0;
    uint32_t type = stn_go_child(tree, call, STN_GO_IN_type);
    return stn_go_child(tree, type, STN_GO_IN_type);
}

uint32_t stn_go_arguments(const struct stn_go_tree *tree, uint32_t call)
{
    return tree->nodes[call].kind == STN_GO_CALL
               ? stn_go_child(tree, call, STN_GO_IN_arguments)
               : 0;
}

uint32_t stn_go_argument(const struct stn_go_tree *tree, uint32_t call,
                         uint32_t n)
{
    uint32_t list = stn_go_arguments(tree, call);

    if (list != 0)
        return stn_go_nth(tree, list, n);
    return n == 0 && is_generic_call(tree, call)
               ? stn_go_child(tree, call, STN_GO_IN_operand)
               : 0;
}

uint32_t stn_go_statement_call(const struct stn_go_tree *tree,
                               uint32_t statement)
{
    const enum stn_go_kind kind = stn_go_kind_of(tree, statement);
    uint32_t call = stn_go_first(tree, statement);

    if (kind != STN_GO_DEFER && kind != STN_GO_GO &&
        kind != STN_GO_EXPRESSION_STATEMENT)
        return 0;
    return call != 0 && stn_go_is_call(tree, call) ? call : 0;
}

struct stn_str stn_go_selected(const struct stn_go_tree *tree, uint32_t id)
{
    uint32_t name = 0;

    if (id != 0 && tree->nodes[id].kind == STN_GO_SELECTOR)
        name = stn_go_child(tree, id, STN_GO_IN_field);
    else if (id != 0 && tree->nodes[id].kind == STN_GO_QUALIFIED_TYPE)
        name = stn_go_child(tree, id, STN_GO_IN_name);
    return name != 0 ? stn_go_text(tree, name) : STN_STR("");
}

uint32_t stn_go_body(const struct stn_go_tree *tree, uint32_t id)
{
    return stn_go_child(tree, id, STN_GO_IN_body);
}

static bool holds_statements(enum stn_go_kind kind)
{
    return kind == STN_GO_BLOCK || kind == STN_GO_EXPRESSION_CASE ||
           kind == STN_GO_TYPE_CASE || kind == STN_GO_DEFAULT_CASE ||
           kind == STN_GO_COMMUNICATION_CASE || kind == STN_GO_LABELED;
}

static bool is_simple_statement(enum stn_go_kind kind)
{
    return kind == STN_GO_SHORT_VAR || kind == STN_GO_ASSIGNMENT ||
           kind == STN_GO_SEND || kind == STN_GO_RECEIVE ||
           kind == STN_GO_INC || kind == STN_GO_DEC ||
           kind == STN_GO_EXPRESSION_STATEMENT;
}

uint32_t stn_go_statement_of(const struct stn_go_tree *tree, uint32_t id)
{
    while (id != 0) {
        uint32_t parent = tree->nodes[id].parent;
        if (is_simple_statement(stn_go_kind_of(tree, id)))
            return id;
        if (holds_statements(stn_go_kind_of(tree, parent)) &&
            tree->nodes[id].field != STN_GO_IN_value &&
            tree->nodes[id].field != STN_GO_IN_type &&
            tree->nodes[id].field != STN_GO_IN_label)
            return id;
        id = parent;
    }
    return 0;
}

uint32_t stn_go_loop_of(const struct stn_go_tree *tree, uint32_t id)
{
    while (id != 0) {
        uint32_t from = id;
        id = tree->nodes[id].parent;
        if (stn_go_is_function(tree, id))
            return 0;
        /* What a header evaluates once is not in the loop. */
        if (tree->nodes[id].kind == STN_GO_FOR &&
            tree->nodes[from].field == STN_GO_IN_body)
            return id;
    }
    return 0;
}

bool stn_go_has_comment(const struct stn_go_tree *tree, size_t start,
                        size_t end)
{
    size_t low = 0;
    size_t high = tree->comment_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (tree->comments[middle].start < start)
            low = middle + 1;
        else
            high = middle;
    }
    return low < tree->comment_count && tree->comments[low].start < end;
}
