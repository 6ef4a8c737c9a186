#include "golang/function.h"

#include "golang/called.h"
#include "golang/names.h"

/* List the functions of a file; once. */
static bool list_functions(struct stn_go_package *package,
                           struct stn_go_file *file)
{
    const struct stn_go_tree *tree = &file->tree;
    size_t count = 0;

    for (uint32_t node = 0; node < tree->count; node++)
        count += stn_go_is_function(tree, node);
    struct stn_go_function *functions =
        stn_arena_array(&package->arena, count, sizeof(*functions));
    if (functions == NULL) {
        package->is_short = true;
        return false;
    }
    file->functions = functions;
    for (uint32_t node = 0; node < tree->count; node++)
        if (stn_go_is_function(tree, node))
            functions[file->function_count++] =
                (struct stn_go_function){.node = node, .file = file->index};
    return true;
}

struct stn_go_function *stn_go_function_at(struct stn_go_package *package,
                                           struct stn_go_file *file,
                                           uint32_t node)
{
    if (!stn_go_is_function(&file->tree, node) ||
        stn_go_names_resolve(package, file, NULL) < 0 ||
        (file->functions == NULL && !list_functions(package, file)))
        return NULL;
    size_t low = 0;
    size_t high = file->function_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (file->functions[middle].node < node)
            low = middle + 1;
        else
            high = middle;
    }
    return low < file->function_count && file->functions[low].node == node
               ? &file->functions[low]
               : NULL;
}

struct stn_go_function *stn_go_called_function(struct stn_go_package *package,
                                               struct stn_go_file *file,
                                               uint32_t call)
{
    struct stn_go_file *other;
    uint32_t function = stn_go_called(package, file, call, &other);

    return function != 0 ? stn_go_function_at(package, other, function) : NULL;
}
