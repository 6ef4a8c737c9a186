#include "golang/hits.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "golang/check.h"

void stn_go_hits_dispose(struct stn_go_hits *hits)
{
    stn_free(hits->items);
    *hits = (struct stn_go_hits){0};
}

enum stn_status stn_go_hits_add(struct stn_go_hits *hits,
                                const struct stn_go_hit *hit,
                                struct stn_error *err)
{
    struct stn_go_hit *items =
        stn_grow(hits->items, &hits->capacity, hits->count, sizeof(*items));

    if (items == NULL)
        return stn_fail_memory(err);
    hits->items = items;
    items[hits->count++] = *hit;
    return STN_OK;
}

static int compare_sizes(size_t a, size_t b)
{
    return (a > b) - (a < b);
}

static int compare_hits(const void *left, const void *right)
{
    const struct stn_go_hit *a = left;
    const struct stn_go_hit *b = right;

    if (a->file != b->file)
        return compare_sizes(a->file, b->file);
    if (a->span.start != b->span.start)
        return compare_sizes(a->span.start, b->span.start);
    if (a->span.end != b->span.end)
        return compare_sizes(a->span.end, b->span.end);
    return strcmp(a->check->name, b->check->name);
}

void stn_go_hits_sort(struct stn_go_hits *hits)
{
    size_t kept = 0;

    if (hits->count == 0)
        return;
    qsort(hits->items, hits->count, sizeof(*hits->items), compare_hits);
    for (size_t i = 0; i < hits->count; i++)
        if (kept == 0 ||
            compare_hits(&hits->items[kept - 1], &hits->items[i]) != 0)
            hits->items[kept++] = hits->items[i];
    hits->count = kept;
}
