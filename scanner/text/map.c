#include "text/map.h"

#include <assert.h>

#include "base/alloc.h"

void stn_map_dispose(struct stn_map *map)
{
    stn_free(map->pieces);
    *map = (struct stn_map){0};
}

void stn_map_clear(struct stn_map *map)
{
    map->count = 0;
    map->decoded_end = 0;
    map->source_end = 0;
}

/* Whether what comes next only makes the last piece longer: the same units, and
 * no part of one before it. */
static bool goes_on(const struct stn_map *map, size_t source,
                    uint16_t decoded_unit, uint16_t source_unit)
{
    if (map->count == 0 || decoded_unit == 0 || source != map->source_end)
        return false;
    const struct stn_piece *last = &map->pieces[map->count - 1];
    if (last->decoded_unit != decoded_unit || last->source_unit != source_unit)
        return false;
    if (decoded_unit == 1 && source_unit == 1)
        return true;
    const uint32_t decoded = map->decoded_end - last->decoded;
    const uint32_t units = decoded / decoded_unit;
    return decoded % decoded_unit == 0 &&
           (uint64_t)units * source_unit == map->source_end - last->source;
}

bool stn_map_add(struct stn_map *map, size_t decoded, size_t source,
                 size_t source_length, uint16_t decoded_unit,
                 uint16_t source_unit)
{
    if (decoded > UINT32_MAX - map->decoded_end || source > UINT32_MAX ||
        source_length > UINT32_MAX - source)
        return false;
    if (decoded == 0)
        return true;
    assert(map->count == 0 || source >= map->source_end);
    /* A whole is a unit of its own, if it fits: then its end is known too. */
    if (decoded_unit == 0 && decoded <= UINT16_MAX &&
        source_length <= UINT16_MAX) {
        decoded_unit = (uint16_t)decoded;
        source_unit = (uint16_t)source_length;
    }
    if (!goes_on(map, source, decoded_unit, source_unit)) {
        struct stn_piece *pieces =
            stn_grow(map->pieces, &map->capacity, map->count, sizeof(*pieces));
        if (pieces == NULL)
            return false;
        map->pieces = pieces;
        pieces[map->count++] = (struct stn_piece){
            map->decoded_end, (uint32_t)source, decoded_unit, source_unit};
    }
    map->decoded_end += (uint32_t)decoded;
    map->source_end = (uint32_t)(source + source_length);
    return true;
}

/* The piece that holds a decoded byte. */
static size_t find_piece(const struct stn_map *map, size_t decoded)
{
    size_t low = 0;
    size_t high = map->count;

    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (map->pieces[middle].decoded <= decoded)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* Where the unit that holds a decoded byte begins in the source. */
static size_t unit_start(const struct stn_map *map, size_t decoded)
{
    const struct stn_piece *piece = &map->pieces[find_piece(map, decoded)];

    if (piece->decoded_unit == 0)
        return piece->source;
    return piece->source + (decoded - piece->decoded) / piece->decoded_unit *
                               (size_t)piece->source_unit;
}

/* Where it ends: at most where the next piece begins, and what follows the last
 * piece is not of it. */
static size_t unit_end(const struct stn_map *map, size_t decoded)
{
    const size_t index = find_piece(map, decoded);
    const struct stn_piece *piece = &map->pieces[index];
    const size_t most = index + 1 < map->count ? map->pieces[index + 1].source
                                               : map->source_end;

    if (piece->decoded_unit == 0)
        return most;
    const size_t units = (decoded - piece->decoded) / piece->decoded_unit + 1;
    const size_t end = piece->source + units * piece->source_unit;
    return end < most ? end : most;
}

struct stn_span stn_map_origin(const struct stn_map *map, struct stn_span span)
{
    if (map->count == 0)
        return span;
    if (span.start >= map->decoded_end)
        return (struct stn_span){map->source_end, map->source_end};
    const size_t start = unit_start(map, span.start);
    if (span.end <= span.start)
        return (struct stn_span){start, start};
    const size_t end =
        span.end < map->decoded_end ? span.end : map->decoded_end;
    return (struct stn_span){start, unit_end(map, end - 1)};
}
