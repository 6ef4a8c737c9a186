#include "base/base64.h"

/* The value of a digit in either alphabet (RFC 4648, 4 and 5), or -1. */
static int digit_value(char digit)
{
    if (digit >= 'A' && digit <= 'Z')
        return digit - 'A';
    if (digit >= 'a' && digit <= 'z')
        return digit - 'a' + 26;
    if (digit >= '0' && digit <= '9')
        return digit - '0' + 52;
    if (digit == '+' || digit == '-')
        return 62;
    if (digit == '/' || digit == '_')
        return 63;
    return -1;
}

/* The digits without their padding; false if that is not what fills up the
 * last group of four. */
static bool strip_padding(struct stn_str *encoded)
{
    size_t padding = 0;

    while (padding < encoded->len &&
           encoded->ptr[encoded->len - padding - 1] == '=')
        padding++;
    if (padding > 0 && (padding > 2 || encoded->len % 4 != 0))
        return false;
    encoded->len -= padding;
    return encoded->len % 4 != 1;
}

bool stn_base64_decode(struct stn_buf *out, struct stn_str encoded)
{
    uint32_t bits = 0;
    size_t held = 0;
    size_t count = 0;

    if (!strip_padding(&encoded))
        return false;
    for (size_t i = 0; i < encoded.len; i++)
        if (digit_value(encoded.ptr[i]) < 0)
            return false;

    size_t size = encoded.len / 4 * 3 + encoded.len % 4 * 3 / 4;
    char *decoded = stn_buf_reserve(out, size);
    if (decoded == NULL)
        return true;
    for (size_t i = 0; i < encoded.len; i++) {
        bits = bits << 6 | (uint32_t)digit_value(encoded.ptr[i]);
        held += 6;
        if (held >= 8) {
            held -= 8;
            decoded[count++] = (char)(bits >> held & 0xFF);
        }
    }
    stn_buf_added(out, count);
    return true;
}
