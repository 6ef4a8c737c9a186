/**
 * @file
 * Ownership: what must be done with a value that a variable holds, and whether
 * it is done on every way out of the function.
 *
 * A path is settled when the value is released, a release is deferred, or it
 * is given away: returned, stored, sent, passed to a function that is not known
 * to leave it alone, released by a literal that runs who knows when. Where an
 * error was assigned with it, the branch on which that error is not nil owes
 * nothing; nor does one on which the value is nil.
 */
#ifndef STN_GOLANG_DUTY_H
#define STN_GOLANG_DUTY_H

#include "golang/fate.h"

struct stn_go_duty {
    uint32_t object; /**< The variable. */
    uint32_t error;  /**< The error assigned with it; 0: none. */
    uint32_t from;   /**< The statement that assigns it. */
    struct stn_go_release release;
    /** A condition that, when it does not hold, has released it: "Next" of
     *  rows. NULL: none. */
    const char *drained_by;
};

enum stn_go_duty_end {
    STN_GO_DUTY_UNKNOWN, /**< Nothing can be said. */
    STN_GO_DUTY_DONE,    /**< On every path. */
    STN_GO_DUTY_MISSED,  /**< On some path it is not; on another it is, or the
                              value is given away. */
    STN_GO_DUTY_NEVER,   /**< Nowhere, and it is never given away. */
};

struct stn_go_settled {
    enum stn_go_duty_end end;
    /** Of a path that misses it: the return; the acquisition, if it comes
     *  there again; the body, if it comes to its end. */
    uint32_t where;
    uint32_t release; /**< A use that releases it; 0: none. */
    bool is_deferred; /**< It is deferred. */
};

struct stn_go_settled stn_go_duty_settle(struct stn_go_package *package,
                                         struct stn_go_file *file,
                                         const struct stn_go_duty *duty);

/** The name that the n-th result of a call is assigned to, by itself: an
 *  identifier, "_" too. 0: it goes elsewhere, or it is one of too many. */
uint32_t stn_go_assigned_to(const struct stn_go_tree *tree, uint32_t call,
                            uint32_t n);

#endif
