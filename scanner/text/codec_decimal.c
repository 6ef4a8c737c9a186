#include "text/codec_list.h"
#include "text/decoder.h"

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_separator(char byte)
{
    return byte == ',' || stn_is_space(byte);
}

/* One number, with leading zeros if it has some. */
static bool take_number(struct stn_decoder *decoder)
{
    unsigned value = 0;
    size_t digits = 0;

    while (digits < 4 && is_digit(stn_decoder_peek(decoder, digits)))
        value =
            value * 10 + (unsigned)(stn_decoder_peek(decoder, digits++) - '0');
    if (digits == 0 || digits > 3 || value > 255) {
        decoder->status = STN_EINPUT;
        return false;
    }
    return stn_decoder_put_byte(decoder, value, digits);
}

/* Past separators. */
static void skip(struct stn_decoder *decoder)
{
    while (decoder->at < decoder->source.len &&
           is_separator(decoder->source.ptr[decoder->at]))
        decoder->at++;
}

enum stn_status stn_codec_decimal_decode(struct stn_str source,
                                         struct stn_buf *out,
                                         struct stn_map *map,
                                         struct stn_error *err)
{
    struct stn_decoder decoder;
    bool goes_on = stn_decoder_begin(&decoder, source,
                                     source.len / 2 + source.len % 2, out, map);

    skip(&decoder);
    if (stn_decoder_peek(&decoder, 0) == '[')
        decoder.at++;
    for (skip(&decoder); goes_on && decoder.at < source.len; skip(&decoder)) {
        if (source.ptr[decoder.at] == ']')
            break;
        goes_on = take_number(&decoder);
    }
    if (goes_on && decoder.at < source.len) {
        decoder.at++;
        skip(&decoder);
        if (decoder.at < source.len)
            decoder.status = STN_EINPUT;
    }
    return stn_decoder_end(&decoder, "list of bytes", err);
}

/* What stands around and between the numbers. */
struct layout {
    struct stn_str before, between, after;
};

/* The bytes before or after the numbers, if they are no others than should be
 * there. */
static struct stn_str frame_of(struct stn_str bytes, char bracket)
{
    size_t brackets = 0;

    for (size_t at = 0; at < bytes.len; at++) {
        if (bytes.ptr[at] == bracket)
            brackets++;
        else if (!is_separator(bytes.ptr[at]))
            brackets = 2;
        if (brackets > 1)
            return (struct stn_str){0};
    }
    return bytes;
}

static struct layout layout_of(struct stn_str like)
{
    struct layout layout = {.between = STN_STR(",")};
    size_t first = 0;
    size_t end = like.len;

    while (first < like.len && !is_digit(like.ptr[first]))
        first++;
    if (first == like.len)
        return layout;
    layout.before = frame_of(stn_str_sub(like, 0, first), '[');
    while (!is_digit(like.ptr[end - 1]))
        end--;
    layout.after = frame_of(stn_str_sub(like, end, like.len), ']');
    while (first < end && is_digit(like.ptr[first]))
        first++;
    size_t second = first;
    while (second < end && is_separator(like.ptr[second]))
        second++;
    if (second > first && second < end && is_digit(like.ptr[second]))
        layout.between = stn_str_sub(like, first, second);
    return layout;
}

enum stn_status stn_codec_decimal_encode(struct stn_str bytes,
                                         struct stn_str like,
                                         struct stn_buf *out,
                                         struct stn_error *err)
{
    const struct layout layout = layout_of(like);

    stn_buf_append(out, layout.before);
    for (size_t at = 0; at < bytes.len; at++) {
        if (at > 0)
            stn_buf_append(out, layout.between);
        stn_buf_printf(out, "%u", (unsigned)(unsigned char)bytes.ptr[at]);
    }
    stn_buf_append(out, layout.after);
    return stn_buf_status(out, err);
}
