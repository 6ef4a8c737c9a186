#include "pipeline/trail.h"

#include "base/alloc.h"
#include "base/limits.h"
#include "base/sha256.h"

/** Segments in each other: views, decodings and texts in texts. */
#define CHAIN_MAX 128

/** From a segment to the text, the text first. */
struct chain {
    const struct stn_segment *items[CHAIN_MAX];
    size_t count;
};

void stn_trail_dispose(struct stn_trail *trail)
{
    stn_arena_dispose(&trail->arena);
    stn_free(trail->nodes);
    stn_free(trail->places);
    stn_free(trail->spans.items);
    stn_free(trail->from.items);
    stn_free(trail->to.items);
    stn_seen_dispose(&trail->known);
    *trail = (struct stn_trail){0};
}

enum stn_status stn_trail_begin(struct stn_trail *trail,
                                const struct stn_segment *root,
                                struct stn_error *err)
{
    stn_arena_dispose(&trail->arena);
    trail->node_count = 0;
    trail->place_count = 0;
    trail->spans.count = 0;
    trail->copied = 0;
    stn_seen_clear(&trail->known);
    struct stn_trail_node *nodes =
        stn_grow(trail->nodes, &trail->node_capacity, 0, sizeof(*nodes));
    if (nodes == NULL)
        return stn_fail_memory(err);
    trail->nodes = nodes;
    nodes[trail->node_count++] = (struct stn_trail_node){.bytes = root->bytes};
    return STN_OK;
}

/* Whether letters, digits and '-' stand for themselves in a writing, so that a
 * secret's own bytes can be told from those around it. */
static bool is_writing(enum stn_codec codec)
{
    switch (codec) {
    case STN_CODEC_HEX:
    case STN_CODEC_DECIMAL:
    case STN_CODEC_BASE64:
    case STN_CODEC_GZIP:
    case STN_CODEC_DEFLATE:
    case STN_CODEC_BROTLI:
    case STN_CODEC_ZIP:
        return false;
    default:
        return true;
    }
}

static bool is_packed(const struct stn_segment *segment)
{
    return segment->origin != NULL && !is_writing(segment->codec);
}

/* Join a span to the last one, or make it a new one. */
static bool add_span(struct stn_trail_spans *spans, size_t first,
                     struct stn_span span)
{
    if (span.end <= span.start)
        return true;
    if (spans->count > first) {
        struct stn_span *last = &spans->items[spans->count - 1];
        if (span.start <= last->end && span.end >= last->start) {
            last->end = span.end > last->end ? span.end : last->end;
            return true;
        }
    }
    struct stn_span *items =
        stn_grow(spans->items, &spans->capacity, spans->count, sizeof(*items));
    if (items == NULL)
        return false;
    spans->items = items;
    items[spans->count++] = span;
    return true;
}

/* A span of a decoded segment's bytes, as it stands in the parent's: more than
 * one where others stand in between. */
static bool add_origins(struct stn_trail_spans *out,
                        const struct stn_segment *segment, struct stn_span span)
{
    const struct stn_span whole = segment->origin(segment, span);

    /* Nothing is written shorter than it is. */
    if (whole.end - whole.start == span.end - span.start)
        return add_span(out, 0, whole);
    for (size_t at = span.start; at < span.end; at++)
        if (!add_span(out, 0,
                      segment->origin(segment, (struct stn_span){at, at + 1})))
            return false;
    return true;
}

static size_t offset_in_parent(const struct stn_segment *segment)
{
    return (size_t)(segment->bytes.ptr - segment->parent->bytes.ptr);
}

/*
 * From a span of a segment of the chain to spans of one further out, which end
 * up in trail->from.
 *
 * @param writings  Bits of the codecs on the way are added.
 */
