/** @file Paths as URI references. */
#ifndef STN_REPORTS_URI_H
#define STN_REPORTS_URI_H

#include "reports/reporter.h"

/**
 * Append a path as a URI reference. All but unreserved characters and '/' is
 * percent-encoded, so that no name is a scheme, a query or another path; an
 * absolute path becomes a file URI.
 */
void stn_uri_append_path(struct stn_buf *out, struct stn_str path);

/** Whether a URI can be followed by people: http or https, and no character
 *  that would end it in what it is cited in. */
bool stn_uri_is_link(const char *uri);

/** Whether it is known where people can read the place of a finding. */
bool stn_uri_has_place(const struct stn_reporter_options *options,
                       const struct stn_finding *finding);
/** Append that place, its line too; only if there is one. It holds nothing that
 *  stn_uri_is_link() refuses. */
void stn_uri_append_place(struct stn_buf *out,
                          const struct stn_reporter_options *options,
                          const struct stn_finding *finding);

#endif
