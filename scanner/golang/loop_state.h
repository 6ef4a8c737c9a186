/** @file A defer in a loop, and what it releases; private to loop_*.c. */
#ifndef STN_GOLANG_LOOP_STATE_H
#define STN_GOLANG_LOOP_STATE_H

#include "golang/flow.h"
#include "golang/loop_defer.h"
#include "golang/uses.h"

/** Uses of one variable that are looked at; past that, nothing is said. */
#define STN_GO_LOOP_USES_MAX 256

struct stn_go_loop_defer {
    enum stn_go_loop_class class;
    enum stn_severity severity; /**< 0: the rule's. */
    uint32_t defer;
    uint32_t loop; /**< The for statement; 0: a goto makes it. */
    const struct stn_go_flow *flow;
    uint32_t point; /**< Of the defer. */
    /** @name Of STN_GO_LOOP_RESOURCE */
    /**@{*/
    uint32_t object; /**< The variable. */
    uint32_t from;   /**< The statement that acquires. */
    uint32_t call;   /**< That acquires. */
    bool is_removal; /**< Of a file by its name: closing it is no release. */
    /**@}*/
};

/** Find what each turn of the loop acquires, and the defer releases.
 *  @return Whether there is such a thing. */
bool stn_go_loop_find_resource(struct stn_go_pass *pass,
                               struct stn_go_loop_defer *found);

/** Whether a variable of a loop, or what is made of it, is used when its turn
 *  is over: stored, sent, given to a goroutine; or only held. */
bool stn_go_loop_outlives(struct stn_go_pass *pass,
                          const struct stn_go_loop_defer *found);

/** Put the loop's body into a function literal, if that changes nothing else.
 */
void stn_go_loop_fix(struct stn_go_pass *pass, struct stn_go_hit *hit,
                     const struct stn_go_loop_defer *found);

#endif
