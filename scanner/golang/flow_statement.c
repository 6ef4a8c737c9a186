#include "golang/flow_build.h"

#include "golang/called.h"
#include "golang/names.h"
#include "golang/types.h"

/* Take a condition apart at && || and !. */
static void build_condition(struct stn_go_builder *builder, uint32_t node,
                            uint32_t yes, uint32_t no)
{
    const struct stn_go_tree *tree = builder->tree;
    const uint8_t op = tree->nodes[node].op;
    const bool is_binary = tree->nodes[node].kind == STN_GO_BINARY;

    if (tree->nodes[node].kind == STN_GO_UNARY && op == STN_GO_OP_NOT) {
        build_condition(builder, stn_go_child(tree, node, STN_GO_IN_operand),
                        no, yes);
        return;
    }
    if (!is_binary || (op != STN_GO_OP_AND_AND && op != STN_GO_OP_OR_OR)) {
        if (node != 0)
            stn_go_builder_add_point(builder, node);
        stn_go_builder_branch(builder, node, yes, no);
        return;
    }
    uint32_t middle = stn_go_builder_reserve(builder, 1);
    const bool is_and = op == STN_GO_OP_AND_AND;
    build_condition(builder, stn_go_child(tree, node, STN_GO_IN_left),
                    is_and ? middle : yes, is_and ? no : middle);
    stn_go_builder_begin(builder, middle);
    build_condition(builder, stn_go_child(tree, node, STN_GO_IN_right), yes,
                    no);
}

static void build_statement(struct stn_go_builder *builder, uint32_t node);

static void build_if_any(struct stn_go_builder *builder, uint32_t node)
{
    if (node != 0)
        build_statement(builder, node);
}

static void build_if(struct stn_go_builder *builder, uint32_t node)
{
    const struct stn_go_tree *tree = builder->tree;
    const uint32_t alternative =
        stn_go_child(tree, node, STN_GO_IN_alternative);
    const uint32_t yes = stn_go_builder_reserve(builder, 1);
    const uint32_t after = stn_go_builder_reserve(builder, 1);
    const uint32_t no =
        alternative != 0 ? stn_go_builder_reserve(builder, 1) : after;

    build_if_any(builder, stn_go_child(tree, node, STN_GO_IN_initializer));
    build_condition(builder, stn_go_child(tree, node, STN_GO_IN_condition), yes,
                    no);
    stn_go_builder_begin(builder, yes);
    build_if_any(builder, stn_go_child(tree, node, STN_GO_IN_consequence));
    stn_go_builder_jump(builder, after);
    if (alternative != 0) {
        stn_go_builder_begin(builder, no);
        build_statement(builder, alternative);
    }
    stn_go_builder_join(builder, after);
}

/* Where break, continue and fallthrough lead to, while something is built. */
struct targets {
    uint32_t break_to, continue_to, fall_to;
    struct stn_go_label *label;
};

/* @param continue_to  STN_GO_NO_BLOCK: it stays as it is. */
static struct targets set_targets(struct stn_go_builder *builder,
                                  uint32_t break_to, uint32_t continue_to)
{
    const struct targets outer = {builder->break_to, builder->continue_to,
                                  builder->fall_to, builder->label};

    builder->label = NULL;
    builder->fall_to = STN_GO_NO_BLOCK;
    builder->break_to = break_to;
    if (continue_to != STN_GO_NO_BLOCK)
        builder->continue_to = continue_to;
    if (outer.label != NULL) {
        outer.label->break_to = break_to;
        outer.label->continue_to = continue_to;
    }
    return outer;
}

static void reset_targets(struct stn_go_builder *builder,
                          const struct targets *outer)
{
    builder->break_to = outer->break_to;
    builder->continue_to = outer->continue_to;
    builder->fall_to = outer->fall_to;
    if (outer->label != NULL) {
        outer->label->break_to = STN_GO_NO_BLOCK;
        outer->label->continue_to = STN_GO_NO_BLOCK;
    }
}

static bool is_true(const struct stn_go_builder *builder, uint32_t condition)
{
    return condition == 0 ||
           stn_go_is_predeclared(builder->file, condition, "true");
}

