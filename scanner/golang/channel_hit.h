/** @file A hit at an operation of a channel. */
#ifndef STN_GOLANG_CHANNEL_HIT_H
#define STN_GOLANG_CHANNEL_HIT_H

#include "golang/channel.h"
#include "golang/check.h"

/** The operation; of one in a function that is given the channel, where the
 *  maker calls or starts that. With the place where the channel is made. In
 * tests it is low. */
struct stn_go_hit stn_go_channel_hit(struct stn_go_pass *pass,
                                     const struct stn_go_channel *channel,
                                     const struct stn_go_channel_op *op);

/** The name of the channel. */
struct stn_str stn_go_channel_name(const struct stn_go_pass *pass,
                                   const struct stn_go_channel *channel);

#endif
