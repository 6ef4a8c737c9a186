/**
 * @file
 * A mutex that is held from a call of Lock on, and what becomes of it along the
 * paths of the function. When it cannot be told, it is taken to be given away.
 */
#ifndef STN_GOLANG_HOLD_H
#define STN_GOLANG_HOLD_H

#include "golang/check.h"
#include "golang/flow.h"
#include "golang/mutex.h"

/** Conditions around a call of Lock that are kept in mind. */
#define STN_GO_HOLD_KNOWN_MAX 8

struct stn_go_hold {
    struct stn_go_package *package;
    struct stn_go_file *file;
    const struct stn_go_tree *tree;
    const struct stn_go_flow *flow;
    struct stn_go_sync_call lock;
    uint32_t statement; /**< The call's. */
    uint32_t function;  /**< Around the call. */
    uint32_t point;     /**< In the flow. */
    enum stn_go_mutex mutex;
    /** All calls of the declaration around it. */
    struct stn_go_sync_calls around;
    /** What holds where it is locked: conditions and cases. */
    struct {
        uint32_t condition;
        bool is_true;
    } known[STN_GO_HOLD_KNOWN_MAX];
    size_t known_count;
};

/**
 * Begin with a call of Lock or RLock.
 *
 * @return false: it is no mutex, or nothing can be said of it: it is named by
 *         a call, its paths are not known, or an unlock is kept as a value or
 *         in a literal that runs who knows when.
 */
bool stn_go_hold_init(struct stn_go_hold *hold, const struct stn_go_pass *pass,
                      const struct stn_go_sync_call *lock);

enum stn_go_hold_effect {
    STN_GO_HOLD_STAYS,
    STN_GO_HOLD_RELEASED,
    STN_GO_HOLD_DEFERRED, /**< It is released when the function ends. */
    STN_GO_HOLD_AGAIN,    /**< It is locked once more. */
    STN_GO_HOLD_LOST,     /**< Given away, or the name means another one. */
};

/** What a point of the flow does to it. @param again  Gets, of
 *  STN_GO_HOLD_AGAIN, what locks: a call of Lock or of a function that does. */
enum stn_go_hold_effect stn_go_hold_at(const struct stn_go_hold *hold,
                                       uint32_t node,
                                       struct stn_go_sync_call *again);

/** What one call does to it, in the function itself. */
enum stn_go_hold_effect
stn_go_hold_call_effect(const struct stn_go_hold *hold,
                        const struct stn_go_sync_call *call);

/** Whether a point writes what a known condition reads. */
bool stn_go_hold_unsettles(const struct stn_go_hold *hold, uint32_t node);

/**
 * Whether an edge can be taken with the mutex held as it was locked: not if
 * its condition was otherwise there, and not if it goes with an unlock.
 *
 * @param is_unsettled  What known conditions read was written since.
 */
bool stn_go_hold_allows(const struct stn_go_hold *hold, uint32_t condition,
                        bool is_true, bool is_unsettled);

#endif
