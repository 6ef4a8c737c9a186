/** @file Defer statements that may be executed again before they run. */
#ifndef STN_GOLANG_LOOP_DEFER_H
#define STN_GOLANG_LOOP_DEFER_H

#include "golang/check.h"
#include "golang/flow.h"

/** A defer in a loop is one of these: the first that is true. */
enum stn_go_loop_class {
    STN_GO_LOOP_NONE,
    STN_GO_LOOP_LEFT,     /**< Every path leaves the loop after it. */
    STN_GO_LOOP_ENDLESS,  /**< Nothing leaves the loop. */
    STN_GO_LOOP_RESOURCE, /**< It releases what each turn acquires. */
    STN_GO_LOOP_CHANNEL,  /**< The loop takes from a channel. */
    STN_GO_LOOP_OTHER,
};

/** Kinds of nodes that a check of such defers looks at: a `goto` makes a loop
 *  as well. */
#define STN_GO_LOOP_KINDS                                                      \
    {                                                                          \
        STN_GO_DEFER, STN_GO_GOTO                                              \
    }

/** Tell of the defers at a node that are of a class. */
void stn_go_loop_defers_tell(struct stn_go_pass *pass, uint32_t node,
                             enum stn_go_loop_class class);

/**
 * Whether anything runs what is deferred at a point: a path from there leads to
 * a return, a panic or the like. true if that is not known.
 *
 * @param loop   Exits in it do not count; 0: there is none.
 * @param exits  Whether a path ends the process.
 */
bool stn_go_defer_runs(struct stn_go_pass *pass, const struct stn_go_flow *flow,
                       uint32_t point, uint32_t loop, bool *exits);

#endif
