/**
 * @file
 * Where a package calls the methods of mutexes and wait groups, by their names
 * alone: what is called that way is asked of mutex.h. With them, the calls of
 * what may do it for others: functions of the package that hold such a call,
 * and whatever is named for unlocking.
 */
#ifndef STN_GOLANG_SYNC_CALLS_H
#define STN_GOLANG_SYNC_CALLS_H

#include "golang/uses.h"

enum stn_go_sync_verb {
    STN_GO_SYNC_LOCK,
    STN_GO_SYNC_RLOCK,
    STN_GO_SYNC_TRY, /**< TryLock, TryRLock */
    STN_GO_SYNC_UNLOCK,
    STN_GO_SYNC_RUNLOCK,
    STN_GO_SYNC_ADD,
    STN_GO_SYNC_DONE,
    STN_GO_SYNC_WAIT,
    STN_GO_SYNC_HELPER, /**< A call of what may do one of these. */
};

struct stn_go_sync_call {
    uint32_t node;     /**< The call, or the selector x.Unlock as a value. */
    uint32_t operand;  /**< x, without & and *; 0: a helper without one. */
    uint32_t selector; /**< x.Lock; 0 of helpers. */
    uint8_t verb;      /**< enum stn_go_sync_verb */
    uint8_t how;       /**< enum stn_go_call_kind */
    bool is_value;     /**< x.Unlock without a call. */
};

/** Sorted by node; borrowed from the package. */
struct stn_go_sync_calls {
    const struct stn_go_sync_call *items;
    size_t count;
};

/** Those in a node, itself among them. Found out for the whole package when
 *  it is first asked. */
struct stn_go_sync_calls stn_go_sync_calls_in(struct stn_go_package *package,
                                              const struct stn_go_file *file,
                                              uint32_t node);

/** Those of the top level declaration around a node; none if there are more
 *  than a person writes, as each is compared with each. */
struct stn_go_sync_calls
stn_go_sync_calls_around(struct stn_go_package *package,
                         const struct stn_go_file *file, uint32_t node);

/** The same of a declaration itself; none of what is in a function. */
static inline struct stn_go_sync_calls
stn_go_sync_calls_of(struct stn_go_package *package,
                     const struct stn_go_file *file, uint32_t declaration)
{
    return file->tree.nodes[declaration].parent == 0
               ? stn_go_sync_calls_around(package, file, declaration)
               : (struct stn_go_sync_calls){0};
}

/** The call that a statement consists of, its only one; NULL: it is not that.
 */
const struct stn_go_sync_call *
stn_go_sync_statement(struct stn_go_package *package,
                      const struct stn_go_file *file, uint32_t statement);

/** Lock or RLock; Unlock or RUnlock. */
static inline bool stn_go_sync_locks(const struct stn_go_sync_call *call)
{
    return call->verb <= STN_GO_SYNC_RLOCK;
}

static inline bool stn_go_sync_unlocks(const struct stn_go_sync_call *call)
{
    return call->verb == STN_GO_SYNC_UNLOCK ||
           call->verb == STN_GO_SYNC_RUNLOCK;
}

/** Whether two operands mean the same variable, as far as it is not written
 *  in between. */
bool stn_go_sync_same(const struct stn_go_file *file, uint32_t a, uint32_t b);

/** An expression without the & and * before it. */
uint32_t stn_go_sync_bare(const struct stn_go_tree *tree, uint32_t node);

/** The name that a.b.c ends with: "c"; else empty. */
struct stn_str stn_go_sync_last_name(const struct stn_go_tree *tree,
                                     uint32_t operand);

/** Whether a function of the package, another than `function`, unlocks what it
 *  did not lock, and what is unlocked has that last name. */
bool stn_go_sync_unlocked_elsewhere(struct stn_go_package *package,
                                    const struct stn_go_file *file,
                                    uint32_t function, struct stn_str name);

/** Whether a function or method of that name unlocks what it did not lock. */
bool stn_go_sync_name_unlocks(struct stn_go_package *package,
                              struct stn_str name);

#endif
