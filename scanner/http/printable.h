/** @file Names out of captures, for places and notes. */
#ifndef STN_HTTP_PRINTABLE_H
#define STN_HTTP_PRINTABLE_H

#include "base/buf.h"

/**
 * Append a name as a place may hold it: control bytes become '?', and a long
 * one is cut between code points.
 */
void stn_http_put_name(struct stn_buf *out, struct stn_str name);

#endif
