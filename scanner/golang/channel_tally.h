/** @file How often a channel is sent to. */
#ifndef STN_GOLANG_CHANNEL_TALLY_H
#define STN_GOLANG_CHANNEL_TALLY_H

#include "golang/channel.h"

/** It is not known how many, or there is no end. */
#define STN_GO_MANY UINT32_MAX

/** The turns of a loop that counts them; STN_GO_MANY: it does not. */
uint32_t stn_go_channel_turns(struct stn_go_package *package,
                              const struct stn_go_file *file, uint32_t loop);

/** Whether an operation can come again in the same goroutine. */
bool stn_go_channel_comes_again(struct stn_go_package *package,
                                const struct stn_go_channel_op *op);

/** The goroutines that send, each as often as the loop around it turns. A loop
 *  that is not counted, as one that waits for events, is taken for one turn. */
uint32_t stn_go_channel_senders(struct stn_go_package *package,
                                const struct stn_go_file *file,
                                const struct stn_go_channel *channel);

/** Whether an operation is the first of its goroutine that sends and cannot do
 *  anything else. */
bool stn_go_channel_is_first_send(const struct stn_go_channel *channel,
                                  size_t index);

/** Whether each send of the goroutine that `root` starts can be followed by
 *  another one. */
bool stn_go_channel_goes_on(struct stn_go_package *package,
                            const struct stn_go_channel *channel,
                            uint32_t root);

/** The send that always follows on another one in its goroutine, whichever way
 *  that goes; 0: there is none. */
uint32_t stn_go_channel_next_send(struct stn_go_package *package,
                                  struct stn_go_file *file,
                                  const struct stn_go_channel *channel,
                                  const struct stn_go_channel_op *op);

#endif
