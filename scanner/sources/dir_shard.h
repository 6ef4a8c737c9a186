/**
 * @file
 * Which files of a folder are in the part that is wanted, and what all parts
 * must have seen alike.
 */
#ifndef STN_SOURCES_DIR_SHARD_H
#define STN_SOURCES_DIR_SHARD_H

#include <stdatomic.h>

#include "sources/source.h"

/** Shared by the workers. */
struct stn_dir_shard {
    struct stn_shard shard;
    char *
        base; /**< The first path named, as shown: machines may differ in it. */
    /** Of the names that were seen: in whatever order, they sum up to the
     *  same. */
    atomic_uint_fast64_t sum, count;
};

/** @param first  The first path named, as shown. */
enum stn_status stn_dir_shard_init(struct stn_dir_shard *shard,
                                   const struct stn_source_options *options,
                                   struct stn_str first, struct stn_error *err);
void stn_dir_shard_dispose(struct stn_dir_shard *shard);

/** Whether a path that was come across is in the part. Names below the first
 *  path named count from there. */
bool stn_dir_shard_takes(struct stn_dir_shard *shard, struct stn_str path);

/** The same, without having come across it. */
bool stn_dir_shard_has(const struct stn_dir_shard *shard, struct stn_str path);

/** Feed what was come across. */
void stn_dir_shard_identify(const struct stn_dir_shard *shard,
                            struct stn_sha256 *hash);

#endif
