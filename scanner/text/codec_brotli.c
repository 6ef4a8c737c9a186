#include <brotli/decode.h>

#include "base/alloc.h"
#include "text/codec_list.h"
#include "text/unpacking.h"

static void *allocate(void *payload, size_t size)
{
    (void)payload;
    return stn_malloc(size);
}

static void release(void *payload, void *block)
{
    (void)payload;
    stn_free(block);
}

static bool is_out_of_memory(const BrotliDecoderState *decoder)
{
    const BrotliDecoderErrorCode code = BrotliDecoderGetErrorCode(decoder);

    return code <= BROTLI_DECODER_ERROR_ALLOC_CONTEXT_MODES &&
           code >= BROTLI_DECODER_ERROR_ALLOC_BLOCK_TYPE_TREES;
}

static enum stn_status unpack(BrotliDecoderState *decoder,
                              struct stn_unpacking *unpacking)
{
    const uint8_t *next = (const uint8_t *)unpacking->source.ptr;
    size_t left = unpacking->source.len;
    BrotliDecoderResult result = BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT;

    while (result == BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT) {
        size_t size;
        char *chunk = stn_unpacking_chunk(unpacking, &size);
        if (chunk == NULL)
            return STN_ENOMEM;
        uint8_t *to = (uint8_t *)chunk;
        size_t room = size;
        result = BrotliDecoderDecompressStream(decoder, &left, &next, &room,
                                               &to, NULL);
        if (!stn_unpacking_added(unpacking, size - room))
            return STN_ELIMIT;
    }
    if (result == BROTLI_DECODER_RESULT_SUCCESS && left == 0)
        return STN_OK;
    return result == BROTLI_DECODER_RESULT_ERROR && is_out_of_memory(decoder)
               ? STN_ENOMEM
               : STN_EINPUT;
}

enum stn_status stn_codec_brotli_decode(struct stn_str source,
                                        struct stn_buf *out,
                                        struct stn_map *map,
                                        struct stn_error *err)
{
    struct stn_unpacking unpacking;
    BrotliDecoderState *decoder =
        BrotliDecoderCreateInstance(allocate, release, NULL);

    if (decoder == NULL)
        return stn_fail_memory(err);
    stn_unpacking_begin(&unpacking, source, out);
    const enum stn_status status = unpack(decoder, &unpacking);
    BrotliDecoderDestroyInstance(decoder);
    return stn_unpacking_end(&unpacking, status, "brotli", map, err);
}

/** Most bytes of a block whose length takes 16 bits. */
#define BLOCK_BYTES_MAX ((size_t)1 << 16)

/*
 * Stored, not compressed: libbrotlienc ends the program when it gets no memory,
 * and its output differs from version to version. The bits of a block's header
 * are (RFC 7932, 9.2): 0, not the last; 00, for 16 bits; the length less one;
 * 1, stored. The first has the window's size before it: 0, for 16 bits.
 */
static void store_block(struct stn_buf *out, struct stn_str bytes,
                        bool is_first)
{
    const uint32_t length = (uint32_t)bytes.len - 1;
    const uint32_t bits = (length << 3 | (uint32_t)1 << 19)
                          << (is_first ? 1 : 0);
    const char header[] = {(char)(bits & 0xFF), (char)(bits >> 8 & 0xFF),
                           (char)(bits >> 16)};

    stn_buf_append(out, (struct stn_str){header, sizeof(header)});
    stn_buf_append(out, bytes);
}

enum stn_status stn_codec_brotli_encode(struct stn_str bytes,
                                        struct stn_str like,
                                        struct stn_buf *out,
                                        struct stn_error *err)
{
    (void)like;
    for (size_t at = 0; at < bytes.len; at += BLOCK_BYTES_MAX)
        store_block(out, stn_str_sub(bytes, at, at + BLOCK_BYTES_MAX), at == 0);
    /* The last, and empty; alone it has the window's size before it. */
    stn_buf_putc(out, bytes.len > 0 ? 0x03 : 0x06);
    return stn_buf_status(out, err);
}
