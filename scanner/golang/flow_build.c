#include "golang/flow_build.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/limits.h"

uint32_t stn_go_builder_reserve(struct stn_go_builder *builder, size_t count)
{
    struct stn_go_scratch *scratch = builder->scratch;
    const uint32_t first = (uint32_t)builder->block_count;

    if (count > STN_GO_FLOW_POINTS_MAX - builder->block_count) {
        builder->is_over = true;
        return 0;
    }
    for (size_t i = 0; i < count; i++) {
        struct stn_go_block *blocks =
            stn_grow(scratch->blocks, &scratch->block_capacity,
                     builder->block_count, sizeof(*blocks));
        if (blocks == NULL) {
            builder->is_short = true;
            return 0;
        }
        scratch->blocks = blocks;
        blocks[builder->block_count++] = (struct stn_go_block){0};
    }
    return first;
}

/* There is a block to add to. @return false without one. */
static bool ensure(struct stn_go_builder *builder)
{
    if (builder->current == STN_GO_NO_BLOCK)
        stn_go_builder_begin(builder, stn_go_builder_reserve(builder, 1));
    return !stn_go_builder_gives_up(builder);
}

void stn_go_builder_begin(struct stn_go_builder *builder, uint32_t block)
{
    if (builder->current != STN_GO_NO_BLOCK)
        stn_go_builder_jump(builder, block);
    if (stn_go_builder_gives_up(builder))
        return;
    builder->scratch->blocks[block].first_point =
        (uint32_t)builder->point_count;
    builder->current = block;
}

void stn_go_builder_join(struct stn_go_builder *builder, uint32_t block)
{
    if (builder->current != STN_GO_NO_BLOCK)
        stn_go_builder_jump(builder, block);
    if (!stn_go_builder_gives_up(builder) &&
        builder->scratch->blocks[block].is_reached)
        stn_go_builder_begin(builder, block);
}

void stn_go_builder_add_point(struct stn_go_builder *builder, uint32_t node)
{
    struct stn_go_scratch *scratch = builder->scratch;

    if (!ensure(builder))
        return;
    if (builder->point_count >= STN_GO_FLOW_POINTS_MAX) {
        builder->is_over = true;
        return;
    }
    uint32_t *points = stn_grow(scratch->points, &scratch->point_capacity,
                                builder->point_count, sizeof(*points));
    if (points == NULL) {
        builder->is_short = true;
        return;
    }
    scratch->points = points;
    points[builder->point_count++] = node;
    scratch->blocks[builder->current].point_count++;
}

void stn_go_builder_add_edge(struct stn_go_builder *builder, uint32_t to,
                             uint32_t condition, bool is_true)
{
    struct stn_go_scratch *scratch = builder->scratch;

    if (!ensure(builder))
        return;
    struct stn_go_edge *edges =
        stn_grow(scratch->edges, &scratch->edge_capacity, builder->edge_count,
                 sizeof(*edges));
    if (edges == NULL) {
        builder->is_short = true;
        return;
    }
    scratch->edges = edges;
    struct stn_go_block *block = &scratch->blocks[builder->current];
    if (block->edge_count++ == 0)
        block->first_edge = (uint32_t)builder->edge_count;
    edges[builder->edge_count++] = (struct stn_go_edge){to, condition, is_true};
    /* While it is built: something leads there. */
    scratch->blocks[to].is_reached = true;
}

void stn_go_builder_end(struct stn_go_builder *builder)
{
    builder->current = STN_GO_NO_BLOCK;
}

void stn_go_builder_jump(struct stn_go_builder *builder, uint32_t to)
{
    if (builder->current != STN_GO_NO_BLOCK)
        stn_go_builder_add_edge(builder, to, 0, false);
    stn_go_builder_end(builder);
}

void stn_go_builder_branch(struct stn_go_builder *builder, uint32_t condition,
                           uint32_t yes, uint32_t no)
{
    stn_go_builder_add_edge(builder, yes, condition, true);
    stn_go_builder_add_edge(builder, no, condition, false);
    stn_go_builder_end(builder);
}

