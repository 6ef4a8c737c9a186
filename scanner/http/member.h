/** @file Members of archives: inflated, and handed over if they are text. */
#ifndef STN_HTTP_MEMBER_H
#define STN_HTTP_MEMBER_H

#include "http/walk.h"

enum stn_http_packing {
    STN_HTTP_STORED,
    STN_HTTP_DEFLATED,
    STN_HTTP_GZIPPED,
};

struct stn_http_member {
    struct stn_str name;      /**< As it is written. */
    struct stn_segment where; /**< Its bytes, packed: a view of the archive. */
    enum stn_http_packing packing;
};

/**
 * Hand a member over to stn_http_nested(); binary ones are passed over, unless
 * they are archives themselves. What is larger than STN_HTTP_MEMBER_BYTES_MAX
 * is handed over in pieces, and what is damaged as far as it goes.
 *
 * @param buffer  For what it inflates to; its ceiling is at least
 *                STN_HTTP_MEMBER_BYTES_MAX. Its contents go.
 * @return STN_OK; STN_DONE when the walk's budget is used up, which is noted;
 *         a failure of the walk; STN_ENOMEM.
 */
enum stn_status stn_http_member_read(struct stn_http_walk *walk,
                                     const struct stn_http_member *member,
                                     struct stn_buf *buffer,
                                     struct stn_error *err);

#endif
