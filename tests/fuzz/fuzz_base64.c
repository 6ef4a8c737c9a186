/**
 * @file
 * Bytes as base64: what is refused leaves nothing, and what is decoded comes
 * out as the same digits again.
 */
#include <stdlib.h>

#include "base/base64.h"
#include "base/limits.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
    if (!holds)
        abort();
}

/* The digit at an index of what some bytes encode to. */
static char encode_digit(struct stn_str bytes, size_t index)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                 "abcdefghijklmnopqrstuvwxyz0123456789+/";
    uint32_t bits = 0;

    for (size_t i = index / 4 * 3; i < index / 4 * 3 + 3; i++)
        bits = bits << 8 | (i < bytes.len ? (unsigned char)bytes.ptr[i] : 0);
    return digits[bits >> (18 - 6 * (index % 4)) & 63];
}

static void check_decoded(struct stn_str decoded, struct stn_str encoded)
{
    while (encoded.len > 0 && encoded.ptr[encoded.len - 1] == '=')
        encoded.len--;
    check(decoded.len == encoded.len * 3 / 4);
    for (size_t i = 0; i < encoded.len; i++) {
        char digit = encoded.ptr[i];

        digit = digit == '-' ? '+' : digit == '_' ? '/' : digit;
        /* The last digit may have bits that no byte takes. */
        if (i + 1 < encoded.len || encoded.len % 4 == 0)
            check(encode_digit(decoded, i) == digit);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct stn_str encoded = {(const char *)data, size};
    struct stn_buf out = STN_BUF_INIT(STN_MIB);

    if (stn_base64_decode(&out, encoded)) {
        if (stn_buf_status(&out, NULL) == STN_OK)
            check_decoded(stn_buf_str(&out), encoded);
    } else {
        check(out.len == 0 && stn_buf_status(&out, NULL) == STN_OK);
    }
    stn_buf_dispose(&out);
    return 0;
}