void stn_go_builder_leave(struct stn_go_builder *builder, enum stn_go_leave how,
                          uint32_t node)
{
    if (!ensure(builder))
        return;
    struct stn_go_block *block = &builder->scratch->blocks[builder->current];
    block->leaves = (uint8_t)how;
    block->leaving = node;
    stn_go_builder_end(builder);
}

static int compare_labels(const void *a, const void *b)
{
    const struct stn_go_label *left = a;
    const struct stn_go_label *right = b;
    int order = stn_str_compare(left->name, right->name);

    return order != 0 ? order
                      : (left->node > right->node) - (left->node < right->node);
}

static void add_label(struct stn_go_builder *builder, uint32_t node)
{
    struct stn_go_scratch *scratch = builder->scratch;
    uint32_t name = stn_go_child(builder->tree, node, STN_GO_IN_label);

    if (name == 0 || stn_go_text_is(builder->tree, name, "_"))
        return;
    struct stn_go_label *labels =
        stn_grow(scratch->labels, &scratch->label_capacity,
                 builder->label_count, sizeof(*labels));
    if (labels == NULL) {
        builder->is_short = true;
        return;
    }
    scratch->labels = labels;
    labels[builder->label_count++] = (struct stn_go_label){
        .name = stn_go_text(builder->tree, name),
        .node = node,
        .block = stn_go_builder_reserve(builder, 1),
        .break_to = STN_GO_NO_BLOCK,
        .continue_to = STN_GO_NO_BLOCK,
    };
}

static void list_labels(struct stn_go_builder *builder, uint32_t body)
{
    const struct stn_go_tree *tree = builder->tree;

    for (uint32_t n = body; n != 0 && !stn_go_builder_gives_up(builder);
         n = stn_go_walk(tree, body, n, false))
        if (tree->nodes[n].kind == STN_GO_LABELED)
            add_label(builder, n);
    struct stn_go_label *labels = builder->scratch->labels;
    if (builder->label_count > 0)
        qsort(labels, builder->label_count, sizeof(*labels), compare_labels);
    for (size_t i = 1; i < builder->label_count; i++)
        if (stn_str_equal(labels[i - 1].name, labels[i].name))
            builder->is_broken = true;
}

struct stn_go_label *stn_go_builder_label(struct stn_go_builder *builder,
                                          struct stn_str name)
{
    struct stn_go_label *labels = builder->scratch->labels;
    size_t low = 0;
    size_t high = builder->label_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (stn_str_compare(labels[middle].name, name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < builder->label_count && stn_str_equal(labels[low].name, name)
               ? &labels[low]
               : NULL;
}

enum stn_status stn_go_flow_build(struct stn_go_flow **out,
                                  struct stn_go_package *package,
                                  struct stn_go_file *file, uint32_t function)
{
    struct stn_go_builder builder = {
        .package = package,
        .file = file,
        .tree = &file->tree,
        .scratch = stn_go_scratch_of(package),
        .current = STN_GO_NO_BLOCK,
        .break_to = STN_GO_NO_BLOCK,
        .continue_to = STN_GO_NO_BLOCK,
        .fall_to = STN_GO_NO_BLOCK,
    };
    const uint32_t body = stn_go_body(&file->tree, function);

    *out = NULL;
    if (builder.scratch == NULL)
        return STN_ENOMEM;
    if (body == 0 || file->tree.nodes[function].has_error)
        return STN_OK;
    stn_go_builder_begin(&builder, stn_go_builder_reserve(&builder, 1));
    list_labels(&builder, body);
    stn_go_build_statements(&builder, body);
    if (builder.current != STN_GO_NO_BLOCK)
        stn_go_builder_leave(&builder, STN_GO_LEAVES_END, body);
    if (builder.is_over)
        package->is_limited = true;
    if (!builder.is_short && stn_go_builder_gives_up(&builder))
        return STN_OK;
    if (!builder.is_short)
        *out = stn_go_builder_keep(&builder, body);
    return *out != NULL ? STN_OK : STN_ENOMEM;
}
