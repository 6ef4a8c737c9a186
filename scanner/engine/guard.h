/**
 * @file
 * What must stand around a literal for a rule to match there: a few byte tests
 * that refuse most hits before PCRE2 is asked. A guard is derived from the
 * pattern and never refuses a true match.
 */
#ifndef STN_ENGINE_GUARD_H
#define STN_ENGINE_GUARD_H

#include <stddef.h>

#include "engine/regex_syntax.h"

/** Bytes behind a literal that are looked at one by one: the longest run worth
 *  it; what passes is nearly always a match. */
#define STN_GUARD_AFTER_MAX 12
/** Bytes of a gap that are looked at; a longer one passes. */
#define STN_GUARD_GAP_MAX 64
/** No class: any byte. */
#define STN_GUARD_ANY UINT16_MAX

/** Classes are indices into the table that the guard was made with. */
struct stn_guard {
    uint16_t before;     /**< The byte before the literal. */
    bool may_start;      /**< None before it will do, too. */
    uint8_t after_count; /**< Bytes behind the literal that must be there. */
    uint16_t after[STN_GUARD_AFTER_MAX];
    /** The gap: at most `gap_most` bytes of `gap`, then one of `gap_end`. */
    uint16_t gap; /**< STN_GUARD_ANY: no gap is tested. */
    uint16_t gap_end;
    uint8_t gap_most;
    bool gap_may_go_on; /**< Passes when `gap_most` bytes are not the end. */
};

/** Whether the gap at the start of `rest` ends as it must. */
static inline bool stn_guard_admits_gap(const struct stn_guard *guard,
                                        const struct stn_byte_set *classes,
                                        const unsigned char *rest, size_t size)
{
    for (size_t i = 0; i <= guard->gap_most; i++) {
        if (i == size)
            return false;
        if (stn_byte_set_has(&classes[guard->gap_end], rest[i]))
            return true;
        if (!stn_byte_set_has(&classes[guard->gap], rest[i]))
            return false;
    }
    return guard->gap_may_go_on;
}

/** Whether a match is possible with the literal at [start, end) of a text. */
static inline bool stn_guard_admits(const struct stn_guard *guard,
                                    const struct stn_byte_set *classes,
                                    const unsigned char *text, size_t size,
                                    size_t start, size_t end)
{
    if (guard->before != STN_GUARD_ANY) {
        if (start == 0) {
            if (!guard->may_start)
                return false;
        } else if (!stn_byte_set_has(&classes[guard->before],
                                     text[start - 1])) {
            return false;
        }
    }
    if (guard->gap != STN_GUARD_ANY &&
        !stn_guard_admits_gap(guard, classes, text + end, size - end))
        return false;
    if (size - end < guard->after_count)
        return false;
    for (size_t i = 0; i < guard->after_count; i++)
        if (!stn_byte_set_has(&classes[guard->after[i]], text[end + i]))
            return false;
    return true;
}

/** A guard with its classes written out. */
struct stn_guard_spec {
    bool has_before;
    bool may_start;
    bool has_gap;
    bool gap_may_go_on;
    uint8_t after_count;
    uint8_t gap_most;
    struct stn_byte_set before;
    struct stn_byte_set after[STN_GUARD_AFTER_MAX];
    struct stn_byte_set gap;
    struct stn_byte_set gap_end;
};

/** What guards are derived from: for each node of a pattern the bytes it can
 *  begin and end with. */
struct stn_guard_facts;

enum stn_status stn_guard_facts_new(struct stn_guard_facts **out,
                                    const struct stn_syntax *syntax,
                                    struct stn_error *err);
void stn_guard_facts_free(struct stn_guard_facts *facts);

/**
 * The guard of a literal that fills the siblings [from, to] of the pattern.
 *
 * @param first_byte  Of the literal.
 * @param is_whole    Whether the literal is all they match; else only what
 *                    stands before it is known.
 */
void stn_guard_derive(struct stn_guard_spec *out,
                      const struct stn_guard_facts *facts, uint32_t from,
                      uint32_t to, unsigned char first_byte, bool is_whole);

#endif
