/** @file Captures in YAML. */
#ifndef STN_HTTP_YAML_H
#define STN_HTTP_YAML_H

#include "http/format.h"

/** Cassettes of VCR, vcrpy, go-vcr, php-vcr and Betamax, recordings of
 * Polly.JS, exports of Insomnia. Other YAML is no capture. */
extern const struct stn_http_format stn_http_yaml;

#endif
