/**
 * @file
 * What is found in one text, or one window of it, whichever way it is looked
 * at: as plain bytes, as fields, decoded. At the end what was found twice is
 * one hit, and the way that tells more about it wins.
 */
#ifndef STN_PIPELINE_GATHER_H
#define STN_PIPELINE_GATHER_H

#include "base/limits.h"
#include "engine/anchors.h"
#include "findings/findings.h"
#include "http/walk.h"
#include "pipeline/memo.h"
#include "pipeline/scanner.h"
#include "pipeline/trail.h"

/** Texts inside of texts that may be open at once. */
#define STN_GATHER_BASES_MAX 64

/** Matches of one window: in its text, in those decoded out of it, in fields.
 *  What stands in a field is often matched in each way. 150 MB at most, which
 *  only a window of nothing but secrets comes to. */
#define STN_GATHER_ITEMS_MAX (4 * STN_TEXT_MATCHES_MAX)

/** A text whose bytes were scanned as such. */
struct stn_gather_base {
    const struct stn_segment *segment;
    struct stn_anchors anchors;
    size_t first, last; /**< Its matches, among the items. */
    uint32_t number;    /**< No other text has it. */
    /** A view into a base: only what was found there gets its place. */
    bool is_view;
};

/** One match. Its strings are in the arena. */
struct stn_gather_item {
    uint32_t rule;
    enum stn_severity severity;
    struct stn_span span;  /**< Of the text's bytes. */
    struct stn_span local; /**< Of the base's, or the field's, bytes. */
    /** Of the bytes in which places are kept apart: the text's, or those of
     *  what was compressed in it. */
    struct stn_span inner;
    uint32_t container; /**< Whose bytes those are: 0: the text's. */
    struct stn_str value;
    struct stn_str place;
    const char *evidence[STN_EVIDENCE_MAX];
    size_t evidence_count;
    size_t trail; /**< Its place there, if one is kept. */
    bool is_field;
    bool is_in_field; /**< It was found in text that is of a field. */
    const char *cure; /**< Static; may be NULL. */
    bool is_dropped;
};

/** One worker's; see stn_gather_init(). */
struct stn_gather {
    const struct stn_scanner *scanner;
    struct stn_scratch *scratch;
    struct stn_memo *memo;
    const struct stn_http_walk *walk; /**< Asked what the recorder offers. */
    struct stn_arena arena;           /**< Values: the secrets of one window. */
    struct stn_gather_item *items;
    size_t count, capacity;
    struct stn_gather_base bases[STN_GATHER_BASES_MAX];
    size_t base_count;
    struct stn_hit *hits;
    size_t hit_capacity;
    uint32_t *order;
    unsigned char *kept;
    size_t order_capacity;
    /** Where what could not be finished is recorded, and of which text. */
    struct stn_findings *skips;
    const struct stn_text *text;
    uint32_t numbers;   /**< Given to texts so far. */
    bool is_flooded;    /**< Recorded for this window. */
    bool is_path_bound; /**< At another path more would be found. */
    /** Where what is found stands, for a redaction; NULL: not kept. */
    struct stn_trail *trail;
    const char *noted[8]; /**< Of this text already. */
    size_t noted_count;
};

enum stn_status stn_gather_init(struct stn_gather *gather,
                                const struct stn_scanner *scanner,
                                struct stn_scratch *scratch,
                                struct stn_error *err);
void stn_gather_dispose(struct stn_gather *gather);

/**
 * Begin a text or window: scan its bytes as they are.
 *
 * @param root   Lives until stn_gather_end().
 * @param skips  See struct stn_gather.
 */
enum stn_status stn_gather_begin(struct stn_gather *gather,
                                 const struct stn_text *text,
                                 const struct stn_segment *root,
                                 struct stn_findings *skips,
                                 struct stn_error *err);

/** Whether a literal of any rule stands in the text as it is. */
bool stn_gather_has_anchors(const struct stn_gather *gather);

/** For a walk: what it hands over is added. */
struct stn_http_sink stn_gather_sink(struct stn_gather *gather);

/**
 * Settle what was found.
 *
 * @param owned  Of the root's bytes: only what starts in here counts, but for
 *               fields, which are handed over once.
 * @param out    Sorted by place; borrowed until the next stn_gather_begin().
 */
enum stn_status stn_gather_end(struct stn_gather *gather, struct stn_span owned,
                               bool is_capture, const struct stn_hit **out,
                               size_t *count, struct stn_error *err);

#endif
