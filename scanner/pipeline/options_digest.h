/**
 * @file
 * What decides on findings, in 32 bytes: two runs with the same digest say the
 * same of the same bytes.
 */
#ifndef STN_PIPELINE_OPTIONS_DIGEST_H
#define STN_PIPELINE_OPTIONS_DIGEST_H

#include "base/sha256.h"
#include "pipeline/scanner.h"

/** Of what. */
enum stn_digest_scope {
    STN_DIGEST_ENGINE, /**< What decides whether anything is found in a text. */
    STN_DIGEST_ALL,    /**< And what becomes of what is found. */
};

/** "sha256:" and hex digits, with the NUL. */
#define STN_DIGEST_WORDS 72

void stn_options_digest(unsigned char out[STN_SHA256_BYTES],
                        const struct stn_scanner *scanner,
                        enum stn_digest_scope scope);

void stn_digest_write(char out[STN_DIGEST_WORDS],
                      const unsigned char digest[STN_SHA256_BYTES]);

#endif
