/** @file Dates as cookies, captures and signed URLs write them. */
#ifndef STN_HTTP_DATE_H
#define STN_HTTP_DATE_H

#include <stdint.h>

#include "base/str.h"

/**
 * "Wed, 21 Oct 2026 07:28:00 GMT", "Wed, 21-Oct-26 07:28:00 GMT",
 * "2026-10-21T07:28:00Z", "20261021T072800Z", "1792567680", "1792567680.5".
 *
 * @return Unix time, never 0 (a date of 1970 gives at least 1); 0 if it is no
 *         date, or none (-1). A time zone other than UTC is not looked at.
 */
int64_t stn_http_date(struct stn_str text);

#endif
