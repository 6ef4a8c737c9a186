/**
 * @file
 * One literal search for all rules at once. The only door to vectorscan (or
 * hyperscan): literals only, compiled for the generic platform.
 */
#ifndef STN_ENGINE_PREFILTER_H
#define STN_ENGINE_PREFILTER_H

#include "engine/anchors.h"
#include "engine/guard.h"
#include "engine/matcher.h"
#include "engine/windows.h"

/** One literal of the database; its number there is its index. */
struct stn_prefilter_literal {
    uint32_t first_use; /**< Into the uses. */
    uint32_t use_count;
    uint32_t text; /**< Into the bytes. */
    uint8_t length;
    bool is_caseless;
};

/** What a literal means to one rule. */
struct stn_literal_use {
    uint32_t rule;
    uint32_t guard; /**< Into the guards. */
    /** A match starts so many bytes before the literal's end: at least, at
     *  most (UINT32_MAX: anywhere). */
    uint32_t min_back, max_back;
};

/** A literal of a rule's `names`: at least two bytes, lower case, to be
 *  compared in any case. */
struct stn_name_literal {
    uint32_t rule;
    uint32_t text; /**< Into the bytes. */
    uint8_t length;
};

/** What was found out about a rule's pattern. */
struct stn_rule_plan {
    uint32_t rank;       /**< See stn_matcher_rank(). */
    uint32_t max_length; /**< Bytes of a match; UINT32_MAX: no bound. */
    /** Else it is tried at every position; so are those with `names`, in their
     *  fields. */
    bool has_literals;
    bool has_name_literals; /**< A name its `names` match holds one. */
    bool is_local;          /**< See struct stn_literals. */
};

/**
 * All of it as tables, so that those of the built-in rules are a part of the
 * program, written by stn_prefilter_emit() when it is built.
 */
struct stn_prefilter_image {
    unsigned char digest[32]; /**< Of the ruleset. */
    const char *library;      /**< hs_version() that made the database. */
    uint32_t rule_count, literal_count, use_count, guard_count, class_count;
    uint32_t name_literal_count;
    uint32_t filler_count; /**< The last literals, which mean nothing. */
    size_t byte_count;
    const struct stn_rule_plan *plans; /**< One for each rule. */
    const struct stn_prefilter_literal *literals;
    const struct stn_literal_use *uses;
    const struct stn_guard *guards;
    const struct stn_byte_set *classes;
    const struct stn_name_literal *name_literals;
    const unsigned char *bytes;
    const unsigned char *database; /**< As hs_serialize_database() has it. */
    size_t database_size;
};

/**
 * That of stn_ruleset_builtin. stanch_embed, which makes it, links a stand-in:
 *
 *     const struct stn_prefilter_image stn_prefilter_builtin = {0};
 *
 * An image that fits the ruleset or the library no longer, as the zeroed one
 * never does, is passed over, and the literals are compiled at start.
 */
extern const struct stn_prefilter_image stn_prefilter_builtin;

struct stn_prefilter;         /**< Const once made; shared by threads. */
struct stn_prefilter_scratch; /**< One thread's. */

/**
 * @param ruleset  The built-in one is loaded from its image, if it fits.
 * @param runs     One for each rule: whether it takes part.
 * @return STN_OK; STN_ENOMEM; STN_ELIB.
 */
enum stn_status stn_prefilter_new(struct stn_prefilter **out,
                                  const struct stn_ruleset *ruleset,
                                  const bool *runs, struct stn_error *err);
void stn_prefilter_free(struct stn_prefilter *prefilter);

/** The tables; the database may be missing. */
const struct stn_prefilter_image *
stn_prefilter_tables(const struct stn_prefilter *prefilter);

enum stn_status stn_prefilter_scratch_new(struct stn_prefilter_scratch **out,
                                          const struct stn_prefilter *prefilter,
                                          struct stn_error *err);
void stn_prefilter_scratch_free(struct stn_prefilter_scratch *scratch);

/**
 * Find where matches of each rule may start.
 *
 * @param text     Less than 4 GiB.
 * @param runs     As above; may leave out more.
 * @param windows  Reset before; rules without literals get none.
 * @param costs    One for each rule, added to; NULL: not counted.
 * @param anchors  Where all literals stand, also of rules that do not run,
 *                 is added to; NULL: not wanted.
 * @return STN_OK; STN_ENOMEM; STN_ELIB.
 */
enum stn_status stn_prefilter_scan(const struct stn_prefilter *prefilter,
                                   struct stn_prefilter_scratch *scratch,
                                   struct stn_str text, const bool *runs,
                                   struct stn_windows *windows,
                                   struct stn_rule_cost *costs,
                                   struct stn_anchors *anchors,
                                   struct stn_error *err);

#endif
