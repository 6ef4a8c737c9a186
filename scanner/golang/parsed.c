/*
 * The runtime of tree-sitter and the Go grammar in one file, so that what one
 * calls of the other is no call.
 */

/* A tree never leaves the thread that parsed it: its counts of references need
 * not be atomic. */
#define TREE_SITTER_ATOMIC_H_
#include <stddef.h>
#include <stdint.h>

static inline size_t atomic_load(const volatile size_t *count)
{
    return *count;
}

static inline uint32_t atomic_inc(volatile uint32_t *count)
{
    uint32_t *plain = (uint32_t *)count;

    return ++*plain;
}

static inline uint32_t atomic_dec(volatile uint32_t *count)
{
    uint32_t *plain = (uint32_t *)count;

    return --*plain;
}

/* All of it is of the heap of one parse. */
#include "base/limits.h"
#include "golang/parse_heap.h"
#include "golang/parsed.h"
#define ts_malloc stn_go_heap_malloc
#define ts_calloc stn_go_heap_calloc
#define ts_realloc stn_go_heap_realloc
#define ts_free stn_go_heap_release

/* The grammar's header is the newer one and serves both. */
#include STANCH_GO_GRAMMAR_HEADER

/* What lib.c includes, but for queries. Some files beside this one have the
 * same names. */
#include <alloc.c>
#include <get_changed_ranges.c>
#include <language.c>
#include <lexer.c>
#include <node.c>
#include <stack.c>
#include <subtree.c>
#include <tree.c>
#include <tree_cursor.c>

/* What ts_stack_pop_count() does, for the case that there is one way back: no
 * other version of the parse has joined this one. */
static StackSliceArray pop_count(Stack *stack, StackVersion version,
                                 uint32_t count)
{
    StackNode *const top = array_get(&stack->heads, version)->node;
    StackNode *node = top;
    uint32_t links = 0;

    for (uint32_t left = count; left > 0; links++) {
        if (node->link_count != 1 || node->links[0].subtree.ptr == NULL)
            return ts_stack_pop_count(stack, version, count);
        left -= !ts_subtree_extra(node->links[0].subtree);
        node = node->links[0].node;
    }

    SubtreeArray subtrees = array_new();
    array_reserve(&subtrees, ts_subtree_alloc_size(links) / sizeof(Subtree));
    subtrees.size = links;
    node = top;
    while (links > 0) {
        subtrees.contents[--links] = node->links[0].subtree;
        ts_subtree_retain(node->links[0].subtree);
        node = node->links[0].node;
    }
    array_clear(&stack->slices);
    ts_stack__add_slice(stack, version, node, &subtrees);
    return stack->slices;
}
#define ts_stack_pop_count pop_count

/* What can be edited is to be balanced, and what is so long that a walk down
 * one side of it would take much memory. */
static void balance_long(Subtree tree, SubtreePool *pool,
                         const TSLanguage *language)
{
    if (ts_subtree_total_bytes(tree) > STN_MIB)
        ts_subtree_balance(tree, pool, language);
}
#define ts_subtree_balance balance_long

#include <parser.c>

/* A node whose children are walked over. */
struct entry {
    const SubtreeHeapData *node;
    const TSSymbol *aliases; /* of its children; or NULL */
    const TSFieldMapEntry *fields, *fields_end;
    uint32_t at;         /* where the last child ended */
    uint32_t child;      /* the next */
    uint32_t structural; /* the same, without what is extra */
    uint32_t depth;      /* of its children */
    TSFieldId field;     /* of its children that have none */
};

struct stn_go_parsed_walk {
    const TSLanguage *language;
    Array(struct entry) stack;
    Subtree last;
    uint32_t last_start, last_depth;
    bool has_begun;
    TSSymbol last_alias;
};

struct stn_go_parsed_walk *stn_go_parsed_walk_new(const TSTree *tree)
{
    struct stn_go_parsed_walk *walk = ts_calloc(1, sizeof(*walk));

    walk->language = tree->language;
    walk->last = tree->root;
    walk->last_start = ts_subtree_padding(tree->root).bytes;
    return walk;
}

