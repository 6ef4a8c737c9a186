/* For next_in, which zlib never writes through. */
#define ZLIB_CONST
#include <zlib.h>

#include <limits.h>

#include "base/alloc.h"
#include "text/codec_list.h"
#include "text/unpacking.h"

/* As zlib wants the window's bits, by what is around the deflated bytes. */
enum wrapping {
    RAW = -MAX_WBITS,
    ZLIB = MAX_WBITS,
    GZIP = MAX_WBITS + 16,
};

bool stn_str_is_gzip(struct stn_str bytes)
{
    return stn_str_starts(bytes, STN_STR("\x1F\x8B\x08"));
}

static voidpf allocate(voidpf payload, uInt count, uInt size)
{
    size_t bytes;
    (void)payload;

    return stn_mul(&bytes, count, size) ? stn_malloc(bytes) : NULL;
}

static void release(voidpf payload, voidpf block)
{
    (void)payload;
    stn_free(block);
}

static enum stn_status status_of(int result)
{
    if (result == Z_OK || result == Z_STREAM_END)
        return STN_OK;
    return result == Z_MEM_ERROR ? STN_ENOMEM : STN_EINPUT;
}

/* Up to the end of one stream. */
static enum stn_status inflate_stream(z_stream *stream,
                                      struct stn_unpacking *unpacking)
{
    int result = Z_OK;

    while (result == Z_OK) {
        size_t size;
        char *chunk = stn_unpacking_chunk(unpacking, &size);
        if (chunk == NULL)
            return STN_ENOMEM;
        stream->next_out = (Bytef *)chunk;
        stream->avail_out = (uInt)size;
        result = inflate(stream, Z_NO_FLUSH);
        if (!stn_unpacking_added(unpacking, size - stream->avail_out))
            return STN_ELIMIT;
    }
    return status_of(result);
}

/* What follows a gzip member: another one, or zeros that fill up a block. */
static bool goes_on(const z_stream *stream)
{
    return stn_str_is_gzip(
        (struct stn_str){(const char *)stream->next_in, stream->avail_in});
}

static bool is_at_end(const z_stream *stream)
{
    for (uInt i = 0; i < stream->avail_in; i++)
        if (stream->next_in[i] != 0)
            return false;
    return true;
}

static enum stn_status unpack(struct stn_unpacking *unpacking,
                              enum wrapping wrapping)
{
    const struct stn_str source = unpacking->source;
    z_stream stream = {.zalloc = allocate, .zfree = release};

    if (source.len > UINT_MAX)
        return STN_ELIMIT;
    stream.next_in = (const Bytef *)source.ptr;
    stream.avail_in = (uInt)source.len;
    enum stn_status status = status_of(inflateInit2(&stream, wrapping));
    if (status < 0)
        return status;
    status = inflate_stream(&stream, unpacking);
    while (status == STN_OK && wrapping == GZIP && goes_on(&stream)) {
        status = status_of(inflateReset(&stream));
        if (status == STN_OK)
            status = inflate_stream(&stream, unpacking);
    }
    if (status == STN_OK && !is_at_end(&stream))
        status = STN_EINPUT;
    inflateEnd(&stream);
    return status;
}

enum stn_status stn_codec_gzip_decode(struct stn_str source,
                                      struct stn_buf *out, struct stn_map *map,
                                      struct stn_error *err)
{
    struct stn_unpacking unpacking;

    stn_unpacking_begin(&unpacking, source, out);
    const enum stn_status status = unpack(&unpacking, GZIP);
    return stn_unpacking_end(&unpacking, status, "gzip", map, err);
}

/* Whether the first two bytes are zlib's header (RFC 1950, 2.2). */
static bool is_zlib(struct stn_str bytes)
{
    if (bytes.len < 2)
        return false;
    const unsigned method = (unsigned char)bytes.ptr[0];
    const unsigned flags = (unsigned char)bytes.ptr[1];
    return (method & 0x0F) == Z_DEFLATED && method >> 4 <= 7 &&
           (method << 8 | flags) % 31 == 0;
}

/* RFC 9110 wants zlib's header, and many servers send raw deflate. */
enum stn_status stn_codec_deflate_decode(struct stn_str source,
                                         struct stn_buf *out,
                                         struct stn_map *map,
                                         struct stn_error *err)
{
    struct stn_unpacking unpacking;
    enum stn_status status = STN_EINPUT;

    stn_unpacking_begin(&unpacking, source, out);
    if (is_zlib(source))
        status = unpack(&unpacking, ZLIB);
    if (status == STN_EINPUT && out->len == unpacking.start)
        status = unpack(&unpacking, RAW);
    return stn_unpacking_end(&unpacking, status, "deflate", map, err);
}

/* In one go, into as much room as that may take. */
static enum stn_status deflate_all(z_stream *stream, struct stn_buf *out)
{
    const size_t most = deflateBound(stream, stream->avail_in);
    const size_t left = out->len < out->ceiling ? out->ceiling - out->len : 0;
    const size_t room = most < left ? most : left;
    char *to = stn_buf_reserve(out, room);

    if (to == NULL)
        return STN_ENOMEM;
    stream->next_out = (Bytef *)to;
    stream->avail_out = room < UINT_MAX ? (uInt)room : UINT_MAX;
    const uInt before = stream->avail_out;
    const int result = deflate(stream, Z_FINISH);
    if (result != Z_STREAM_END)
        return STN_ELIMIT;
    stn_buf_added(out, before - stream->avail_out);
    return STN_OK;
}

/* The same bytes for the same bytes: zlib's own gzip header has no time. */
static enum stn_status pack(struct stn_str bytes, enum wrapping wrapping,
                            struct stn_buf *out, struct stn_error *err)
{
    z_stream stream = {.zalloc = allocate, .zfree = release};
    enum stn_status status = stn_buf_status(out, err);

    if (status < 0)
        return status;
    if (bytes.len > UINT_MAX)
        return stn_fail(err, STN_ELIMIT, "over %u bytes to compress", UINT_MAX);
    if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, wrapping, 8,
                     Z_DEFAULT_STRATEGY) != Z_OK)
        return stn_fail_memory(err);
    stream.next_in = (const Bytef *)bytes.ptr;
    stream.avail_in = (uInt)bytes.len;
    status = deflate_all(&stream, out);
    deflateEnd(&stream);
    if (status == STN_ELIMIT)
        return stn_fail(err, status, "over %zu bytes", out->ceiling);
    return status == STN_ENOMEM ? stn_fail_memory(err) : status;
}

enum stn_status stn_codec_gzip_encode(struct stn_str bytes, struct stn_str like,
                                      struct stn_buf *out,
                                      struct stn_error *err)
{
    (void)like;
    return pack(bytes, GZIP, out, err);
}

enum stn_status stn_codec_deflate_encode(struct stn_str bytes,
                                         struct stn_str like,
                                         struct stn_buf *out,
                                         struct stn_error *err)
{
    return pack(bytes, is_zlib(like) ? ZLIB : RAW, out, err);
}
