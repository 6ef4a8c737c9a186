#include "golang/loop_state.h"

#include "golang/names.h"
#include "golang/types.h"

/* What a number in a loop's head is read up to. */
#define TURNS_MAX 1000000

static uint32_t read_number(const struct stn_go_tree *tree, uint32_t node)
{
    struct stn_str text = stn_go_text(tree, node);
    uint32_t value = 0;

    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9' || value > TURNS_MAX)
            return 0;
        value = value * 10 + (uint32_t)(text.ptr[i] - '0');
    }
    return value;
}

/* A number, or a constant that is one. */
static uint32_t number_of(struct stn_go_pass *pass, uint32_t node)
{
    if (node == 0)
        return 0;
    if (pass->tree->nodes[node].kind == STN_GO_NUMBER)
        return read_number(pass->tree, node);
    uint32_t object = pass->tree->nodes[node].kind == STN_GO_IDENTIFIER
                          ? stn_go_object_at(pass->file, node)
                          : 0;
    if (object == 0 || pass->package->objects[object].kind != STN_GO_CONSTANT ||
        pass->package->objects[object].file != pass->file->index)
        return 0;
    uint32_t values = stn_go_child(
        pass->tree, pass->package->objects[object].decl, STN_GO_IN_value);
    uint32_t value = values != 0 ? stn_go_first(pass->tree, values) : 0;
    return value != 0 && pass->tree->nodes[value].kind == STN_GO_NUMBER
               ? read_number(pass->tree, value)
               : 0;
}

/* A list that is written where it is ranged over, or just before and never
 * changed: its elements are in the source. */
static uint32_t list_length(struct stn_go_pass *pass, uint32_t over)
{
    const struct stn_go_tree *tree = pass->tree;

    if (tree->nodes[over].kind == STN_GO_IDENTIFIER) {
        uint32_t object = stn_go_object_at(pass->file, over);
        if (object == 0 ||
            pass->package->objects[object].file != pass->file->index)
            return 0;
        over = stn_go_object_value(pass->package, object);
        size_t looked = 0;
        for (uint32_t at =
                 stn_go_next_use(pass->package, pass->file, object, 0);
             at != 0;
             at = stn_go_next_use(pass->package, pass->file, object, at))
            if (++looked > STN_GO_LOOP_USES_MAX ||
                !stn_go_spend(pass->package, STN_GO_USE_STEPS) ||
                stn_go_use_at(pass->package, pass->file, object, at).kind ==
                    STN_GO_USE_WRITTEN)
                return 0;
    }
    if (over == 0 || tree->nodes[over].kind != STN_GO_COMPOSITE_LITERAL)
        return 0;
    uint32_t body = stn_go_child(tree, over, STN_GO_IN_body);
    return body != 0 ? stn_go_count(tree, body) : 0;
}

uint32_t stn_go_loop_turns(struct stn_go_pass *pass, uint32_t loop)
{
    const struct stn_go_tree *tree = pass->tree;
    uint32_t range = stn_go_child_of(tree, loop, STN_GO_RANGE_CLAUSE);
    uint32_t clause = stn_go_child_of(tree, loop, STN_GO_FOR_CLAUSE);

    if (range != 0) {
        uint32_t over = stn_go_child(tree, range, STN_GO_IN_right);
        if (over == 0)
            return 0;
        uint32_t number = number_of(pass, over);
        return number != 0 ? number : list_length(pass, over);
    }
    uint32_t condition =
        clause != 0 ? stn_go_child(tree, clause, STN_GO_IN_condition) : 0;
    /* err != nil && tries < 3 */
    while (condition != 0 && tree->nodes[condition].op == STN_GO_OP_AND_AND)
        condition = stn_go_child(tree, condition, STN_GO_IN_right);
    if (condition == 0 || tree->nodes[condition].kind != STN_GO_BINARY ||
        (tree->nodes[condition].op != STN_GO_OP_LESS &&
         tree->nodes[condition].op != STN_GO_OP_LESS_EQUAL))
        return 0;
    return number_of(pass, stn_go_child(tree, condition, STN_GO_IN_right));
}
