/**
 * @file
 * Where decoded bytes come from: pieces that map a run of decoded bytes to a
 * run of the bytes they were decoded from.
 */
#ifndef STN_TEXT_MAP_H
#define STN_TEXT_MAP_H

#include <stdint.h>

#include "base/error.h"
#include "text/span.h"

/**
 * From `decoded` to the next piece's, every `decoded_unit` bytes stand for
 * `source_unit` bytes of the source, counted from `source`. Bytes as they are:
 * 1 and 1; an escape "\u00e9": 2 and 6; base64: 3 and 4.
 */
struct stn_piece {
    uint32_t decoded;
    uint32_t source;
    uint16_t decoded_unit; /**< 0: all of the piece stands for all of it. */
    uint16_t source_unit;
};

/** Zeroed is ready, and empty. */
struct stn_map {
    struct stn_piece *pieces; /**< Sorted by both offsets. */
    size_t count, capacity;
    uint32_t decoded_end; /**< One past the last decoded byte. */
    uint32_t source_end;  /**< One past the last source byte of a piece. */
};

void stn_map_dispose(struct stn_map *map);
/** Empty again, its memory kept. */
void stn_map_clear(struct stn_map *map);

/**
 * Say that the next `decoded` bytes stand for `source_length` bytes of the
 * source at `source`. Joined with the piece before where it goes on.
 *
 * @param decoded_unit, source_unit  See struct stn_piece. Of the last unit
 *        there may be a part.
 * @return false without memory.
 */
bool stn_map_add(struct stn_map *map, size_t decoded, size_t source,
                 size_t source_length, uint16_t decoded_unit,
                 uint16_t source_unit);

/** Bytes as they are. */
static inline bool stn_map_add_same(struct stn_map *map, size_t source,
                                    size_t length)
{
    return stn_map_add(map, length, source, length, 1, 1);
}

/** `decoded` bytes that stand for one escape, or for one container. */
static inline bool stn_map_add_whole(struct stn_map *map, size_t decoded,
                                     size_t source, size_t source_length)
{
    return stn_map_add(map, decoded, source, source_length, 0, 0);
}

/** The source bytes that a span of decoded bytes stands for: whole units, so
 *  never less than all of it. An empty map is the identity. */
struct stn_span stn_map_origin(const struct stn_map *map, struct stn_span span);

#endif
