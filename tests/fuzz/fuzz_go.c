/**
 * @file
 * Go of anybody, in one file or two: parsing, names and checks end, trees do
 * not depend on what is condensed, hits stand inside of their files, and the
 * flow of every function holds together.
 */
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "golang/flow.h"
#include "golang/names.h"
#include "golang/scan.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
    if (!holds)
        abort();
}

/* Every node is inside of its parent and behind its siblings. */
static void check_tree(const struct stn_go_tree *tree)
{
    for (uint32_t node = 1; node < tree->count; node++) {
        const struct stn_go_node *here = &tree->nodes[node];
        const struct stn_go_node *parent = &tree->nodes[here->parent];
        check(here->parent < node && here->size > 0);
        check(stn_go_past(tree, node) <= stn_go_past(tree, here->parent));
        check(here->start <= here->end && here->end <= tree->text.len);
        check(here->start >= parent->start && here->end <= parent->end);
        check(!here->has_error || parent->has_error);
    }
}

/* It is the tree of all bytes, though not all were parsed. */
static void check_condensing(struct stn_go_parser *parser,
                             const struct stn_go_tree *tree)
{
    struct stn_go_tree whole = {0};

    check(stn_go_parse_whole(parser, &whole, tree->text, NULL) == STN_OK);
    check(whole.count == tree->count &&
          whole.comment_count == tree->comment_count);
    check(memcmp(whole.nodes, tree->nodes,
                 whole.count * sizeof(*whole.nodes)) == 0);
    for (size_t i = 0; i < whole.comment_count; i++)
        check(whole.comments[i].start == tree->comments[i].start &&
              whole.comments[i].end == tree->comments[i].end);
    stn_go_tree_dispose(&whole);
}

/* An object's uses go forwards, and each means it. */
static void check_names(const struct stn_go_package *package,
                        const struct stn_go_file *file)
{
    for (uint32_t i = 1; i < package->object_count; i++) {
        const struct stn_go_object *object = &package->objects[i];
        if (object->file != file->index)
            continue;
        check(object->name < file->tree.count);
        for (uint32_t use = object->first_use; use != 0;
             use = file->next_uses[use]) {
            check(stn_go_object_at(file, use) == i);
            check(file->next_uses[use] != 0 || use == object->last_use);
        }
    }
}

static int take_step(void *payload, uint32_t node, int state)
{
    const struct stn_go_tree *tree = payload;

    check(node > 0 && node < tree->count);
    return (int)((unsigned)state + node) % STN_GO_PATH_STATES;
}

static int take_edge(void *payload, uint32_t condition, bool is_true, int state)
{
    const struct stn_go_tree *tree = payload;

    check(condition > 0 && condition < tree->count);
    return is_true ? state : (state + 1) % STN_GO_PATH_STATES;
}

static int take_leave(void *payload, enum stn_go_leave how, uint32_t node,
                      int state)
{
    const struct stn_go_tree *tree = payload;

    check(how != STN_GO_GOES_ON && how != STN_GO_LEAVES_NEVER);
    check(node < tree->count && state >= 0 && state < STN_GO_PATH_STATES);
    return STN_GO_PATH_ENDS;
}

/* Blocks and points cover each other, edges stay inside. */
static void check_flow(const struct stn_go_flow *flow,
                       const struct stn_go_tree *tree, uint32_t function)
{
    uint32_t points = 0;
    uint32_t edges = 0;

    check(flow->block_count > 0 && flow->blocks[0].is_reached);
    for (uint32_t i = 0; i < flow->block_count; i++) {
        const struct stn_go_block *block = &flow->blocks[i];
        points += block->point_count;
        edges += block->edge_count;
        check(block->leaves == STN_GO_GOES_ON || block->edge_count == 0);
        check(block->first_point + block->point_count <= flow->point_count);
        check(block->first_edge + block->edge_count <= flow->edge_count);
    }
    check(points == flow->point_count && edges == flow->edge_count);
    for (uint32_t i = 0; i < flow->edge_count; i++)
        check(flow->edges[i].to < flow->block_count);
    for (uint32_t i = 0; i < flow->point_count; i++) {
        const uint32_t node = flow->points[i];
        const bool is_reached = flow->blocks[flow->block_of[i]].is_reached;
        check(stn_go_holds(tree, function, node));
        check(stn_go_flow_point(flow, tree, node) == i || !is_reached);
    }
}

static void check_function(struct stn_go_package *package,
                           struct stn_go_file *file, uint32_t function)
{
    const struct stn_go_search search = {.step = take_step,
                                         .edge = take_edge,
                                         .leave = take_leave,
                                         .payload = &file->tree};
    const struct stn_go_flow *flow = stn_go_flow_of(package, file, function);

    check(flow != NULL || stn_go_can_return(package, file, function));
    if (flow == NULL)
        return;
    check_flow(flow, &file->tree, function);
    check(!stn_go_flow_search(package, flow, UINT32_MAX, 0, &search, NULL));
    if (flow->point_count > 0)
        stn_go_flow_reaches(package, flow, 0, flow->point_count - 1);
}

static void check_package(struct stn_go_package *package)
{
    for (size_t i = 0; i < package->count; i++) {
        struct stn_go_file *file = &package->files[i];
        check(stn_go_names_resolve(package, file, NULL) == STN_OK);
        check_tree(&file->tree);
        check_names(package, file);
        for (uint32_t node = 0; node < file->tree.count; node++) {
            if (stn_go_is_function(&file->tree, node))
                check_function(package, file, node);
            if (stn_go_is_call(&file->tree, node))
                stn_go_call_leaves(package, file, node);
        }
    }
}

static void check_hits(const struct stn_package *source,
                       const struct stn_go_scanned *scanned)
{
    for (size_t i = 0; i < scanned->count; i++) {
        const struct stn_go_hit *hit = &scanned->hits[i];
        check(hit->file < source->count);
        check(hit->span.start <= hit->span.end &&
              hit->span.end <= source->files[hit->file].bytes.len);
    }
}

/* A NUL parts the two files. */
static size_t split(struct stn_package_file *files, struct stn_str bytes)
{
    const size_t at = stn_str_find(bytes, (struct stn_str){"", 1});

    files[0] = (struct stn_package_file){.path = STN_STR("a.go"),
                                         .bytes = stn_str_sub(bytes, 0, at),
                                         .is_target = true,
                                         .is_all_touched = true};
    if (at == SIZE_MAX)
        return 1;
    files[1] = (struct stn_package_file){
        .path = STN_STR("b_test.go"),
        .bytes = stn_str_sub(bytes, at + 1, bytes.len)};
    return 2;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct stn_go_scan *scan;
    static struct stn_go_parser *parser;
    const struct stn_go_scan_options options = {.active = NULL};
    struct stn_package_file files[2];
    struct stn_package source = {.folder = STN_STR("p"), .files = files};
    struct stn_go_scanned scanned;
    struct stn_go_package package = {0};

    source.count = split(files, (struct stn_str){(const char *)data, size});
    if (scan == NULL) {
        check(stn_go_scan_new(&scan, &options, NULL) == STN_OK);
        check(stn_go_parser_new(&parser, NULL) == STN_OK);
    }
    check(stn_go_scan_package(scan, &source, &scanned, NULL) == STN_OK);
    check_hits(&source, &scanned);
    check(stn_go_package_read(&package, parser, &source, 0, NULL) == STN_OK);
    for (size_t i = 0; i < package.count; i++)
        check_condensing(parser, &package.files[i].tree);
    check_package(&package);
    stn_go_package_dispose(&package);
    return 0;
}
