/** @file From the bytes of a Go file to its tree. The one door to
 *  tree-sitter. */
#ifndef STN_GOLANG_SYNTAX_H
#define STN_GOLANG_SYNTAX_H

#include "base/error.h"
#include "golang/tree.h"

struct stn_go_parser; /**< One worker's. */

enum stn_status stn_go_parser_new(struct stn_go_parser **out,
                                  struct stn_error *err);
void stn_go_parser_free(struct stn_go_parser *parser);

/**
 * Parse a file. What is not Go becomes nodes of kind ERROR where it stands, and
 * whatever holds one has `has_error`; the rest of the file is as ever.
 *
 * @param tree  Zeroed, or one of before: its memory is used again. The text is
 *              borrowed.
 * @return STN_OK; STN_ELIMIT for a text over STN_GO_FILE_BYTES_MAX or that
 *         takes too long; STN_ENOMEM.
 */
enum stn_status stn_go_parse(struct stn_go_parser *parser,
                             struct stn_go_tree *tree, struct stn_str text,
                             struct stn_error *err);

/** As stn_go_parse(), which leaves out what a tree does not depend on, but byte
 *  by byte. The trees are the same. */
enum stn_status stn_go_parse_whole(struct stn_go_parser *parser,
                                   struct stn_go_tree *tree,
                                   struct stn_str text, struct stn_error *err);

#endif
