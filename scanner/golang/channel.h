/**
 * @file
 * One channel that a function makes and keeps to itself: who sends on it,
 * receives from it and closes it, and in which goroutine.
 *
 * A function of the package that is given the channel is opened, one level
 * deep. Where anything else happens to it (it is returned, stored, assigned,
 * passed on, used by a literal that runs who knows when) it escapes, and
 * nothing can be told.
 */
#ifndef STN_GOLANG_CHANNEL_H
#define STN_GOLANG_CHANNEL_H

#include "golang/uses.h"

/** Operations of one channel; with more it counts as escaped. */
#define STN_GO_CHANNEL_OPS_MAX 32
/** Capacity that is no plain number. */
#define STN_GO_CAPACITY_UNKNOWN UINT32_MAX

enum stn_go_channel_verb {
    STN_GO_SENDS,    /**< ch <- x */
    STN_GO_RECEIVES, /**< <-ch */
    STN_GO_RANGES,   /**< for range ch */
    STN_GO_CLOSES,   /**< close(ch) */
};

/** Who executes an operation, seen from the function that makes the channel. */
enum stn_go_channel_place {
    STN_GO_HERE,     /**< The function, where `root` stands. */
    STN_GO_DEFERRED, /**< The function, when it ends. */
    STN_GO_GOROUTINE /**< A goroutine that `root` starts. */
};

struct stn_go_channel_op {
    enum stn_go_channel_verb verb;
    enum stn_go_channel_place place;
    uint32_t file; /**< In the package, of `node`. */
    uint32_t node; /**< SEND, the unary `<-ch`, RANGE_CLAUSE, the call. */
    /** What stands for it in the flow of the maker: the go statement, the
     *  defer statement, the call of what it is in, or itself. */
    uint32_t root;
    /** The function in whose flow it is executed, and what stands for it
     *  there: the maker, or the function a goroutine was started with. */
    uint32_t runner_file, runner, at;
    bool has_choice;  /**< In a select that has other cases. */
    bool is_deferred; /**< By the runner. */
    bool is_repeated; /**< In a loop, of the runner or inside it. */
    bool is_called;   /**< In a function that is given the channel. */
};

struct stn_go_channel {
    uint32_t object;    /**< The variable. */
    uint32_t make;      /**< The call of make. */
    uint32_t statement; /**< SHORT_VAR or VAR_SPEC */
    uint32_t function;  /**< That makes it. */
    uint32_t capacity;
    bool escapes;
    /** A call that is given it, of a function that does not use it; 0: none. */
    uint32_t ignored_by;
    struct stn_go_channel_op ops[STN_GO_CHANNEL_OPS_MAX];
    size_t count;
};

/**
 * Find the channel that a declaration makes.
 *
 * @param out        What is known of it; its operations are not looked at yet.
 * @param statement  SHORT_VAR or VAR_SPEC.
 * @param n          Which of those it makes, from 0.
 * @return false: there is no such channel.
 */
bool stn_go_channel_find(struct stn_go_channel *out,
                         const struct stn_go_package *package,
                         const struct stn_go_file *file, uint32_t statement,
                         uint32_t n);

/** Look at all that is done with it. */
void stn_go_channel_read(struct stn_go_channel *channel,
                         struct stn_go_package *package,
                         struct stn_go_file *file);

/** How many operations have a verb and a place. */
size_t stn_go_channel_count(const struct stn_go_channel *channel,
                            enum stn_go_channel_verb verb,
                            enum stn_go_channel_place place);

/** How many operations have a verb, in any place. */
size_t stn_go_channel_total(const struct stn_go_channel *channel,
                            enum stn_go_channel_verb verb);

/** The loop around what stands in the maker's flow, within which the channel
 *  is not made anew; of a range clause its own; 0: none. */
uint32_t stn_go_channel_loop(const struct stn_go_channel *channel,
                             const struct stn_go_tree *tree, uint32_t root);

/** Whether it is a case of a select, and the select has other cases. */
bool stn_go_has_choice(const struct stn_go_tree *tree, uint32_t node);

#endif
