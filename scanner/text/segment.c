#include "text/segment.h"

#include "text/map.h"

struct stn_span stn_segment_map_origin(const struct stn_segment *segment,
                                       struct stn_span span)
{
    return stn_map_origin(segment->origin_data, span);
}

struct stn_span stn_segment_origin(const struct stn_segment *segment,
                                   struct stn_span span)
{
    for (; segment != NULL; segment = segment->parent) {
        if (segment->origin != NULL) {
            span = segment->origin(segment, span);
        } else if (segment->parent != NULL && segment->bytes.ptr != NULL) {
            const size_t offset =
                (size_t)(segment->bytes.ptr - segment->parent->bytes.ptr);
            span.start += offset;
            span.end += offset;
        }
    }
    return span;
}
