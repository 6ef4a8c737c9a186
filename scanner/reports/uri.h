/** @file Paths as URI references. */
#ifndef STN_REPORTS_URI_H
#define STN_REPORTS_URI_H

#include "base/buf.h"

/**
 * Append a path as a URI reference. All but unreserved characters and '/' is
 * percent-encoded, so that no name is a scheme, a query or another path; an
 * absolute path becomes a file URI.
 */
void stn_uri_append_path(struct stn_buf *out, struct stn_str path);

/** Whether a URI can be followed by people: http or https, and no character
 *  that would end it in what it is cited in. */
bool stn_uri_is_link(const char *uri);

#endif
