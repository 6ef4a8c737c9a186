#include "engine/anchors.h"

#include "base/alloc.h"

void stn_anchors_dispose(struct stn_anchors *anchors)
{
    stn_free(anchors->items);
    *anchors = (struct stn_anchors){0};
}

void stn_anchors_clear(struct stn_anchors *anchors)
{
    anchors->count = 0;
}

bool stn_anchors_append(struct stn_anchors *anchors, uint32_t start,
                        uint32_t end)
{
    if (anchors->count == STN_ANCHORS_MAX) {
        anchors->items[anchors->count - 1].end = UINT32_MAX;
        return true;
    }
    struct stn_anchor *items = stn_grow(anchors->items, &anchors->capacity,
                                        anchors->count, sizeof(*items));
    if (items == NULL)
        return false;
    anchors->items = items;
    items[anchors->count++] = (struct stn_anchor){start, end};
    return true;
}

bool stn_anchors_meet(const struct stn_anchors *anchors, struct stn_span span)
{
    size_t first = 0;
    size_t last = anchors->count;

    /* The first one that ends in the span or after it. */
    while (first < last) {
        const size_t middle = first + (last - first) / 2;
        if (anchors->items[middle].end <= span.start)
            first = middle + 1;
        else
            last = middle;
    }
    return first < anchors->count && span.start < span.end &&
           anchors->items[first].start < span.end;
}
