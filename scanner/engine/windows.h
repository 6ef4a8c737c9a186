/**
 * @file
 * Where matches of each rule may start in one text: windows, gathered hit by
 * hit and handed out rule by rule, sorted and merged.
 */
#ifndef STN_ENGINE_WINDOWS_H
#define STN_ENGINE_WINDOWS_H

#include "base/error.h"
#include "base/limits.h"

/** Offsets at which a match may start: [first, last]. */
struct stn_window {
    uint32_t first;
    uint32_t last;
    uint32_t next; /**< Of the same rule, or UINT32_MAX. */
};

/** What is gathered of one rule. */
struct stn_rule_windows {
    uint32_t head, tail; /**< Into the items; UINT32_MAX: none. */
    uint32_t count;
    bool is_unsorted;
    bool is_whole; /**< Too many: the rule must be tried everywhere. */
};

/** Fields are read, not written. */
struct stn_windows {
    struct stn_window *items;
    size_t count, capacity;
    struct stn_rule_windows *rules;
    uint32_t *touched; /**< Rules that have windows, in order of first hits. */
    uint32_t rule_count, touched_count;
    struct stn_window *taken;
    size_t taken_capacity;
};

/** All rules together: bounds memory, at 12 bytes a window. */
#define STN_WINDOWS_MAX (16 * STN_RULE_WINDOWS_MAX)

enum stn_status stn_windows_init(struct stn_windows *windows,
                                 uint32_t rule_count, struct stn_error *err);
void stn_windows_dispose(struct stn_windows *windows);
/** Forget the windows; keeps the memory. */
void stn_windows_reset(struct stn_windows *windows);

/** What stn_windows_add() does when the last window cannot be widened.
 *  @return false on memory failure. */
bool stn_windows_append(struct stn_windows *windows, uint32_t rule,
                        uint32_t first, uint32_t last);

/**
 * Add [first, last] to a rule. @return false on memory failure.
 */
static inline bool stn_windows_add(struct stn_windows *windows, uint32_t rule,
                                   uint32_t first, uint32_t last)
{
    const struct stn_rule_windows *state = &windows->rules[rule];

    if (state->tail != UINT32_MAX) {
        struct stn_window *tail = &windows->items[state->tail];
        if (first >= tail->first && first <= tail->last) {
            if (last > tail->last)
                tail->last = last;
            return true;
        }
    }
    return stn_windows_append(windows, rule, first, last);
}

/**
 * The windows of a rule, sorted, none touching another.
 *
 * @param items  Borrowed until the next call. NULL if is_whole.
 * @param count  How many.
 * @param is_whole  Whether there were too many to keep.
 */
enum stn_status stn_windows_take(struct stn_windows *windows, uint32_t rule,
                                 const struct stn_window **items, size_t *count,
                                 bool *is_whole, struct stn_error *err);

#endif