/* A range over what ticks, which is never closed. */
static bool is_endless(const struct stn_go_builder *builder, uint32_t range)
{
    const struct stn_go_tree *tree = builder->tree;
    uint32_t over = stn_go_child(tree, range, STN_GO_IN_right);

    if (over == 0)
        return false;
    if (stn_go_is_call(tree, over))
        return stn_go_calls(builder->package, builder->file, over, "time", "",
                            "Tick");
    if (!stn_str_equal(stn_go_selected(tree, over), STN_STR("C")))
        return false;
    struct stn_go_type type =
        stn_go_type_of(builder->package, builder->file,
                       stn_go_child(tree, over, STN_GO_IN_operand));
    return stn_go_type_is(&type, "time", "Ticker");
}

/* The head of a loop: its turns begin with `body`, and then it is `after`. */
static void build_head(struct stn_go_builder *builder, uint32_t header,
                       uint32_t body, uint32_t after)
{
    const struct stn_go_tree *tree = builder->tree;
    uint32_t condition = header;

    if (header != 0 && tree->nodes[header].kind == STN_GO_RANGE_CLAUSE) {
        stn_go_builder_add_point(builder, header);
        if (is_endless(builder, header))
            stn_go_builder_jump(builder, body);
        else
            stn_go_builder_branch(builder, header, body, after);
        return;
    }
    if (header != 0 && tree->nodes[header].kind == STN_GO_FOR_CLAUSE)
        condition = stn_go_child(tree, header, STN_GO_IN_condition);
    if (!is_true(builder, condition)) {
        build_condition(builder, condition, body, after);
        return;
    }
    if (condition != 0)
        stn_go_builder_add_point(builder, condition);
    stn_go_builder_jump(builder, body);
}

static void build_for(struct stn_go_builder *builder, uint32_t node)
{
    const struct stn_go_tree *tree = builder->tree;
    const uint32_t block = stn_go_body(tree, node);
    const uint32_t first = stn_go_first(tree, node);
    const uint32_t header = first != block ? first : 0;
    const enum stn_go_kind kind =
        header != 0 ? stn_go_kind_of(tree, header) : STN_GO_OTHER;
    const uint32_t head = stn_go_builder_reserve(builder, 1);
    const uint32_t body = stn_go_builder_reserve(builder, 1);
    const uint32_t after = stn_go_builder_reserve(builder, 1);
    uint32_t update = 0;
    uint32_t next = head;

    if (kind == STN_GO_FOR_CLAUSE) {
        build_if_any(builder,
                     stn_go_child(tree, header, STN_GO_IN_initializer));
        update = stn_go_child(tree, header, STN_GO_IN_update);
        if (update != 0)
            next = stn_go_builder_reserve(builder, 1);
    } else if (kind == STN_GO_RANGE_CLAUSE) {
        stn_go_builder_add_point(builder,
                                 stn_go_child(tree, header, STN_GO_IN_right));
    }
    stn_go_builder_begin(builder, head);
    build_head(builder, header, body, after);
    const struct targets outer = set_targets(builder, after, next);
    stn_go_builder_begin(builder, body);
    build_if_any(builder, block);
    reset_targets(builder, &outer);
    if (update != 0) {
        stn_go_builder_join(builder, next);
        if (builder->current != STN_GO_NO_BLOCK)
            build_statement(builder, update);
    }
    stn_go_builder_jump(builder, head);
    stn_go_builder_join(builder, after);
}

static bool is_case(enum stn_go_kind kind)
{
    return kind == STN_GO_EXPRESSION_CASE || kind == STN_GO_TYPE_CASE ||
           kind == STN_GO_DEFAULT_CASE || kind == STN_GO_COMMUNICATION_CASE;
}

/* The first case from a child on; 0: there is none. */
static uint32_t find_case(const struct stn_go_tree *tree, uint32_t child)
{
    while (child != 0 && !is_case(stn_go_kind_of(tree, child)))
        child = stn_go_next(tree, child);
    return child;
}

static uint32_t next_case(const struct stn_go_tree *tree, uint32_t node)
{
    return find_case(tree, stn_go_next(tree, node));
}

