/** @file Compressed bitmaps, as the index stores them. */
#ifndef STN_SOURCES_GIT_EWAH_H
#define STN_SOURCES_GIT_EWAH_H

#include "base/error.h"
#include "base/str.h"

/**
 * Take a bitmap off the front.
 *
 * @param rest   Moved on behind it.
 * @param bits   One for each item; those set in the bitmap become true.
 * @param count  Items. A set bit past them is refused.
 * @return STN_OK; STN_EINPUT, without a message.
 * @see https://git-scm.com/docs/bitmap-format, appendix A
 */
enum stn_status stn_git_ewah_read(struct stn_str *rest, bool *bits,
                                  size_t count);

#endif
