#include "pipeline/edits.h"

#include <stdlib.h>

#include "base/alloc.h"

void stn_edits_dispose(struct stn_edits *edits)
{
    stn_free(edits->items);
    stn_free(edits->taken);
    *edits = (struct stn_edits){0};
}

void stn_edits_begin(struct stn_edits *edits, size_t length)
{
    stn_free(edits->taken);
    edits->taken = NULL;
    edits->count = 0;
    edits->length = length;
}

bool stn_edits_take(struct stn_edits *edits, struct stn_span span)
{
    if (edits->taken == NULL)
        edits->taken = stn_calloc(edits->length / 8 + 1, 1);
    if (edits->taken == NULL)
        return false;
    for (size_t at = span.start; at < span.end; at++)
        edits->taken[at / 8] |= (unsigned char)(1U << at % 8);
    return true;
}

bool stn_edits_is_free(const struct stn_edits *edits, struct stn_span span)
{
    if (edits->taken == NULL)
        return true;
    for (size_t at = span.start; at < span.end; at++)
        if ((edits->taken[at / 8] >> at % 8 & 1) != 0)
            return false;
    return true;
}

bool stn_edits_add(struct stn_edits *edits, struct stn_edit edit)
{
    struct stn_edit *items =
        stn_grow(edits->items, &edits->capacity, edits->count, sizeof(*items));

    if (items == NULL)
        return false;
    edits->items = items;
    if (!stn_edits_take(edits, edit.span))
        return false;
    items[edits->count++] = edit;
    return true;
}

static int compare_edits(const void *left, const void *right)
{
    const struct stn_edit *a = left;
    const struct stn_edit *b = right;

    return (a->span.start > b->span.start) - (a->span.start < b->span.start);
}

void stn_edits_sort(struct stn_edits *edits)
{
    if (edits->count > 1)
        qsort(edits->items, edits->count, sizeof(*edits->items), compare_edits);
}

void stn_edits_make(struct stn_edits *edits, struct stn_str bytes,
                    struct stn_buf *out)
{
    size_t at = 0;
    size_t after = 0;

    stn_edits_sort(edits);
    for (size_t i = 0; i < edits->count; i++) {
        struct stn_edit *edit = &edits->items[i];
        stn_buf_append(out, stn_str_sub(bytes, at, edit->span.start));
        stn_buf_append(out, edit->with);
        edit->after = after + (edit->span.start - at);
        after = edit->after + edit->with.len;
        at = edit->span.end;
    }
    stn_buf_append(out, stn_str_sub(bytes, at, bytes.len));
}

size_t stn_edits_before(const struct stn_edits *edits, size_t offset)
{
    size_t low = 0; /* the first edit that begins past it */
    size_t high = edits->count;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (edits->items[middle].after <= offset)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0)
        return offset;
    const struct stn_edit *edit = &edits->items[low - 1];
    if (offset < edit->after + edit->with.len)
        return edit->span.start;
    return edit->span.end + (offset - edit->after - edit->with.len);
}
