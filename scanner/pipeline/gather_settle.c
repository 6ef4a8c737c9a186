/** @file What counts of what was gathered, and how it is shown. */
#include <stdlib.h>

#include "base/alloc.h"
#include "pipeline/gather.h"

/* Names times places that are looked through for secrets. */
#define HIDDEN_MAX ((size_t)4000000)

/* By container and place; of those at one place, the longer one first. */
static int compare_items(const struct stn_gather *gather, size_t left,
                         size_t right)
{
    const struct stn_gather_item *a = &gather->items[left];
    const struct stn_gather_item *b = &gather->items[right];

    if (a->container != b->container)
        return a->container < b->container ? -1 : 1;
    if (a->inner.start != b->inner.start)
        return a->inner.start < b->inner.start ? -1 : 1;
    if (a->inner.end != b->inner.end)
        return a->inner.end > b->inner.end ? -1 : 1;
    return (left > right) - (left < right);
}

static int compare_order(const void *left, const void *right, void *payload)
{
    return compare_items(payload, *(const uint32_t *)left,
                         *(const uint32_t *)right);
}

/* The one that stays comes first: the more specific rule, then the worse, then
 * the longer, then what is known to be a field. */
static int compare_worth(const void *left, const void *right, void *payload)
{
    const struct stn_gather *gather = payload;
    const struct stn_gather_item *a =
        &gather->items[gather->order[*(const uint32_t *)left]];
    const struct stn_gather_item *b =
        &gather->items[gather->order[*(const uint32_t *)right]];
    const uint32_t rank_a = stn_matcher_rank(gather->scanner->matcher, a->rule);
    const uint32_t rank_b = stn_matcher_rank(gather->scanner->matcher, b->rule);

    if (rank_a != rank_b)
        return rank_a > rank_b ? -1 : 1;
    if (a->severity != b->severity)
        return a->severity > b->severity ? -1 : 1;
    if (a->value.len != b->value.len)
        return a->value.len > b->value.len ? -1 : 1;
    if (a->is_field != b->is_field)
        return a->is_field ? -1 : 1;
    return *(const uint32_t *)left < *(const uint32_t *)right ? -1 : 1;
}

static struct stn_gather_item *item_at(struct stn_gather *gather, size_t index)
{
    return &gather->items[gather->order[index]];
}

/*
 * Whether one of [first, last), sorted by start, overlaps none that is kept:
 * those are apart from each other, so only its neighbours matter.
 */
static bool is_free(struct stn_gather *gather, size_t first, size_t last,
                    size_t index, size_t *other)
{
    const struct stn_span span = item_at(gather, index)->inner;
    const unsigned char *kept = gather->kept;
    const unsigned char *left = memrchr(kept + first, 1, index - first);
    const unsigned char *right = memchr(kept + index, 1, last - index);

    if (left != NULL &&
        item_at(gather, (size_t)(left - kept))->inner.end > span.start) {
        *other = (size_t)(left - kept);
        return false;
    }
    if (right != NULL &&
        item_at(gather, (size_t)(right - kept))->inner.start < span.end) {
        *other = (size_t)(right - kept);
        return false;
    }
    return true;
}

/* Of items that overlap in a chain, keep the best. One that goes may know the
 * place of the one that stays. */
static void contend(struct stn_gather *gather, size_t first, size_t last,
                    uint32_t *contenders)
{
    for (size_t i = first; i < last; i++)
        contenders[i - first] = (uint32_t)i;
    qsort_r(contenders, last - first, sizeof(*contenders), compare_worth,
            gather);
    memset(gather->kept + first, 0, last - first);
    for (size_t i = 0; i < last - first; i++) {
        const size_t index = contenders[i];
        size_t other = index;
        if (is_free(gather, first, last, index, &other)) {
            gather->kept[index] = 1;
            continue;
        }
        struct stn_gather_item *stays = item_at(gather, other);
        if (stays->place.len == 0)
            stays->place = item_at(gather, index)->place;
    }
}

/* What counts, sorted. @return How many. */
static size_t list_items(struct stn_gather *gather, struct stn_span owned)
{
    size_t count = 0;

    for (size_t i = 0; i < gather->count; i++) {
        const struct stn_gather_item *item = &gather->items[i];
        const bool is_root = i < gather->bases[0].last;
        if (item->is_dropped || (is_root && (item->local.start < owned.start ||
                                             item->local.start >= owned.end)))
            continue;
        gather->order[count++] = (uint32_t)i;
    }
    qsort_r(gather->order, count, sizeof(*gather->order), compare_order,
            gather);
    return count;
}

/* Of the items listed keep those that count, where they overlap. What is in
 * different containers never does, though it has the same place. */
static void drop_overlaps(struct stn_gather *gather, size_t count,
                          uint32_t *contenders)
{
    size_t first = 0;

    while (first < count) {
        const uint32_t container = item_at(gather, first)->container;
        size_t end = item_at(gather, first)->inner.end;
        size_t last = first + 1;
        while (last < count && item_at(gather, last)->container == container &&
               item_at(gather, last)->inner.start < end) {
            if (item_at(gather, last)->inner.end > end)
                end = item_at(gather, last)->inner.end;
            last++;
        }
        contend(gather, first, last, contenders);
        first = last;
    }
}

