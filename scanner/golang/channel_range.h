/** @file A loop over a channel, and whether it goes on to the channel's end. */
#ifndef STN_GOLANG_CHANNEL_RANGE_H
#define STN_GOLANG_CHANNEL_RANGE_H

#include "golang/channel.h"

enum stn_go_channel_range {
    STN_GO_RANGE_UNKNOWN,
    STN_GO_RANGE_TO_THE_END, /**< Only close() ends it. */
    STN_GO_RANGE_LEFT_EARLY, /**< Its runner can return from inside of it. */
};

/**
 * @param op     STN_GO_RANGES
 * @param where  Of STN_GO_RANGE_LEFT_EARLY: the return, or the body.
 */
enum stn_go_channel_range
stn_go_channel_range_of(struct stn_go_package *package,
                        const struct stn_go_channel_op *op, uint32_t *where);

#endif
