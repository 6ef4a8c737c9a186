/** @file A flow in the making; private to flow_build.c, flow_statement.c and
 *  flow_keep.c. */
#ifndef STN_GOLANG_FLOW_BUILD_H
#define STN_GOLANG_FLOW_BUILD_H

#include "golang/flow_state.h"

#define STN_GO_NO_BLOCK UINT32_MAX

/** The arrays are the scratch's. */
struct stn_go_builder {
    struct stn_go_package *package;
    struct stn_go_file *file;
    const struct stn_go_tree *tree;
    struct stn_go_scratch *scratch;
    size_t point_count, edge_count, block_count, label_count;
    /** Being filled; STN_GO_NO_BLOCK: what comes next is not reached. */
    uint32_t current;
    /** @name Where statements without a label lead to; or STN_GO_NO_BLOCK */
    /**@{*/
    uint32_t break_to, continue_to, fall_to;
    /**@}*/
    struct stn_go_label *label; /**< Of the statement that comes next. */
    bool is_short;              /**< Of memory. */
    bool is_over;               /**< A ceiling. */
    bool is_broken;             /**< It does not hold together. */
};

/** Nothing more is worth doing. */
static inline bool stn_go_builder_gives_up(const struct stn_go_builder *builder)
{
    return builder->is_short || builder->is_over || builder->is_broken;
}

/** Blocks to be begun later. @return The first; they follow each other. */
uint32_t stn_go_builder_reserve(struct stn_go_builder *builder, size_t count);
/** Go on with a block; the one before it goes there. */
void stn_go_builder_begin(struct stn_go_builder *builder, uint32_t block);
/** As begin, if anything leads there; else what comes next is not reached. */
void stn_go_builder_join(struct stn_go_builder *builder, uint32_t block);
void stn_go_builder_add_point(struct stn_go_builder *builder, uint32_t node);
/** One more way out of the block at hand; stn_go_builder_end() ends it. */
void stn_go_builder_add_edge(struct stn_go_builder *builder, uint32_t to,
                             uint32_t condition, bool is_true);
void stn_go_builder_end(struct stn_go_builder *builder);
void stn_go_builder_jump(struct stn_go_builder *builder, uint32_t to);
void stn_go_builder_branch(struct stn_go_builder *builder, uint32_t condition,
                           uint32_t yes, uint32_t no);
void stn_go_builder_leave(struct stn_go_builder *builder, enum stn_go_leave how,
                          uint32_t node);
/** @return NULL: there is no such label. */
struct stn_go_label *stn_go_builder_label(struct stn_go_builder *builder,
                                          struct stn_str name);

/** Statements of a block or a case. */
void stn_go_build_statements(struct stn_go_builder *builder, uint32_t list);

/** Give what was built to the package, with what makes it quick to ask.
 *  @return NULL without memory. */
struct stn_go_flow *stn_go_builder_keep(struct stn_go_builder *builder,
                                        uint32_t body);

#endif
