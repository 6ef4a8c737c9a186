/** @file Finding bytes, many at a time. */
#ifndef STN_BASE_FIND_H
#define STN_BASE_FIND_H

#include "base/str.h"

/** @return Offset of the first byte from `start` on that is one of three, or
 *          the length. */
size_t stn_find_three(struct stn_str bytes, size_t start, char a, char b,
                      char c);

/** @return Offset of the first byte from `start` on that is none of JSON's
 *          spaces (blank, tab, both line breaks), or the length. */
size_t stn_find_no_space(struct stn_str bytes, size_t start);

/**
 * The end of a quoted string that goes on at `start`: the first '"' that no
 * backslash escapes, or a line break that none escapes.
 *
 * @param has_escape  Set if a backslash is passed.
 * @return Its offset, or the length.
 */
size_t stn_find_string_end(struct stn_str bytes, size_t start,
                           bool *has_escape);

#endif
