#include "golang/file.h"

#include <stdlib.h>

#include "text/go_source.h"

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* "v2", "v10": a version, not a name. */
static bool is_version(struct stn_str element)
{
    if (element.len < 2 || element.ptr[0] != 'v')
        return false;
    for (size_t i = 1; i < element.len; i++)
        if (!is_digit(element.ptr[i]))
            return false;
    return true;
}

/* Cut the last element off a path. */
static struct stn_str cut_last(struct stn_str *path)
{
    size_t slash = path->len;

    while (slash > 0 && path->ptr[slash - 1] != '/')
        slash--;
    struct stn_str last = stn_str_sub(*path, slash, path->len);
    path->len = slash > 0 ? slash - 1 : 0;
    return last;
}

/* The name most packages of such a path give themselves. */
static struct stn_str guess_name(struct stn_str path)
{
    struct stn_str name = cut_last(&path);

    if (is_version(name) && path.len > 0)
        name = cut_last(&path);
    /* gopkg.in/yaml.v3 */
    for (size_t i = name.len; i > 1; i--)
        if (name.ptr[i - 1] == '.' &&
            is_version(stn_str_sub(name, i, name.len))) {
            name.len = i - 1;
            break;
        }
    if (stn_str_starts(name, STN_STR("go-")))
        name = stn_str_sub(name, 3, name.len);
    if (stn_str_ends(name, STN_STR("-go")))
        name.len -= 3;
    return name;
}

static int compare_places(const struct stn_go_import *left,
                          const struct stn_go_import *right)
{
    return (left->node > right->node) - (left->node < right->node);
}

static int compare_names(const void *a, const void *b)
{
    const struct stn_go_import *left = *(const struct stn_go_import *const *)a;
    const struct stn_go_import *right = *(const struct stn_go_import *const *)b;
    int order = stn_str_compare(left->name, right->name);

    return order != 0 ? order : compare_places(left, right);
}

static int compare_paths(const void *a, const void *b)
{
    const struct stn_go_import *left = *(const struct stn_go_import *const *)a;
    const struct stn_go_import *right = *(const struct stn_go_import *const *)b;
    int order = stn_str_compare(left->path, right->path);

    return order != 0 ? order : compare_places(left, right);
}

/* A file made to be slow has many imports, and asks for the last. */
static enum stn_status sort_imports(struct stn_go_file *file,
                                    struct stn_arena *arena,
                                    struct stn_error *err)
{
    const size_t count = file->import_count;

    file->by_name = stn_arena_array(arena, count, sizeof(*file->by_name));
    file->by_path = stn_arena_array(arena, count, sizeof(*file->by_path));
    if (file->by_name == NULL || file->by_path == NULL)
        return stn_fail_memory(err);
    for (size_t i = 0; i < count; i++)
        file->by_name[i] = file->by_path[i] = &file->imports[i];
    if (count > 0) {
        qsort(file->by_name, count, sizeof(*file->by_name), compare_names);
        qsort(file->by_path, count, sizeof(*file->by_path), compare_paths);
    }
    return STN_OK;
}

static enum stn_status read_imports(struct stn_go_file *file,
                                    struct stn_arena *arena,
                                    struct stn_error *err)
{
    const struct stn_go_tree *tree = &file->tree;
    size_t count = 0;

    for (uint32_t i = 0; i < tree->count; i++)
        count += tree->nodes[i].kind == STN_GO_IMPORT_SPEC;
    file->imports = stn_arena_array(arena, count, sizeof(*file->imports));
    if (file->imports == NULL)
        return stn_fail_memory(err);
    for (uint32_t i = 0; i < tree->count; i++) {
        if (tree->nodes[i].kind != STN_GO_IMPORT_SPEC)
            continue;
        uint32_t path = stn_go_child(tree, i, STN_GO_IN_path);
        uint32_t name = stn_go_child(tree, i, STN_GO_IN_name);
        struct stn_str text = path != 0 ? stn_go_text(tree, path) : STN_STR("");
        if (text.len < 2)
            continue;
        text = stn_str_sub(text, 1, text.len - 1);
        file->imports[file->import_count++] = (struct stn_go_import){
            .path = text,
            .name = name != 0 ? stn_go_text(tree, name) : guess_name(text),
            .node = i,
            .is_dot = name != 0 && tree->nodes[name].kind == STN_GO_DOT,
        };
    }
    return sort_imports(file, arena, err);
}

/* N of "go1.N" in a build constraint that needs it; 0: none does. */
static uint32_t read_constraint(struct stn_str line)
{
    size_t at = stn_str_find(line, STN_STR("go1."));
    uint32_t minor = 0;

    if (at == SIZE_MAX || (at > 0 && line.ptr[at - 1] == '!') ||
        stn_str_find(line, STN_STR("||")) != SIZE_MAX)
        return 0;
    for (at += 4; at < line.len && is_digit(line.ptr[at]) && minor < 1000; at++)
        minor = minor * 10 + (uint32_t)(line.ptr[at] - '0');
    return minor;
}

/* The comments before the package clause. */
static void read_marks(struct stn_go_file *file, size_t clause)
{
    const struct stn_go_tree *tree = &file->tree;

    for (size_t i = 0; i < tree->comment_count; i++) {
        struct stn_span span = tree->comments[i];
        struct stn_str words = stn_str_sub(tree->text, span.start, span.end);
        if (span.start >= clause)
            return;
        if (stn_str_starts(words, STN_STR("//go:build ")))
            file->go_minor = read_constraint(words);
        words = stn_str_trim(words);
        if (stn_str_starts(words, STN_STR("// Code generated ")) &&
            stn_str_ends(words, STN_STR(" DO NOT EDIT.")))
            file->is_generated = true;
    }
}

enum stn_status stn_go_file_read_head(struct stn_go_file *file,
                                      struct stn_arena *arena,
                                      struct stn_error *err)
{
    const struct stn_go_tree *tree = &file->tree;
    uint32_t clause = stn_go_child_of(tree, 0, STN_GO_PACKAGE_CLAUSE);
    uint32_t name =
        clause != 0 ? stn_go_child_of(tree, clause, STN_GO_PACKAGE_IDENTIFIER)
                    : 0;

    file->is_test = stn_path_is_go_test(file->source->path);
    file->clause = name != 0 ? stn_go_text(tree, name) : STN_STR("");
    read_marks(file, clause != 0 ? tree->nodes[clause].start : 0);
    return read_imports(file, arena, err);
}

const struct stn_go_import *stn_go_file_import(const struct stn_go_file *file,
                                               struct stn_str name)
{
    size_t low = 0;
    size_t high = file->import_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (stn_str_compare(file->by_name[middle]->name, name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    /* The name of a dot is its dot. */
    return low < file->import_count && !file->by_name[low]->is_dot &&
                   stn_str_equal(file->by_name[low]->name, name)
               ? file->by_name[low]
               : NULL;
}

bool stn_go_file_imports(const struct stn_go_file *file, const char *path)
{
    const struct stn_str wanted = stn_str_of(path);
    size_t low = 0;
    size_t high = file->import_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (stn_str_compare(file->by_path[middle]->path, wanted) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < file->import_count &&
           stn_str_equal(file->by_path[low]->path, wanted);
}
