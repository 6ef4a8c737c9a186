#include "golang/turns.h"

#include "golang/names.h"
#include "golang/types.h"
#include "golang/uses.h"

/* Uses of a list that are looked at. */
#define USES_MAX 256

bool stn_go_number(const struct stn_go_tree *tree, uint32_t node, uint32_t *out)
{
    struct stn_str text = stn_go_text(tree, node);
    uint32_t value = 0;

    if (tree->nodes[node].kind != STN_GO_NUMBER)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9')
            return false;
        value = value * 10 + (uint32_t)(text.ptr[i] - '0');
        if (value > STN_GO_NUMBER_MAX)
            return false;
    }
    *out = value;
    return true;
}

/* A number, or a constant that is declared as one. */
static bool read_constant(const struct stn_go_package *package,
                          const struct stn_go_file *file, uint32_t node,
                          uint32_t *out)
{
    if (node == 0 || file->tree.nodes[node].kind != STN_GO_IDENTIFIER)
        return node != 0 && stn_go_number(&file->tree, node, out);
    const struct stn_go_object *known =
        &package->objects[stn_go_object_at(file, node)];
    if (stn_go_object_at(file, node) == 0 || known->kind != STN_GO_CONSTANT)
        return false;
    const struct stn_go_tree *tree = &package->files[known->file].tree;
    uint32_t values = stn_go_child(tree, known->decl, STN_GO_IN_value);
    uint32_t value = values != 0 ? stn_go_first(tree, values) : 0;
    /* One of several is not looked for among the others. */
    return value != 0 && stn_go_next(tree, value) == 0 &&
           stn_go_number(tree, value, out);
}

static bool is_never_written(struct stn_go_package *package,
                             const struct stn_go_file *file, uint32_t object)
{
    size_t looked = 0;

    for (uint32_t at = stn_go_next_use(package, file, object, 0); at != 0;
         at = stn_go_next_use(package, file, object, at))
        if (++looked > USES_MAX || !stn_go_spend(package, STN_GO_USE_STEPS) ||
            stn_go_use_at(package, file, object, at).kind == STN_GO_USE_WRITTEN)
            return false;
    return true;
}

/* A list that is written where it is ranged over, or just before and never
 * changed: its elements are in the source. */
static uint32_t list_length(struct stn_go_package *package,
                            const struct stn_go_file *file, uint32_t over)
{
    const struct stn_go_tree *tree = &file->tree;

    if (tree->nodes[over].kind == STN_GO_IDENTIFIER) {
        uint32_t object = stn_go_object_at(file, over);
        if (object == 0 || package->objects[object].file != file->index ||
            !is_never_written(package, file, object))
            return 0;
        over = stn_go_object_value(package, object);
    }
    if (over == 0 || tree->nodes[over].kind != STN_GO_COMPOSITE_LITERAL)
        return 0;
    uint32_t body = stn_go_child(tree, over, STN_GO_IN_body);
    return body != 0 ? stn_go_count(tree, body) : 0;
}

/* The number that `i := 0` begins with, and `i++` or `i--` goes on from. */
static bool read_start(const struct stn_go_package *package,
                       const struct stn_go_file *file, uint32_t clause,
                       enum stn_go_kind step, uint32_t *out)
{
    const struct stn_go_tree *tree = &file->tree;
    uint32_t update = stn_go_child(tree, clause, STN_GO_IN_update);
    uint32_t start = stn_go_child(tree, clause, STN_GO_IN_initializer);
    uint32_t list = start != 0 ? stn_go_child(tree, start, STN_GO_IN_right) : 0;
    uint32_t value = list != 0 ? stn_go_first(tree, list) : 0;

    return update != 0 && stn_go_kind_of(tree, update) == step && value != 0 &&
           stn_go_next(tree, value) == 0 &&
           read_constant(package, file, value, out);
}

/* `i < n` and the like; without a start that is known, n is the most. */
static struct stn_go_turns count(const struct stn_go_package *package,
                                 const struct stn_go_file *file,
                                 uint32_t clause, uint32_t condition)
{
    const struct stn_go_tree *tree = &file->tree;
    const uint8_t op = tree->nodes[condition].op;
    const bool is_up = op == STN_GO_OP_LESS || op == STN_GO_OP_LESS_EQUAL;
    const bool is_down =
        op == STN_GO_OP_GREATER || op == STN_GO_OP_GREATER_EQUAL;
    const uint32_t one =
        op == STN_GO_OP_LESS_EQUAL || op == STN_GO_OP_GREATER_EQUAL;
    uint32_t limit;
    uint32_t start;

    if (tree->nodes[condition].kind != STN_GO_BINARY || (!is_up && !is_down) ||
        !read_constant(package, file,
                       stn_go_child(tree, condition, STN_GO_IN_right), &limit))
        return (struct stn_go_turns){0};
    if (!read_start(package, file, clause, is_up ? STN_GO_INC : STN_GO_DEC,
                    &start))
        return (struct stn_go_turns){.most = is_up ? limit : 0};
    const uint32_t low = is_up ? start : limit;
    const uint32_t high = is_up ? limit : start;
    return (struct stn_go_turns){high >= low ? high - low + one : 0, true};
}

struct stn_go_turns stn_go_turns_of(struct stn_go_package *package,
                                    const struct stn_go_file *file,
                                    uint32_t loop)
{
    const struct stn_go_tree *tree = &file->tree;
    uint32_t range = stn_go_child_of(tree, loop, STN_GO_RANGE_CLAUSE);
    uint32_t clause = stn_go_child_of(tree, loop, STN_GO_FOR_CLAUSE);

    if (range != 0) {
        uint32_t over = stn_go_child(tree, range, STN_GO_IN_right);
        uint32_t turns = 0;
        if (over != 0 && !read_constant(package, file, over, &turns))
            turns = list_length(package, file, over);
        return (struct stn_go_turns){turns, turns > 0};
    }
    uint32_t condition =
        clause != 0 ? stn_go_child(tree, clause, STN_GO_IN_condition) : 0;
    const bool is_alone =
        condition == 0 || tree->nodes[condition].op != STN_GO_OP_AND_AND;
    /* err != nil && tries < 3 */
    while (condition != 0 && tree->nodes[condition].op == STN_GO_OP_AND_AND)
        condition = stn_go_child(tree, condition, STN_GO_IN_right);
    if (condition == 0)
        return (struct stn_go_turns){0};
    struct stn_go_turns turns = count(package, file, clause, condition);
    turns.is_exact = turns.is_exact && is_alone && turns.most > 0;
    return turns;
}
