/** @file What conditions say of a mutex that is held; the rest is in hold.h. */
#ifndef STN_GOLANG_HOLD_CONDITION_H
#define STN_GOLANG_HOLD_CONDITION_H

#include "golang/hold.h"

/** Keep in mind what the branches and cases around the call of Lock say. */
void stn_go_hold_know_around(struct stn_go_hold *hold);

/** Whether a name tells that something is held: "locked", "closeHold". */
bool stn_go_hold_tells_of_lock(const struct stn_go_tree *tree, uint32_t node);

#endif
