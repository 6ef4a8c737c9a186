/**
 * @file
 * Repairs that a hit carries with it. Give it `fix_title` first: without one
 * nothing is added.
 */
#ifndef STN_GOLANG_FIX_H
#define STN_GOLANG_FIX_H

#include "golang/check.h"

/** The white space that the line of a node begins with. */
struct stn_str stn_go_indentation(const struct stn_go_tree *tree,
                                  uint32_t node);

/** Put a statement on a line of its own after another one. A text that would
 *  be longer than STN_GO_FIX_BYTES_MAX takes the fix from the hit: there is no
 *  half of one. */
void stn_go_fix_add_after(struct stn_go_pass *pass, struct stn_go_hit *hit,
                          uint32_t statement, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/** Put a text in place of a span; an empty one inserts it. The text is kept as
 *  it is given: it lives as long as the package. */
void stn_go_fix_replace(struct stn_go_hit *hit, struct stn_span span,
                        const char *text);

/**
 * Where a defer that releases what a statement acquires belongs: after it, or
 * after the check of its error, which must leave. 0: that is not to be seen, or
 * it is in a loop, where a defer would wait for the function's end.
 *
 * @param error  The object of the error; 0: there is none.
 */
uint32_t stn_go_fix_place(const struct stn_go_pass *pass, uint32_t statement,
                          uint32_t error);

#endif
