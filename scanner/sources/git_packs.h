/** @file Where objects stand in a repository's packs, as a hint for reading. */
#ifndef STN_SOURCES_GIT_PACKS_H
#define STN_SOURCES_GIT_PACKS_H

#include "sources/git_dirs.h"
#include "sources/git_pack_index.h"

/** Sorts by pack, then by place in the pack. */
#define STN_GIT_PLACE_NONE UINT64_MAX

/** One index at a time, mapped. */
struct stn_git_pack {
    struct stn_git_pack_index index;
    uint64_t base; /**< Of this pack's places. */
};

/**
 * Call for every readable .idx file, in the order of names. An index that is
 * damaged is passed over.
 *
 * @return STN_OK, STN_ENOMEM, or the first failure of `each`.
 */
enum stn_status stn_git_packs_each(
    const struct stn_git_dirs *dirs,
    enum stn_status (*each)(void *payload, const struct stn_git_pack *pack,
                            struct stn_error *err),
    void *payload, struct stn_error *err);

/** The place of an entry of the pack, to sort by. */
uint64_t stn_git_pack_place(const struct stn_git_pack *pack, uint32_t at);

/** An item and the key to sort it by. */
struct stn_git_key {
    uint64_t key;
    uint32_t item;
};

/**
 * Sort by key, stably, in linear time.
 *
 * @param spare  Room for as many.
 */
void stn_git_keys_sort(struct stn_git_key *keys, struct stn_git_key *spare,
                       size_t count);

#endif
