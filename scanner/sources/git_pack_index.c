#include "sources/git_pack_index.h"

#define FANOUT_BYTES ((size_t)256 * 4)
#define HEADER_BYTES ((size_t)8) /* of version 2: magic and version */
#define ID_BYTES ((size_t)20)
#define TRAILER_BYTES ((size_t)40) /* two SHA-1: of the pack, of the index */
#define V1_ENTRY_BYTES (4 + ID_BYTES)
#define V2_ENTRY_BYTES (ID_BYTES + 4 + 4) /* over three tables */
#define IS_LARGE ((uint32_t)1 << 31)

static uint32_t read_u32(const char *bytes)
{
    const unsigned char *b = (const unsigned char *)bytes;

    return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 |
           b[3];
}

static size_t tables_start(const struct stn_git_pack_index *index)
{
    return (index->version == 2 ? HEADER_BYTES : 0) + FANOUT_BYTES;
}

/* Ids that begin with a byte up to `first`. */
static uint32_t fanout(const struct stn_git_pack_index *index, unsigned first)
{
    return read_u32(index->bytes.ptr + tables_start(index) - FANOUT_BYTES +
                    4 * (size_t)first);
}

enum stn_status stn_git_pack_index_parse(struct stn_git_pack_index *index,
                                         struct stn_str bytes)
{
    struct stn_git_pack_index parsed = {.bytes = bytes, .version = 1};
    size_t entry_bytes = V1_ENTRY_BYTES;
    uint32_t before = 0;

    if (stn_str_starts(bytes, STN_STR("\377tOc"))) {
        if (bytes.len < HEADER_BYTES || read_u32(bytes.ptr + 4) != 2)
            return STN_EINPUT;
        parsed.version = 2;
        entry_bytes = V2_ENTRY_BYTES;
    }
    size_t start = tables_start(&parsed);
    if (bytes.len < start + TRAILER_BYTES)
        return STN_EINPUT;
    for (unsigned i = 0; i < 256; i++) {
        uint32_t up_to = fanout(&parsed, i);
        if (up_to < before)
            return STN_EINPUT;
        before = up_to;
    }
    parsed.count = before;
    if ((bytes.len - start - TRAILER_BYTES) / entry_bytes < parsed.count)
        return STN_EINPUT;
    *index = parsed;
    return STN_OK;
}

const unsigned char *
stn_git_pack_index_id(const struct stn_git_pack_index *index, uint32_t at)
{
    const char *tables = index->bytes.ptr + tables_start(index);

    if (index->version == 1)
        return (const unsigned char *)tables + at * V1_ENTRY_BYTES + 4;
    return (const unsigned char *)tables + at * ID_BYTES;
}

uint64_t stn_git_pack_index_offset(const struct stn_git_pack_index *index,
                                   uint32_t at)
{
    const char *tables = index->bytes.ptr + tables_start(index);
    size_t count = index->count;

    if (index->version == 1)
        return read_u32(tables + at * V1_ENTRY_BYTES);
    uint32_t offset =
        read_u32(tables + count * (ID_BYTES + 4) + (size_t)at * 4);
    if ((offset & IS_LARGE) == 0)
        return offset;

    /* What is past 2 GiB stands in a table of its own, of 64 bits each. */
    size_t row = offset & ~IS_LARGE;
    size_t start = tables_start(index) + count * V2_ENTRY_BYTES;
    size_t rows = (index->bytes.len - TRAILER_BYTES - start) / 8;
    if (row >= rows)
        return 0;
    const char *wide = index->bytes.ptr + start + row * 8;
    return (uint64_t)read_u32(wide) << 32 | read_u32(wide + 4);
}

uint32_t stn_git_pack_index_find(const struct stn_git_pack_index *index,
                                 const unsigned char *id)
{
    uint32_t low = id[0] > 0 ? fanout(index, id[0] - 1u) : 0;
    uint32_t high = fanout(index, id[0]);

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = memcmp(id, stn_git_pack_index_id(index, middle), ID_BYTES);
        if (order == 0)
            return middle;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return UINT32_MAX;
}
