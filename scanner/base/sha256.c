#include "base/sha256.h"

/* FIPS 180-4, 4.2.2 and 5.3.3: the first 32 bits of the fractional parts of
 * the cube roots, and of the square roots, of the first primes. */
static const uint32_t round_constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1,
    0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3,
    0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
    0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147,
    0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
    0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
    0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
    0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
    0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};
static const uint32_t initial_state[8] = {
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
    0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
};

static uint32_t rotate(uint32_t word, unsigned count)
{
    return word >> count | word << (32 - count);
}

static uint32_t read_u32(const unsigned char *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 |
           (uint32_t)bytes[2] << 8 | bytes[3];
}

static void write_u32(unsigned char *bytes, uint32_t word)
{
    for (unsigned i = 0; i < 4; i++)
        bytes[i] = (unsigned char)(word >> (24 - 8 * i));
}

/* 6.2.2, with a to h as v[0] to v[7]. */
static void compress(uint32_t state[8], const unsigned char block[64])
{
    uint32_t w[64];
    uint32_t v[8];

    for (size_t t = 0; t < 16; t++)
        w[t] = read_u32(block + 4 * t);
    for (size_t t = 16; t < 64; t++) {
        uint32_t x = w[t - 15];
        uint32_t y = w[t - 2];
        w[t] = w[t - 16] + (rotate(x, 7) ^ rotate(x, 18) ^ x >> 3) + w[t - 7] +
               (rotate(y, 17) ^ rotate(y, 19) ^ y >> 10);
    }
    memcpy(v, state, sizeof(v));
    for (size_t t = 0; t < 64; t++) {
        uint32_t sum1 = rotate(v[4], 6) ^ rotate(v[4], 11) ^ rotate(v[4], 25);
        uint32_t choice = (v[4] & v[5]) ^ (~v[4] & v[6]);
        uint32_t sum0 = rotate(v[0], 2) ^ rotate(v[0], 13) ^ rotate(v[0], 22);
        uint32_t majority = (v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]);
        uint32_t t1 = v[7] + sum1 + choice + round_constants[t] + w[t];

        memmove(v + 1, v, 7 * sizeof(v[0]));
        v[4] += t1;
        v[0] = t1 + sum0 + majority;
    }
    for (size_t i = 0; i < 8; i++)
        state[i] += v[i];
}

void stn_sha256_init(struct stn_sha256 *hash)
{
    *hash = (struct stn_sha256){.length = 0};
    memcpy(hash->state, initial_state, sizeof(initial_state));
}

void stn_sha256_update(struct stn_sha256 *hash, struct stn_str bytes)
{
    size_t held = (size_t)(hash->length % sizeof(hash->block));
    const unsigned char *next = (const unsigned char *)bytes.ptr;
    size_t left = bytes.len;

    hash->length += left;
    if (held > 0 && left >= sizeof(hash->block) - held) {
        size_t more = sizeof(hash->block) - held;
        memcpy(hash->block + held, next, more);
        compress(hash->state, hash->block);
        next += more;
        left -= more;
        held = 0;
    }
    if (held == 0) {
        for (; left >= sizeof(hash->block); left -= sizeof(hash->block)) {
            compress(hash->state, next);
            next += sizeof(hash->block);
        }
    }
    if (left > 0)
        memcpy(hash->block + held, next, left);
}

void stn_sha256_final(struct stn_sha256 *hash,
                      unsigned char digest[STN_SHA256_BYTES])
{
    static const char padding[64] = {(char)0x80};
    uint64_t bits = hash->length * 8;
    size_t held = (size_t)(hash->length % sizeof(hash->block));
    /* The length takes the last eight bytes of a block. */
    size_t pad = held < 56 ? 56 - held : 120 - held;
    unsigned char tail[8];

    write_u32(tail, (uint32_t)(bits >> 32));
    write_u32(tail + 4, (uint32_t)bits);
    stn_sha256_update(hash, (struct stn_str){padding, pad});
    stn_sha256_update(hash, (struct stn_str){(char *)tail, sizeof(tail)});
    for (size_t i = 0; i < 8; i++)
        write_u32(digest + 4 * i, hash->state[i]);
}

uint64_t stn_sha256_u64(struct stn_str bytes)
{
    struct stn_sha256 hash;
    unsigned char digest[STN_SHA256_BYTES];

    stn_sha256_init(&hash);
    stn_sha256_update(&hash, bytes);
    stn_sha256_final(&hash, digest);
    return (uint64_t)read_u32(digest) << 32 | read_u32(digest + 4);
}
