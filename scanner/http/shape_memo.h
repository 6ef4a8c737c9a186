/**
 * @file
 * Steps down the tables of shapes, remembered: a capture repeats a few names
 * for each of its exchanges, and to look through the rows takes longer.
 */
#ifndef STN_HTTP_SHAPE_MEMO_H
#define STN_HTTP_SHAPE_MEMO_H

#include <stdint.h>

#include "http/shapes.h"

/** Longer parts are not remembered. */
#define STN_SHAPE_MEMO_PART_BYTES 31
/** A HAR leads to some thirty paths; a power of two. */
#define STN_SHAPE_MEMO_STEPS 64

struct stn_shape_memo_step {
    struct stn_http_shapes from, to;
    uint8_t length; /**< 0: free */
    char part[STN_SHAPE_MEMO_PART_BYTES];
};

/** Zeroed is ready, and empty. */
struct stn_shape_memo {
    struct stn_shape_memo_step steps[STN_SHAPE_MEMO_STEPS];
};

/** The same as stn_http_shapes_step(). */
struct stn_http_shapes stn_shape_memo_step(struct stn_shape_memo *memo,
                                           struct stn_http_shapes shapes,
                                           struct stn_str part);

#endif
