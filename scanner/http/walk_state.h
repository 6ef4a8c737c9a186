/** @file The insides of a walk; private to the files that make it up. */
#ifndef STN_HTTP_WALK_STATE_H
#define STN_HTTP_WALK_STATE_H

#include "base/limits.h"
#include "http/opening.h"

struct stn_http_tree;

/** Decodings inside of each other, those of members and of bodies. */
#define STN_HTTP_LAYERS_MAX (4 * STN_HTTP_DECODE_DEPTH_MAX)

/** One decoding: what was written, and what it stands for. */
struct stn_http_layer {
    struct stn_segment written; /**< A view of what it was cut out of. */
    struct stn_segment segment; /**< What is handed over. */
    struct stn_buf bytes;
    enum stn_codec codec; /**< How the bytes were written. */
    /** Made when somebody asks where something stood: most bodies hold nothing
     *  that anybody asks about. */
    struct stn_map map;
    bool has_map;
    struct stn_http_tree *tree; /**< For JSON in it; made when needed. */
};

struct stn_http_walk {
    const struct stn_http_sink *sink;
    stn_http_place_fn place; /**< Of the innermost reader; NULL: none. */
    const void *place_reader;
    struct stn_buf base;  /**< Places of what the reader stands in. */
    struct stn_buf where; /**< The place being handed over. */
    const char *cure;
    bool is_response;
    uint32_t traits;             /**< Of the exchange. */
    enum stn_codec encodings[2]; /**< Of the bodies, by side. */
    size_t budget;
    struct stn_http_layer *layers[STN_HTTP_LAYERS_MAX];
    size_t depth;   /**< Layers open. */
    size_t bodies;  /**< Bodies in bodies open. */
    size_t nesting; /**< Texts in texts open. */
};

/** The tree of the innermost layer; NULL without memory. */
struct stn_http_tree *stn_http_layer_tree(struct stn_http_walk *walk,
                                          struct stn_error *err);

/** Hand an open segment over as a field: kind, name, place and traits are
 *  filled in. */
enum stn_status stn_http_give(struct stn_http_walk *walk,
                              struct stn_segment *segment,
                              enum stn_segment_kind kind, struct stn_str name,
                              struct stn_error *err);

/** Hand over a text, and leave it: stn_http_give() without fields in it. */
enum stn_status stn_http_give_text(struct stn_http_walk *walk,
                                   struct stn_segment *segment,
                                   struct stn_error *err);

/** Leave the text given last, after its fields came to `status`, which counts
 *  first. */
enum stn_status stn_http_left(struct stn_http_walk *walk,
                              enum stn_status status, struct stn_error *err);

/** What a place was before it was entered. */
struct stn_http_entered {
    size_t base_length;
    stn_http_place_fn place;
    const void *place_reader;
};

/** Everything from here to stn_http_leave() stands inside of the place as it is
 *  now, then `name` (joined with a dot), then `way` (" › json"). */
struct stn_http_entered stn_http_enter(struct stn_http_walk *walk,
                                       struct stn_str name, const char *way);
void stn_http_leave(struct stn_http_walk *walk, struct stn_http_entered was);

/** The fields of a text that is handed over already: JSON, XML, a form. It is
 *  the innermost layer, or no layer is open. */
enum stn_status stn_http_read_fields(struct stn_http_walk *walk,
                                     const struct stn_segment *body,
                                     struct stn_error *err);

/** A body that is open as a segment already. */
enum stn_status stn_http_read_body(struct stn_http_walk *walk,
                                   struct stn_segment *body,
                                   struct stn_error *err);

/** The parameters "a=1&b=2" in a span of an open segment, each as a field. */
enum stn_status stn_http_parameters(struct stn_http_walk *walk,
                                    enum stn_segment_kind kind,
                                    const struct stn_segment *segment,
                                    struct stn_span span,
                                    struct stn_error *err);

/** A named value that is open: a field, or JSON to be looked into. */
enum stn_status stn_http_give_value(struct stn_http_walk *walk,
                                    struct stn_segment *segment,
                                    enum stn_segment_kind kind,
                                    struct stn_str name, struct stn_error *err);

/** A URL that is open.
 *  @param is_target  Where the request goes, not only what it speaks of.
 *  @param is_text    Whether a rule may find something in it as it stands. */
enum stn_status stn_http_give_url(struct stn_http_walk *walk,
                                  struct stn_segment *segment, bool is_target,
                                  bool is_text, struct stn_error *err);

/** What a host says of whatever is sent there. */
uint32_t stn_http_host_traits(struct stn_str host);

/** The cookies of an open Cookie, or Set-Cookie. */
enum stn_status stn_http_cookies(struct stn_http_walk *walk,
                                 const struct stn_segment *segment,
                                 struct stn_error *err);
enum stn_status stn_http_set_cookies(struct stn_http_walk *walk,
                                     const struct stn_segment *segment,
                                     struct stn_error *err);

/** Say that parts past STN_HTTP_PARTS_MAX are not taken apart, if so. */
enum stn_status stn_http_note_parts(struct stn_http_walk *walk, bool is_cut,
                                    struct stn_error *err);

#define STN_HTTP_NAME_BYTES 256

/** A parameter's name without percent signs; cut to STN_HTTP_NAME_BYTES.
 *  @param out  Holds the answer, unless that is `name` itself. */
struct stn_str stn_http_unescape(char out[STN_HTTP_NAME_BYTES],
                                 struct stn_str name);

/** A part of a value: written the same way. */
static inline struct stn_http_value
stn_http_part(const struct stn_segment *within, size_t start, size_t end,
              enum stn_codec codec)
{
    return (struct stn_http_value){within, {start, end}, codec};
}

static inline struct stn_str stn_http_written(struct stn_http_value value)
{
    return stn_str_sub(value.within->bytes, value.span.start, value.span.end);
}

static inline bool stn_http_wants(const struct stn_http_walk *walk,
                                  enum stn_segment_kind kind,
                                  struct stn_str name,
                                  struct stn_http_value value)
{
    return walk->sink->wants(walk->sink->payload, kind, name, value.within,
                             value.span);
}

#endif
