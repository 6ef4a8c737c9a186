/** @file Globs of paths and of rule ids. */
#ifndef STN_BASE_GLOB_H
#define STN_BASE_GLOB_H

#include "base/error.h"
#include "base/str.h"

/** Bytes of a glob: ten times what people write. */
#define STN_GLOB_BYTES_MAX 1024

/**
 * Match a whole path.
 *
 * - `?` is one byte but '/', `*` any run without '/', two stars any run. Two
 *   stars and a '/', at the start or after a '/', are any number of folders,
 *   also none.
 * - `[a-z]` is one byte of these, `[!a-z]` or `[^a-z]` one that is none of
 *   them; neither is ever '/'. A ']' that comes first stands for itself.
 * - `{a,b}` is one of them, each a glob; they do not nest.
 * - `\` makes the next byte stand for itself.
 *
 * A glob without a '/' is tried on the path's last component too, as in
 * .gitignore. Linear time in path x glob, no allocation, no recursion.
 *
 * @return Whether it matches; a glob that stn_glob_check() refuses matches
 *         nothing.
 */
bool stn_glob_matches(struct stn_str glob, struct stn_str path);

/** @return STN_OK, or STN_EINPUT with what is wrong: empty, an open '[' or
 *          '{', a nested '{', a range that runs backwards, a '\' at the end,
 *          over STN_GLOB_BYTES_MAX. */
enum stn_status stn_glob_check(struct stn_str glob, struct stn_error *err);

#endif
