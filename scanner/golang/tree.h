/**
 * @file
 * A Go file as a tree: one array of nodes in the order they are written, a
 * parent before its children. To walk all of a node is to count up; to step
 * over it is to add its size.
 *
 * Left out are punctuation, comments (listed apart), and parentheses around
 * expressions and types: what is in them stands in their place.
 */
#ifndef STN_GOLANG_TREE_H
#define STN_GOLANG_TREE_H

#include <stdint.h>

#include "base/str.h"
#include "text/span.h"

enum stn_go_kind {
#define X(kind, name) STN_GO_##kind,
#define ALSO(kind, name)
#include "golang/kind_list.h"
#undef X
#undef ALSO
};

/** What a node is to its parent. */
enum stn_go_field {
    STN_GO_NO_FIELD,
#define FIELD(name) STN_GO_IN_##name,
#include "golang/kind_list.h"
#undef FIELD
};

/** Of unary and binary expressions, assignments, range clauses, receives;
 *  of a channel type its first word, and CHAN_ARROW for "chan<-". */
enum stn_go_operator {
    STN_GO_NO_OPERATOR,
#define OPERATOR(kind, token) STN_GO_OP_##kind,
#include "golang/kind_list.h"
#undef OPERATOR
    STN_GO_OP_CHAN_ARROW,
    STN_GO_OP_OTHER, /**< "+=", "%", "<<" ... */
};

/** A node; others name it by its index in the tree. 0 is the root, and as a
 *  child, a sibling or a part: none. */
struct stn_go_node {
    uint32_t start, end; /**< Bytes of the file. */
    uint32_t parent;
    uint32_t size;  /**< Nodes of the subtree, itself among them. */
    uint8_t kind;   /**< enum stn_go_kind */
    uint8_t field;  /**< enum stn_go_field */
    uint8_t op;     /**< enum stn_go_operator */
    bool has_error; /**< Something in it did not parse, or was left out
                         for its depth. */
};

struct stn_go_tree {
    struct stn_str text; /**< Borrowed. */
    struct stn_go_node *nodes;
    uint32_t count, capacity;
    struct stn_span *comments; /**< In the order of the file. */
    size_t comment_count, comment_capacity;
};

void stn_go_tree_dispose(struct stn_go_tree *tree);

static inline enum stn_go_kind stn_go_kind_of(const struct stn_go_tree *tree,
                                              uint32_t id)
{
    return (enum stn_go_kind)tree->nodes[id].kind;
}

/** One past the last node of a subtree. */
static inline uint32_t stn_go_past(const struct stn_go_tree *tree, uint32_t id)
{
    return id + tree->nodes[id].size;
}

/** The first child, or 0. */
static inline uint32_t stn_go_first(const struct stn_go_tree *tree, uint32_t id)
{
    return tree->nodes[id].size > 1 ? id + 1 : 0;
}

/** The next sibling, or 0. */
static inline uint32_t stn_go_next(const struct stn_go_tree *tree, uint32_t id)
{
    uint32_t next = id + tree->nodes[id].size;

    return next < stn_go_past(tree, tree->nodes[id].parent) ? next : 0;
}

/** The first child with a field, or 0. */
uint32_t stn_go_child(const struct stn_go_tree *tree, uint32_t id,
                      enum stn_go_field field);
/** The first child of a kind, or 0. */
uint32_t stn_go_child_of(const struct stn_go_tree *tree, uint32_t id,
                         enum stn_go_kind kind);
/** The sibling before it, or 0. */
uint32_t stn_go_previous(const struct stn_go_tree *tree, uint32_t id);
/** How many children. */
uint32_t stn_go_count(const struct stn_go_tree *tree, uint32_t id);
/** The n-th child from 0, or 0. */
uint32_t stn_go_nth(const struct stn_go_tree *tree, uint32_t id, uint32_t n);

static inline bool stn_go_holds(const struct stn_go_tree *tree, uint32_t outer,
                                uint32_t inner)
{
    return outer <= inner && inner < stn_go_past(tree, outer);
}

