#include "http/shape_memo.h"

static size_t slot_of(struct stn_http_shapes shapes, struct stn_str part)
{
    uint32_t hash = (uint32_t)((uintptr_t)shapes.first / sizeof(*shapes.first));

    hash = hash * 31 + (uint32_t)shapes.length;
    hash = hash * 31 + (uint32_t)part.len;
    hash = hash * 31 + (unsigned char)part.ptr[0];
    hash = hash * 31 + (unsigned char)part.ptr[part.len - 1];
    return (hash ^ hash >> 8) % STN_SHAPE_MEMO_STEPS;
}

static bool is_same(const struct stn_shape_memo_step *step,
                    struct stn_http_shapes shapes, struct stn_str part)
{
    return step->length == part.len && step->from.first == shapes.first &&
           step->from.last == shapes.last &&
           step->from.length == shapes.length &&
           memcmp(step->part, part.ptr, part.len) == 0;
}

struct stn_http_shapes stn_shape_memo_step(struct stn_shape_memo *memo,
                                           struct stn_http_shapes shapes,
                                           struct stn_str part)
{
    if (part.len == 0 || part.len > STN_SHAPE_MEMO_PART_BYTES)
        return stn_http_shapes_step(shapes, part);
    struct stn_shape_memo_step *step = &memo->steps[slot_of(shapes, part)];
    if (!is_same(step, shapes, part)) {
        step->from = shapes;
        step->to = stn_http_shapes_step(shapes, part);
        step->length = (uint8_t)part.len;
        memcpy(step->part, part.ptr, part.len);
    }
    return step->to;
}
