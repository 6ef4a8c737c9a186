#include "sources/git_ewah.h"

#include <stdint.h>

#define WORD_BITS 64
/* Bits in all, and words in all; behind the words, where the last run is. */
#define HEADER_BYTES ((size_t)8)
#define TRAILER_BYTES ((size_t)4)

static uint64_t read_big(const char *bytes, size_t length)
{
    uint64_t value = 0;

    for (size_t i = 0; i < length; i++)
        value = value << 8 | (unsigned char)bytes[i];
    return value;
}

/* Set the bits of one word at a position. */
static bool set_word(uint64_t word, uint64_t at, bool *bits, size_t count)
{
    for (; word != 0; word >>= 1, at++) {
        if ((word & 1) == 0)
            continue;
        if (at >= count)
            return false;
        bits[at] = true;
    }
    return true;
}

/* Read the words: a run of equal ones, how many literal ones follow, those. */
static enum stn_status read_words(struct stn_str words, bool *bits,
                                  size_t count)
{
    uint64_t at = 0;

    while (words.len > 0) {
        uint64_t marker = read_big(words.ptr, 8);
        uint64_t run = (marker >> 1) & UINT32_MAX;
        uint64_t literals = marker >> 33;

        words = stn_str_sub(words, 8, words.len);
        if (literals > words.len / 8)
            return STN_EINPUT;
        if ((marker & 1) == 0)
            at += run * WORD_BITS;
        for (uint64_t i = 0; (marker & 1) != 0 && i < run; i++) {
            if (!set_word(UINT64_MAX, at, bits, count))
                return STN_EINPUT;
            at += WORD_BITS;
        }
        for (uint64_t i = 0; i < literals; i++) {
            if (!set_word(read_big(words.ptr + 8 * i, 8), at, bits, count))
                return STN_EINPUT;
            at += WORD_BITS;
        }
        words = stn_str_sub(words, 8 * (size_t)literals, words.len);
    }
    return STN_OK;
}

enum stn_status stn_git_ewah_read(struct stn_str *rest, bool *bits,
                                  size_t count)
{
    if (rest->len < HEADER_BYTES + TRAILER_BYTES)
        return STN_EINPUT;
    uint64_t words = read_big(rest->ptr + 4, 4);
    if (words > (rest->len - HEADER_BYTES - TRAILER_BYTES) / 8)
        return STN_EINPUT;
    size_t end = HEADER_BYTES + 8 * (size_t)words;
    enum stn_status status =
        read_words(stn_str_sub(*rest, HEADER_BYTES, end), bits, count);
    *rest = stn_str_sub(*rest, end + TRAILER_BYTES, rest->len);
    return status;
}
