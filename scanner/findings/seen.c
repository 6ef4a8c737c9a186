#include "findings/seen.h"

#include <string.h>

#include "base/alloc.h"

#define FIRST_CAPACITY 64

struct stn_seen_slot {
    uint64_t key;
    size_t index_plus_one; /* 0: free */
};

void stn_seen_dispose(struct stn_seen *seen)
{
    stn_free(seen->slots);
    *seen = (struct stn_seen){0};
}

void stn_seen_clear(struct stn_seen *seen)
{
    if (seen->count > 0)
        memset(seen->slots, 0, seen->capacity * sizeof(*seen->slots));
    seen->count = 0;
}

/* The slot of a key, or the free one where it goes. Keys are digests. */
static struct stn_seen_slot *slot_of(const struct stn_seen *seen, uint64_t key)
{
    size_t at = (size_t)key & (seen->capacity - 1);

    while (seen->slots[at].index_plus_one != 0 && seen->slots[at].key != key)
        at = (at + 1) & (seen->capacity - 1);
    return &seen->slots[at];
}

size_t stn_seen_find(const struct stn_seen *seen, uint64_t key)
{
    if (seen->count == 0)
        return SIZE_MAX;
    const struct stn_seen_slot *slot = slot_of(seen, key);
    return slot->index_plus_one == 0 ? SIZE_MAX : slot->index_plus_one - 1;
}

/* At most three quarters are in use. */
static bool make_room(struct stn_seen *seen)
{
    struct stn_seen larger = {.capacity = seen->capacity * 2};

    if ((seen->count + 1) * 4 <= seen->capacity * 3)
        return true;
    if (seen->capacity == 0)
        larger.capacity = FIRST_CAPACITY;
    larger.slots = stn_calloc(larger.capacity, sizeof(*larger.slots));
    if (larger.slots == NULL)
        return false;
    for (size_t i = 0; i < seen->capacity; i++)
        if (seen->slots[i].index_plus_one != 0)
            *slot_of(&larger, seen->slots[i].key) = seen->slots[i];
    larger.count = seen->count;
    stn_free(seen->slots);
    *seen = larger;
    return true;
}

bool stn_seen_add(struct stn_seen *seen, uint64_t key, size_t index)
{
    if (!make_room(seen))
        return false;
    *slot_of(seen, key) = (struct stn_seen_slot){key, index + 1};
    seen->count++;
    return true;
}
