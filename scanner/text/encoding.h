/** @file UTF-16, for those who read texts of that class. */
#ifndef STN_TEXT_ENCODING_H
#define STN_TEXT_ENCODING_H

#include <stdint.h>

#include "text/text.h"

/** What stands for a unit that is no character. */
#define STN_UTF16_REPLACEMENT 0xFFFD

static inline bool stn_text_is_utf16(enum stn_text_class class)
{
    return class == STN_TEXT_UTF16LE || class == STN_TEXT_UTF16BE;
}

/**
 * Decode one code point of UTF-16.
 *
 * @param str     Not empty.
 * @param class   STN_TEXT_UTF16LE or STN_TEXT_UTF16BE.
 * @param length  Bytes taken: 2, or 4 for a pair of surrogates; 1 for a byte
 *                left over at the end.
 * @return The code point; STN_UTF16_REPLACEMENT for a lone surrogate or a byte
 *         left over.
 */
uint32_t stn_utf16_decode(struct stn_str str, enum stn_text_class class,
                          size_t *length);

/** Bytes of the byte order mark a text begins with: 0 or 2 for UTF-16, 0 or 3
 *  for any other class. */
size_t stn_text_mark_length(struct stn_str bytes, enum stn_text_class class);

#endif
