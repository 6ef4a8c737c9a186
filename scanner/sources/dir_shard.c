#include "sources/dir_shard.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/alloc.h"

enum stn_status stn_dir_shard_init(struct stn_dir_shard *shard,
                                   const struct stn_source_options *options,
                                   struct stn_str first, struct stn_error *err)
{
    *shard = (struct stn_dir_shard){.shard = options->shard};
    shard->base = stn_strndup(first.ptr, first.len);
    return shard->base != NULL ? STN_OK : stn_fail_memory(err);
}

void stn_dir_shard_dispose(struct stn_dir_shard *shard)
{
    stn_free(shard->base);
    shard->base = NULL;
}

static uint64_t number_of(const struct stn_dir_shard *shard,
                          struct stn_str path)
{
    struct stn_str base = stn_str_of(shard->base);

    if (base.len > 0 && stn_str_starts(path, base)) {
        struct stn_str rest = stn_str_sub(path, base.len, path.len);
        if (rest.len == 0 || stn_str_ends(base, STN_STR("/")))
            path = rest;
        else if (rest.ptr[0] == '/')
            path = stn_str_sub(rest, 1, rest.len);
    }
    return stn_shard_number(path);
}

bool stn_dir_shard_takes(struct stn_dir_shard *shard, struct stn_str path)
{
    if (!stn_shard_is_part(shard->shard))
        return true;
    uint64_t number = number_of(shard, path);
    atomic_fetch_add_explicit(&shard->sum, number, memory_order_relaxed);
    atomic_fetch_add_explicit(&shard->count, 1, memory_order_relaxed);
    return stn_shard_takes(shard->shard, number);
}

bool stn_dir_shard_has(const struct stn_dir_shard *shard, struct stn_str path)
{
    return shard->shard.count <= 1 ||
           stn_shard_takes(shard->shard, number_of(shard, path));
}

void stn_dir_shard_identify(const struct stn_dir_shard *shard,
                            struct stn_sha256 *hash)
{
    char words[64];
    int length = snprintf(words, sizeof(words), "%" PRIu64 " names %" PRIu64,
                          (uint64_t)atomic_load(&shard->count),
                          (uint64_t)atomic_load(&shard->sum));

    stn_sha256_update(hash, (struct stn_str){words, (size_t)length});
}
