/** @file Values opened to be looked at, for the files that make up a walk. */
#ifndef STN_HTTP_OPENING_H
#define STN_HTTP_OPENING_H

#include "http/walk.h"

/**
 * Open a value: its bytes, decoded if they hold anything to decode. Close it
 * again, also after a failure of what was done with it; not if this fails.
 *
 * @return STN_OK; STN_ELIMIT when too many are open; STN_ENOMEM.
 */
enum stn_status stn_http_open(struct stn_http_walk *walk,
                              struct stn_http_value value,
                              struct stn_segment **out, struct stn_error *err);

/**
 * Open what a segment's bytes stand for in another writing (base64, gzip).
 *
 * @param is_sure  It is of that form: what is damaged or cut is shown as far as
 *                 it goes, and noted. Else it is only tried.
 * @return Also STN_EINPUT: it is not of that form; nothing is open.
 */
enum stn_status stn_http_open_coded(struct stn_http_walk *walk,
                                    const struct stn_segment *segment,
                                    struct stn_span span, enum stn_codec codec,
                                    bool is_sure, struct stn_segment **out,
                                    struct stn_error *err);
void stn_http_close(struct stn_http_walk *walk);

#endif
