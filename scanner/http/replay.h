/** @file Captures of PyGithub's tests, ReplayData. */
#ifndef STN_HTTP_REPLAY_H
#define STN_HTTP_REPLAY_H

#include "http/format.h"

/** Records of ten lines, whose headers are written as Python prints dicts and
 *  lists of pairs; other client libraries took it over. */
extern const struct stn_http_format stn_http_replay;

#endif
