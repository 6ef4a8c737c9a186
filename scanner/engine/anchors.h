/**
 * @file
 * Where literals of any rule stand in a text: what has none need not be
 * decoded.
 */
#ifndef STN_ENGINE_ANCHORS_H
#define STN_ENGINE_ANCHORS_H

#include <stdint.h>

#include "base/str.h"
#include "text/span.h"

/** Literals closer than this are one anchor. */
#define STN_ANCHOR_GAP 64

/** Anchors of one text; past it the last one reaches to the text's end. */
#define STN_ANCHORS_MAX 65536

/** Literals stand in [start, end), none further than STN_ANCHOR_GAP from the
 *  next. */
struct stn_anchor {
    uint32_t start, end;
};

/** The caller's; zeroed is ready, and empty. Fields are read, not written. */
struct stn_anchors {
    struct stn_anchor *items; /**< Sorted; none touches another. */
    size_t count, capacity;
};

void stn_anchors_dispose(struct stn_anchors *anchors);
/** Empty again, the memory kept. */
void stn_anchors_clear(struct stn_anchors *anchors);

/** What stn_anchors_add() does when the last one cannot be widened.
 *  @return false on memory failure. */
bool stn_anchors_append(struct stn_anchors *anchors, uint32_t start,
                        uint32_t end);

/** Add a literal; they come by their ends. @return false on memory failure. */
static inline bool stn_anchors_add(struct stn_anchors *anchors, uint32_t start,
                                   uint32_t end)
{
    if (anchors->count > 0) {
        struct stn_anchor *last = &anchors->items[anchors->count - 1];
        if (start <= last->end || start - last->end <= STN_ANCHOR_GAP) {
            if (start < last->start)
                last->start = start;
            if (end > last->end)
                last->end = end;
            return true;
        }
    }
    return stn_anchors_append(anchors, start, end);
}

/** Whether a literal stands in a span, or may. */
bool stn_anchors_meet(const struct stn_anchors *anchors, struct stn_span span);

#endif
