#include "base/utf8.h"

#include <assert.h>

/* How many bytes a lead byte announces, and what of it is payload; 0 for a
 * byte that leads nothing (a continuation, C0, C1, past F4). */
static size_t lead_length(unsigned char lead, uint32_t *bits)
{
    if (lead < 0x80) {
        *bits = lead;
        return 1;
    }
    if (lead >= 0xC2 && lead <= 0xDF) {
        *bits = lead & 0x1F;
        return 2;
    }
    if (lead >= 0xE0 && lead <= 0xEF) {
        *bits = lead & 0x0F;
        return 3;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
        *bits = lead & 0x07;
        return 4;
    }
    return 0;
}

uint32_t stn_utf8_decode(struct stn_str str, size_t *length)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    uint32_t code_point = 0;

    assert(str.len > 0);
    size_t wanted = lead_length((unsigned char)str.ptr[0], &code_point);
    *length = 1;
    if (wanted == 0 || wanted > str.len)
        return UINT32_MAX;
    for (size_t i = 1; i < wanted; i++) {
        unsigned char byte = (unsigned char)str.ptr[i];
        if ((byte & 0xC0) != 0x80)
            return UINT32_MAX;
        code_point = code_point << 6 | (byte & 0x3F);
    }
    if (code_point < least[wanted] || code_point > 0x10FFFF ||
        (code_point >= 0xD800 && code_point <= 0xDFFF))
        return UINT32_MAX;
    *length = wanted;
    return code_point;
}

/* How many bytes at the front are ASCII, eight at a time: most text is. */
static size_t ascii_run(struct stn_str str, size_t from)
{
    const uint64_t high_bits = UINT64_C(0x8080808080808080);
    size_t at = from;
    uint64_t word;

    while (str.len - at >= sizeof(word)) {
        memcpy(&word, str.ptr + at, sizeof(word));
        if ((word & high_bits) != 0)
            break;
        at += sizeof(word);
    }
    while (at < str.len && (unsigned char)str.ptr[at] < 0x80)
        at++;
    return at - from;
}

size_t stn_utf8_count(struct stn_str str)
{
    size_t count = 0;

    for (size_t at = 0; at < str.len;) {
        size_t length = ascii_run(str, at);
        count += length;
        at += length;
        if (at < str.len) {
            stn_utf8_decode(stn_str_sub(str, at, str.len), &length);
            count++;
            at += length;
        }
    }
    return count;
}

size_t stn_utf8_offset(struct stn_str str, size_t count)
{
    size_t at = 0;

    for (; count > 0 && at < str.len; count--) {
        size_t length;
        stn_utf8_decode(stn_str_sub(str, at, str.len), &length);
        at += length;
    }
    return at;
}

bool stn_utf8_is_valid(struct stn_str str)
{
    for (size_t at = 0; at < str.len;) {
        size_t length = ascii_run(str, at);
        at += length;
        if (at == str.len)
            return true;
        if (stn_utf8_decode(stn_str_sub(str, at, str.len), &length) ==
            UINT32_MAX)
            return false;
        at += length;
    }
    return true;
}

size_t stn_utf8_encode(char out[4], uint32_t code_point)
{
    assert(code_point <= 0x10FFFF);
    if (code_point < 0x80) {
        out[0] = (char)code_point;
        return 1;
    }
    if (code_point < 0x800) {
        out[0] = (char)(0xC0 | code_point >> 6);
        out[1] = (char)(0x80 | (code_point & 0x3F));
        return 2;
    }
    if (code_point < 0x10000) {
        out[0] = (char)(0xE0 | code_point >> 12);
        out[1] = (char)(0x80 | (code_point >> 6 & 0x3F));
        out[2] = (char)(0x80 | (code_point & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | code_point >> 18);
    out[1] = (char)(0x80 | (code_point >> 12 & 0x3F));
    out[2] = (char)(0x80 | (code_point >> 6 & 0x3F));
    out[3] = (char)(0x80 | (code_point & 0x3F));
    return 4;
}

/*
 * What changes how the rest of a line is shown, or breaks it: C1 controls, the
 * marks, embeddings, overrides and isolates of the bidirectional algorithm
 * (UAX #9, 2), the line and paragraph separators, and the byte order mark.
 */
static bool is_treacherous(uint32_t code_point)
{
    return (code_point >= 0x80 && code_point <= 0x9F) || code_point == 0x061C ||
           code_point == 0x200E || code_point == 0x200F ||
           (code_point >= 0x2028 && code_point <= 0x202E) ||
           (code_point >= 0x2066 && code_point <= 0x2069) ||
           code_point == 0xFEFF;
}

/* Where the printable ASCII from `at` on ends: of most text that is all. */
static size_t end_of_plain(struct stn_str bytes, size_t at)
{
    while (at < bytes.len && bytes.ptr[at] >= 0x20 && bytes.ptr[at] < 0x7F)
        at++;
    return at;
}

void stn_utf8_append_printable(struct stn_buf *out, struct stn_str bytes)
{
    for (size_t at = 0; at < bytes.len;) {
        size_t end = end_of_plain(bytes, at);
        if (end > at) {
            stn_buf_append(out, stn_str_sub(bytes, at, end));
            at = end;
            continue;
        }
        struct stn_str rest = stn_str_sub(bytes, at, bytes.len);
        size_t length;
        uint32_t code_point = stn_utf8_decode(rest, &length);

        if (code_point == UINT32_MAX || code_point < 0x20 || code_point == 0x7F)
            stn_buf_printf(out, "\\x%02X", (unsigned)(unsigned char)*rest.ptr);
        else if (is_treacherous(code_point))
            stn_buf_printf(out, "\\u{%04X}", (unsigned)code_point);
        else
            stn_buf_append(out, stn_str_sub(rest, 0, length));
        at += length;
    }
}
