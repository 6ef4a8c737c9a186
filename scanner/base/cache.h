/**
 * @file
 * A file that remembers objects, by id, of which there is nothing to say. Each
 * entry carries a keyed tag, so that only who has the key can add one: what is
 * damaged or made up is not found, and that is all.
 */
#ifndef STN_BASE_CACHE_H
#define STN_BASE_CACHE_H

#include "base/error.h"
#include "base/sha256.h"

#define STN_CACHE_ID_BYTES 20

/** Const once opened: threads may share it. */
struct stn_cache;

/** An object, and how many bytes of text it has. */
struct stn_cache_entry {
    unsigned char id[STN_CACHE_ID_BYTES];
    uint32_t size;
};

struct stn_cache_options {
    const char *folder; /**< Made if it is not there; not so what is above. */
    uint64_t bytes;     /**< Of the file; 0: STN_CACHE_BYTES. */
    const char *key;    /**< A secret; NULL: one in the folder, made at need. */
    /** What the entries were found out by: those of another scope are not
     *  found. */
    unsigned char scope[STN_SHA256_BYTES];
};

/**
 * Open a cache.
 *
 * @param out   NULL if it cannot be used, which is no failure.
 * @param note  Set to why it cannot, or that it was begun anew; else empty.
 * @return STN_OK; STN_EUSAGE: the folder is not this user's alone to write to,
 *         or in a repository, where others bring files; STN_ENOMEM.
 */
enum stn_status stn_cache_open(struct stn_cache **out,
                               const struct stn_cache_options *options,
                               struct stn_error *note, struct stn_error *err);
void stn_cache_close(struct stn_cache *cache);

/** Whether an object is remembered. @param size  Set to its bytes, if so. */
bool stn_cache_find(const struct stn_cache *cache,
                    const unsigned char id[STN_CACHE_ID_BYTES], uint32_t *size);

/** Remember objects; those that were remembered long ago make room. What cannot
 *  be written is not remembered. @param entries  Put into another order. */
void stn_cache_put(const struct stn_cache *cache,
                   struct stn_cache_entry *entries, size_t count);

#endif
