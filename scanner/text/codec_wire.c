#include "text/codec_list.h"
#include "text/decoder.h"
#include "text/encoder.h"

/* [\r], [\n], and any other byte that is not printable ASCII as [0x9]. */
static bool take_escape(struct stn_decoder *decoder)
{
    const char first = stn_decoder_peek(decoder, 1);
    const char second = stn_decoder_peek(decoder, 2);

    if (first == '\\' && (second == 'r' || second == 'n') &&
        stn_decoder_peek(decoder, 3) == ']')
        return stn_decoder_put_byte(decoder, second == 'r' ? '\r' : '\n', 4);
    if (first == '0' && second == 'x') {
        const size_t digits = stn_decoder_peek(decoder, 4) == ']' ? 1 : 2;
        const uint32_t byte =
            stn_hex_read(decoder->source, decoder->at + 3, digits);
        if (byte != UINT32_MAX && stn_decoder_peek(decoder, 3 + digits) == ']')
            return stn_decoder_put_byte(decoder, byte, 4 + digits);
    }
    return stn_decoder_copy(decoder, 1);
}

enum stn_status stn_codec_wire_decode(struct stn_str source,
                                      struct stn_buf *out, struct stn_map *map,
                                      struct stn_error *err)
{
    struct stn_decoder decoder;

    if (stn_decoder_begin(&decoder, source, source.len, out, map))
        stn_decoder_run(&decoder, '[', take_escape);
    return stn_decoder_end(&decoder, "wire log", err);
}

static void write_escape(struct stn_escape *escape, struct stn_str rest,
                         const void *style)
{
    const unsigned char byte = (unsigned char)rest.ptr[0];

    (void)style;
    if (byte == '\r' || byte == '\n')
        stn_escape_print(escape, "[\\%c]", byte == '\r' ? 'r' : 'n');
    /* A bracket that would be read as an escape is one. */
    else if (byte < ' ' || byte > '~' ||
             (byte == '[' && rest.len > 1 &&
              (rest.ptr[1] == '0' || rest.ptr[1] == '\\')))
        stn_escape_print(escape, "[0x%x]", byte);
}

enum stn_status stn_codec_wire_encode(struct stn_str bytes, struct stn_str like,
                                      struct stn_buf *out,
                                      struct stn_error *err)
{
    (void)like;
    return stn_encode(bytes, out, write_escape, NULL, err);
}
