#include "golang/syntax.h"

#include <tree_sitter/api.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "golang/condense.h"
#include "golang/parse_heap.h"
#include "golang/parsed.h"

/* Of the grammar, which is compiled in; see cmake/tree_sitter.cmake. */
const TSLanguage *tree_sitter_go(void);

#if TREE_SITTER_LANGUAGE_VERSION < 14
#error "tree-sitter is older than the grammar: 0.20 is needed"
#endif

/* Symbols of the grammar: 214 and a few aliases in 0.23.4. */
#define SYMBOLS_MAX 512
#define FIELDS_MAX 128

enum treatment {
    TREAT_KEEP,
    TREAT_CUT,      /* keep, without what is in it */
    TREAT_UNWRAP,   /* its children stand in its place */
    TREAT_COMMENT,  /* list, and leave out */
    TREAT_OPERATOR, /* tells something of its parent */
    TREAT_DROP,
};

struct symbol {
    uint8_t treatment;
    uint8_t code; /* kind or operator */
};

/* One copying of a tree. */
struct copy {
    struct stn_go_tree *tree;
    const uint32_t *places; /* of what was parsed; NULL: as it stands */
    uint32_t parent;        /* of the node that is looked at */
    uint32_t depth;
    bool is_short; /* of memory */
    /* One for each level that is entered: whether a node of the tree was
     * made for it, and the field its children take if not. */
    struct level {
        bool is_node;
        uint8_t field;
    } levels[STN_GO_DEPTH_MAX];
};

struct stn_go_parser {
    struct stn_go_heap *heap; /* of each parse */
    struct stn_go_condensed condensed;
    struct symbol symbols[SYMBOLS_MAX];
    uint8_t fields[FIELDS_MAX];
    struct copy copy;
    bool is_late; /* it took too long */
    bool has_error;
};

struct named {
    const char *name;
    uint8_t code;
};

static const struct named kinds[] = {
#define X(kind, name) {name, STN_GO_##kind},
#define ALSO(kind, name) {name, STN_GO_##kind},
#include "golang/kind_list.h"
#undef X
#undef ALSO
};

static const struct named fields[] = {
#define FIELD(name) {#name, STN_GO_IN_##name},
#include "golang/kind_list.h"
#undef FIELD
};

static const struct named operators[] = {
#define OPERATOR(kind, token) {token, STN_GO_OP_##kind},
#include "golang/kind_list.h"
#undef OPERATOR
};

static uint8_t find_code(const struct named *list, size_t count,
                         const char *name, uint8_t otherwise)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i].name, name) == 0)
            return list[i].code;
    return otherwise;
}

#define FIND(list, name, otherwise)                                            \
    find_code(list, sizeof(list) / sizeof((list)[0]), name, otherwise)

static struct symbol read_named(const char *name)
{
    static const char *const wrappers[] = {
        "parenthesized_expression", "parenthesized_type", "literal_element"};

    if (strcmp(name, "comment") == 0)
        return (struct symbol){TREAT_COMMENT, 0};
    for (size_t i = 0; i < sizeof(wrappers) / sizeof(wrappers[0]); i++)
        if (strcmp(name, wrappers[i]) == 0)
            return (struct symbol){TREAT_UNWRAP, 0};
    const uint8_t kind = FIND(kinds, name, STN_GO_OTHER);
    return (struct symbol){kind == STN_GO_STRING ? TREAT_CUT : TREAT_KEEP,
                           kind};
}

static struct symbol read_symbol(const TSLanguage *language, TSSymbol symbol)
{
    const char *name = ts_language_symbol_name(language, symbol);

    if (name == NULL)
        return (struct symbol){TREAT_DROP, 0};
    if (ts_language_symbol_type(language, symbol) == TSSymbolTypeRegular)
        return read_named(name);
    const uint8_t op = FIND(operators, name, STN_GO_NO_OPERATOR);
    return (struct symbol){TREAT_OPERATOR, op};
}

static enum stn_status read_language(struct stn_go_parser *parser,
                                     struct stn_error *err)
{
    const TSLanguage *language = tree_sitter_go();
    const uint32_t symbol_count = ts_language_symbol_count(language);
    const uint32_t field_count = ts_language_field_count(language);

    if (symbol_count > SYMBOLS_MAX || field_count >= FIELDS_MAX ||
        ts_language_version(language) > TREE_SITTER_LANGUAGE_VERSION)
        return stn_fail(err, STN_ELIB,
                        "the Go grammar and tree-sitter do not agree");
    for (uint32_t i = 0; i < symbol_count; i++)
        parser->symbols[i] = read_symbol(language, (TSSymbol)i);
    for (uint32_t i = 1; i <= field_count; i++)
        parser->fields[i] =
            FIND(fields, ts_language_field_name_for_id(language, (TSFieldId)i),
                 STN_GO_NO_FIELD);
    return STN_OK;
}

