/** @file Files that are read together, as a source yields them: the Go files of
 *  one folder, in one state. */
#ifndef STN_TEXT_PACKAGE_H
#define STN_TEXT_PACKAGE_H

#include <stdint.h>

#include "base/str.h"
#include "text/span.h"

struct stn_package_file {
    struct stn_str path;
    struct stn_str bytes;
    /** What is found in it counts; else it only helps to understand those. */
    bool is_target;
    /** Of a target: the lines that the change at hand added or altered; where
     *  it took some away, an empty span. Sorted. What is found elsewhere was
     *  there before. */
    const struct stn_span *touched;
    size_t touched_count;
    bool is_all_touched; /**< All of it is new, or there is no change. */
    /** @name The commit that a target is of; empty outside of git. */
    /**@{*/
    struct stn_str commit, author, date;
    uint64_t order; /**< Age of the commit, as in struct stn_place. */
    /**@}*/
};

/** Borrowed from the worker that read it, until it reads the next. */
struct stn_package {
    struct stn_str folder; /**< Without a slash at its end; "" or ".". */
    const struct stn_package_file *files; /**< Sorted by path. */
    size_t count;
    struct stn_str go_mod; /**< Bytes of the nearest go.mod; empty: none. */
};

#endif
