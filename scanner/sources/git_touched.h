/** @file Which lines of a file a change brought. */
#ifndef STN_SOURCES_GIT_TOUCHED_H
#define STN_SOURCES_GIT_TOUCHED_H

#include "base/error.h"
#include "base/str.h"
#include "text/span.h"

/** Spans of a file that a change added or altered; where it took lines away,
 *  or put others in place of some that release something, also empty ones.
 *  Zeroed is ready. */
struct stn_git_touched {
    struct stn_span *items; /**< Sorted. */
    size_t count, capacity;
    size_t bytes; /**< Of all spans. */
};

void stn_git_touched_dispose(struct stn_git_touched *touched);

/** Compare two versions by lines, as git diff does. */
enum stn_status stn_git_touched_find(struct stn_git_touched *touched,
                                     struct stn_str before,
                                     struct stn_str after,
                                     struct stn_error *err);

#endif
