#include "sources/git_go.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "text/go_source.h"

static void dispose_one(struct stn_git_go *go)
{
    stn_free(go->files);
    stn_free(go->mods);
    stn_free(go->firsts);
    stn_git_gone_dispose(&go->gone);
    stn_arena_dispose(&go->arena);
}

void stn_git_go_dispose(struct stn_git_go *go)
{
    struct stn_git_go *next = go->next;

    dispose_one(go);
    while (next != NULL) {
        struct stn_git_go *other = next;
        next = other->next;
        dispose_one(other);
        stn_free(other);
    }
}

struct stn_str stn_git_go_folder(struct stn_str path)
{
    const char *slash = path.len > 0 ? memrchr(path.ptr, '/', path.len) : NULL;

    return stn_str_sub(path, 0, slash != NULL ? (size_t)(slash - path.ptr) : 0);
}

bool stn_git_go_is_mod(struct stn_str path)
{
    struct stn_str folder = stn_git_go_folder(path);
    size_t start = folder.len > 0 ? folder.len + 1 : 0;

    return stn_str_equal(stn_str_sub(path, start, path.len), STN_STR("go.mod"));
}

enum stn_status stn_git_go_add(struct stn_git_go *go,
                               const struct stn_git_go_file *file,
                               struct stn_error *err)
{
    struct stn_git_go_file copy = *file;
    bool mod = stn_git_go_is_mod(file->path);

    if (!mod && !stn_path_is_go_source(file->path))
        return STN_OK;
    struct stn_git_go_file *files =
        mod ? stn_grow(go->mods, &go->mod_capacity, go->mod_count,
                       sizeof(*files))
            : stn_grow(go->files, &go->capacity, go->count, sizeof(*files));
    if (files == NULL)
        return stn_fail_memory(err);
    if (mod)
        go->mods = files;
    else
        go->files = files;
    if (!stn_arena_copy(&go->arena, &copy.path, file->path))
        return stn_fail_memory(err);
    files[mod ? go->mod_count++ : go->count++] = copy;
    return STN_OK;
}

/* By folder, then by path; of the same path what is a target first. */
static int compare_files(const void *left, const void *right)
{
    const struct stn_git_go_file *a = left;
    const struct stn_git_go_file *b = right;
    int order =
        stn_str_compare(stn_git_go_folder(a->path), stn_git_go_folder(b->path));

    return order != 0 ? order : stn_str_compare(a->path, b->path);
}

static int compare_targets(const void *left, const void *right)
{
    const struct stn_git_go_file *a = left;
    const struct stn_git_go_file *b = right;
    int order = compare_files(left, right);

    return order != 0 ? order : b->is_target - a->is_target;
}

void stn_git_go_sort(struct stn_git_go *go)
{
    size_t kept = 0;

    if (go->count > 1)
        qsort(go->files, go->count, sizeof(*go->files), compare_targets);
    for (size_t i = 0; i < go->count; i++)
        if (kept == 0 ||
            compare_files(&go->files[kept - 1], &go->files[i]) != 0)
            go->files[kept++] = go->files[i];
    go->count = kept;
    if (go->mod_count > 1)
        qsort(go->mods, go->mod_count, sizeof(*go->mods), compare_files);
}

struct stn_git_go_file *stn_git_go_find(const struct stn_git_go *go,
                                        struct stn_str path)
{
    const struct stn_git_go_file wanted = {.path = path};

    if (go->count == 0)
        return NULL;
    return bsearch(&wanted, go->files, go->count, sizeof(wanted),
                   compare_files);
}

static bool is_same_folder(const struct stn_git_go *go, size_t a, size_t b)
{
    return stn_str_equal(stn_git_go_folder(go->files[a].path),
                         stn_git_go_folder(go->files[b].path));
}

enum stn_status stn_git_go_seal(struct stn_git_go *go, struct stn_error *err)
{
    stn_free(go->firsts);
    go->first_count = 0;
    go->firsts = stn_calloc(go->count, sizeof(*go->firsts));
    if (go->firsts == NULL)
        return stn_fail_memory(err);
    for (size_t first = 0, i = 0; i < go->count; first = i) {
        bool has_target = false;
        for (; i < go->count && is_same_folder(go, first, i); i++)
            has_target = has_target || go->files[i].is_target;
        if (has_target)
            go->firsts[go->first_count++] = first;
    }
    return STN_OK;
}
