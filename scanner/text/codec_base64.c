#include "text/codec_list.h"
#include "text/decoder.h"
#include "text/encoder.h"

#define NONE8 -1, -1, -1, -1, -1, -1, -1, -1
#define NONE32 NONE8, NONE8, NONE8, NONE8

/* The value of a digit of either alphabet (RFC 4648, 4 and 5); -1: none. */
static const signed char values[256] = {
    NONE32, NONE8, -1, -1, -1, 62,     -1,     62,     -1,     63, /* + - / */
    52,     53,    54, 55, 56, 57,     58,     59,     60,     61, /* 0 to 9 */
    -1,     -1,    -1, -1, -1, -1,     -1,                         /* : to @ */
    0,      1,     2,  3,  4,  5,      6,      7,      8,      9,
    10,     11,    12, 13, 14, 15,     16,     17,     18,     19,
    20,     21,    22, 23, 24, 25, /* A to Z */
    -1,     -1,    -1, -1, 63, -1, /* _ */
    26,     27,    28, 29, 30, 31,     32,     33,     34,     35,
    36,     37,    38, 39, 40, 41,     42,     43,     44,     45,
    46,     47,    48, 49, 50, 51, /* a to z */
    -1,     -1,    -1, -1, -1, NONE32, NONE32, NONE32, NONE32,
};

static int value_at(struct stn_str str, size_t at)
{
    return values[(unsigned char)str.ptr[at]];
}

static bool is_break(char byte)
{
    return byte == '\n' || byte == '\r';
}

bool stn_str_is_base64(struct stn_str bytes)
{
    size_t digits = 0;
    size_t padding = 0;
    size_t at = 0;

    for (; at < bytes.len; at++) {
        if (value_at(bytes, at) >= 0)
            digits++;
        else if (!is_break(bytes.ptr[at]))
            break;
    }
    for (; at < bytes.len; at++) {
        if (bytes.ptr[at] == '=')
            padding++;
        else if (!is_break(bytes.ptr[at]))
            return false;
    }
    return digits >= 16 && digits % 4 != 1 &&
           (padding == 0 || (digits % 4 != 0 && digits % 4 + padding == 4));
}

/* Groups of four digits that stand together, as many as there is room for. */
static bool take_groups(struct stn_decoder *decoder)
{
    const unsigned char *from =
        (const unsigned char *)decoder->source.ptr + decoder->at;
    const size_t most = (decoder->source.len - decoder->at) / 4;
    const size_t room = decoder->room / 3;
    const size_t limit = most < room ? most : room;
    char *to = decoder->to;
    size_t count = 0;

    for (; count < limit; count++, from += 4, to += 3) {
        const int high = values[from[0]] * 64 | values[from[1]];
        const int low = values[from[2]] * 64 | values[from[3]];
        if ((high | low) < 0)
            break;
        to[0] = (char)(high >> 4);
        to[1] = (char)(high << 4 | low >> 8);
        to[2] = (char)low;
    }
    return count == 0 || stn_decoder_added(decoder, 3 * count, 4 * count, 3, 4);
}

/* Four digits from here, over line breaks, or those at the end.
 * @return How many. */
static size_t read_group(const struct stn_decoder *decoder, uint32_t *bits,
                         size_t *length)
{
    const struct stn_str source = decoder->source;
    size_t digits = 0;

    *bits = 0;
    *length = 0;
    for (size_t at = decoder->at; at < source.len && digits < 4; at++) {
        const int value = value_at(source, at);
        if (value < 0 && !stn_is_space(source.ptr[at]))
            break;
        if (value < 0)
            continue;
        *bits |= (uint32_t)value << (18 - 6 * digits);
        *length = at + 1 - decoder->at;
        digits++;
    }
    return digits;
}

/* What fills up the last group, so many signs at most.
 * @return The length of the group with it. */