enum stn_status stn_go_parser_new(struct stn_go_parser **out,
                                  struct stn_error *err)
{
    struct stn_go_parser *parser = stn_calloc(1, sizeof(*parser));

    if (parser == NULL)
        return stn_fail_memory(err);
    parser->heap = stn_go_heap_new();
    enum stn_status status = parser->heap != NULL ? read_language(parser, err)
                                                  : stn_fail_memory(err);
    if (status < 0) {
        stn_go_parser_free(parser);
        return status;
    }
    *out = parser;
    return STN_OK;
}

void stn_go_parser_free(struct stn_go_parser *parser)
{
    if (parser == NULL)
        return;
    stn_go_heap_free(parser->heap);
    stn_go_condensed_dispose(&parser->condensed);
    stn_free(parser);
}

static void note_comment(struct copy *copy,
                         const struct stn_go_parsed_node *node)
{
    struct stn_go_tree *tree = copy->tree;
    struct stn_span *comments =
        stn_grow(tree->comments, &tree->comment_capacity, tree->comment_count,
                 sizeof(*comments));

    if (comments == NULL) {
        copy->is_short = true;
        return;
    }
    tree->comments = comments;
    comments[tree->comment_count++] = (struct stn_span){node->start, node->end};
}

static void note_operator(struct copy *copy, uint8_t code)
{
    struct stn_go_node *parent = &copy->tree->nodes[copy->parent];
    const bool is_arithmetic = parent->kind == STN_GO_UNARY ||
                               parent->kind == STN_GO_BINARY ||
                               parent->kind == STN_GO_ASSIGNMENT;

    if (parent->op == STN_GO_OP_CHAN && code == STN_GO_OP_ARROW)
        parent->op = STN_GO_OP_CHAN_ARROW;
    else if (parent->op == STN_GO_NO_OPERATOR && code != STN_GO_NO_OPERATOR)
        parent->op = code;
    else if (parent->op == STN_GO_NO_OPERATOR && is_arithmetic)
        parent->op = STN_GO_OP_OTHER;
}

static bool add_node(struct copy *copy, const struct stn_go_parsed_node *node,
                     uint8_t kind, uint8_t field)
{
    struct stn_go_tree *tree = copy->tree;
    size_t capacity = tree->capacity;
    struct stn_go_node *nodes =
        stn_grow(tree->nodes, &capacity, tree->count, sizeof(*nodes));

    if (nodes == NULL || capacity > UINT32_MAX) {
        tree->nodes = nodes != NULL ? nodes : tree->nodes;
        copy->is_short = true;
        return false;
    }
    tree->nodes = nodes;
    tree->capacity = (uint32_t)capacity;
    uint32_t start = node->start;
    uint32_t end = node->end;
    if (copy->places != NULL && end > start) {
        start = copy->places[start];
        end = copy->places[end - 1] + 1;
    }
    nodes[tree->count++] = (struct stn_go_node){
        .start = start,
        .end = end,
        .parent = copy->parent,
        .size = 1,
        .kind = kind,
        .field = field,
        .has_error = kind == STN_GO_ERROR || node->is_missing,
    };
    return true;
}

/* Errors are known of the parents, too, once their children are. */
static void close_node(struct copy *copy)
{
    struct stn_go_tree *tree = copy->tree;
    struct stn_go_node *node = &tree->nodes[copy->parent];

    node->size = tree->count - copy->parent;
    if (copy->parent != node->parent && node->has_error)
        tree->nodes[node->parent].has_error = true;
    copy->parent = node->parent;
}

/* @return Whether its children are wanted. */
static bool take_node(const struct stn_go_parser *parser, struct copy *copy,
                      const struct stn_go_parsed_node *node)
{
    struct symbol known = {TREAT_KEEP, STN_GO_ERROR};
    struct level level = {true, STN_GO_NO_FIELD};
    uint8_t field = parser->fields[node->field];

    if (node->symbol < SYMBOLS_MAX)
        known = parser->symbols[node->symbol];
    if (copy->depth > 0 && !copy->levels[copy->depth - 1].is_node)
        field = copy->levels[copy->depth - 1].field;
    switch ((enum treatment)known.treatment) {
    case TREAT_OPERATOR:
        if (copy->tree->count > 0)
            note_operator(copy, known.code);
        return false;
    case TREAT_DROP:
        return false;
    case TREAT_COMMENT:
        note_comment(copy, node);
        return false;
    case TREAT_UNWRAP:
        level = (struct level){false, field};
        break;
    case TREAT_KEEP:
    case TREAT_CUT:
        if (!add_node(copy, node, known.code, field))
            return false;
        break;
    }
    const bool enters = known.treatment != TREAT_CUT && node->has_children;
    if (enters && copy->depth < STN_GO_DEPTH_MAX) {
        copy->levels[copy->depth] = level;
        if (level.is_node)
            copy->parent = copy->tree->count - 1;
        return true;
    }
    uint32_t parent = copy->parent;
    if (level.is_node)
        copy->parent = copy->tree->count - 1;
    if (enters)
        copy->tree->nodes[copy->parent].has_error = true;
    if (level.is_node && copy->tree->nodes[copy->parent].has_error)
        copy->tree->nodes[parent].has_error = true;
    copy->parent = parent;
    return false;
}

