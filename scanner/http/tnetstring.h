/**
 * @file
 * Typed netstrings, as mitmproxy writes its flows: "5:hello," is five bytes and
 * the type behind them, and a list or a dictionary holds more of them.
 *
 * @see https://tnetstrings.info
 */
#ifndef STN_HTTP_TNETSTRING_H
#define STN_HTTP_TNETSTRING_H

#include "base/error.h"
#include "base/str.h"
#include "text/span.h"

/** Offsets are of the bytes that it was read from. */
struct stn_tnetstring {
    struct stn_span payload;
    size_t end; /**< Behind the type. */
    char type;  /**< ',' bytes ';' text '#' '^' '!' '~' '}' ']'. */
};

/**
 * @return STN_OK; STN_DONE if the bytes end within it, with the payload cut to
 *         what there is and the type 0; STN_EINPUT if none is there. No
 *         message.
 */
enum stn_status stn_tnetstring_read(struct stn_tnetstring *out,
                                    struct stn_str bytes, size_t at);

/** Bytes, or text. */
bool stn_tnetstring_is_string(const struct stn_tnetstring *item);

/**
 * The next of a list, or the next key or value of a dictionary.
 *
 * @param rest  The container's payload at first; moved along.
 * @return false at the end, or before an item that is broken: then rest is not
 *         empty.
 */
bool stn_tnetstring_next(struct stn_tnetstring *out, struct stn_str bytes,
                         struct stn_span *rest);

/** A member of a dictionary; false if it has none of this name. */
bool stn_tnetstring_find(struct stn_tnetstring *out, struct stn_str bytes,
                         const struct stn_tnetstring *dictionary,
                         struct stn_str key);

#endif
