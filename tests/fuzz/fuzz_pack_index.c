/**
 * @file
 * The index of a pack: whatever its bytes are, all that is asked of it lies
 * inside them; and where it is in order, what it has is found again.
 */
#include <stdlib.h>

#include "sources/git_pack_index.h"

#define ID_BYTES 20

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Whether an id is found where the index has it, or an equal one beside it. */
static void check_found(const struct stn_git_pack_index *index, uint32_t at)
{
    unsigned char id[ID_BYTES];

    memcpy(id, stn_git_pack_index_id(index, at), sizeof(id));
    uint32_t found = stn_git_pack_index_find(index, id);
    if (found == UINT32_MAX)
        return;
    if (found >= index->count ||
        memcmp(stn_git_pack_index_id(index, found), id, sizeof(id)) != 0)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct stn_git_pack_index index;
    uint64_t sum = 0;

    if (stn_git_pack_index_parse(
            &index, (struct stn_str){(const char *)data, size}) != STN_OK)
        return 0;
    for (uint32_t i = 0; i < index.count; i++) {
        sum += stn_git_pack_index_offset(&index, i);
        check_found(&index, i);
    }
    return sum == 1 ? 1 : 0;
}