static void enter(struct stn_go_parsed_walk *walk, Subtree tree, uint32_t start,
                  uint32_t depth, TSFieldId field)
{
    struct entry entry = {
        .node = tree.ptr, .at = start, .depth = depth, .field = field};
    const uint16_t production = tree.ptr->production_id;

    entry.aliases = ts_language_alias_sequence(walk->language, production);
    ts_language_field_map(walk->language, production, &entry.fields,
                          &entry.fields_end);
    array_push(&walk->stack, entry);
}

static TSFieldId find_field(const struct entry *entry, uint32_t structural)
{
    for (const TSFieldMapEntry *field = entry->fields;
         field < entry->fields_end; field++)
        if (!field->inherited && field->child_index == structural)
            return field->field_id;
    return entry->field;
}

static void describe(const struct stn_go_parsed_walk *walk,
                     struct stn_go_parsed_node *out, TSFieldId field)
{
    const Subtree tree = walk->last;
    const TSSymbol symbol =
        walk->last_alias != 0 ? walk->last_alias : ts_subtree_symbol(tree);

    *out = (struct stn_go_parsed_node){
        .start = walk->last_start,
        .end = walk->last_start + ts_subtree_size(tree).bytes,
        .depth = walk->last_depth,
        .symbol = ts_language_public_symbol(walk->language, symbol),
        .field = field,
        .is_missing = ts_subtree_missing(tree),
        .has_children = ts_subtree_child_count(tree) > 0 &&
                        tree.ptr->visible_child_count > 0,
    };
}

/* Take the next child of the innermost entry. @return Whether it is visible. */
static bool take_child(struct stn_go_parsed_walk *walk, TSFieldId *field)
{
    struct entry *entry = array_back(&walk->stack);
    const Subtree parent = {.ptr = entry->node};
    const Subtree tree = ts_subtree_children(parent)[entry->child];
    const uint32_t start =
        entry->at + (entry->child > 0 ? ts_subtree_padding(tree).bytes : 0);

    entry->at = start + ts_subtree_size(tree).bytes;
    entry->child++;
    *field = 0;
    walk->last_alias = 0;
    if (!ts_subtree_extra(tree)) {
        if (entry->aliases != NULL)
            walk->last_alias = entry->aliases[entry->structural];
        *field = find_field(entry, entry->structural++);
    }
    if (ts_subtree_visible(tree) || walk->last_alias != 0) {
        walk->last = tree;
        walk->last_start = start;
        walk->last_depth = entry->depth;
        return true;
    }
    if (ts_subtree_child_count(tree) > 0)
        enter(walk, tree, start, entry->depth, *field);
    return false;
}

bool stn_go_parsed_walk_next(struct stn_go_parsed_walk *walk,
                             struct stn_go_parsed_node *node, bool enters)
{
    TSFieldId field = 0;

    if (!walk->has_begun) {
        walk->has_begun = true;
        describe(walk, node, 0);
        return true;
    }
    if (enters && ts_subtree_child_count(walk->last) > 0)
        enter(walk, walk->last, walk->last_start, walk->last_depth + 1, 0);
    while (walk->stack.size > 0) {
        const struct entry *entry = array_back(&walk->stack);
        if (entry->child == entry->node->child_count) {
            walk->stack.size--;
        } else if (take_child(walk, &field)) {
            describe(walk, node, field);
            return true;
        }
    }
    return false;
}

/* To the next character: what ts_lexer__advance() does, for the case that one
 * byte of ASCII follows another. A NUL means that the text ends. */
static inline void step(TSLexer *data, bool skip)
{
    Lexer *lexer = (Lexer *)data;
    const uint32_t next =
        lexer->current_position.bytes + 1 - lexer->chunk_start;

    if (lexer->lookahead_size != 1 || data->lookahead == '\n' ||
        next >= lexer->chunk_size || (signed char)lexer->chunk[next] <= 0) {
        ts_lexer__advance(data, skip);
        return;
    }
    lexer->current_position.bytes++;
    lexer->current_position.extent.column++;
    if (skip)
        lexer->token_start_position = lexer->current_position;
    data->lookahead = lexer->chunk[next];
}

/* The grammar's lexer says lexer->advance(lexer, skip): no call by way of a
 * pointer then. */
#define advance(data, skip) lookahead, step(data, skip)

#include STANCH_GO_GRAMMAR
