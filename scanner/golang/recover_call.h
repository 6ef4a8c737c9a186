/** @file Calls of recover that stop no panic. */
#ifndef STN_GOLANG_RECOVER_CALL_H
#define STN_GOLANG_RECOVER_CALL_H

#include "golang/check.h"

/** What is wrong with a call of recover. */
enum stn_go_recover {
    STN_GO_RECOVER_FINE, /**< Nothing that is known. */
    /** It is deferred itself, or in a literal that a deferred one calls. */
    STN_GO_RECOVER_IMMEDIATE,
    STN_GO_RECOVER_OUTSIDE, /**< Its function is never deferred. */
};

/** @param why  Words for people, if it is not fine. */
enum stn_go_recover stn_go_recover_at(struct stn_go_pass *pass, uint32_t call,
                                      const char **why);

#endif
