#include "text/decoder.h"

#include "base/utf8.h"

bool stn_decoder_begin(struct stn_decoder *decoder, struct stn_str source,
                       size_t most, struct stn_buf *out, struct stn_map *map)
{
    const size_t left = out->len < out->ceiling ? out->ceiling - out->len : 0;

    *decoder = (struct stn_decoder){.source = source,
                                    .out = out,
                                    .room = most < left ? most : left,
                                    .map = map};
    decoder->to = stn_buf_reserve(out, decoder->room);
    if (decoder->to == NULL)
        decoder->status = out->status;
    return decoder->to != NULL;
}

enum stn_status stn_decoder_end(struct stn_decoder *decoder, const char *form,
                                struct stn_error *err)
{
    struct stn_buf *out = decoder->out;

    if (decoder->to != NULL)
        stn_buf_added(out, (size_t)(decoder->to - (out->ptr + out->len)));
    if (decoder->status == STN_EINPUT)
        return stn_fail(err, STN_EINPUT, "no %s at byte %zu of it", form,
                        decoder->at);
    if (decoder->status == STN_ELIMIT)
        return stn_fail(err, STN_ELIMIT, "over %zu bytes", out->ceiling);
    if (decoder->status < 0)
        return stn_fail_memory(err);
    return STN_OK;
}

void stn_decoder_run(struct stn_decoder *decoder, char mark,
                     bool (*take)(struct stn_decoder *decoder))
{
    const struct stn_str source = decoder->source;

    while (decoder->at < source.len) {
        const char *from = source.ptr + decoder->at;
        const size_t left = source.len - decoder->at;
        const char *hit = memchr(from, mark, left);
        if (!stn_decoder_copy(decoder,
                              hit != NULL ? (size_t)(hit - from) : left))
            return;
        if (hit != NULL && !take(decoder))
            return;
    }
}

bool stn_decoder_added(struct stn_decoder *decoder, size_t decoded,
                       size_t taken, uint16_t decoded_unit,
                       uint16_t source_unit)
{
    if (decoder->map != NULL &&
        !stn_map_add(decoder->map, decoded, decoder->at, taken, decoded_unit,
                     source_unit)) {
        decoder->status = STN_ENOMEM;
        return false;
    }
    decoder->to += decoded;
    decoder->room -= decoded;
    decoder->at += taken;
    return true;
}

bool stn_decoder_copy(struct stn_decoder *decoder, size_t length)
{
    const size_t fits = length < decoder->room ? length : decoder->room;

    if (fits > 0) {
        memcpy(decoder->to, decoder->source.ptr + decoder->at, fits);
        if (!stn_decoder_added(decoder, fits, fits, 1, 1))
            return false;
    }
    if (fits < length)
        decoder->status = STN_ELIMIT;
    return fits == length;
}

bool stn_decoder_put(struct stn_decoder *decoder, const char *bytes,
                     size_t count, size_t taken)
{
    if (count > decoder->room) {
        decoder->status = STN_ELIMIT;
        return false;
    }
    for (size_t i = 0; i < count; i++)
        decoder->to[i] = bytes[i];
    return stn_decoder_added(decoder, count, taken, 0, 0);
}

bool stn_decoder_put_point(struct stn_decoder *decoder, uint32_t point,
                           size_t taken)
{
    char bytes[4];

    if (point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF))
        point = 0xFFFD;
    return stn_decoder_put(decoder, bytes, stn_utf8_encode(bytes, point),
                           taken);
}

bool stn_decoder_put_utf16(struct stn_decoder *decoder)
{
    const size_t at = decoder->at;
    const uint32_t high = stn_hex_read(decoder->source, at + 2, 4);

    if (high == UINT32_MAX)
        return stn_decoder_copy(decoder, 1);
    if (high >= 0xD800 && high <= 0xDBFF &&
        stn_decoder_peek(decoder, 6) == '\\' &&
        stn_decoder_peek(decoder, 7) == 'u') {
        const uint32_t low = stn_hex_read(decoder->source, at + 8, 4);
        if (low >= 0xDC00 && low <= 0xDFFF)
            return stn_decoder_put_point(
                decoder, 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00),
                12);
    }
    return stn_decoder_put_point(decoder, high, 6);
}

#define NONE16 -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1
#define LETTERS -1, 10, 11, 12, 13, 14, 15, -1, -1, -1, -1, -1, -1, -1, -1, -1

const signed char stn_hex_values[256] = {
    NONE16, NONE16, NONE16, 0,       1,      2,       3,      4,
    5,      6,      7,      8,       9,      -1,      -1,     -1,
    -1,     -1,     -1,     LETTERS, NONE16, LETTERS, NONE16, NONE16,
    NONE16, NONE16, NONE16, NONE16,  NONE16, NONE16,  NONE16,
};

uint32_t stn_hex_read(struct stn_str str, size_t at, size_t digits)
{
    uint32_t value = 0;

    if (at > str.len || str.len - at < digits)
        return UINT32_MAX;
    for (size_t i = 0; i < digits; i++) {
        const int digit = stn_hex_values[(unsigned char)str.ptr[at + i]];
        if (digit < 0)
            return UINT32_MAX;
        value = value << 4 | (uint32_t)digit;
    }
    return value;
}
