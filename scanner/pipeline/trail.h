/**
 * @file
 * Where secrets stand, container by container: in the text itself, or in what
 * base64, gzip and the like pack into it. Noted while they are found, since the
 * decoded bytes are gone afterwards.
 */
#ifndef STN_PIPELINE_TRAIL_H
#define STN_PIPELINE_TRAIL_H

#include "base/arena.h"
#include "findings/seen.h"
#include "text/segment.h"

/** Bytes that are packed into others. The first is the text itself, and every
 *  one comes after the one it is packed into. */
struct stn_trail_node {
    struct stn_str bytes; /**< Unpacked; of the text, transcoded. */
    size_t parent;
    struct stn_span span; /**< Of the parent's bytes. */
    enum stn_codec codec; /**< How `packed` holds `bytes`. */
    struct stn_str packed;
    /** How the parent's span writes `packed`, the innermost first: codecs that
     *  keep every byte apart. */
    const enum stn_codec *writings;
    size_t writing_count;
    /** What stands between two lines of `packed` in the parent's span; empty:
     *  it is one line. */
    struct stn_str between;
    bool is_cut; /**< A log spread it over rows. */
};

/** Where one secret stands. */
struct stn_trail_place {
    size_t node;
    size_t first, count; /**< Spans of the node's bytes, among `spans`. */
    uint32_t writings; /**< Bits, 1 << enum stn_codec, of how it is written. */
};

struct stn_trail_spans {
    struct stn_span *items;
    size_t count, capacity;
};

/** Zeroed is ready. Everything is copied, but the text. */
struct stn_trail {
    struct stn_arena arena;
    struct stn_trail_node *nodes;
    size_t node_count, node_capacity;
    struct stn_trail_place *places;
    size_t place_count, place_capacity;
    struct stn_trail_spans spans;
    struct stn_trail_spans from, to; /**< Scratch. */
    struct stn_seen known;           /**< Nodes, by what they are of. */
    size_t copied;                   /**< Bytes. */
};

void stn_trail_dispose(struct stn_trail *trail);

/** Begin a text. Its bytes are borrowed. */
enum stn_status stn_trail_begin(struct stn_trail *trail,
                                const struct stn_segment *root,
                                struct stn_error *err);

/**
 * Note where a span of a segment stands.
 *
 * @param out  The index of its place.
 * @return STN_OK; STN_ELIMIT if what is packed comes to more than
 *         STN_REDACT_BYTES_MAX; STN_ENOMEM.
 */
enum stn_status stn_trail_add(struct stn_trail *trail,
                              const struct stn_segment *segment,
                              struct stn_span span, size_t *out,
                              struct stn_error *err);

#endif
