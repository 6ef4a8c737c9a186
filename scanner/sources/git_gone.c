#include "sources/git_gone.h"

#include "base/alloc.h"

enum stn_status stn_git_gone_add(struct stn_git_gone_list *gone,
                                 const struct stn_source_options *options,
                                 struct stn_str path, const git_oid *id,
                                 struct stn_error *err)
{
    struct stn_git_gone item = {.id = *id};

    if (stn_source_skips(options, path))
        return STN_OK;
    struct stn_git_gone *items =
        stn_grow(gone->items, &gone->capacity, gone->count, sizeof(*items));
    if (items == NULL)
        return stn_fail_memory(err);
    gone->items = items;
    if (!stn_arena_copy(&gone->arena, &item.path, path))
        return stn_fail_memory(err);
    items[gone->count++] = item;
    return STN_OK;
}

void stn_git_gone_dispose(struct stn_git_gone_list *gone)
{
    stn_free(gone->items);
    stn_arena_dispose(&gone->arena);
    *gone = (struct stn_git_gone_list){0};
}