static size_t pad_group(const struct stn_decoder *decoder, size_t length,
                        size_t most)
{
    const struct stn_str source = decoder->source;

    for (size_t at = decoder->at + length; at < source.len && most > 0; at++) {
        if (source.ptr[at] == '=') {
            length = at + 1 - decoder->at;
            most--;
        } else if (!stn_is_space(source.ptr[at])) {
            break;
        }
    }
    return length;
}

/* A group with line breaks in it, or the last; false ends it. */
static bool take_group(struct stn_decoder *decoder)
{
    uint32_t bits;
    size_t length;
    const size_t digits = read_group(decoder, &bits, &length);
    const char bytes[] = {(char)(bits >> 16), (char)(bits >> 8), (char)bits};

    if (digits < 2) {
        decoder->status = STN_EINPUT;
        return false;
    }
    if (digits < 4)
        length = pad_group(decoder, length, 4 - digits);
    return stn_decoder_put(decoder, bytes, digits - 1, length) && digits == 4;
}

static void skip_space(struct stn_decoder *decoder)
{
    while (decoder->at < decoder->source.len &&
           stn_is_space(decoder->source.ptr[decoder->at]))
        decoder->at++;
}

enum stn_status stn_codec_base64_decode(struct stn_str source,
                                        struct stn_buf *out,
                                        struct stn_map *map,
                                        struct stn_error *err)
{
    struct stn_decoder decoder;
    bool goes_on =
        stn_decoder_begin(&decoder, source, source.len / 4 * 3 + 3, out, map);

    for (skip_space(&decoder); goes_on && decoder.at < source.len;
         skip_space(&decoder)) {
        const size_t before = decoder.at;
        goes_on = take_groups(&decoder) &&
                  (decoder.at > before || take_group(&decoder));
    }
    /* Nothing stands after the last group. */
    if (decoder.status == STN_OK && decoder.at < source.len)
        decoder.status = STN_EINPUT;
    return stn_decoder_end(&decoder, "base64", err);
}

/* How base64 is written. */
struct style {
    bool is_url;    /* - and _, not + and /. */
    bool is_padded; /* The last group is filled up with =. */
};

/* Where nothing tells, padding is as the alphabet's users have it. */
static struct style style_of(struct stn_str like)
{
    struct style style = {0};
    size_t digits = 0;
    size_t padding = 0;

    for (size_t at = 0; at < like.len; at++) {
        style.is_url |= like.ptr[at] == '-' || like.ptr[at] == '_';
        digits += value_at(like, at) >= 0;
        padding += like.ptr[at] == '=';
    }
    style.is_padded = padding > 0 || (digits % 4 == 0 && !style.is_url);
    return style;
}

static const char standard_digits[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char url_digits[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

static void append_digits(struct stn_buf *out, struct stn_str bytes,
                          struct style style)
{
    const char *const alphabet = style.is_url ? url_digits : standard_digits;

    for (size_t at = 0; at < bytes.len; at += 3) {
        const size_t count = bytes.len - at < 3 ? bytes.len - at : 3;
        uint32_t bits = 0;
        char group[] = "====";

        for (size_t i = 0; i < count; i++)
            bits |= (uint32_t)(unsigned char)bytes.ptr[at + i] << (16 - 8 * i);
        for (size_t i = 0; i <= count; i++)
            group[i] = alphabet[bits >> (18 - 6 * i) & 63];
        stn_buf_append(
            out, (struct stn_str){group, style.is_padded ? 4 : count + 1});
    }
}

enum stn_status stn_codec_base64_encode(struct stn_str bytes,
                                        struct stn_str like,
                                        struct stn_buf *out,
                                        struct stn_error *err)
{
    const struct stn_digit_lines lines = stn_digit_lines_of(like);
    struct stn_buf all = STN_BUF_INIT(SIZE_MAX);

    append_digits(&all, bytes, style_of(like));
    enum stn_status status = stn_buf_status(&all, err);
    if (status == STN_OK) {
        stn_digit_lines_append(&lines, stn_buf_str(&all), out);
        status = stn_buf_status(out, err);
    }
    stn_buf_dispose(&all);
    return status;
}
