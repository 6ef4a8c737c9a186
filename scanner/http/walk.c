#include "http/walk.h"

#include "base/alloc.h"
#include "http/tree.h"
#include "http/walk_state.h"

/* A place is for people; a path of hostile keys is cut. */
#define PLACE_BYTES_MAX (4 * STN_KIB)
/* What a window may hold as one value, decoded, is no larger. */
#define LAYER_BYTES_MAX (STN_HTTP_VALUE_BYTES_MAX + STN_MIB)
/* A buffer that grew past it is not kept from body to body. */
#define KEPT_BYTES_MAX (1 * STN_MIB)

enum stn_status stn_http_walk_new(struct stn_http_walk **out,
                                  struct stn_error *err)
{
    struct stn_http_walk *walk = stn_calloc(1, sizeof(*walk));

    if (walk == NULL)
        return stn_fail_memory(err);
    stn_buf_init(&walk->base, PLACE_BYTES_MAX);
    stn_buf_init(&walk->where, PLACE_BYTES_MAX);
    *out = walk;
    return STN_OK;
}

void stn_http_walk_free(struct stn_http_walk *walk)
{
    if (walk == NULL)
        return;
    for (size_t i = 0; i < STN_HTTP_LAYERS_MAX && walk->layers[i] != NULL;
         i++) {
        stn_buf_dispose(&walk->layers[i]->bytes);
        stn_map_dispose(&walk->layers[i]->map);
        stn_http_tree_free(walk->layers[i]->tree);
        stn_free(walk->layers[i]);
    }
    stn_buf_dispose(&walk->base);
    stn_buf_dispose(&walk->where);
    stn_free(walk);
}

void stn_http_walk_begin(struct stn_http_walk *walk,
                         const struct stn_http_sink *sink)
{
    walk->sink = sink;
    walk->place = NULL;
    walk->cure = NULL;
    walk->budget = STN_HTTP_DECODED_BYTES_MAX;
    walk->depth = 0;
    walk->bodies = 0;
    walk->nesting = 0;
    stn_buf_clear(&walk->base);
    stn_http_exchange(walk);
}

const char *stn_http_walk_cure_of(const struct stn_http_walk *walk)
{
    return walk->cure;
}

void stn_http_walk_place(struct stn_http_walk *walk, stn_http_place_fn place,
                         const void *reader)
{
    walk->place = place;
    walk->place_reader = reader;
}

void stn_http_walk_cure(struct stn_http_walk *walk, const char *cure)
{
    walk->cure = cure;
}

void stn_http_exchange(struct stn_http_walk *walk)
{
    walk->is_response = false;
    walk->traits = 0;
    walk->encodings[0] = STN_CODEC_NONE;
    walk->encodings[1] = STN_CODEC_NONE;
}

void stn_http_side(struct stn_http_walk *walk, bool is_response)
{
    walk->is_response = is_response;
}

size_t stn_http_budget(const struct stn_http_walk *walk)
{
    return walk->budget;
}

void stn_http_spend(struct stn_http_walk *walk, size_t bytes)
{
    walk->budget -= bytes < walk->budget ? bytes : walk->budget;
}

enum stn_status stn_http_note(struct stn_http_walk *walk, const char *what,
                              bool is_lost, struct stn_error *err)
{
    return walk->sink->note(walk->sink->payload, what, is_lost, err);
}

/* The next layer, empty. */
static enum stn_status push(struct stn_http_walk *walk,
                            struct stn_http_layer **out, struct stn_error *err)
{
    struct stn_http_layer *layer = NULL;

    if (walk->depth == STN_HTTP_LAYERS_MAX)
        return stn_fail(err, STN_ELIMIT,
                        "too many encodings inside of each "
                        "other");
    layer = walk->layers[walk->depth];
    if (layer == NULL) {
        layer = stn_calloc(1, sizeof(*layer));
        if (layer == NULL)
            return stn_fail_memory(err);
        stn_buf_init(&layer->bytes, LAYER_BYTES_MAX);
        walk->layers[walk->depth] = layer;
    }
    stn_buf_clear(&layer->bytes);
    stn_map_clear(&layer->map);
    walk->depth++;
    *out = layer;
    return STN_OK;
}

void stn_http_close(struct stn_http_walk *walk)
{
    struct stn_http_layer *layer = walk->layers[--walk->depth];

    if (layer->bytes.capacity > KEPT_BYTES_MAX)
        stn_buf_dispose(&layer->bytes);
    if (layer->map.capacity * sizeof(*layer->map.pieces) > KEPT_BYTES_MAX)
        stn_map_dispose(&layer->map);
}

