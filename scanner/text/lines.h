/** @file From byte offsets to lines and columns. */
#ifndef STN_TEXT_LINES_H
#define STN_TEXT_LINES_H

#include "text/text.h"

/** Both from 1. A column is one Unicode code point; a bad byte counts one, the
 *  byte order mark none. Inside a code point is where it begins. */
struct stn_pos {
    uint32_t line;
    uint32_t column;
};

struct stn_lines;

/**
 * Index the lines of a text. Line breaks are LF; a CR before one belongs to
 * the line. A window's base_line and base_column are added. One pass; the index
 * takes a hundredth of the text, and a place is found in microseconds however
 * long its line is.
 *
 * @param text  Must live as long as the index. For a UTF-16 text pass the text
 *              itself: its lines and columns are those of the characters.
 */
enum stn_status stn_lines_new(struct stn_lines **out,
                              const struct stn_text *text,
                              struct stn_error *err);
void stn_lines_free(struct stn_lines *lines);

/** @param offset  Bytes from the start of the text; at most its length. */
struct stn_pos stn_lines_locate(const struct stn_lines *lines, size_t offset);

/** @return Bytes from the start of its line to `offset`, and one: the column
 *          for who counts bytes. 0 in UTF-16, and on a line that began before
 *          the window. */
uint32_t stn_lines_byte_column(const struct stn_lines *lines, size_t offset);

/** @return The line that holds `offset`, without its line break; its span in
 *          the text. A line break belongs to the line it ends. */
struct stn_span stn_lines_span(const struct stn_lines *lines, size_t offset);

/** Lines between two offsets: 0 on the same line. */
uint32_t stn_lines_distance(const struct stn_lines *lines, size_t a, size_t b);

#endif
