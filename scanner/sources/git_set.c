#include "sources/git_set.h"

#include <sys/random.h>

#include "base/alloc.h"

#define FIRST_CAPACITY ((size_t)64)

void stn_git_set_dispose(struct stn_git_set *set)
{
    stn_free(set->slots);
    *set = (struct stn_git_set){0};
}

static uint64_t mix(uint64_t hash)
{
    hash *= 0x9E3779B97F4A7C15u;
    return hash ^ (hash >> 32);
}

uint32_t stn_git_set_hash(struct stn_git_set *set, struct stn_str bytes,
                          uint64_t more)
{
    /* Without entropy collisions only cost time: every hit is compared. */
    while (set->seed == 0)
        if (getrandom(&set->seed, sizeof(set->seed), GRND_NONBLOCK) < 0)
            set->seed = (uint64_t)(uintptr_t)set | 1;

    uint64_t hash = mix(set->seed ^ more) + bytes.len;
    while (bytes.len >= sizeof(uint64_t)) {
        uint64_t word;
        memcpy(&word, bytes.ptr, sizeof(word));
        hash = mix(hash ^ word ^ set->seed);
        bytes = stn_str_sub(bytes, sizeof(word), bytes.len);
    }
    uint64_t tail = 0;
    if (bytes.len > 0)
        memcpy(&tail, bytes.ptr, bytes.len);
    return (uint32_t)(mix(mix(hash ^ tail)) >> 16);
}

uint32_t stn_git_set_find(const struct stn_git_set *set, uint32_t hash,
                          stn_git_equal_fn equal, const void *items,
                          const void *key)
{
    if (set->capacity == 0)
        return STN_GIT_NONE;
    size_t mask = set->capacity - 1;
    for (size_t i = hash & mask;; i = (i + 1) & mask) {
        const struct stn_git_slot *slot = &set->slots[i];
        if (slot->index == STN_GIT_NONE)
            return STN_GIT_NONE;
        if (slot->hash == hash && equal(items, slot->index, key))
            return slot->index;
    }
}

static void put(struct stn_git_slot *slots, size_t capacity,
                struct stn_git_slot item)
{
    size_t i = item.hash & (capacity - 1);

    while (slots[i].index != STN_GIT_NONE)
        i = (i + 1) & (capacity - 1);
    slots[i] = item;
}

static bool grow(struct stn_git_set *set)
{
    size_t capacity = set->capacity > 0 ? set->capacity : FIRST_CAPACITY / 2;
    size_t bytes;

    if (!stn_mul(&capacity, capacity, 2) ||
        !stn_mul(&bytes, capacity, sizeof(struct stn_git_slot)))
        return false;
    struct stn_git_slot *slots = stn_malloc(bytes);
    if (slots == NULL)
        return false;
    for (size_t i = 0; i < capacity; i++)
        slots[i].index = STN_GIT_NONE;
    for (size_t i = 0; i < set->capacity; i++)
        if (set->slots[i].index != STN_GIT_NONE)
            put(slots, capacity, set->slots[i]);
    stn_free(set->slots);
    set->slots = slots;
    set->capacity = capacity;
    return true;
}

enum stn_status stn_git_set_add(struct stn_git_set *set, uint32_t hash,
                                uint32_t index, struct stn_error *err)
{
    if (set->count + set->count / 2 >= set->capacity && !grow(set))
        return stn_fail_memory(err);
    put(set->slots, set->capacity, (struct stn_git_slot){hash, index});
    set->count++;
    return STN_OK;
}
