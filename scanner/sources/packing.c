#include "sources/packing.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "text/text.h"

void stn_packing_dispose(struct stn_packing *packing)
{
    stn_free(packing->files);
    stn_arena_dispose(&packing->arena);
    *packing = (struct stn_packing){0};
}

void stn_packing_clear(struct stn_packing *packing)
{
    stn_arena_dispose(&packing->arena);
    packing->count = 0;
    packing->bytes = 0;
}

static enum stn_status skip_large(const struct stn_package_file *file,
                                  struct stn_findings *skips,
                                  struct stn_error *err)
{
    if (!file->is_target)
        return STN_OK;
    return stn_findings_skip(
        skips,
        &(struct stn_skip){
            .reason = STN_SKIP_UNCHECKED,
            .file = file->path,
            .commit = file->commit,
            .detail = STN_STR("the file, or the package it is in, is larger "
                              "than the Go checks read"),
            .bytes = file->bytes.len,
        },
        err);
}

static bool copy_file(struct stn_arena *arena, struct stn_package_file *copy)
{
    struct stn_span *touched = stn_arena_array(
        arena, copy->touched_count > 0 ? copy->touched_count : 1,
        sizeof(*touched));

    if (touched == NULL)
        return false;
    if (copy->touched_count > 0)
        memcpy(touched, copy->touched, copy->touched_count * sizeof(*touched));
    copy->touched = touched;
    return stn_arena_copy(arena, &copy->path, copy->path) &&
           stn_arena_copy(arena, &copy->bytes, copy->bytes) &&
           stn_arena_copy(arena, &copy->commit, copy->commit) &&
           stn_arena_copy(arena, &copy->author, copy->author) &&
           stn_arena_copy(arena, &copy->date, copy->date);
}

enum stn_status stn_packing_add(struct stn_packing *packing,
                                const struct stn_package_file *file,
                                struct stn_findings *skips,
                                struct stn_error *err)
{
    struct stn_package_file copy = *file;

    if (stn_text_classify(file->bytes) != STN_TEXT_PLAIN)
        return STN_OK;
    if (file->bytes.len > STN_GO_FILE_BYTES_MAX ||
        packing->bytes + file->bytes.len > STN_GO_PACKAGE_BYTES_MAX)
        return skip_large(file, skips, err);
    struct stn_package_file *files = stn_grow(
        packing->files, &packing->capacity, packing->count, sizeof(*files));
    if (files == NULL)
        return stn_fail_memory(err);
    packing->files = files;
    if (!copy_file(&packing->arena, &copy))
        return stn_fail_memory(err);
    files[packing->count++] = copy;
    packing->bytes += file->bytes.len;
    return STN_OK;
}

static int compare_files(const void *left, const void *right)
{
    const struct stn_package_file *a = left;
    const struct stn_package_file *b = right;

    return stn_str_compare(a->path, b->path);
}

enum stn_status stn_packing_finish(struct stn_packing *packing,
                                   struct stn_str folder, struct stn_str go_mod,
                                   struct stn_package *out,
                                   struct stn_error *err)
{
    bool has_target = false;

    for (size_t i = 0; i < packing->count; i++)
        has_target = has_target || packing->files[i].is_target;
    if (!has_target)
        return STN_DONE;
    qsort(packing->files, packing->count, sizeof(*packing->files),
          compare_files);
    *out =
        (struct stn_package){.files = packing->files, .count = packing->count};
    if (!stn_arena_copy(&packing->arena, &out->folder, folder) ||
        !stn_arena_copy(&packing->arena, &out->go_mod, go_mod))
        return stn_fail_memory(err);
    return STN_OK;
}
