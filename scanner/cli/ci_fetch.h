/** @file Completing a clone, by git itself. */
#ifndef STN_CLI_CI_FETCH_H
#define STN_CLI_CI_FETCH_H

#include "base/error.h"

#define STN_CI_LACK_MAX 12

/** What a clone lacks. Everything is handed to git as it is. */
struct stn_ci_lack {
    const char *repository; /**< NULL: the working folder. */
    bool is_shallow;        /**< Its history is cut off. */
    const char *branch;     /**< See stn_ci_plan.branch; NULL: none. */
    const char *ids[STN_CI_LACK_MAX]; /**< Hex. */
    size_t id_count;
};

/**
 * Fetch from origin what a clone lacks: its history first, then what is named.
 * Nothing asks for a password, no submodule is followed, no hook runs, and
 * what the other side says is shown in messages alone.
 *
 * @return STN_OK; STN_EIO if git cannot be run or fails; STN_ESTOPPED after
 *         STN_FETCH_SECONDS_MAX. The message says why.
 */
enum stn_status stn_ci_fetch(const struct stn_ci_lack *lack,
                             struct stn_error *err);

#endif