static bool lift(struct stn_trail *trail, const struct chain *chain,
                 size_t index, size_t until, struct stn_span span,
                 uint32_t *writings)
{
    trail->from.count = 0;
    if (!add_span(&trail->from, 0, span))
        return false;
    for (; index > until; index--) {
        const struct stn_segment *segment = chain->items[index];
        if (segment->origin == NULL) {
            const size_t offset = offset_in_parent(segment);
            for (size_t i = 0; i < trail->from.count; i++) {
                trail->from.items[i].start += offset;
                trail->from.items[i].end += offset;
            }
            continue;
        }
        *writings |= 1U << segment->codec;
        trail->to.count = 0;
        for (size_t i = 0; i < trail->from.count; i++)
            if (!add_origins(&trail->to, segment, trail->from.items[i]))
                return false;
        const struct stn_trail_spans was = trail->from;
        trail->from = trail->to;
        trail->to = was;
    }
    return true;
}

/* As lift(), from the first byte to the last. */
static struct stn_span lift_whole(const struct chain *chain, size_t index,
                                  size_t until, struct stn_span span)
{
    for (; index > until; index--) {
        const struct stn_segment *segment = chain->items[index];
        if (segment->origin != NULL) {
            span = segment->origin(segment, span);
            continue;
        }
        span.start += offset_in_parent(segment);
        span.end += offset_in_parent(segment);
    }
    return span;
}

/* Whether a log put something of its own into a span. */
static bool is_cut(const struct chain *chain, size_t index, size_t until,
                   struct stn_span span)
{
    for (; index > until; index--) {
        const struct stn_span outer = lift_whole(chain, index, index - 1, span);
        if (chain->items[index]->origin != NULL &&
            chain->items[index]->codec == STN_CODEC_LINES &&
            outer.end - outer.start != span.end - span.start)
            return true;
        span = outer;
    }
    return false;
}

