/**
 * @file
 * Deflated data, a piece at a time, so that memory does not follow what it
 * inflates to. The door to zlib for archives.
 */
#ifndef STN_HTTP_INFLATE_H
#define STN_HTTP_INFLATE_H

#include "base/buf.h"

enum stn_inflate_form {
    STN_INFLATE_RAW,  /**< A member of a zip archive. */
    STN_INFLATE_GZIP, /**< With gzip's header; may be several in a row. */
};

struct stn_inflater;

/** @param source  Borrowed until stn_inflater_free(). */
enum stn_status stn_inflater_new(struct stn_inflater **out,
                                 struct stn_str source,
                                 enum stn_inflate_form form,
                                 struct stn_error *err);
void stn_inflater_free(struct stn_inflater *inflater);

/**
 * Append the next bytes, `most` at most.
 *
 * @return STN_OK: there may be more; STN_DONE: that was all; STN_EINPUT: the
 *         source is damaged or cut behind what was appended; STN_ELIMIT: it
 *         inflates to more than STN_HTTP_RATIO_MAX times its size; STN_ENOMEM.
 */
enum stn_status stn_inflater_read(struct stn_inflater *inflater,
                                  struct stn_buf *out, size_t most,
                                  struct stn_error *err);

#endif
