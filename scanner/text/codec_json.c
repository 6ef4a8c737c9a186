#include "base/utf8.h"
#include "text/codec_list.h"
#include "text/decoder.h"
#include "text/encoder.h"

/* RFC 8259, 7. */
static bool take_escape(struct stn_decoder *decoder)
{
    switch (stn_decoder_peek(decoder, 1)) {
    case '"':
        return stn_decoder_put_byte(decoder, '"', 2);
    case '\\':
        return stn_decoder_put_byte(decoder, '\\', 2);
    case '/':
        return stn_decoder_put_byte(decoder, '/', 2);
    case 'b':
        return stn_decoder_put_byte(decoder, '\b', 2);
    case 'f':
        return stn_decoder_put_byte(decoder, '\f', 2);
    case 'n':
        return stn_decoder_put_byte(decoder, '\n', 2);
    case 'r':
        return stn_decoder_put_byte(decoder, '\r', 2);
    case 't':
        return stn_decoder_put_byte(decoder, '\t', 2);
    case 'u':
        return stn_decoder_put_utf16(decoder);
    default:
        return stn_decoder_copy(decoder, 1);
    }
}

enum stn_status stn_codec_json_decode(struct stn_str source,
                                      struct stn_buf *out, struct stn_map *map,
                                      struct stn_error *err)
{
    struct stn_decoder decoder;

    if (stn_decoder_begin(&decoder, source, source.len, out, map))
        stn_decoder_run(&decoder, '\\', take_escape);
    return stn_decoder_end(&decoder, "JSON", err);
}

/* How a string is written. */
struct style {
    bool is_ascii; /* Other characters as \uXXXX. */
    bool escapes_slash;
};

static bool is_ascii(struct stn_str str)
{
    for (size_t i = 0; i < str.len; i++)
        if ((unsigned char)str.ptr[i] >= 0x80)
            return false;
    return true;
}

static struct style style_of(struct stn_str like)
{
    return (struct style){
        .is_ascii =
            stn_str_find(like, STN_STR("\\u")) != SIZE_MAX && is_ascii(like),
        .escapes_slash = stn_str_find(like, STN_STR("\\/")) != SIZE_MAX,
    };
}

/* \uXXXX; two of them past U+FFFF. */
static void print_utf16(struct stn_escape *escape, uint32_t point)
{
    if (point < 0x10000)
        stn_escape_print(escape, "\\u%04x", point);
    else
        stn_escape_print(escape, "\\u%04x\\u%04x",
                         0xD800 + ((point - 0x10000) >> 10),
                         0xDC00 + ((point - 0x10000) & 0x3FF));
}

/* Bad UTF-8 stands for itself: it did so where it came from. */
static void write_escape(struct stn_escape *escape, struct stn_str rest,
                         const void *payload)
{
    static const char letters[] = {'b', 't', 'n', '\0', 'f', 'r'};
    const struct style *style = payload;
    const unsigned char byte = (unsigned char)rest.ptr[0];

    if (byte >= 0x80 && style->is_ascii) {
        const uint32_t point = stn_utf8_decode(rest, &escape->taken);
        if (point != UINT32_MAX)
            print_utf16(escape, point);
    } else if (byte == '"' || byte == '\\' ||
               (byte == '/' && style->escapes_slash)) {
        stn_escape_print(escape, "\\%c", byte);
    } else if (byte >= '\b' && byte <= '\r' && byte != '\v') {
        stn_escape_print(escape, "\\%c", letters[byte - '\b']);
    } else if (byte < ' ') {
        print_utf16(escape, byte);
    }
}

enum stn_status stn_codec_json_encode(struct stn_str bytes, struct stn_str like,
                                      struct stn_buf *out,
                                      struct stn_error *err)
{
    const struct style style = style_of(like);

    return stn_encode(bytes, out, write_escape, &style, err);
}
