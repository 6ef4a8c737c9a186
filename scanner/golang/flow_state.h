/** @file Memory that flows are built and searched in; private to flow*.c,
 *  settle.c and leaves.c. */
#ifndef STN_GOLANG_FLOW_STATE_H
#define STN_GOLANG_FLOW_STATE_H

#include "golang/flow.h"
#include "golang/function.h"

/** A label of the function at hand. */
struct stn_go_label {
    struct stn_str name;
    uint32_t node;
    uint32_t block;       /**< Begins with what is labeled. */
    uint32_t break_to;    /**< Blocks, while what is labeled is built. */
    uint32_t continue_to; /**< UINT32_MAX: there is none. */
};

/** Where a search has been: each block with each state once. */
struct stn_go_visit {
    uint32_t block;
    uint8_t state;
};

/** What one search needs; a search in a search has a room of its own. */
struct stn_go_search_room {
    struct stn_go_search_room *next; /**< Free too. */
    uint8_t *entered; /**< For each block the states it was entered with; all
                           0 between searches. */
    size_t entered_capacity;
    struct stn_go_visit *visits; /**< To come, and those made before. */
    size_t visit_capacity;
};

/** Of a package; kept from function to function. */
struct stn_go_scratch {
    struct stn_go_search_room *rooms; /**< Free ones. */
    uint32_t *points;
    size_t point_capacity;
    struct stn_go_edge *edges;
    size_t edge_capacity;
    struct stn_go_block *blocks;
    size_t block_capacity;
    struct stn_go_label *labels;
    size_t label_capacity;
};

/** @return The scratch of a package; NULL without memory. */
struct stn_go_scratch *stn_go_scratch_of(struct stn_go_package *package);

/**
 * Build the flow of a function whose callees are known, as far as they can be.
 *
 * @param out  In the package's arena; NULL if the function has no body, or is
 *             broken or too large.
 * @return STN_OK, or STN_ENOMEM.
 */
enum stn_status stn_go_flow_build(struct stn_go_flow **out,
                                  struct stn_go_package *package,
                                  struct stn_go_file *file, uint32_t function);

/** Work out of a function what stn_go_flow_of() and stn_go_can_return() tell.
 *  Without memory it stays unknown. */
void stn_go_function_settle(struct stn_go_package *package,
                            struct stn_go_function *function);

/** As stn_go_call_leaves(), of what is known now. */
enum stn_go_leave stn_go_call_leaves_now(struct stn_go_package *package,
                                         struct stn_go_file *file,
                                         uint32_t call);

#endif
