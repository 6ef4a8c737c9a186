/** @file The identity of a ruleset; private to ruleset/. */
#ifndef STN_RULESET_DIGEST_H
#define STN_RULESET_DIGEST_H

#include "base/sha256.h"
#include "ruleset/rule.h"

/**
 * SHA-256 over every field that decides what is found and how bad it is: not
 * titles, advice, sources, examples or the place in a file. Independent of
 * machine and of the order in which files were read.
 *
 * @param rules  In the order of a ruleset.
 */
void stn_ruleset_digest(unsigned char digest[STN_SHA256_BYTES],
                        const struct stn_rule *rules, uint32_t count);

#endif
