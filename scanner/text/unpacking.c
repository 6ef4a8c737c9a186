#include "text/unpacking.h"

#include "base/alloc.h"
#include "base/limits.h"

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

void stn_unpacking_begin(struct stn_unpacking *unpacking, struct stn_str source,
                         struct stn_buf *out)
{
    size_t most;

    if (!stn_mul(&most, source.len, STN_HTTP_RATIO_MAX))
        most = SIZE_MAX;
    if (most < STN_HTTP_RATIO_FREE_BYTES)
        most = STN_HTTP_RATIO_FREE_BYTES;
    *unpacking = (struct stn_unpacking){
        .source = source,
        .out = out,
        .start = out->len,
        .room =
            out->len < out->ceiling ? least(most, out->ceiling - out->len) : 0};
}

char *stn_unpacking_chunk(struct stn_unpacking *unpacking, size_t *size)
{
    if (unpacking->room == 0) {
        *size = 1;
        return &unpacking->beyond;
    }
    /* Text is packed to a third or less; what is larger doubles. */
    const size_t written = unpacking->out->len - unpacking->start;
    const size_t wanted = written > 0 ? written : 3 * unpacking->source.len;
    *size = least(unpacking->room,
                  wanted < STN_KIB ? STN_KIB : least(wanted, STN_MIB));
    return stn_buf_reserve(unpacking->out, *size);
}

bool stn_unpacking_added(struct stn_unpacking *unpacking, size_t written)
{
    if (unpacking->room == 0)
        return written == 0;
    stn_buf_added(unpacking->out, written);
    unpacking->room -= written;
    return true;
}

enum stn_status stn_unpacking_end(const struct stn_unpacking *unpacking,
                                  enum stn_status status, const char *form,
                                  struct stn_map *map, struct stn_error *err)
{
    const size_t count = unpacking->out->len - unpacking->start;

    if (map != NULL && !stn_map_add_whole(map, count, 0, unpacking->source.len))
        status = STN_ENOMEM;
    if (unpacking->out->status < 0)
        return stn_buf_status(unpacking->out, err);
    if (status == STN_EINPUT)
        return stn_fail(err, status, "%s is damaged or cut off", form);
    if (status == STN_ELIMIT)
        return stn_fail(err, status, "%s of %zu bytes gives over %zu", form,
                        unpacking->source.len, count);
    return status == STN_ENOMEM ? stn_fail_memory(err) : status;
}
