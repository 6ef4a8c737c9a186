#include "text/codec_list.h"
#include "text/decoder.h"
#include "text/encoder.h"

static bool take_escape(struct stn_decoder *decoder)
{
    const uint32_t byte = stn_hex_read(decoder->source, decoder->at + 1, 2);

    if (byte == UINT32_MAX)
        return stn_decoder_copy(decoder, 1);
    return stn_decoder_put_byte(decoder, byte, 3);
}

struct stn_str stn_percent_unescape(char *out, size_t capacity,
                                    struct stn_str text)
{
    size_t length = 0;

    for (size_t i = 0; i < text.len && length < capacity; i++) {
        const uint32_t byte =
            text.ptr[i] == '%' ? stn_hex_read(text, i + 1, 2) : UINT32_MAX;
        const bool is_escape = byte != UINT32_MAX;
        out[length++] = is_escape ? (char)byte : text.ptr[i];
        i += is_escape ? 2 : 0;
    }
    return (struct stn_str){out, length};
}

enum stn_status stn_codec_percent_decode(struct stn_str source,
                                         struct stn_buf *out,
                                         struct stn_map *map,
                                         struct stn_error *err)
{
    struct stn_decoder decoder;

    if (stn_decoder_begin(&decoder, source, source.len, out, map))
        stn_decoder_run(&decoder, '%', take_escape);
    return stn_decoder_end(&decoder, "URL", err);
}

/* As it is, but each + a space. */
static bool copy_form(struct stn_decoder *decoder, size_t length)
{
    char *to = decoder->to;
    const bool is_done = stn_decoder_copy(decoder, length);
    const size_t copied = (size_t)(decoder->to - to);

    for (size_t i = 0; i < copied; i++)
        to[i] = to[i] == '+' ? ' ' : to[i];
    return is_done;
}

enum stn_status stn_codec_form_decode(struct stn_str source,
                                      struct stn_buf *out, struct stn_map *map,
                                      struct stn_error *err)
{
    struct stn_decoder decoder;
    bool goes_on = stn_decoder_begin(&decoder, source, source.len, out, map);

    while (goes_on && decoder.at < source.len) {
        const char *from = source.ptr + decoder.at;
        const size_t left = source.len - decoder.at;
        const char *hit = memchr(from, '%', left);

        goes_on =
            copy_form(&decoder, hit != NULL ? (size_t)(hit - from) : left) &&
            (hit == NULL || take_escape(&decoder));
    }
    return stn_decoder_end(&decoder, "form", err);
}

struct style {
    bool is_lower; /* Its hex digits. */
    bool has_plus; /* For a space. */
};

static struct style style_of(struct stn_str like, bool has_plus)
{
    struct style style = {.has_plus = has_plus};

    for (size_t at = 0; at + 2 < like.len; at++) {
        const uint32_t byte =
            like.ptr[at] == '%' ? stn_hex_read(like, at + 1, 2) : UINT32_MAX;
        if (byte == UINT32_MAX)
            continue;
        style.is_lower |= like.ptr[at + 1] >= 'a' || like.ptr[at + 2] >= 'a';
        style.has_plus &= byte != ' ';
    }
    return style;
}

/* RFC 3986, 2.3. */
static bool is_unreserved(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte == '-' || byte == '.' ||
           byte == '_' || byte == '~';
}

static void write_escape(struct stn_escape *escape, struct stn_str rest,
                         const void *payload)
{
    const struct style *style = payload;
    const char byte = rest.ptr[0];

    if (is_unreserved(byte))
        return;
    if (byte == ' ' && style->has_plus)
        stn_escape_print(escape, "+");
    else
        stn_escape_print(escape, style->is_lower ? "%%%02x" : "%%%02X",
                         (unsigned char)byte);
}

enum stn_status stn_codec_percent_encode(struct stn_str bytes,
                                         struct stn_str like,
                                         struct stn_buf *out,
                                         struct stn_error *err)
{
    const struct style style = style_of(like, false);

    return stn_encode(bytes, out, write_escape, &style, err);
}

enum stn_status stn_codec_form_encode(struct stn_str bytes, struct stn_str like,
                                      struct stn_buf *out,
                                      struct stn_error *err)
{
    const struct style style = style_of(like, true);

    return stn_encode(bytes, out, write_escape, &style, err);
}