/* Whether a writing changes anything in these bytes. */
static bool is_coded(struct stn_str bytes, enum stn_codec codec)
{
    switch (codec) {
    case STN_CODEC_NONE:
        return false;
    case STN_CODEC_JSON:
    case STN_CODEC_ESCAPED:
        return memchr(bytes.ptr, '\\', bytes.len) != NULL;
    case STN_CODEC_PERCENT:
        return memchr(bytes.ptr, '%', bytes.len) != NULL;
    case STN_CODEC_FORM:
        return memchr(bytes.ptr, '%', bytes.len) != NULL ||
               memchr(bytes.ptr, '+', bytes.len) != NULL;
    case STN_CODEC_XML:
        return memchr(bytes.ptr, '&', bytes.len) != NULL ||
               stn_str_find(bytes, STN_STR("<![CDATA[")) != SIZE_MAX;
    case STN_CODEC_WIRE:
        return memchr(bytes.ptr, '[', bytes.len) != NULL;
    default:
        return true;
    }
}

/* A layer that shows `span` of a segment as it is written. */
static void show_written(struct stn_http_layer *layer,
                         const struct stn_segment *within, struct stn_span span)
{
    layer->written = (struct stn_segment){
        .bytes = stn_str_sub(within->bytes, span.start, span.end),
        .kind = STN_SEGMENT_TEXT,
        .parent = within,
    };
    layer->segment = layer->written;
}

/* Decode once more, now for the way back. What it gives is the same. */
static void make_map(struct stn_http_layer *layer)
{
    struct stn_buf again = STN_BUF_INIT(layer->bytes.ceiling);
    struct stn_error unused;

    layer->has_map = true;
    stn_codecs[layer->codec].decode(layer->written.bytes, &again, &layer->map,
                                    &unused);
    if (layer->map.decoded_end != layer->bytes.len)
        stn_map_clear(&layer->map); /* without memory */
    stn_buf_dispose(&again);
}

static struct stn_span find_in_layer(const struct stn_segment *segment,
                                     struct stn_span span)
{
    /* The segment is const; its layer, which only this thread has, is not. */
    struct stn_http_layer *layer =
        (struct stn_http_layer *)segment->origin_data;

    if (!layer->has_map)
        make_map(layer);
    if (layer->map.count == 0)
        return (struct stn_span){0, layer->written.bytes.len};
    return stn_map_origin(&layer->map, span);
}

static void show_decoded(struct stn_http_layer *layer, enum stn_codec codec)
{
    layer->codec = codec;
    layer->has_map = false;
    layer->segment = (struct stn_segment){
        .bytes = stn_buf_str(&layer->bytes),
        .kind = STN_SEGMENT_TEXT,
        .parent = &layer->written,
        .origin = find_in_layer,
        .origin_data = layer,
        .codec = codec,
    };
}

/* Decode what a layer shows. Nothing decoded at all is STN_EINPUT. */
static enum stn_status decode(struct stn_http_walk *walk,
                              struct stn_http_layer *layer,
                              enum stn_codec codec, bool is_sure,
                              struct stn_error *err)
{
    const struct stn_codec_info *info = &stn_codecs[codec];
    struct stn_error why;

    if (info->decode == NULL)
        return STN_EINPUT;
    layer->bytes.ceiling =
        info->is_exact ? LAYER_BYTES_MAX : STN_HTTP_BODY_BYTES_MAX;
    enum stn_status status =
        info->decode(layer->written.bytes, &layer->bytes, NULL, &why);
    if (status == STN_ENOMEM)
        return stn_fail_memory(err);
    if (status == STN_EINPUT && (!is_sure || layer->bytes.len == 0))
        return STN_EINPUT;
    stn_http_spend(walk, layer->bytes.len);
    if (status == STN_ELIMIT)
        status = stn_http_note(walk, "a body decodes to more than is looked at",
                               true, err);
    else if (status < 0)
        status = stn_http_note(walk, "a compressed body is cut or damaged",
                               false, err);
    if (status < 0)
        return status;
    show_decoded(layer, codec);
    return STN_OK;
}

enum stn_status stn_http_open(struct stn_http_walk *walk,
                              struct stn_http_value value,
                              struct stn_segment **out, struct stn_error *err)
{
    struct stn_http_layer *layer = NULL;
    enum stn_status status = push(walk, &layer, err);

    if (status < 0)
        return status;
    show_written(layer, value.within, value.span);
    if (is_coded(layer->written.bytes, value.codec)) {
        status = decode(walk, layer, value.codec, true, err);
        if (status == STN_EINPUT)
            status = STN_OK; /* as it is written, then */
    }
    if (status < 0) {
        stn_http_close(walk);
        return status;
    }
    *out = &layer->segment;
    return STN_OK;
}

enum stn_status stn_http_open_coded(struct stn_http_walk *walk,
                                    const struct stn_segment *segment,
                                    struct stn_span span, enum stn_codec codec,
                                    bool is_sure, struct stn_segment **out,
                                    struct stn_error *err)
{
    struct stn_http_layer *layer = NULL;

    if (walk->budget == 0)
        return STN_EINPUT;
    enum stn_status status = push(walk, &layer, err);
    if (status < 0)
        return status;
    show_written(layer, segment, span);
    status = decode(walk, layer, codec, is_sure, err);
    if (status < 0) {
        stn_http_close(walk);
        return status;
    }
    if (walk->budget == 0)
        status = stn_http_note(walk, "bodies decode to more than is looked at",
                               true, err);
    *out = &layer->segment;
    if (status < 0)
        stn_http_close(walk);
    return status;
}