static void copy_nodes(const struct stn_go_parser *parser, struct copy *copy,
                       const TSTree *parsed)
{
    struct stn_go_parsed_walk *walk = stn_go_parsed_walk_new(parsed);
    struct stn_go_parsed_node node;
    bool enters = false;

    while (!copy->is_short && stn_go_parsed_walk_next(walk, &node, enters)) {
        while (copy->depth > node.depth)
            if (copy->levels[--copy->depth].is_node)
                close_node(copy);
        enters = take_node(parser, copy, &node);
        copy->depth += enters;
    }
    while (copy->depth > 0)
        if (copy->levels[--copy->depth].is_node)
            close_node(copy);
}

/* Nothing is given back: the heap is left as a whole.
 *
 * @param places  As in the copy. */
static void parse_text(struct stn_go_parser *parser, struct stn_str text,
                       const uint32_t *places)
{
    struct copy *copy = &parser->copy;
    TSParser *ts = ts_parser_new();

    parser->has_error = false;
    ts_parser_set_language(ts, tree_sitter_go());
    ts_parser_set_timeout_micros(ts, STN_GO_PARSE_MICROSECONDS_MAX);
    const TSTree *parsed =
        ts_parser_parse_string(ts, NULL, text.ptr, (uint32_t)text.len);
    parser->is_late = parsed == NULL;
    if (parser->is_late)
        return;
    const TSNode root = ts_tree_root_node(parsed);
    parser->has_error = ts_node_has_error(root);
    if (places != NULL && parser->has_error)
        return;
    copy->places = places;
    copy->parent = 0;
    copy->depth = 0;
    copy->is_short = false;
    copy_nodes(parser, copy, parsed);
}

/* The root holds what stands before the first of its nodes and behind the
 * last, comments among it. */
static void widen_root(struct stn_go_tree *tree)
{
    struct stn_go_node *root = &tree->nodes[0];

    /* It has none. */
    if (root->start == root->end)
        root->start = (uint32_t)tree->text.len;
    if (tree->comment_count > 0 && tree->comments[0].start < root->start)
        root->start = (uint32_t)tree->comments[0].start;
    root->end = (uint32_t)tree->text.len;
}

static void parse_condensed(void *payload)
{
    struct stn_go_parser *parser = payload;
    const struct stn_go_condensed *condensed = &parser->condensed;

    parse_text(parser, (struct stn_str){condensed->bytes, condensed->len},
               condensed->places);
}

static void parse_whole(void *payload)
{
    struct stn_go_parser *parser = payload;

    parse_text(parser, parser->copy.tree->text, NULL);
}

static enum stn_status run(struct stn_go_parser *parser,
                           void (*parse)(void *payload), struct stn_error *err)
{
    if (!stn_go_heap_run(parser->heap, parse, parser))
        return stn_fail_memory(err);
    if (parser->is_late)
        return stn_fail(err, STN_ELIMIT, "the Go file takes too long to parse");
    return parser->copy.is_short ? stn_fail_memory(err) : STN_OK;
}

enum stn_status stn_go_parse_whole(struct stn_go_parser *parser,
                                   struct stn_go_tree *tree,
                                   struct stn_str text, struct stn_error *err)
{
    tree->text = text;
    tree->count = 0;
    tree->comment_count = 0;
    if (text.len > STN_GO_FILE_BYTES_MAX)
        return stn_fail(err, STN_ELIMIT, "the Go file is over %zu MiB",
                        STN_GO_FILE_BYTES_MAX / STN_MIB);
    parser->copy.tree = tree;
    return run(parser, parse_whole, err);
}

enum stn_status stn_go_parse(struct stn_go_parser *parser,
                             struct stn_go_tree *tree, struct stn_str text,
                             struct stn_error *err)
{
    enum stn_status status = STN_OK;

    tree->text = text;
    tree->count = 0;
    if (text.len <= STN_GO_FILE_BYTES_MAX)
        status = stn_go_condense(&parser->condensed, tree, err);
    if (status < 0)
        return status;
    if (text.len > STN_GO_FILE_BYTES_MAX || !parser->condensed.is_usable)
        return stn_go_parse_whole(parser, tree, text, err);
    parser->copy.tree = tree;
    status = run(parser, parse_condensed, err);
    if (status < 0)
        return status;
    /* Where an error stands, and what is in it, is a matter of each byte. */
    if (parser->has_error)
        return stn_go_parse_whole(parser, tree, text, err);
    widen_root(tree);
    return STN_OK;
}
