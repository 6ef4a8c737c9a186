/**
 * @file
 * What the codecs of text encode with: most bytes stand for themselves, and a
 * few are written some other way.
 */
#ifndef STN_TEXT_ENCODER_H
#define STN_TEXT_ENCODER_H

#include "base/buf.h"

/** How one character is written. */
struct stn_escape {
    char text[32];
    size_t length; /**< Bytes of the text; 0: it stands for itself. */
    size_t taken;  /**< Bytes of the character; 1, unless it is set. */
};

/** Set escape->text as printf would. */
void stn_escape_print(struct stn_escape *escape, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/** Append bytes, but what `escape` writes for a character in its place. */
enum stn_status stn_encode(struct stn_str bytes, struct stn_buf *out,
                           void (*escape)(struct stn_escape *escape,
                                          struct stn_str rest,
                                          const void *style),
                           const void *style, struct stn_error *err);

/**
 * Digits as they stand in lines: PEM's 64 in one, hex in pairs with spaces
 * between, a YAML block's with its indentation.
 */
struct stn_digit_lines {
    struct stn_str before, between, after; /**< White space. */
    size_t digits; /**< Of one line; SIZE_MAX: there was only one line. */
};

struct stn_digit_lines stn_digit_lines_of(struct stn_str like);
void stn_digit_lines_append(const struct stn_digit_lines *lines,
                            struct stn_str digits, struct stn_buf *out);

#endif