struct stn_http_tree *stn_http_layer_tree(struct stn_http_walk *walk,
                                          struct stn_error *err)
{
    struct stn_http_layer *layer = walk->layers[walk->depth - 1];

    if (layer->tree == NULL && stn_http_tree_new(&layer->tree, walk, err) < 0)
        return NULL;
    stn_http_tree_reset(layer->tree);
    return layer->tree;
}

/* Join what was appended at `at` to what stands before it. */
static void join(struct stn_buf *out, size_t at)
{
    if (at == 0 || at >= out->len || out->ptr[at - 1] == ' ' ||
        out->ptr[at] == '[' || out->ptr[at] == ' ' ||
        stn_buf_reserve(out, 1) == NULL)
        return;
    memmove(out->ptr + at + 1, out->ptr + at, out->len - at);
    out->ptr[at] = '.';
    stn_buf_added(out, 1);
}

/* The place as it is now, with a name behind it. */
static struct stn_str find_place(struct stn_http_walk *walk,
                                 struct stn_str name)
{
    struct stn_buf *where = &walk->where;
    size_t at = walk->base.len;

    stn_buf_clear(where);
    stn_buf_append(where, stn_buf_str(&walk->base));
    if (walk->place != NULL)
        walk->place(walk->place_reader, where);
    join(where, at);
    at = where->len;
    stn_buf_append(where, name);
    join(where, at);
    return stn_buf_str(where);
}

/* Without an arrow at its end that leads nowhere. */
static struct stn_str trim_place(struct stn_str place)
{
    place = stn_str_trim(place);
    if (stn_str_ends(place, STN_STR(" ›")))
        place.len -= sizeof(" ›") - 1;
    return stn_str_trim(place);
}

/* One arrow leads from part to part, and none to the first. */
static void append_way(struct stn_buf *base, const char *way)
{
    static const char arrow[] = " › ";
    const struct stn_str before = stn_buf_str(base);
    const bool is_led = before.len == 0 || stn_str_ends(before, STN_STR(arrow));

    if (is_led && stn_str_starts(stn_str_of(way), STN_STR(arrow)))
        way += sizeof(arrow) - 1;
    stn_buf_puts(base, way);
}

struct stn_http_entered stn_http_enter(struct stn_http_walk *walk,
                                       struct stn_str name, const char *way)
{
    const struct stn_http_entered was = {walk->base.len, walk->place,
                                         walk->place_reader};
    const struct stn_str place = find_place(walk, name);

    /* A place too long to show stays as it was. */
    if (place.len + strlen(way) <= PLACE_BYTES_MAX) {
        stn_buf_append(&walk->base,
                       stn_str_sub(place, walk->base.len, place.len));
        append_way(&walk->base, way);
    }
    walk->place = NULL;
    return was;
}

void stn_http_leave(struct stn_http_walk *walk, struct stn_http_entered was)
{
    stn_buf_truncate(&walk->base, was.base_length);
    walk->place = was.place;
    walk->place_reader = was.place_reader;
}

enum stn_status stn_http_give(struct stn_http_walk *walk,
                              struct stn_segment *segment,
                              enum stn_segment_kind kind, struct stn_str name,
                              struct stn_error *err)
{
    segment->kind = kind;
    segment->name = name;
    segment->place = trim_place(find_place(walk, name));
    segment->traits |= walk->traits;
    if (walk->is_response)
        segment->traits |= STN_TRAIT_RESPONSE;
    return walk->sink->take(walk->sink->payload, segment, err);
}

enum stn_status stn_http_give_text(struct stn_http_walk *walk,
                                   struct stn_segment *segment,
                                   struct stn_error *err)
{
    enum stn_status status =
        stn_http_give(walk, segment, STN_SEGMENT_TEXT, STN_STR(""), err);

    return status < 0 ? status : stn_http_left(walk, STN_OK, err);
}

enum stn_status stn_http_left(struct stn_http_walk *walk,
                              enum stn_status status, struct stn_error *err)
{
    enum stn_status left = walk->sink->leave(walk->sink->payload, err);

    return status < 0 ? status : left;
}

enum stn_status stn_http_note_parts(struct stn_http_walk *walk, bool is_cut,
                                    struct stn_error *err)
{
    return is_cut
               ? stn_http_note(walk, "a value has too many parts", false, err)
               : STN_OK;
}

enum stn_status stn_http_text(struct stn_http_walk *walk,
                              struct stn_http_value value,
                              struct stn_error *err)
{
    struct stn_segment *segment;

    if (!stn_http_wants(walk, STN_SEGMENT_TEXT, STN_STR(""), value))
        return STN_OK;
    enum stn_status status = stn_http_open(walk, value, &segment, err);
    if (status < 0)
        return status;
    status = stn_http_give_text(walk, segment, err);
    stn_http_close(walk);
    return status;
}
