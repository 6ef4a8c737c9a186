#include "findings/veil.h"

#include <stdlib.h>

#include "base/alloc.h"

/* Bytes of a value that its occurrences are looked up by. */
#define GRAM_BYTES ((size_t)4)

/*
 * Slots looked at for one place of the text. Values made to share their middle
 * bytes cannot make a report slow.
 */
#define PROBES_MAX 32

void stn_veil_dispose(struct stn_veil *veil)
{
    stn_free(veil->spans);
    stn_free(veil->slots);
    stn_free(veil->covered);
    *veil = (struct stn_veil){0};
}

/* Bytes past a range that are searched for the middles of long values. */
#define REACH_MAX ((size_t)512)

/* Tokens of one kind share their beginning, often their end. */
static size_t gram_offset(struct stn_str value)
{
    return (value.len - GRAM_BYTES) / 2;
}

static size_t gram_slot(const struct stn_veil *veil, const char *gram)
{
    uint32_t bits;

    memcpy(&bits, gram, sizeof(bits));
    return (size_t)(bits * UINT64_C(0x9E3779B97F4A7C15) >> 32) &
           veil->slot_mask;
}

static enum stn_status index_values(struct stn_veil *veil, size_t count,
                                    struct stn_error *err)
{
    size_t slots = 16;

    while (slots < 2 * count)
        slots *= 2;
    veil->slots = stn_calloc(slots, sizeof(*veil->slots));
    if (veil->slots == NULL)
        return stn_fail_memory(err);
    veil->slot_mask = slots - 1;
    for (size_t i = 0; i < count; i++) {
        struct stn_str value = veil->hits[i].value;
        if (value.len < GRAM_BYTES)
            continue;
        size_t slot = gram_slot(veil, value.ptr + gram_offset(value));
        size_t probes = 0;
        if (value.len / 2 + 1 > veil->reach)
            veil->reach = value.len / 2 + 1;
        while (veil->slots[slot] != 0 && ++probes < PROBES_MAX) {
            if (stn_str_equal(veil->hits[veil->slots[slot] - 1].value, value))
                break;
            slot = (slot + 1) & veil->slot_mask;
        }
        if (veil->slots[slot] == 0)
            veil->slots[slot] = (uint32_t)(i + 1);
    }
    return STN_OK;
}

/* In place: sorted by start in, sorted and apart out. */
static size_t join_spans(struct stn_span *spans, size_t count)
{
    size_t kept = 0;

    for (size_t i = 0; i < count; i++) {
        if (kept > 0 && spans[i].start <= spans[kept - 1].end) {
            if (spans[i].end > spans[kept - 1].end)
                spans[kept - 1].end = spans[i].end;
        } else {
            spans[kept++] = spans[i];
        }
    }
    return kept;
}

enum stn_status stn_veil_init(struct stn_veil *veil, const struct stn_hit *hits,
                              size_t count, struct stn_error *err)
{
    size_t bytes;

    *veil = (struct stn_veil){.hits = hits};
    if (!stn_mul(&bytes, count, sizeof(*veil->spans)))
        return stn_fail_memory(err);
    veil->spans = stn_malloc(bytes);
    if (veil->spans == NULL)
        return stn_fail_memory(err);
    for (size_t i = 0; i < count; i++)
        veil->spans[i] = hits[i].secret;
    veil->span_count = join_spans(veil->spans, count);

    enum stn_status status = index_values(veil, count, err);
    if (status < 0)
        stn_veil_dispose(veil);
    return status;
}

enum stn_status stn_veil_cover_also(struct stn_veil *veil, struct stn_span span,
                                    struct stn_error *err)
{
    struct stn_span *covered = stn_grow(veil->covered, &veil->covered_capacity,
                                        veil->covered_count, sizeof(*covered));

    if (covered == NULL)
        return stn_fail_memory(err);
    veil->covered = covered;
    covered[veil->covered_count++] = span;
    return STN_OK;
}

static enum stn_status cover_span(struct stn_veil *veil, struct stn_span span,
                                  struct stn_span range, struct stn_error *err)
{
    if (span.start < range.start)
        span.start = range.start;
    if (span.end > range.end)
        span.end = range.end;
    return stn_veil_cover_also(veil, span, err);
}

enum stn_status stn_veil_cover_hits(struct stn_veil *veil,
                                    struct stn_span range,
                                    struct stn_error *err)
{
    size_t low = 0;
    size_t high = veil->span_count;

    veil->covered_count = 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (veil->spans[middle].end <= range.start)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < veil->span_count && veil->spans[low].start < range.end;
         low++) {
        enum stn_status status = cover_span(veil, veil->spans[low], range, err);
        if (status < 0)
            return status;
    }
    return STN_OK;
}

/* What the values take up that stand in `bytes` with their middle at `at`. */
static struct stn_span find_values(const struct stn_veil *veil,
                                   struct stn_str bytes, size_t at)
{
    size_t slot = gram_slot(veil, bytes.ptr + at);
    struct stn_span found = {at, at};

    for (size_t i = 0; i < PROBES_MAX && veil->slots[slot] != 0; i++) {
        struct stn_str value = veil->hits[veil->slots[slot] - 1].value;
        size_t offset = gram_offset(value);
        slot = (slot + 1) & veil->slot_mask;
        if (offset > at || value.len > bytes.len - (at - offset) ||
            memcmp(bytes.ptr + (at - offset), value.ptr, value.len) != 0)
            continue;
        if (at - offset < found.start)
            found.start = at - offset;
        if (at - offset + value.len > found.end)
            found.end = at - offset + value.len;
    }
    return found;
}

static int compare_spans(const void *left, const void *right)
{
    const struct stn_span *a = left;
    const struct stn_span *b = right;

    return (a->start > b->start) - (a->start < b->start);
}

/* Cover the values that stand in a range, and put all in order. */
static enum stn_status cover_values(struct stn_veil *veil, struct stn_str bytes,
                                    struct stn_span range,
                                    struct stn_error *err)
{
    enum stn_status status = STN_OK;
    /* One that only reaches into the range has its middle outside. */
    size_t reach = veil->reach < REACH_MAX ? veil->reach : REACH_MAX;
    size_t at = range.start > reach ? range.start - reach : 0;
    size_t end = bytes.len - range.end > reach ? range.end + reach : bytes.len;

    for (; status == STN_OK && at < end && bytes.len - at >= GRAM_BYTES; at++) {
        struct stn_span span = find_values(veil, bytes, at);
        if (span.start < span.end && stn_span_touches(span, range))
            status = cover_span(veil, span, range, err);
    }
    if (status < 0)
        return status;
    if (veil->covered_count > 1)
        qsort(veil->covered, veil->covered_count, sizeof(*veil->covered),
              compare_spans);
    veil->covered_count = join_spans(veil->covered, veil->covered_count);
    return STN_OK;
}

enum stn_status stn_veil_cover(struct stn_veil *veil, struct stn_str bytes,
                               struct stn_span range, struct stn_error *err)
{
    enum stn_status status = stn_veil_cover_hits(veil, range, err);

    return status < 0 ? status : cover_values(veil, bytes, range, err);
}

enum stn_status stn_veil_cover_words(struct stn_veil *veil,
                                     struct stn_str words,
                                     struct stn_error *err)
{
    veil->covered_count = 0;
    return cover_values(veil, words, (struct stn_span){0, words.len}, err);
}
