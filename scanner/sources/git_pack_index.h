/**
 * @file
 * Where objects stand in a pack, from its .idx file. Used only to choose the
 * order of reading: what a wrong index says costs time, never an object.
 */
#ifndef STN_SOURCES_GIT_PACK_INDEX_H
#define STN_SOURCES_GIT_PACK_INDEX_H

#include <stdint.h>

#include "base/error.h"
#include "base/str.h"

/** Borrows its bytes. */
struct stn_git_pack_index {
    struct stn_str bytes;
    uint32_t version; /**< 1 or 2. */
    uint32_t count;   /**< Objects. */
};

/**
 * Look at an index, and check that its tables lie inside its bytes.
 *
 * @return STN_OK; STN_EINPUT, without a message, for anything else.
 * @see https://git-scm.com/docs/gitformat-pack
 */
enum stn_status stn_git_pack_index_parse(struct stn_git_pack_index *index,
                                         struct stn_str bytes);

/** @param at  Less than the count.
 *  @return The object's id, of 20 bytes. */
const unsigned char *
stn_git_pack_index_id(const struct stn_git_pack_index *index, uint32_t at);

/** @param at  Less than the count.
 *  @return Bytes from the pack's start; 0 if the index has no such. */
uint64_t stn_git_pack_index_offset(const struct stn_git_pack_index *index,
                                   uint32_t at);

/** @param id  Of 20 bytes. @return Its place among the ids, or UINT32_MAX. */
uint32_t stn_git_pack_index_find(const struct stn_git_pack_index *index,
                                 const unsigned char *id);

#endif
