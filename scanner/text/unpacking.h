/**
 * @file
 * Where decompressors write: chunk by chunk, and no further than a body may
 * decode to.
 */
#ifndef STN_TEXT_UNPACKING_H
#define STN_TEXT_UNPACKING_H

#include "base/buf.h"
#include "text/map.h"

struct stn_unpacking {
    struct stn_str source;
    struct stn_buf *out;
    size_t start; /**< Bytes that were in `out` before. */
    size_t room;  /**< Bytes that may still be written. */
    char beyond;  /**< Where one goes that may not. */
};

/** The ceiling is that of `out`, or STN_HTTP_RATIO_MAX. */
void stn_unpacking_begin(struct stn_unpacking *unpacking, struct stn_str source,
                         struct stn_buf *out);

/** @return Where to write next; NULL without memory. With no room left it is
 *          one byte, to see whether there is an end now. */
char *stn_unpacking_chunk(struct stn_unpacking *unpacking, size_t *size);

/** Say how much was written there. @return false: more than there may be. */
bool stn_unpacking_added(struct stn_unpacking *unpacking, size_t written);

/**
 * All that was unpacked stands for all of the source.
 *
 * @param status  How it went.
 * @param form    For the message: "gzip".
 * @param map     NULL: not wanted.
 */
enum stn_status stn_unpacking_end(const struct stn_unpacking *unpacking,
                                  enum stn_status status, const char *form,
                                  struct stn_map *map, struct stn_error *err);

#endif
