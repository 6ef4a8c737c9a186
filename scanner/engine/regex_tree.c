#include "engine/regex_parser.h"

#include "base/alloc.h"

/* @return The new node, or NULL with has_no_memory set. */
static struct stn_syntax_node *add_node(struct stn_parser *parser,
                                        enum stn_syntax_kind kind)
{
    struct stn_syntax *tree = parser->tree;
    struct stn_syntax_node *nodes =
        stn_grow(tree->nodes, &tree->capacity, tree->count, sizeof(*nodes));

    if (nodes == NULL) {
        parser->has_no_memory = true;
        return NULL;
    }
    tree->nodes = nodes;
    struct stn_syntax_node *node = &nodes[tree->count];
    *node = (struct stn_syntax_node){
        .kind = kind,
        .parent = STN_SYNTAX_NONE,
        .first = STN_SYNTAX_NONE,
        .last = STN_SYNTAX_NONE,
        .prev = STN_SYNTAX_NONE,
        .next = STN_SYNTAX_NONE,
        .begin = (uint32_t)tree->count++,
    };
    return node;
}

static uint32_t index_of(const struct stn_parser *parser,
                         const struct stn_syntax_node *node)
{
    return (uint32_t)(node - parser->tree->nodes);
}

static void append(struct stn_parser *parser, struct stn_syntax_row *row,
                   uint32_t index)
{
    struct stn_syntax_node *nodes = parser->tree->nodes;

    nodes[index].prev = row->last;
    nodes[index].next = STN_SYNTAX_NONE;
    if (row->last != STN_SYNTAX_NONE)
        nodes[row->last].next = index;
    else
        row->first = index;
    row->last = index;
    row->count++;
}

/* Add an item without children to the branch being read. */
void stn_parser_add_item(struct stn_parser *parser, enum stn_syntax_kind kind,
                         const struct stn_byte_set *set)
{
    struct stn_syntax_node *node = add_node(parser, kind);

    if (node == NULL)
        return;
    if (kind == STN_SYNTAX_SET) {
        node->set = *set;
        node->min_length = node->max_length = 1;
    } else if (kind == STN_SYNTAX_OPAQUE) {
        node->max_length = STN_SYNTAX_UNBOUNDED;
    }
    append(parser, &stn_parser_top(parser)->items, index_of(parser, node));
}

void stn_parser_add_byte(struct stn_parser *parser, unsigned char byte)
{
    struct stn_byte_set set = {0};

    stn_byte_set_add(&set, byte);
    if (parser->flags.caseless)
        stn_byte_set_fold(&set);
    stn_parser_add_item(parser, STN_SYNTAX_SET, &set);
}

/* Make a row the children of a node. */
static void adopt(struct stn_parser *parser, struct stn_syntax_node *node,
                  const struct stn_syntax_row *row)
{
    struct stn_syntax_node *nodes = parser->tree->nodes;
    const uint32_t index = index_of(parser, node);

    node->first = row->first;
    node->last = row->last;
    for (uint32_t i = row->first; i != STN_SYNTAX_NONE; i = nodes[i].next) {
        const struct stn_syntax_node *child = &nodes[i];
        nodes[i].parent = index;
        if (i == row->first)
            node->begin = child->begin;
        if (node->kind == STN_SYNTAX_CONCAT) {
            node->min_length =
                stn_syntax_plus(node->min_length, child->min_length);
            node->max_length =
                stn_syntax_plus(node->max_length, child->max_length);
            continue;
        }
        if (i == row->first || child->min_length < node->min_length)
            node->min_length = child->min_length;
        if (child->max_length > node->max_length)
            node->max_length = child->max_length;
    }
}

/* The row as one node: itself, if it has one. */
static uint32_t join(struct stn_parser *parser,
                     const struct stn_syntax_row *row,
                     enum stn_syntax_kind kind)
{
    struct stn_syntax_node *node;

    if (row->count == 1)
        return row->first;
    node = add_node(parser, row->count == 0 ? STN_SYNTAX_EMPTY : kind);
    if (node == NULL)
        return STN_SYNTAX_NONE;
    adopt(parser, node, row);
    return index_of(parser, node);
}

void stn_parser_end_branch(struct stn_parser *parser)
{
    struct stn_parser_frame *frame = stn_parser_top(parser);
    const uint32_t branch = join(parser, &frame->items, STN_SYNTAX_CONCAT);

    frame->items = STN_SYNTAX_ROW_EMPTY;
    if (branch != STN_SYNTAX_NONE)
        append(parser, &frame->branches, branch);
}

