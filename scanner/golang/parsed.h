/**
 * @file
 * What tree-sitter parsed, node by node, in the order of the text: its own
 * cursor looks each field up again through all the levels above.
 */
#ifndef STN_GOLANG_PARSED_H
#define STN_GOLANG_PARSED_H

#include <stdbool.h>
#include <stdint.h>

struct TSTree;

/** A visible node. */
struct stn_go_parsed_node {
    uint32_t start, end; /**< Bytes of what was parsed. */
    uint32_t depth;      /**< Nodes above it. */
    uint16_t symbol;     /**< Of the grammar; UINT16_MAX: an error. */
    uint16_t field;      /**< Of the grammar; 0: none. */
    bool is_missing;     /**< It was put in to go on behind an error. */
    bool has_children;
};

struct stn_go_parsed_walk; /**< Of the heap of the parse. */

struct stn_go_parsed_walk *stn_go_parsed_walk_new(const struct TSTree *tree);

/** Step to the next node; the first is the root.
 *  @param enters  Into what the last one holds.
 *  @return false behind the last. */
bool stn_go_parsed_walk_next(struct stn_go_parsed_walk *walk,
                             struct stn_go_parsed_node *node, bool enters);

#endif