static bool is_space(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

/* What stands in `bytes` between the first two lines of a segment's span. */
static struct stn_str find_between(const struct chain *chain, size_t index,
                                   size_t until, struct stn_span span,
                                   struct stn_str bytes)
{
    const struct stn_str packed = chain->items[index]->bytes;
    size_t end = span.start;
    size_t next;

    while (end < span.end && packed.ptr[end] != '\n' && packed.ptr[end] != '\r')
        end++;
    next = end;
    while (next < span.end && is_space(packed.ptr[next]))
        next++;
    if (end == span.start || next >= span.end)
        return (struct stn_str){0};
    const struct stn_span before =
        lift_whole(chain, index, until, (struct stn_span){end - 1, end});
    const struct stn_span after =
        lift_whole(chain, index, until, (struct stn_span){next, next + 1});
    return stn_str_sub(bytes, before.end, after.start);
}

/* The bytes of a segment that another was unpacked from. Where it is cut off
 * within what is exact, what follows is as it was. */
static struct stn_span packed_span(const struct chain *chain, size_t index)
{
    const struct stn_segment *segment = chain->items[index];

    return segment->origin(segment, (struct stn_span){0, segment->bytes.len});
}

static bool copy_bytes(struct stn_trail *trail, struct stn_str *out,
                       struct stn_str bytes)
{
    trail->copied += bytes.len;
    return stn_arena_copy(&trail->arena, out, bytes);
}

static bool copy_writings(struct stn_trail *trail, struct stn_trail_node *node,
                          const struct chain *chain, size_t index, size_t until)
{
    enum stn_codec *writings =
        stn_arena_array(&trail->arena, index - until + 1, sizeof(*writings));

    if (writings == NULL)
        return false;
    for (; index > until; index--)
        if (chain->items[index]->origin != NULL)
            writings[node->writing_count++] = chain->items[index]->codec;
    node->writings = writings;
    return true;
}

/* The node of a place in another one that is there already, or SIZE_MAX. */
static size_t find_node(const struct stn_trail *trail,
                        const struct stn_trail_node *wanted, uint64_t *key)
{
    const uint64_t what[] = {wanted->parent, wanted->span.start,
                             wanted->span.end, wanted->codec};
    *key = stn_sha256_u64((struct stn_str){(const char *)what, sizeof(what)});
    return stn_seen_find(&trail->known, *key);
}

/* Enter what the segment at `index` was unpacked from, in node `*node`, whose
 * bytes are those of the segment at `until`. */
static enum stn_status enter(struct stn_trail *trail, const struct chain *chain,
                             size_t index, size_t until, size_t *node,
                             struct stn_error *err)
{
    const struct stn_segment *segment = chain->items[index];
    const struct stn_span packed = packed_span(chain, index);
    struct stn_trail_node made = {
        .parent = *node,
        .span = lift_whole(chain, index - 1, until, packed),
        .codec = segment->codec,
    };
    uint64_t key;
    const size_t known = find_node(trail, &made, &key);

    if (known != SIZE_MAX) {
        *node = known;
        return STN_OK;
    }
    if (trail->copied + segment->bytes.len > STN_REDACT_BYTES_MAX)
        return stn_fail(err, STN_ELIMIT,
                        "what is packed into it comes to over %zu bytes",
                        STN_REDACT_BYTES_MAX);
    struct stn_trail_node *nodes = stn_grow(trail->nodes, &trail->node_capacity,
                                            trail->node_count, sizeof(*nodes));
    if (nodes == NULL)
        return stn_fail_memory(err);
    trail->nodes = nodes;
    made.is_cut = is_cut(chain, index - 1, until, packed);
    made.between = find_between(chain, index - 1, until, packed,
                                trail->nodes[*node].bytes);
    if (!copy_bytes(trail, &made.bytes, segment->bytes) ||
        !copy_bytes(trail, &made.packed,
                    stn_str_sub(chain->items[index - 1]->bytes, packed.start,
                                packed.end)) ||
        !copy_writings(trail, &made, chain, index - 1, until) ||
        !stn_seen_add(&trail->known, key, trail->node_count))
        return stn_fail_memory(err);
    *node = trail->node_count++;
    nodes[*node] = made;
    return STN_OK;
}

static bool make_chain(struct chain *chain, const struct stn_segment *segment)
{
    size_t count = 0;

    for (const struct stn_segment *at = segment; at != NULL; at = at->parent)
        count++;
    if (count > CHAIN_MAX)
        return false;
    chain->count = count;
    for (; segment != NULL; segment = segment->parent)
        chain->items[--count] = segment;
    return true;
}

enum stn_status stn_trail_add(struct stn_trail *trail,
                              const struct stn_segment *segment,
                              struct stn_span span, size_t *out,
                              struct stn_error *err)
{
    struct stn_trail_place place = {.first = trail->spans.count};
    struct chain chain;
    size_t base = 0;

    if (!make_chain(&chain, segment))
        return stn_fail(err, STN_ELIMIT, "too many texts inside of each other");
    for (size_t i = 1; i < chain.count; i++) {
        /* What an archive stores as it is has a check sum all the same. */
        if (chain.items[i]->codec == STN_CODEC_ZIP)
            place.writings |= 1U << STN_CODEC_ZIP;
        if (!is_packed(chain.items[i]))
            continue;
        enum stn_status status =
            enter(trail, &chain, i, base, &place.node, err);
        if (status < 0)
            return status;
        base = i;
    }
    if (!lift(trail, &chain, chain.count - 1, base, span, &place.writings))
        return stn_fail_memory(err);
    for (size_t i = 0; i < trail->from.count; i++)
        if (!add_span(&trail->spans, place.first, trail->from.items[i]))
            return stn_fail_memory(err);
    place.count = trail->spans.count - place.first;
    struct stn_trail_place *places =
        stn_grow(trail->places, &trail->place_capacity, trail->place_count,
                 sizeof(*places));
    if (places == NULL)
        return stn_fail_memory(err);
    trail->places = places;
    *out = trail->place_count;
    places[trail->place_count++] = place;
    return STN_OK;
}