/* The frame's branches as one node, which has no siblings yet. */
uint32_t stn_parser_end_branches(struct stn_parser *parser)
{
    stn_parser_end_branch(parser);
    if (parser->has_no_memory)
        return STN_SYNTAX_NONE;
    return join(parser, &stn_parser_top(parser)->branches,
                STN_SYNTAX_ALTERNATE);
}

void stn_parser_close_group(struct stn_parser *parser)
{
    static const enum stn_syntax_kind kinds[] = {
        [STN_ROLE_CAPTURE] = STN_SYNTAX_GROUP,
        [STN_ROLE_BEHIND] = STN_SYNTAX_BEHIND,
        [STN_ROLE_BEHIND_NOT] = STN_SYNTAX_BEHIND_NOT,
        [STN_ROLE_ASSERT] = STN_SYNTAX_ASSERT,
        [STN_ROLE_OPAQUE] = STN_SYNTAX_OPAQUE,
    };
    const uint32_t body = stn_parser_end_branches(parser);
    const struct stn_parser_frame frame = *stn_parser_top(parser);
    uint32_t item = body;

    if (body == STN_SYNTAX_NONE)
        return;
    if (frame.role != STN_ROLE_PLAIN) {
        const struct stn_syntax_row row = {body, body, 1};
        struct stn_syntax_node *node = add_node(parser, kinds[frame.role]);
        if (node == NULL)
            return;
        adopt(parser, node, &row);
        item = index_of(parser, node);
        node->group = frame.group;
        if (frame.role != STN_ROLE_CAPTURE)
            node->min_length = node->max_length = 0;
        if (frame.role == STN_ROLE_OPAQUE)
            node->max_length = STN_SYNTAX_UNBOUNDED;
        if (frame.is_secret)
            parser->named_secret = item;
        if (frame.group == 1)
            parser->first_group = item;
    }
    parser->flags = frame.flags;
    parser->depth--;
    append(parser, &stn_parser_top(parser)->items, item);
}

struct stn_parser_frame *stn_parser_open_group(struct stn_parser *parser,
                                               enum stn_parser_role role)
{
    if (parser->depth == STN_PATTERN_DEPTH_MAX) {
        stn_parser_give_up(parser, "its groups are nested too deep");
        return stn_parser_top(parser);
    }
    parser->depth++;
    *stn_parser_top(parser) = (struct stn_parser_frame){
        .role = role,
        .items = STN_SYNTAX_ROW_EMPTY,
        .branches = STN_SYNTAX_ROW_EMPTY,
        .flags = parser->flags,
    };
    if (role == STN_ROLE_CAPTURE)
        stn_parser_top(parser)->group = ++parser->groups;
    return stn_parser_top(parser);
}

/* Product of a length and a count. */
static uint32_t times(uint32_t length, uint32_t count)
{
    if (length == 0 || count == 0)
        return 0;
    return length > (STN_SYNTAX_UNBOUNDED - 1) / count ? STN_SYNTAX_UNBOUNDED
                                                       : length * count;
}

/* Put a repeat in the place of the last item. */
void stn_parser_repeat_last(struct stn_parser *parser, uint32_t least,
                            uint32_t most)
{
    struct stn_syntax_row *items = &stn_parser_top(parser)->items;
    const uint32_t child = items->last;

    if (child == STN_SYNTAX_NONE) {
        stn_parser_give_up(parser, "a quantifier follows nothing");
        return;
    }
    struct stn_syntax_node *node = add_node(parser, STN_SYNTAX_REPEAT);
    if (node == NULL)
        return;
    struct stn_syntax_node *nodes = parser->tree->nodes;
    const uint32_t index = index_of(parser, node);
    const uint32_t before = nodes[child].prev;
    const struct stn_syntax_row row = {child, child, 1};

    nodes[child].prev = STN_SYNTAX_NONE;
    adopt(parser, node, &row);
    node->least = least;
    node->most = most;
    node->min_length = times(nodes[child].min_length, least);
    node->max_length = times(nodes[child].max_length, most);
    node->prev = before;
    if (before != STN_SYNTAX_NONE)
        nodes[before].next = index;
    else
        items->first = index;
    items->last = index;
}

void stn_parser_reset(struct stn_parser *parser)
{
    parser->tree->count = 0;
    parser->depth = 0;
    parser->frames[0] = (struct stn_parser_frame){
        .items = STN_SYNTAX_ROW_EMPTY,
        .branches = STN_SYNTAX_ROW_EMPTY,
    };
    parser->named_secret = parser->first_group = STN_SYNTAX_NONE;
}
