/** @file The entries of a baseline, to be changed and written again. */
#ifndef STN_CLI_BASELINE_SET_H
#define STN_CLI_BASELINE_SET_H

#include "cli/settings.h"
#include "policy/baseline.h"

struct stn_baseline_item {
    struct stn_baseline_entry entry;
    bool is_dropped;
};

/** Zeroed is empty. The first items are those of the baseline that was read,
 *  with its numbers. */
struct stn_baseline_set {
    const struct stn_settings *settings;
    const struct stn_baseline *baseline; /**< As read; NULL: there was none. */
    enum stn_target_kind kind;           /**< Of what was scanned. */
    enum stn_baseline_scope scope;       /**< Likewise. */
    struct stn_arena arena;
    struct stn_baseline_item *items;
    size_t count, capacity;
    struct stn_buf text; /**< As it was read or last written. */
    bool exists;
    size_t added, moved, dropped;
};

/** Take over what was read. Settings and baseline must live as long. */
enum stn_status stn_baseline_set_begin(struct stn_baseline_set *set,
                                       const struct stn_settings *settings,
                                       const struct stn_baseline *baseline,
                                       const struct stn_target *target,
                                       struct stn_error *err);
void stn_baseline_set_dispose(struct stn_baseline_set *set);

/** Let the entries that findings have be about where those are now. */
enum stn_status stn_baseline_set_follow(struct stn_baseline_set *set,
                                        const struct stn_report *report,
                                        struct stn_error *err);

/**
 * Add an entry for a finding, with reason, owner and day of the settings.
 *
 * @param index  Of the item. STN_DONE: it cannot have one of its own, as its
 *               path is too long or its fingerprint another's.
 */
enum stn_status stn_baseline_set_add(struct stn_baseline_set *set,
                                     size_t *index,
                                     const struct stn_finding *finding,
                                     struct stn_error *err);

void stn_baseline_set_drop(struct stn_baseline_set *set, size_t index);

/** Count the findings that block, and that the file as it is does not hold.
 *  @param now  Unix time, for entries past their date. */
enum stn_status stn_baseline_set_count_left(const struct stn_baseline_set *set,
                                            const struct stn_report *report,
                                            int64_t now, size_t *left,
                                            struct stn_error *err);

/**
 * Write the file whole or not at all, if anything changed.
 *
 * @return STN_OK; STN_DONE if nothing did; STN_EIO, also if somebody else wrote
 *         it meanwhile; STN_ENOTFOUND; STN_ENOMEM.
 */
enum stn_status stn_baseline_set_save(struct stn_baseline_set *set,
                                      struct stn_error *err);

#endif
