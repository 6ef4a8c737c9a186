/**
 * @file
 * The literals a pattern is found by: a set of which every match holds one, at
 * a known distance from where the match starts.
 */
#ifndef STN_ENGINE_LITERALS_H
#define STN_ENGINE_LITERALS_H

#include "engine/guard.h"

/** Longest literal. The prefilter hashes eight bytes; a few more are free. */
#define STN_LITERAL_BYTES_MAX 32

/** Some bytes; those of `folds` match in either case. */
struct stn_literal_word {
    unsigned char bytes[STN_LITERAL_BYTES_MAX]; /**< Folded ones lower case. */
    uint32_t folds;                             /**< Bit i: of byte i. */
    uint8_t length;
};

struct stn_literal {
    struct stn_literal_word word; /**< Never empty. */
    /** Bytes from the start of a match to the literal: at least, at most
     *  (STN_SYNTAX_UNBOUNDED: anywhere). */
    uint32_t min_before, max_before;
    struct stn_guard_spec guard;
};

/** Zeroed is empty. */
struct stn_literals {
    struct stn_literal *items;
    uint32_t count; /**< 0: every position of a text must be tried. */
    /** Why it cannot be found by literals near the start of its matches: one
     *  line, static. NULL: it can, it is local. */
    const char *reason;
    /** Bytes of a match: at least, at most (STN_SYNTAX_UNBOUNDED). */
    uint32_t min_length, max_length;
    /** Longest run of bytes that are always there: in the secret, outside of
     *  it. What is more literal is more specific. */
    uint32_t inside, outside;
};

/**
 * Choose the literals of a pattern: those least likely in ordinary text. The
 * keywords that rules declare play no part: they need not be in the match.
 *
 * @param out  Empty; dispose of it, also after a failure.
 * @return STN_OK, also for a pattern that is not understood; STN_ENOMEM.
 */
enum stn_status stn_literals_find(struct stn_literals *out,
                                  struct stn_str pattern,
                                  struct stn_error *err);
void stn_literals_dispose(struct stn_literals *literals);

/** Whether any byte of it matches in either case. */
static inline bool stn_literal_is_caseless(const struct stn_literal *literal)
{
    return literal->word.folds != 0;
}

#endif
