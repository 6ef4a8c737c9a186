/** @file How a package mentions its functions and methods, by their names. */
#ifndef STN_GOLANG_MENTIONS_H
#define STN_GOLANG_MENTIONS_H

#include "golang/package.h"

/** Bits of how a name is mentioned. */
enum stn_go_mention {
    STN_GO_MENTION_CALLED = 1,
    STN_GO_MENTION_DEFERRED = 2,
    STN_GO_MENTION_GO = 4,
    STN_GO_MENTION_VALUE = 8,   /**< Not called where it stands. */
    STN_GO_MENTION_NESTED = 16, /**< Called in a loop within a loop. */
};

/**
 * How a function or method of the package is mentioned, by its name alone: of
 * two that share it, each gets what is said of both.
 *
 * @return Bits of stn_go_mention; all of them without memory.
 */
unsigned stn_go_mentions(struct stn_go_package *package, struct stn_str name);

void stn_go_mentions_dispose(struct stn_go_package *package);

#endif