/* Whether an item is what stands in a place's names, if anything does: it was
 * found outside of all fields. */
static bool may_be_name(const struct stn_gather_item *item)
{
    return !item->is_field && !item->is_in_field && item->value.len > 0;
}

/* A place with every `value` in it replaced. */
static enum stn_status hide_in(struct stn_gather *gather, struct stn_str *place,
                               struct stn_str value, struct stn_error *err)
{
    struct stn_buf hidden = STN_BUF_INIT(SIZE_MAX);
    struct stn_str rest = *place;
    size_t at;

    while ((at = stn_str_find(rest, value)) != SIZE_MAX) {
        stn_buf_append(&hidden, stn_str_sub(rest, 0, at));
        stn_buf_puts(&hidden, "…");
        rest = stn_str_sub(rest, at + value.len, rest.len);
    }
    stn_buf_append(&hidden, rest);
    enum stn_status status = stn_buf_status(&hidden, err);
    if (status >= 0 &&
        !stn_arena_copy(&gather->arena, place, stn_buf_str(&hidden)))
        status = stn_fail_memory(err);
    stn_buf_dispose(&hidden);
    return status;
}

/* List the values that may be names, but for repeats. @return How many. */
static size_t list_names(struct stn_gather *gather)
{
    size_t count = 0;

    for (size_t i = 0; i < gather->count; i++)
        if (may_be_name(&gather->items[i]) &&
            (count == 0 || !stn_str_equal(item_at(gather, count - 1)->value,
                                          gather->items[i].value)))
            gather->order[count++] = (uint32_t)i;
    return count;
}

/*
 * Places are made of names, and a name may be a secret: a map by tokens. It is
 * shown no more than others are. With too many to look for, no place is shown.
 */
static enum stn_status hide_names(struct stn_gather *gather,
                                  struct stn_error *err)
{
    const size_t names = list_names(gather);
    const bool is_too_much = names > HIDDEN_MAX / gather->count;
    enum stn_status status = STN_OK;

    for (size_t i = 0; i < gather->count && names > 0; i++) {
        struct stn_str *place = &gather->items[i].place;
        if (is_too_much)
            place->len = 0;
        for (size_t j = 0; j < names && place->len > 0 && status >= 0; j++)
            if (stn_str_find(*place, item_at(gather, j)->value) != SIZE_MAX)
                status = hide_in(gather, place, item_at(gather, j)->value, err);
    }
    return status;
}

static enum stn_status make_room(struct stn_gather *gather,
                                 struct stn_error *err)
{
    const size_t wanted = gather->count;

    if (wanted <= gather->order_capacity)
        return STN_OK;
    uint32_t *order =
        stn_realloc(gather->order, 2 * wanted * sizeof(*gather->order));
    if (order != NULL)
        gather->order = order;
    unsigned char *kept = stn_realloc(gather->kept, wanted);
    if (kept != NULL)
        gather->kept = kept;
    struct stn_hit *hits =
        stn_realloc(gather->hits, wanted * sizeof(*gather->hits));
    if (hits != NULL)
        gather->hits = hits;
    if (order == NULL || kept == NULL || hits == NULL)
        return stn_fail_memory(err);
    gather->order_capacity = wanted;
    return STN_OK;
}

static struct stn_hit hit_of(const struct stn_gather *gather,
                             const struct stn_gather_item *item,
                             bool is_capture)
{
    struct stn_hit hit = {
        .rule = &gather->scanner->ruleset.rules[item->rule].info,
        .severity = item->severity,
        .secret = item->span,
        .value = item->value,
        .location = item->place,
        .evidence_count = item->evidence_count,
        .cure = item->cure,
        .is_capture = is_capture,
        .trail = item->trail,
    };

    memcpy(hit.evidence, item->evidence, sizeof(hit.evidence));
    return hit;
}

static int compare_hits(const void *left, const void *right)
{
    const struct stn_hit *a = left;
    const struct stn_hit *b = right;

    if (a->secret.start != b->secret.start)
        return a->secret.start < b->secret.start ? -1 : 1;
    if (a->secret.end != b->secret.end)
        return a->secret.end < b->secret.end ? -1 : 1;
    int order = strcmp(a->rule->id, b->rule->id);
    if (order == 0)
        order = stn_str_compare(a->value, b->value);
    return order != 0 ? order : stn_str_compare(a->location, b->location);
}

enum stn_status stn_gather_end(struct stn_gather *gather, struct stn_span owned,
                               bool is_capture, const struct stn_hit **out,
                               size_t *count, struct stn_error *err)
{
    size_t hits = 0;

    *out = gather->hits;
    *count = 0;
    if (gather->count == 0)
        return STN_OK;
    enum stn_status status = make_room(gather, err);
    if (status < 0)
        return status;
    status = hide_names(gather, err);
    if (status < 0)
        return status;
    const size_t listed = list_items(gather, owned);
    drop_overlaps(gather, listed, gather->order + gather->count);
    for (size_t i = 0; i < listed; i++)
        if (gather->kept[i] != 0)
            gather->hits[hits++] =
                hit_of(gather, item_at(gather, i), is_capture);
    qsort(gather->hits, hits, sizeof(*gather->hits), compare_hits);
    *out = gather->hits;
    *count = hits;
    return STN_OK;
}
