/**
 * @file
 * YAML of anybody: it is a tree whose places are in the file and follow each
 * other, or it is refused at a place.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/limits.h"
#include "base/yaml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
    if (!holds)
        abort();
}

/* What every node keeps to, whatever it hangs in. */
static void check_node(const struct stn_yaml *node, const struct stn_yaml *map)
{
    struct stn_error err;
    struct stn_str text;
    uint64_t number;
    double decimal;
    bool truth;

    check(node->line > 0 && node->column > 0);
    check((node->key != NULL) == (map != NULL));
    if (node->kind == STN_YAML_SCALAR) {
        check(node->count == 0 && node->first == NULL);
        check(node->scalar.ptr[node->scalar.len] == '\0');
        check(strlen(node->scalar.ptr) == node->scalar.len);
    } else {
        check(!node->plain && (node->count == 0) == (node->first == NULL));
    }
    if (map != NULL)
        check(stn_yaml_get(map, node->key->scalar.ptr) == node);
    stn_yaml_string(&text, "fuzz", node, &err);
    stn_yaml_bool(&truth, "fuzz", node, &err);
    stn_yaml_uint(&number, 1000, "fuzz", node, &err);
    stn_yaml_number(&decimal, "fuzz", node, &err);
    stn_yaml_size(&number, "fuzz", node, &err);
}

/* The tree with a stack of its own: it is no deeper than the parser lets it. */
static void check_tree(const struct stn_yaml *root)
{
    const struct stn_yaml *open[STN_YAML_DEPTH_MAX];
    const struct stn_yaml *node = root;
    size_t depth = 0;

    while (node != NULL) {
        const struct stn_yaml *parent = depth > 0 ? open[depth - 1] : NULL;
        bool in_map = parent != NULL && parent->kind == STN_YAML_MAP;

        check_node(node, in_map ? parent : NULL);
        if (node->first != NULL) {
            check(depth < STN_YAML_DEPTH_MAX);
            open[depth++] = node;
            node = node->first;
            continue;
        }
        while (node->next == NULL && depth > 0)
            node = open[--depth];
        node = depth > 0 ? node->next : NULL;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const keys[] = {"version", "rules", "paths", NULL};
    const struct stn_str bytes = {(const char *)data, size};
    struct stn_arena arena = {0};
    struct stn_yaml *root = NULL;
    struct stn_error err;
    unsigned line = 0;
    unsigned column = 0;

    enum stn_status status = stn_yaml_parse(&root, &arena, "fuzz", bytes, &err);
    if (status == STN_OK) {
        check_tree(root);
        stn_yaml_known_keys(root, keys, "fuzz", &err);
    } else if (status == STN_EINPUT) {
        check(root == NULL);
        check(sscanf(err.message, "fuzz:%u:%u: ", &line, &column) == 2);
        check(line > 0 && line <= size + 1);
        check(column > 0 && column <= size + 1);
    } else {
        check(status == STN_ELIMIT);
    }
    stn_arena_dispose(&arena);
    return 0;
}
