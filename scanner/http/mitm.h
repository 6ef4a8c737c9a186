/** @file mitmproxy's flow files. */
#ifndef STN_HTTP_MITM_H
#define STN_HTTP_MITM_H

#include "http/format.h"

/** Dictionaries in a row, a flow each: request, response, messages. */
extern const struct stn_http_format stn_http_mitm;

#endif