/* Ask whether a case is taken. */
static void build_question(struct stn_go_builder *builder, uint32_t node,
                           bool has_value, uint32_t yes, uint32_t no)
{
    const struct stn_go_tree *tree = builder->tree;
    uint32_t list = tree->nodes[node].kind == STN_GO_EXPRESSION_CASE
                        ? stn_go_child(tree, node, STN_GO_IN_value)
                        : 0;
    uint32_t expression = list != 0 ? stn_go_first(tree, list) : 0;

    if (!has_value && expression != 0 && stn_go_next(tree, expression) == 0) {
        build_condition(builder, expression, yes, no);
        return;
    }
    for (; expression != 0; expression = stn_go_next(tree, expression))
        stn_go_builder_add_point(builder, expression);
    stn_go_builder_branch(builder, node, yes, no);
}

/* One case after the other is asked; the default is taken when none is. */
static void build_questions(struct stn_go_builder *builder, uint32_t first,
                            bool has_value, uint32_t bodies, uint32_t after)
{
    const struct stn_go_tree *tree = builder->tree;
    uint32_t otherwise = after;
    uint32_t body = bodies;

    for (uint32_t n = first; n != 0; n = next_case(tree, n), body++) {
        if (stn_go_builder_gives_up(builder))
            return;
        if (tree->nodes[n].kind == STN_GO_DEFAULT_CASE) {
            otherwise = body;
            continue;
        }
        uint32_t next = stn_go_builder_reserve(builder, 1);
        build_question(builder, n, has_value, body, next);
        stn_go_builder_begin(builder, next);
    }
    /* A switch that nothing leads to may be without a question. */
    stn_go_builder_add_edge(builder, otherwise, 0, false);
    stn_go_builder_end(builder);
}

/* What is done in each case. */
static void build_cases(struct stn_go_builder *builder, uint32_t first,
                        uint32_t bodies, uint32_t after)
{
    const struct stn_go_tree *tree = builder->tree;
    const struct targets outer = set_targets(builder, after, STN_GO_NO_BLOCK);
    uint32_t body = bodies;

    for (uint32_t n = first; n != 0; body++) {
        if (stn_go_builder_gives_up(builder))
            break;
        const uint32_t next = next_case(tree, n);
        uint32_t communication = stn_go_child(tree, n, STN_GO_IN_communication);
        stn_go_builder_begin(builder, body);
        if (communication != 0)
            stn_go_builder_add_point(builder, communication);
        builder->fall_to = next != 0 ? body + 1 : STN_GO_NO_BLOCK;
        stn_go_build_statements(builder, n);
        stn_go_builder_jump(builder, after);
        n = next;
    }
    reset_targets(builder, &outer);
    stn_go_builder_join(builder, after);
}

static void build_switch(struct stn_go_builder *builder, uint32_t node)
{
    const struct stn_go_tree *tree = builder->tree;
    const uint32_t value = stn_go_child(tree, node, STN_GO_IN_value);
    const uint32_t first = find_case(tree, stn_go_first(tree, node));
    size_t count = 0;

    build_if_any(builder, stn_go_child(tree, node, STN_GO_IN_initializer));
    if (value != 0)
        stn_go_builder_add_point(builder, value);
    for (uint32_t n = first; n != 0; n = next_case(tree, n))
        count++;
    const uint32_t after = stn_go_builder_reserve(builder, 1);
    const uint32_t bodies = stn_go_builder_reserve(builder, count);
    build_questions(builder, first, value != 0, bodies, after);
    build_cases(builder, first, bodies, after);
}

static void build_select(struct stn_go_builder *builder, uint32_t node)
{
    const struct stn_go_tree *tree = builder->tree;
    const uint32_t first = find_case(tree, stn_go_first(tree, node));
    const uint32_t after = stn_go_builder_reserve(builder, 1);
    size_t count = 0;

    if (builder->current == STN_GO_NO_BLOCK)
        stn_go_builder_begin(builder, stn_go_builder_reserve(builder, 1));
    for (uint32_t n = first; n != 0; n = next_case(tree, n))
        count++;
    const uint32_t bodies = stn_go_builder_reserve(builder, count);
    uint32_t body = bodies;
    for (uint32_t n = first; n != 0 && !stn_go_builder_gives_up(builder);
         n = next_case(tree, n))
        stn_go_builder_add_edge(builder, body++, n, true);
    stn_go_builder_end(builder);
    build_cases(builder, first, bodies, after);
}

