/** @file UTF-8, where bad bytes are expected. */
#ifndef STN_BASE_UTF8_H
#define STN_BASE_UTF8_H

#include <stdint.h>

#include "base/buf.h"

/**
 * Decode one code point.
 * @param length  Bytes taken: 1 to 4; 1 for a bad byte.
 * @return The code point, or UINT32_MAX for a bad byte. Overlong forms,
 *         surrogates and what is past U+10FFFF are bad.
 */
uint32_t stn_utf8_decode(struct stn_str str, size_t *length);

/** Code points in a run of bytes; a bad byte counts one. */
size_t stn_utf8_count(struct stn_str str);

/** Bytes of the first `count` code points, or of all there are. */
size_t stn_utf8_offset(struct stn_str str, size_t count);

/** @return Whether every byte is part of a good code point. */
bool stn_utf8_is_valid(struct stn_str str);

/** Write a code point of at most U+10FFFF as UTF-8. @return 1 to 4 bytes. */
size_t stn_utf8_encode(char out[4], uint32_t code_point);

/**
 * Append bytes so that a terminal or a log can show them: control characters
 * (a newline too), C1, bidi controls, line separators, byte order marks and bad
 * bytes become \xNN or \u{NNNN}: at most four times as many bytes.
 */
void stn_utf8_append_printable(struct stn_buf *out, struct stn_str bytes);

#endif
