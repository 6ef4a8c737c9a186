#include "base/utf8.h"
#include "text/codec_list.h"
#include "text/decoder.h"
#include "text/encoder.h"

/* What a letter after the backslash stands for; -1: it is more than a letter,
 * or no escape. All of this is the same wherever a language has it. */
static int letter_value(char letter)
{
    switch (letter) {
    case 'a':
        return '\a';
    case 'b':
        return '\b';
    case 'e': /* Ruby, GCC */
        return 0x1B;
    case 'f':
        return '\f';
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    case 'v':
        return '\v';
    case '\'':
    case '"':
    case '\\':
    case '`': /* JavaScript */
    case '/':
    case '?': /* C */
        return letter;
    default:
        return -1;
    }
}

/* Up to three octal digits, as long as it is a byte. */
static bool take_octal(struct stn_decoder *decoder)
{
    unsigned value = 0;
    size_t digits = 0;

    while (digits < 3) {
        const char digit = stn_decoder_peek(decoder, 1 + digits);
        if (digit < '0' || digit > '7' || value > 0xFF >> 3)
            break;
        value = value << 3 | (unsigned)(digit - '0');
        digits++;
    }
    return stn_decoder_put_byte(decoder, value, 1 + digits);
}

/* \u{1F600}, of Rust and JavaScript. */
static bool take_braces(struct stn_decoder *decoder)
{
    size_t digits = 0;

    while (
        digits < 6 &&
        stn_hex_values[(unsigned char)stn_decoder_peek(decoder, 3 + digits)] >=
            0)
        digits++;
    const uint32_t point =
        stn_hex_read(decoder->source, decoder->at + 3, digits);
    if (digits == 0 || stn_decoder_peek(decoder, 3 + digits) != '}' ||
        point > 0x10FFFF)
        return stn_decoder_copy(decoder, 1);
    return stn_decoder_put_point(decoder, point, 4 + digits);
}

static bool take_escape(struct stn_decoder *decoder)
{
    const char letter = stn_decoder_peek(decoder, 1);
    const int value = letter_value(letter);
    uint32_t number = UINT32_MAX;

    if (value >= 0)
        return stn_decoder_put_byte(decoder, (unsigned)value, 2);
    if (letter >= '0' && letter <= '7')
        return take_octal(decoder);
    if (letter == 'u' && stn_decoder_peek(decoder, 2) == '{')
        return take_braces(decoder);
    if (letter == 'u')
        return stn_decoder_put_utf16(decoder);
    if (letter == 'U')
        number = stn_hex_read(decoder->source, decoder->at + 2, 8);
    if (number <= 0x10FFFF)
        return stn_decoder_put_point(decoder, number, 10);
    /* A byte, as in Go and of Python's bytes: of what is printed as text,
     * controls alone are written so. */
    if (letter == 'x')
        number = stn_hex_read(decoder->source, decoder->at + 2, 2);
    if (number <= 0xFF)
        return stn_decoder_put_byte(decoder, number, 4);
    return stn_decoder_copy(decoder, 1);
}

enum stn_status stn_codec_escaped_decode(struct stn_str source,
                                         struct stn_buf *out,
                                         struct stn_map *map,
                                         struct stn_error *err)
{
    struct stn_decoder decoder;

    if (stn_decoder_begin(&decoder, source, source.len, out, map))
        stn_decoder_run(&decoder, '\\', take_escape);
    return stn_decoder_end(&decoder, "string literal", err);
}

/* Whether bytes past ASCII are written as \xNN one by one. */
static bool is_of_bytes(struct stn_str like)
{
    const struct stn_str mark = STN_STR("\\x");

    for (;;) {
        const size_t at = stn_str_find(like, mark);
        if (at == SIZE_MAX)
            return false;
        const uint32_t byte = stn_hex_read(like, at + 2, 2);
        if (byte != UINT32_MAX && byte >= 0x80)
            return true;
        like = stn_str_sub(like, at + 2, like.len);
    }
}

/* Which quote encloses the literal is not known, so both are escaped: every
 * language reads that. */
static void write_escape(struct stn_escape *escape, struct stn_str rest,
                         const void *payload)
{
    const bool *const writes_bytes = payload;
    const unsigned char byte = (unsigned char)rest.ptr[0];

    if (byte >= 0x80) {
        if (*writes_bytes ||
            stn_utf8_decode(rest, &escape->taken) == UINT32_MAX)
            stn_escape_print(escape, "\\x%02x", byte);
    } else if (byte == '"' || byte == '\'' || byte == '\\') {
        stn_escape_print(escape, "\\%c", byte);
    } else if (byte == '\n' || byte == '\r' || byte == '\t') {
        stn_escape_print(escape, "\\%c",
                         byte == '\n' ? 'n' : (byte == '\r' ? 'r' : 't'));
    } else if (byte < ' ' || byte == 0x7F) {
        stn_escape_print(escape, "\\x%02x", byte);
    }
}

enum stn_status stn_codec_escaped_encode(struct stn_str bytes,
                                         struct stn_str like,
                                         struct stn_buf *out,
                                         struct stn_error *err)
{
    const bool writes_bytes = is_of_bytes(like);

    return stn_encode(bytes, out, write_escape, &writes_bytes, err);
}