static void build_labeled(struct stn_go_builder *builder, uint32_t node)
{
    const struct stn_go_tree *tree = builder->tree;
    const uint32_t name = stn_go_child(tree, node, STN_GO_IN_label);
    const uint32_t statement = name != 0 ? stn_go_next(tree, name) : 0;
    struct stn_go_label *label =
        name != 0 ? stn_go_builder_label(builder, stn_go_text(tree, name))
                  : NULL;

    if (label != NULL)
        stn_go_builder_begin(builder, label->block);
    if (statement == 0)
        return;
    switch (stn_go_kind_of(tree, statement)) {
    case STN_GO_FOR:
    case STN_GO_SWITCH:
    case STN_GO_TYPE_SWITCH:
    case STN_GO_SELECT:
        builder->label = label;
        break;
    default:
        break;
    }
    build_statement(builder, statement);
    builder->label = NULL;
}

/* break, continue, goto and fallthrough. */
static void build_jump(struct stn_go_builder *builder, uint32_t node)
{
    const struct stn_go_tree *tree = builder->tree;
    const enum stn_go_kind kind = stn_go_kind_of(tree, node);
    const uint32_t name = stn_go_first(tree, node);
    uint32_t to = builder->fall_to;

    if (name != 0) {
        const struct stn_go_label *label =
            stn_go_builder_label(builder, stn_go_text(tree, name));
        if (label == NULL)
            to = STN_GO_NO_BLOCK;
        else if (kind == STN_GO_GOTO)
            to = label->block;
        else
            to = kind == STN_GO_BREAK ? label->break_to : label->continue_to;
    } else if (kind == STN_GO_BREAK) {
        to = builder->break_to;
    } else if (kind == STN_GO_CONTINUE) {
        to = builder->continue_to;
    } else if (kind == STN_GO_GOTO) {
        to = STN_GO_NO_BLOCK;
    }
    if (to == STN_GO_NO_BLOCK)
        builder->is_broken = true;
    else
        stn_go_builder_jump(builder, to);
}

static void build_expression(struct stn_go_builder *builder, uint32_t node)
{
    const uint32_t call = stn_go_statement_call(builder->tree, node);
    enum stn_go_leave how = STN_GO_GOES_ON;

    if (call != 0)
        how = stn_go_call_leaves_now(builder->package, builder->file, call);
    stn_go_builder_add_point(builder, node);
    if (how != STN_GO_GOES_ON)
        stn_go_builder_leave(builder, how, call);
}

static void build_statement(struct stn_go_builder *builder, uint32_t node)
{
    const struct stn_go_tree *tree = builder->tree;

    if (stn_go_builder_gives_up(builder))
        return;
    switch (stn_go_kind_of(tree, node)) {
    case STN_GO_BLOCK:
        stn_go_build_statements(builder, node);
        return;
    case STN_GO_IF:
        build_if(builder, node);
        return;
    case STN_GO_FOR:
        build_for(builder, node);
        return;
    case STN_GO_SWITCH:
    case STN_GO_TYPE_SWITCH:
        build_switch(builder, node);
        return;
    case STN_GO_SELECT:
        build_select(builder, node);
        return;
    case STN_GO_LABELED:
        build_labeled(builder, node);
        return;
    case STN_GO_BREAK:
    case STN_GO_CONTINUE:
    case STN_GO_GOTO:
    case STN_GO_FALLTHROUGH:
        build_jump(builder, node);
        return;
    case STN_GO_RETURN:
        stn_go_builder_add_point(builder, node);
        stn_go_builder_leave(builder, STN_GO_LEAVES_RETURN, node);
        return;
    case STN_GO_EXPRESSION_STATEMENT:
        build_expression(builder, node);
        return;
    case STN_GO_EMPTY_STATEMENT:
    case STN_GO_CONST_DECLARATION:
    case STN_GO_TYPE_DECLARATION:
        return;
    default:
        stn_go_builder_add_point(builder, node);
        return;
    }
}

void stn_go_build_statements(struct stn_go_builder *builder, uint32_t list)
{
    const struct stn_go_tree *tree = builder->tree;

    for (uint32_t n = stn_go_first(tree, list); n != 0;
         n = stn_go_next(tree, n)) {
        const uint8_t field = tree->nodes[n].field;
        if (stn_go_builder_gives_up(builder))
            return;
        /* What a case asks. */
        if (field != STN_GO_IN_value && field != STN_GO_IN_type &&
            field != STN_GO_IN_communication)
            build_statement(builder, n);
    }
}
