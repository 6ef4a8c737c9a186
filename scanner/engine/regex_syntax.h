/**
 * @file
 * What a pattern can match, roughly: PCRE2's syntax as a small tree. PCRE2
 * itself decides what matches; the tree only says what every match must look
 * like, so it may allow more than the pattern does, never less.
 */
#ifndef STN_ENGINE_REGEX_SYNTAX_H
#define STN_ENGINE_REGEX_SYNTAX_H

#include "base/error.h"
#include "base/str.h"
#include "engine/byte_set.h"

/** No node. */
#define STN_SYNTAX_NONE UINT32_MAX
/** A length or count without a bound. */
#define STN_SYNTAX_UNBOUNDED UINT32_MAX

enum stn_syntax_kind {
    STN_SYNTAX_EMPTY,      /**< Matches nothing, anywhere. */
    STN_SYNTAX_SET,        /**< One byte of `set`. */
    STN_SYNTAX_CONCAT,     /**< Its children in a row. */
    STN_SYNTAX_ALTERNATE,  /**< One of its children. */
    STN_SYNTAX_REPEAT,     /**< Its only child, `least` to `most` times. */
    STN_SYNTAX_GROUP,      /**< Its only child, captured as `group`. */
    STN_SYNTAX_BOUNDARY,   /**< `\b`; no width, as the next four. */
    STN_SYNTAX_LINE_START, /**< `^` */
    STN_SYNTAX_BEHIND,     /**< Lookbehind, of its only child. */
    STN_SYNTAX_BEHIND_NOT, /**< Negative lookbehind, likewise. */
    STN_SYNTAX_ASSERT,     /**< Any other test of no width. */
    STN_SYNTAX_OPAQUE,     /**< Any bytes: what we cannot tell. */
};

struct stn_syntax_node {
    enum stn_syntax_kind kind;
    uint32_t parent;      /**< Or STN_SYNTAX_NONE, as the links below. */
    uint32_t first, last; /**< Children. */
    uint32_t prev, next;  /**< Siblings. */
    uint32_t begin;       /**< Nodes [begin, this] are of this one's making. */
    uint32_t group;       /**< Number of the capture, from 1. */
    uint32_t least, most; /**< Of a repeat. */
    /** Bytes of a match: at least, at most (or unbounded). */
    uint32_t min_length, max_length;
    struct stn_byte_set set;
};

/** Zeroed is empty. Children stand before their parents in `nodes`. */
struct stn_syntax {
    struct stn_syntax_node *nodes;
    size_t count, capacity;
    uint32_t root;
    uint32_t secret; /**< Group named secret, else 1, else the root. */
    /** Why nothing is known of the pattern (its root is opaque then); NULL:
     *  it was understood. Static. */
    const char *mystery;
};

/**
 * Read a pattern. What is not understood, be it wrong or only unusual, is no
 * failure: it becomes opaque nodes, or the whole pattern one.
 *
 * @param out  Empty; dispose of it, also after a failure.
 * @return STN_OK; STN_ENOMEM.
 */
enum stn_status stn_syntax_parse(struct stn_syntax *out, struct stn_str pattern,
                                 struct stn_error *err);
void stn_syntax_dispose(struct stn_syntax *syntax);

/** Whether a node never takes a byte: an assertion. */
static inline bool stn_syntax_is_test(const struct stn_syntax_node *node)
{
    return node->kind >= STN_SYNTAX_BOUNDARY && node->kind <= STN_SYNTAX_ASSERT;
}

/** Sum of two lengths, either of which may be unbounded. */
static inline uint32_t stn_syntax_plus(uint32_t a, uint32_t b)
{
    return b > STN_SYNTAX_UNBOUNDED - a ? STN_SYNTAX_UNBOUNDED : a + b;
}

#endif