/** The nearest node above it, not itself, of a kind; or 0. */
uint32_t stn_go_above(const struct stn_go_tree *tree, uint32_t id,
                      enum stn_go_kind kind);

/** The declaration of the file that a node is in, or is; 0: none. */
uint32_t stn_go_top_of(const struct stn_go_tree *tree, uint32_t id);

/** The function, method or literal whose body or signature a node is in, not
 *  itself; 0: none. */
uint32_t stn_go_function_of(const struct stn_go_tree *tree, uint32_t id);

/** A declared function, a method or a function literal. */
static inline bool stn_go_is_function(const struct stn_go_tree *tree,
                                      uint32_t id)
{
    enum stn_go_kind kind = stn_go_kind_of(tree, id);

    return kind == STN_GO_FUNCTION || kind == STN_GO_METHOD ||
           kind == STN_GO_FUNC_LITERAL;
}

/** Step to the next node in `id`'s subtree: over function literals if they are
 *  not to be entered. 0: there is none.
 *
 *      for (uint32_t n = top; n != 0; n = stn_go_walk(tree, top, n, false)) */
static inline uint32_t stn_go_walk(const struct stn_go_tree *tree, uint32_t top,
                                   uint32_t at, bool enters_literals)
{
    uint32_t next = at + 1;
    if (!enters_literals && at != top &&
        tree->nodes[at].kind == STN_GO_FUNC_LITERAL)
        next = at + tree->nodes[at].size;
    return next < top + tree->nodes[top].size ? next : 0;
}

/** The bytes of a node as they are written. */
static inline struct stn_str stn_go_text(const struct stn_go_tree *tree,
                                         uint32_t id)
{
    return stn_str_sub(tree->text, tree->nodes[id].start, tree->nodes[id].end);
}

static inline struct stn_span stn_go_span(const struct stn_go_tree *tree,
                                          uint32_t id)
{
    return (struct stn_span){tree->nodes[id].start, tree->nodes[id].end};
}

static inline bool stn_go_text_is(const struct stn_go_tree *tree, uint32_t id,
                                  const char *text)
{
    return stn_str_equal(stn_go_text(tree, id), stn_str_of(text));
}

/** Whether two expressions are written the same, white space and comments
 *  aside, and hold no call: so they mean the same thing. */
bool stn_go_same(const struct stn_go_tree *tree, uint32_t a, uint32_t b);

/** @name Parts of statements and expressions; 0: there is none. */
/**@{*/
/** What is called: of a call, or of `f[T](x)`, which looks like a
 *  conversion. */
uint32_t stn_go_callee(const struct stn_go_tree *tree, uint32_t call);
/** The list of a call's arguments. */
uint32_t stn_go_arguments(const struct stn_go_tree *tree, uint32_t call);
/** The n-th argument from 0. */
uint32_t stn_go_argument(const struct stn_go_tree *tree, uint32_t call,
                         uint32_t n);
/** A node that calls something. */
bool stn_go_is_call(const struct stn_go_tree *tree, uint32_t id);
/** The call of a defer, go or expression statement. */
uint32_t stn_go_statement_call(const struct stn_go_tree *tree,
                               uint32_t statement);
/** The method or field of `x.f`, as text; empty if it is no selector. */
struct stn_str stn_go_selected(const struct stn_go_tree *tree, uint32_t id);
/** The block of a function, literal, for. */
uint32_t stn_go_body(const struct stn_go_tree *tree, uint32_t id);
/** The statement that a node is in or is: a child of a block or of a case, or
 *  the simple statement in a header. */
uint32_t stn_go_statement_of(const struct stn_go_tree *tree, uint32_t id);
/** The for statement around a node, within its function; 0: none. */
uint32_t stn_go_loop_of(const struct stn_go_tree *tree, uint32_t id);
/** Whether a comment begins in [start, end). */
bool stn_go_has_comment(const struct stn_go_tree *tree, size_t start,
                        size_t end);
/**@}*/

#endif
