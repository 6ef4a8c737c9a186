#include "text/segment.h"

struct stn_span stn_segment_origin(const struct stn_segment *segment,
                                   struct stn_span span)
{
    return segment->origin != NULL ? segment->origin(segment, span) : span;
}
