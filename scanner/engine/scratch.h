/** @file What one worker needs to scan; private to the matcher. */
#ifndef STN_ENGINE_SCRATCH_H
#define STN_ENGINE_SCRATCH_H

#include "engine/compiled.h"
#include "engine/windows.h"

/** A match that held by itself, before its neighbours are looked at. */
struct stn_held {
    struct stn_match match;
    enum stn_severity at_most;  /**< Lowest ceiling of its confirms; 0: none. */
    enum stn_severity at_least; /**< Highest floor of its confirms; 0: none. */
    unsigned steps_down;        /**< Of all its confirms. */
    uint32_t line; /**< From 0; set when partners are looked for. */
    bool has_partner;
    bool is_kept;
};

/** Evidence made for a match. Blocks never move; they are reused. */
struct stn_detail_block;

/** Items that contend for the same bytes; see resolve.c. */
struct stn_contender {
    uint64_t rank; /**< The rule's, then the severity. */
    size_t length; /**< Of the secret. */
    uint32_t index;
    uint32_t rule;
};

struct stn_scratch {
    struct stn_prefilter_scratch *prefilter;
    struct stn_regex_scratch *regex;
    struct stn_windows windows;
    struct stn_name_cache names;
    struct stn_anchors *anchors; /**< The caller's, or NULL. */
    uint32_t *todo; /**< Rules to run on this text; room for all. */
    struct stn_held *held;
    size_t held_count, held_capacity;
    struct stn_match *matches; /**< What is handed out. */
    size_t match_capacity;
    uint32_t *gave_up; /**< Room for all rules. */
    size_t gave_up_count;
    struct stn_detail_block *details; /**< All blocks. */
    struct stn_detail_block *detail;  /**< The one being filled. */
    uint32_t *lines; /**< One for each rule, if any has a partner. */
    struct stn_contender *contenders;
    size_t contender_capacity;
    unsigned char *kept; /**< One for each contender: 0 or 1. */
    size_t kept_capacity;
    struct stn_rule_cost *costs; /**< One for each rule. */
    bool is_flooded;
};

/** What its confirms make of a severity. */
static inline enum stn_severity stn_held_severity(const struct stn_held *held,
                                                  enum stn_severity severity)
{
    if (held->at_least > severity)
        severity = held->at_least;
    if (held->at_most != STN_SEVERITY_DEFAULT && held->at_most < severity)
        severity = held->at_most;
    for (unsigned i = 0; i < held->steps_down && severity > STN_NOTE; i++)
        severity--;
    return severity;
}

/** Forget the last text; keeps the memory. */
void stn_scratch_reset(struct stn_scratch *scratch);

/** @return A copy that lasts until the next reset, or NULL. */
const char *stn_scratch_detail(struct stn_scratch *scratch, const char *detail);

#endif
