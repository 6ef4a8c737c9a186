/** @file Which values a capture showed already, and in which finding. */
#ifndef STN_FINDINGS_SEEN_H
#define STN_FINDINGS_SEEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Zeroed is ready, and empty. */
struct stn_seen {
    struct stn_seen_slot *slots;
    size_t count, capacity; /**< Capacity is a power of two. */
};

void stn_seen_dispose(struct stn_seen *seen);
/** Empty again, the memory kept. */
void stn_seen_clear(struct stn_seen *seen);

/** @return The index kept for a key, or SIZE_MAX. */
size_t stn_seen_find(const struct stn_seen *seen, uint64_t key);

/** Keep an index for a key that has none. @return false without memory. */
bool stn_seen_add(struct stn_seen *seen, uint64_t key, size_t index);

#endif
