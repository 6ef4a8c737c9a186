/**
 * @file
 * A Go text without what does not change its tree: comments, what stands
 * between quotes, blanks but for one between words. Half of most sources.
 */
#ifndef STN_GOLANG_CONDENSE_H
#define STN_GOLANG_CONDENSE_H

#include "base/error.h"
#include "golang/tree.h"

/** Zeroed to begin with; its memory is used again. */
struct stn_go_condensed {
    char *bytes;
    uint32_t *places; /**< For each byte: where in the text it stands. */
    size_t len;
    size_t capacity;
    bool is_usable; /**< Else the text is to be parsed as it is. */
};

/**
 * Condense the text of a tree and list its comments.
 *
 * A text that could have another tree then is not usable: one with a NUL, one
 * that ends in a comment or between quotes.
 *
 * @param tree  Only its comments are set; if the text is usable.
 * @return STN_OK; STN_ENOMEM.
 */
enum stn_status stn_go_condense(struct stn_go_condensed *out,
                                struct stn_go_tree *tree,
                                struct stn_error *err);
void stn_go_condensed_dispose(struct stn_go_condensed *condensed);

#endif
