#include "base/hmac.h"

#define BLOCK_BYTES 64

static void begin(struct stn_sha256 *hash, const unsigned char *key,
                  unsigned char pad)
{
    unsigned char block[BLOCK_BYTES];

    for (size_t i = 0; i < sizeof(block); i++)
        block[i] = key[i] ^ pad;
    stn_sha256_init(hash);
    stn_sha256_update(hash,
                      (struct stn_str){(const char *)block, sizeof(block)});
}

void stn_hmac_init(struct stn_hmac *mac, struct stn_str key)
{
    unsigned char block[BLOCK_BYTES] = {0};

    if (key.len > sizeof(block)) {
        struct stn_sha256 hash;
        stn_sha256_init(&hash);
        stn_sha256_update(&hash, key);
        stn_sha256_final(&hash, block);
    } else if (key.len > 0) {
        memcpy(block, key.ptr, key.len);
    }
    begin(&mac->inner, block, 0x36);
    begin(&mac->outer, block, 0x5c);
}

void stn_hmac_update(struct stn_hmac *mac, struct stn_str bytes)
{
    stn_sha256_update(&mac->inner, bytes);
}

void stn_hmac_final(struct stn_hmac *mac,
                    unsigned char digest[STN_SHA256_BYTES])
{
    stn_sha256_final(&mac->inner, digest);
    stn_sha256_update(&mac->outer,
                      (struct stn_str){(const char *)digest, STN_SHA256_BYTES});
    stn_sha256_final(&mac->outer, digest);
}

bool stn_hmac_equal(const unsigned char *a, const unsigned char *b,
                    size_t count)
{
    unsigned char differs = 0;

    for (size_t i = 0; i < count; i++)
        differs |= a[i] ^ b[i];
    return differs == 0;
}
