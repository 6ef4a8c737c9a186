/** @file A compressed file. */
#ifndef STN_HTTP_GZIP_H
#define STN_HTTP_GZIP_H

#include "http/format.h"

/** A cassette or a rotated log, compressed with gzip. */
extern const struct stn_http_format stn_http_gzip;

#endif
