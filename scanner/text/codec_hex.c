#include "base/alloc.h"
#include "text/codec_list.h"
#include "text/decoder.h"
#include "text/encoder.h"

static int value_at(struct stn_str str, size_t at)
{
    return stn_hex_values[(unsigned char)str.ptr[at]];
}

bool stn_str_is_hex(struct stn_str bytes)
{
    if (bytes.len < 16 || bytes.len % 2 != 0)
        return false;
    for (size_t at = 0; at < bytes.len; at++)
        if (value_at(bytes, at) < 0)
            return false;
    return true;
}

/* Pairs up to what is none, or as many as there is room for. */
static bool take_pairs(struct stn_decoder *decoder)
{
    const struct stn_str source = decoder->source;
    const size_t most = (source.len - decoder->at) / 2;
    const size_t room = most < decoder->room ? most : decoder->room;
    size_t count = 0;

    for (; count < room; count++) {
        const int high = value_at(source, decoder->at + 2 * count);
        const int low = value_at(source, decoder->at + 2 * count + 1);
        if ((high | low) < 0)
            break;
        decoder->to[count] = (char)(high << 4 | low);
    }
    if (count == 0) {
        const bool is_pair = stn_hex_read(source, decoder->at, 2) != UINT32_MAX;
        decoder->status = is_pair ? STN_ELIMIT : STN_EINPUT;
        return false;
    }
    return stn_decoder_added(decoder, count, 2 * count, 1, 2);
}

enum stn_status stn_codec_hex_decode(struct stn_str source, struct stn_buf *out,
                                     struct stn_map *map, struct stn_error *err)
{
    struct stn_decoder decoder;
    bool goes_on =
        stn_decoder_begin(&decoder, source, source.len / 2, out, map);

    while (goes_on && decoder.at < source.len) {
        if (stn_is_space(source.ptr[decoder.at]))
            decoder.at++;
        else
            goes_on = take_pairs(&decoder);
    }
    return stn_decoder_end(&decoder, "hex", err);
}

/* Whether the first letter among the digits is a capital. */
static bool is_upper(struct stn_str like)
{
    for (size_t at = 0; at < like.len; at++)
        if (value_at(like, at) >= 10)
            return like.ptr[at] < 'a';
    return false;
}

enum stn_status stn_codec_hex_encode(struct stn_str bytes, struct stn_str like,
                                     struct stn_buf *out, struct stn_error *err)
{
    const char *const digits =
        is_upper(like) ? "0123456789ABCDEF" : "0123456789abcdef";
    struct stn_digit_lines lines = stn_digit_lines_of(like);
    struct stn_buf all = STN_BUF_INIT(SIZE_MAX);
    size_t size;

    if (lines.digits % 2 != 0 && lines.digits != SIZE_MAX)
        lines = (struct stn_digit_lines){.digits = SIZE_MAX};
    char *to =
        stn_mul(&size, bytes.len, 2) ? stn_buf_reserve(&all, size) : NULL;
    if (to == NULL)
        return stn_fail_memory(err);
    for (size_t at = 0; at < bytes.len; at++) {
        const unsigned char byte = (unsigned char)bytes.ptr[at];
        *to++ = digits[byte >> 4];
        *to++ = digits[byte & 15];
    }
    stn_buf_added(&all, size);
    stn_digit_lines_append(&lines, stn_buf_str(&all), out);
    stn_buf_dispose(&all);
    return stn_buf_status(out, err);
}
