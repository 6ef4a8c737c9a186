/** @file SHA-256 (FIPS 180-4). */
#ifndef STN_BASE_SHA256_H
#define STN_BASE_SHA256_H

#include <stdint.h>

#include "base/str.h"

#define STN_SHA256_BYTES 32

struct stn_sha256 {
    uint32_t state[8];
    uint64_t length; /**< Bytes so far. */
    unsigned char block[64];
};

void stn_sha256_init(struct stn_sha256 *hash);
void stn_sha256_update(struct stn_sha256 *hash, struct stn_str bytes);
void stn_sha256_final(struct stn_sha256 *hash,
                      unsigned char digest[STN_SHA256_BYTES]);
/** First eight bytes of the digest of `bytes`, big-endian. */
uint64_t stn_sha256_u64(struct stn_str bytes);

#endif
