/** @file Archives of captures. */
#ifndef STN_HTTP_ZIP_H
#define STN_HTTP_ZIP_H

#include "http/format.h"

/**
 * Playwright's traces, HARs in archives, Fiddler's .saz, bundles of CI logs:
 * zip archives with a member that is named like a capture or a log. All text in
 * such an archive is read. Documents and programs (docx, jar, wheel) are zip
 * archives as well, told by their first member, and are left to the caller.
 */
extern const struct stn_http_format stn_http_zip;

#endif
