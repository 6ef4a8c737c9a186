#include "golang/flow_build.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/limits.h"

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

struct stn_go_flow *stn_go_builder_keep(struct stn_go_builder *builder,
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
