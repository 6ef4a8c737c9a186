/** @file HMAC-SHA-256 (RFC 2104, FIPS 198-1). */
#ifndef STN_BASE_HMAC_H
#define STN_BASE_HMAC_H

#include "base/sha256.h"

struct stn_hmac {
    struct stn_sha256 inner, outer;
};

/** Copying one that is initialised saves hashing the key again. */
void stn_hmac_init(struct stn_hmac *mac, struct stn_str key);
void stn_hmac_update(struct stn_hmac *mac, struct stn_str bytes);
void stn_hmac_final(struct stn_hmac *mac,
                    unsigned char digest[STN_SHA256_BYTES]);

/** Compare without telling by the time how much is equal. */
bool stn_hmac_equal(const unsigned char *a, const unsigned char *b,
                    size_t count);

#endif
