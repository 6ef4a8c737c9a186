/**
 * @file
 * The ways the maker of a channel can take while a goroutine waits at the
 * channel's other end.
 */
#ifndef STN_GOLANG_CHANNEL_PATH_H
#define STN_GOLANG_CHANNEL_PATH_H

#include "golang/channel.h"

/** Operations that free the goroutine: bits of 1 << enum
 *  stn_go_channel_verb. */
#define STN_GO_TAKES (1U << STN_GO_RECEIVES | 1U << STN_GO_RANGES)
#define STN_GO_GIVES (1U << STN_GO_SENDS | 1U << STN_GO_CLOSES)

/**
 * Whether the maker can leave the goroutine waiting: return, or make the
 * channel anew, on a path from where the goroutine starts that passes none of
 * the maker's own operations.
 *
 * A path is settled where the goroutine can tell on another way that it will
 * not come to the channel: by another channel, a group it is waited for with,
 * a context it cancels. The end of a counted loop around an operation is taken
 * for one that passed it.
 *
 * @param root   The go statement, or the call that starts it.
 * @param verbs  The operations that free it.
 * @param where  The return, the body, or what makes it anew.
 */
bool stn_go_channel_is_left(struct stn_go_package *package,
                            struct stn_go_file *file,
                            const struct stn_go_channel *channel, uint32_t root,
                            unsigned verbs, uint32_t *where);

/**
 * Whether the maker waits for the goroutine to end, with Wait of a group,
 * before it comes to any of its own operations.
 *
 * @param op     What the goroutine waits in; its Done comes after it.
 * @param where  The statement that waits.
 */
bool stn_go_channel_is_waited(struct stn_go_package *package,
                              struct stn_go_file *file,
                              const struct stn_go_channel *channel,
                              const struct stn_go_channel_op *op,
                              unsigned verbs, uint32_t *where);

/**
 * Whether the maker can leave from inside of the loop that an operation is in,
 * after it and without another one.
 *
 * @param root   The go statement.
 * @param op     One of the maker's own.
 * @param where  The return, or the body.
 */
bool stn_go_channel_breaks_off(struct stn_go_package *package,
                               struct stn_go_file *file,
                               const struct stn_go_channel *channel,
                               uint32_t root,
                               const struct stn_go_channel_op *op,
                               unsigned verbs, uint32_t *where);

#endif
