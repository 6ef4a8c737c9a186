/** @file What functions of the package, and literals, do to a mutex that is
 *  held where they are called. */
#ifndef STN_GOLANG_HOLD_CALLEE_H
#define STN_GOLANG_HOLD_CALLEE_H

#include "golang/hold.h"

/** Whether the first thing that a literal does to it is to unlock it. */
bool stn_go_hold_literal_unlocks(const struct stn_go_hold *hold,
                                 uint32_t literal);

/** What a helper's call does to it. */
enum stn_go_hold_effect
stn_go_hold_callee_effect(const struct stn_go_hold *hold,
                          const struct stn_go_sync_call *call);

/** Where a function that is called locks what is held. */
struct stn_go_hold_locked {
    const struct stn_go_file *file; /**< NULL: it is not known. */
    struct stn_go_sync_call lock;
    bool is_sure; /**< It comes there each time; else, if nothing fails. */
};

/** Of a call with the effect STN_GO_HOLD_AGAIN. */
struct stn_go_hold_locked
stn_go_hold_locked_by(const struct stn_go_hold *hold,
                      const struct stn_go_sync_call *call);

#endif
