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

/* Tell which blocks a path from the entry leads to. */
static bool mark_reached(struct stn_go_flow *flow)
{
    uint32_t *queue = stn_calloc(flow->block_count, sizeof(*queue));
    uint32_t count = 0;

    if (queue == NULL)
        return false;
    for (uint32_t i = 0; i < flow->block_count; i++)
        flow->blocks[i].is_reached = false;
    flow->blocks[0].is_reached = true;
    queue[count++] = 0;
    for (uint32_t i = 0; i < count; i++) {
        const struct stn_go_block *block = &flow->blocks[queue[i]];
        for (uint32_t e = 0; e < block->edge_count; e++) {
            uint32_t to = flow->edges[block->first_edge + e].to;
            if (!flow->blocks[to].is_reached) {
                flow->blocks[to].is_reached = true;
                queue[count++] = to;
            }
        }
    }
    stn_free(queue);
    return true;
}

struct marked {
    uint32_t node;
    uint32_t point;
};

static int compare_marked(const void *a, const void *b)
{
    const uint32_t left = ((const struct marked *)a)->node;
    const uint32_t right = ((const struct marked *)b)->node;

    return (left > right) - (left < right);
}

/* Runs of nodes, each in the innermost of the points around it. */
struct running {
    const struct stn_go_tree *tree;
    struct stn_go_point_run *runs;
    uint32_t count;
    uint32_t depth;
    /* Points and literals that are open; a parent's end is never before its
     * child's. */
    struct open {
        uint32_t past, point;
    } open[STN_GO_DEPTH_MAX + 1];
};

static void add_run(struct running *running, uint32_t node, uint32_t point)
{
    if (running->count > 0 && running->runs[running->count - 1].node == node)
        running->count--;
    running->runs[running->count++] = (struct stn_go_point_run){node, point};
}

/* Close what ends before a node. */
static void close_open(struct running *running, uint32_t node)
{
    while (running->depth > 0 &&
           running->open[running->depth - 1].past <= node) {
        uint32_t past = running->open[--running->depth].past;
        add_run(running, past,
                running->depth > 0 ? running->open[running->depth - 1].point
                                   : UINT32_MAX);
    }
}

/* @param from  The first node that counts: of a literal the one after it. */
static void open_run(struct running *running, uint32_t node, uint32_t from,
                     uint32_t point)
{
    const uint32_t past = stn_go_past(running->tree, node);

    close_open(running, node);
    if (past == from || running->depth > STN_GO_DEPTH_MAX)
        return;
    running->open[running->depth++] = (struct open){past, point};
    add_run(running, from, point);
}

static void fill_runs(struct running *running, const struct marked *marked,
                      size_t count, uint32_t body)
{
    const struct stn_go_tree *tree = running->tree;
    size_t at = 0;

    for (uint32_t n = body; n != 0; n = stn_go_walk(tree, body, n, false)) {
        for (; at < count && marked[at].node <= n; at++)
            if (marked[at].node == n)
                open_run(running, n, n, marked[at].point);
        if (tree->nodes[n].kind == STN_GO_FUNC_LITERAL)
            open_run(running, n, n + 1, UINT32_MAX);
    }
    close_open(running, UINT32_MAX);
}

static bool list_runs(struct stn_go_flow *flow, struct stn_go_package *package,
                      const struct stn_go_tree *tree, uint32_t body)
{
    size_t literals = 0;

    for (uint32_t n = body; n != 0; n = stn_go_walk(tree, body, n, false))
        literals += tree->nodes[n].kind == STN_GO_FUNC_LITERAL;
    struct marked *marked = stn_calloc(flow->point_count, sizeof(*marked));
    struct running *running = stn_calloc(1, sizeof(*running));
    flow->runs =
        stn_arena_array(&package->arena, 2 * (literals + flow->point_count) + 1,
                        sizeof(*flow->runs));
    const bool is_made =
        marked != NULL && running != NULL && flow->runs != NULL;
    if (is_made) {
        size_t count = 0;
        for (uint32_t i = 0; i < flow->point_count; i++)
            if (flow->blocks[flow->block_of[i]].is_reached)
                marked[count++] = (struct marked){flow->points[i], i};
        if (count > 0)
            qsort(marked, count, sizeof(*marked), compare_marked);
        running->tree = tree;
        running->runs = flow->runs;
        fill_runs(running, marked, count, body);
        flow->run_count = running->count;
    }
    stn_free(marked);
    stn_free(running);
    return is_made;
}

static void *keep(struct stn_go_package *package, const void *items,
                  size_t count, size_t size)
{
    void *kept = stn_arena_array(&package->arena, count, size);

    if (kept != NULL && count > 0)
        memcpy(kept, items, count * size);
    return kept;
}

/* Give what was built to the package. @return NULL without memory. */
static struct stn_go_flow *keep_flow(struct stn_go_builder *builder,
                                     uint32_t body)
{
    struct stn_go_package *package = builder->package;
    const struct stn_go_scratch *scratch = builder->scratch;
    struct stn_go_flow *flow = stn_arena_alloc(&package->arena, sizeof(*flow));

    if (flow == NULL)
        return NULL;
    *flow = (struct stn_go_flow){
        .point_count = (uint32_t)builder->point_count,
        .edge_count = (uint32_t)builder->edge_count,
        .block_count = (uint32_t)builder->block_count,
        .points = keep(package, scratch->points, builder->point_count,
                       sizeof(*scratch->points)),
        .edges = keep(package, scratch->edges, builder->edge_count,
                      sizeof(*scratch->edges)),
        .blocks = keep(package, scratch->blocks, builder->block_count,
                       sizeof(*scratch->blocks)),
        .block_of = stn_arena_array(&package->arena, builder->point_count,
                                    sizeof(*flow->block_of)),
    };
    if (flow->points == NULL || flow->edges == NULL || flow->blocks == NULL ||
        flow->block_of == NULL || !mark_reached(flow))
        return NULL;
    for (uint32_t i = 0; i < flow->block_count; i++)
        for (uint32_t p = 0; p < flow->blocks[i].point_count; p++)
            flow->block_of[flow->blocks[i].first_point + p] = i;
    return list_runs(flow, package, builder->tree, body) ? flow : NULL;
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
        *out = keep_flow(&builder, body);
    return *out != NULL ? STN_OK : STN_ENOMEM;
}
