#include "text/encoding.h"

#include <assert.h>

#include "base/limits.h"

#define MARK_LE STN_STR("\xFF\xFE")
#define MARK_BE STN_STR("\xFE\xFF")
#define MARK_UTF8 STN_STR("\xEF\xBB\xBF")
#define MARK_UTF32LE STN_STR("\xFF\xFE\0\0")

/** Fewer units prove nothing. */
#define UTF16_UNITS_MIN 4
/** How many of a hundred units must be ASCII or Latin-1 without a mark to go
 *  by: of source code nearly all are, of pictures' bytes hardly any. */
#define UTF16_PERCENT_MIN 40

/* UTF-16 without a mark: one half of all units is often NUL, the other never
 * is. */
static enum stn_text_class guess_utf16(struct stn_str head)
{
    size_t nuls[2] = {0, 0};
    size_t units = head.len / 2;

    if (head.len % 2 != 0 || units < UTF16_UNITS_MIN)
        return STN_TEXT_BINARY;
    for (size_t i = 0; i < head.len; i++)
        nuls[i % 2] += head.ptr[i] == '\0';
    if (nuls[0] == 0 && nuls[1] * 100 >= units * UTF16_PERCENT_MIN)
        return STN_TEXT_UTF16LE;
    if (nuls[1] == 0 && nuls[0] * 100 >= units * UTF16_PERCENT_MIN)
        return STN_TEXT_UTF16BE;
    return STN_TEXT_BINARY;
}

enum stn_text_class stn_text_classify(struct stn_str bytes)
{
    struct stn_str head = stn_str_sub(bytes, 0, STN_SNIFF_BYTES);

    if (head.len == 0)
        return STN_TEXT_PLAIN;
    if (stn_str_starts(head, MARK_UTF32LE))
        return STN_TEXT_BINARY;
    if (stn_str_starts(head, MARK_LE))
        return STN_TEXT_UTF16LE;
    if (stn_str_starts(head, MARK_BE))
        return STN_TEXT_UTF16BE;
    if (memchr(head.ptr, '\0', head.len) == NULL)
        return STN_TEXT_PLAIN;
    return guess_utf16(head);
}

static uint32_t read_unit(const char *bytes, enum stn_text_class class)
{
    uint32_t first = (unsigned char)bytes[0];
    uint32_t second = (unsigned char)bytes[1];

    return class == STN_TEXT_UTF16BE ? first << 8 | second
                                     : second << 8 | first;
}

uint32_t stn_utf16_decode(struct stn_str str, enum stn_text_class class,
                          size_t *length)
{
    assert(str.len > 0);
    *length = str.len > 1 ? 2 : 1;
    if (str.len < 2)
        return STN_UTF16_REPLACEMENT;
    uint32_t unit = read_unit(str.ptr, class);
    if (unit < 0xD800 || unit > 0xDFFF)
        return unit;
    if (unit > 0xDBFF || str.len < 4)
        return STN_UTF16_REPLACEMENT;
    uint32_t low = read_unit(str.ptr + 2, class);
    if (low < 0xDC00 || low > 0xDFFF)
        return STN_UTF16_REPLACEMENT;
    *length = 4;
    return 0x10000 + ((unit & 0x3FF) << 10) + (low & 0x3FF);
}

size_t stn_text_mark_length(struct stn_str bytes, enum stn_text_class class)
{
    struct stn_str mark = MARK_UTF8;

    if (class == STN_TEXT_UTF16LE)
        mark = MARK_LE;
    else if (class == STN_TEXT_UTF16BE)
        mark = MARK_BE;
    return stn_str_starts(bytes, mark) ? mark.len : 0;
}
