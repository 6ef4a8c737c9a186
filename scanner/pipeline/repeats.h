/**
 * @file
 * Secrets that were found once, wherever else they stand: as they are, or as
 * JSON, a URL or XML write them.
 */
#ifndef STN_PIPELINE_REPEATS_H
#define STN_PIPELINE_REPEATS_H

#include <stdint.h>

#include "base/arena.h"
#include "text/span.h"

#define STN_REPEATS_FILTER_BITS 16

struct stn_repeat; /**< One secret in one writing. */

/** Zeroed is ready. */
struct stn_repeats {
    struct stn_arena arena;
    struct stn_repeat *items;
    size_t count, capacity;
    uint32_t *heads; /**< Into items, by hash; made when looking. */
    size_t head_count;
    unsigned char filter[(1 << STN_REPEATS_FILTER_BITS) / 8];
};

void stn_repeats_dispose(struct stn_repeats *repeats);

/**
 * Add a secret in all its writings, unless it could as well be another word.
 *
 * @param index  Given back where it stands.
 * @return false without memory.
 */
bool stn_repeats_add(struct stn_repeats *repeats, struct stn_str value,
                     size_t index);

/** Make ready to look, after the last was added. @return false without
 *  memory. */
bool stn_repeats_seal(struct stn_repeats *repeats);

/**
 * The next place where one stands.
 *
 * @param at    Where to go on; moved past the place.
 * @param span  Set, and `index`, to what was found.
 */
bool stn_repeats_next(const struct stn_repeats *repeats, struct stn_str bytes,
                      size_t *at, struct stn_span *span, size_t *index);

#endif
