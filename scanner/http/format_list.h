/** @file Every capture format there is; for formats.c and its tests. */
#ifndef STN_HTTP_FORMAT_LIST_H
#define STN_HTTP_FORMAT_LIST_H

#include "http/gzip.h"
#include "http/mitm.h"
#include "http/replay.h"
#include "http/xml.h"
#include "http/yaml.h"
#include "http/zip.h"

extern const struct stn_http_format stn_http_json;
extern const struct stn_http_format stn_http_log;
extern const struct stn_http_format stn_http_trace;

#endif
