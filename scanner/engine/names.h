/**
 * @file
 * Which rules look at a field of a given name. Captures have millions of
 * fields and few names: what the `names` regexes say of one is remembered, and
 * a name that is new is first looked through for the regexes' literals.
 */
#ifndef STN_ENGINE_NAMES_H
#define STN_ENGINE_NAMES_H

#include "base/arena.h"
#include "engine/prefilter.h"

/** Longest name whose rules are remembered. */
#define STN_NAME_KEPT_BYTES 64

/** Buckets of pairs of bytes; a power of two. */
#define STN_NAME_BUCKETS 1024

/** The literals of all `names`, by their first two bytes. Const once made. */
struct stn_name_index {
    const struct stn_name_literal *literals;
    const unsigned char *bytes;
    uint32_t *next; /**< One for each literal, plus 1: the bucket's next. */
    uint32_t heads[STN_NAME_BUCKETS]; /**< Plus 1; 0: none. */
    uint32_t *always;                 /**< Rules whose names have no literal. */
    uint32_t always_count;
};

struct stn_name_slot;

/** One worker's; zeroed is ready. Fields are read, not written. */
struct stn_name_cache {
    struct stn_name_slot *slots; /**< Made when a first name comes. */
    unsigned char *turns;        /**< One for each set: which goes next. */
    uint32_t *rules;             /**< Room for all: the answer. */
};

/**
 * @param index    In the arena.
 * @param ruleset  Those rules count that have `names`, and run.
 */
enum stn_status stn_name_index_make(struct stn_name_index *index,
                                    struct stn_arena *arena,
                                    const struct stn_ruleset *ruleset,
                                    const bool *runs,
                                    const struct stn_prefilter_image *tables,
                                    struct stn_error *err);

void stn_name_cache_dispose(struct stn_name_cache *cache);

/**
 * The rules with `names` that look at a field.
 *
 * @param name   Over STN_NAME_BYTES_MAX, or empty: no rule does.
 * @param rules  Sorted; borrowed from the scratch until the next call.
 * @return STN_OK; STN_ENOMEM; STN_ELIB.
 */
enum stn_status stn_names_find(const struct stn_matcher *matcher,
                               struct stn_scratch *scratch,
                               enum stn_segment_kind kind, struct stn_str name,
                               const uint32_t **rules, size_t *count,
                               struct stn_error *err);

#endif
