/** @file Base64, as input has it. */
#ifndef STN_BASE_BASE64_H
#define STN_BASE_BASE64_H

#include "base/buf.h"

/**
 * Append what a run of base64 stands for. Standard and URL alphabets, also
 * mixed; padding optional, but right if it is there; anything else (spaces
 * too), or a length of 1 modulo 4, is refused. Bits left over in the last
 * digit are ignored, whatever they are.
 *
 * @return false if it is not base64, with `out` as it was. true if it is;
 *         memory failures and the ceiling stick in `out`.
 */
bool stn_base64_decode(struct stn_buf *out, struct stn_str encoded);

#endif
