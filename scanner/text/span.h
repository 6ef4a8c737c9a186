/** @file A run of bytes in a text. */
#ifndef STN_TEXT_SPAN_H
#define STN_TEXT_SPAN_H

#include <stdbool.h>
#include <stddef.h>

/** [start, end), counted from the text's first byte. */
struct stn_span {
    size_t start;
    size_t end; /**< One past the last byte; start == end is empty. */
};

static inline bool stn_span_touches(struct stn_span a, struct stn_span b)
{
    return a.start < b.end && b.start < a.end;
}

static inline bool stn_span_holds(struct stn_span outer, struct stn_span inner)
{
    return outer.start <= inner.start && inner.end <= outer.end;
}

#endif
