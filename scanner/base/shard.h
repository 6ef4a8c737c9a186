/** @file One part of several that together make a scan. */
#ifndef STN_BASE_SHARD_H
#define STN_BASE_SHARD_H

#include "base/sha256.h"

/** Zeroed: there is but one part. */
struct stn_shard {
    uint32_t index; /**< From 1. */
    uint32_t count; /**< 0: the whole, and nothing is said of parts. */
};

static inline bool stn_shard_is_part(struct stn_shard shard)
{
    return shard.count > 0;
}

/** Whether what a number stands for belongs to this part. */
static inline bool stn_shard_takes(struct stn_shard shard, uint64_t number)
{
    return shard.count <= 1 || number % shard.count == shard.index - 1;
}

/**
 * The number of a name. Somebody who chooses names can choose the part they go
 * to, and so make one part slow: no text is left out by that.
 */
static inline uint64_t stn_shard_number(struct stn_str name)
{
    return stn_sha256_u64(name);
}

/** The number of an object's id. @param id  Its first eight bytes, or more. */
static inline uint64_t stn_shard_number_of_id(const unsigned char *id)
{
    uint64_t number = 0;

    for (size_t i = 0; i < 8; i++)
        number = number << 8 | id[i];
    return number;
}

#endif
