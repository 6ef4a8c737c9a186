/**
 * @file
 * The small words of PCRE2's pattern language: escapes and character classes,
 * as sets of bytes. Byte mode, C locale.
 */
#ifndef STN_ENGINE_REGEX_CLASS_H
#define STN_ENGINE_REGEX_CLASS_H

#include "engine/byte_set.h"

/** What is still to be read of a pattern. */
struct stn_regex_cursor {
    const char *at;
    const char *end;
};

enum stn_escape_kind {
    STN_ESCAPE_BYTE,     /**< One byte: `\x41`, `\n`, `\.`. */
    STN_ESCAPE_SET,      /**< One byte of a set: `\d`. */
    STN_ESCAPE_BOUNDARY, /**< `\b` */
    STN_ESCAPE_ASSERT,   /**< Another test of no width: `\B`, `\A`, `\z`. */
    STN_ESCAPE_OPAQUE,   /**< Bytes we cannot tell: `\1`, `\X`, `\K`. */
    STN_ESCAPE_QUOTE,    /**< `\Q` */
    STN_ESCAPE_NOTHING,  /**< `\E` by itself. */
    STN_ESCAPE_UNKNOWN,  /**< What it does to the rest is not known. */
};

struct stn_escape {
    enum stn_escape_kind kind;
    unsigned char byte;
    struct stn_byte_set set;
    bool is_wide; /**< The set may hold bytes the escape does not match. */
};

/**
 * Read an escape.
 *
 * @param cursor    Past the backslash; moved past the escape.
 * @param in_class  Whether it stands in [...].
 */
void stn_escape_read(struct stn_escape *out, struct stn_regex_cursor *cursor,
                     bool in_class);

/**
 * Read a character class.
 *
 * @param cursor  Past the '['; moved past the ']'.
 * @param out     What the class matches, or more.
 * @return false if it is not understood.
 */
bool stn_class_read(struct stn_byte_set *out, struct stn_regex_cursor *cursor,
                    bool caseless);

#endif
