/** @file A hash set of indices into an array that its user keeps. */
#ifndef STN_SOURCES_GIT_SET_H
#define STN_SOURCES_GIT_SET_H

#include <stdint.h>

#include "base/error.h"
#include "base/str.h"

#define STN_GIT_NONE UINT32_MAX

struct stn_git_slot {
    uint32_t hash;
    uint32_t index; /**< STN_GIT_NONE: free. */
};

/** Zeroed is ready. */
struct stn_git_set {
    struct stn_git_slot *slots;
    size_t capacity; /**< 0, or a power of two. */
    size_t count;
    uint64_t seed; /**< Random: a repository cannot choose what collides. */
};

void stn_git_set_dispose(struct stn_git_set *set);

/** @param more  Mixed in: what distinguishes equal bytes. */
uint32_t stn_git_set_hash(struct stn_git_set *set, struct stn_str bytes,
                          uint64_t more);

/** Whether item `index` of `items` is what `key` stands for. */
typedef bool (*stn_git_equal_fn)(const void *items, uint32_t index,
                                 const void *key);

/** @return The index of the equal item, or STN_GIT_NONE. */
uint32_t stn_git_set_find(const struct stn_git_set *set, uint32_t hash,
                          stn_git_equal_fn equal, const void *items,
                          const void *key);

/** Add an item that is not there. @return STN_OK or STN_ENOMEM. */
enum stn_status stn_git_set_add(struct stn_git_set *set, uint32_t hash,
                                uint32_t index, struct stn_error *err);

#endif
