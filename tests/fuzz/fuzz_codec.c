/**
 * @file
 * Bytes of anybody, decoded: the first chooses the codec, and how much it may
 * give. What is decoded leads back into its source, in order; what is written
 * is read again; and of JSON, what has no escape is as it was.
 */
#include <stdlib.h>

#include "base/limits.h"
#include "text/codec.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
    if (!holds)
        abort();
}

/* Bytes stand for units that follow each other; a span, for all from its first
 * to its last. */
static void check_map(const struct stn_map *map, size_t length,
                      size_t source_length)
{
    struct stn_span last = {0, 0};
    struct stn_span all = {0, 0};

    check(map->decoded_end == length && map->source_end <= source_length);
    for (size_t at = 0; at < length; at++) {
        const struct stn_span byte =
            stn_map_origin(map, (struct stn_span){at, at + 1});
        const struct stn_span none =
            stn_map_origin(map, (struct stn_span){at, at});

        check(byte.start < byte.end && byte.end <= source_length);
        check(none.start == byte.start && none.end == byte.start);
        check(at == 0 || byte.start >= last.end ||
              (byte.start == last.start && byte.end == last.end));
        if (at == 0)
            all.start = byte.start;
        all.end = byte.end;
        last = byte;
    }
    if (length > 0) {
        const struct stn_span origin =
            stn_map_origin(map, (struct stn_span){0, length});
        check(origin.start == all.start && origin.end == all.end);
    }
}

/* With and without a map, and under the ceiling. */
static void check_decode(const struct stn_codec_info *codec,
                         struct stn_str source, size_t ceiling)
{
    struct stn_buf out = STN_BUF_INIT(ceiling);
    struct stn_buf again = STN_BUF_INIT(ceiling);
    struct stn_map map = {0};
    struct stn_error err;

    const enum stn_status status = codec->decode(source, &out, &map, &err);
    check(status == STN_OK || status == STN_EINPUT || status == STN_ELIMIT);
    check(out.len <= ceiling);
    check_map(&map, out.len, source.len);
    check(codec->decode(source, &again, NULL, NULL) == status);
    check(stn_str_equal(stn_buf_str(&out), stn_buf_str(&again)));
    if (codec == &stn_codecs[STN_CODEC_JSON] && status == STN_OK &&
        stn_str_find(source, STN_STR("\\")) == SIZE_MAX)
        check(stn_str_equal(stn_buf_str(&out), source));
    stn_map_dispose(&map);
    stn_buf_dispose(&again);
    stn_buf_dispose(&out);
}

/* Some bytes written in the style of others. */
static void check_encode(const struct stn_codec_info *codec,
                         struct stn_str bytes, struct stn_str like)
{
    struct stn_buf encoded = STN_BUF_INIT(SIZE_MAX);
    struct stn_buf decoded = STN_BUF_INIT(bytes.len);

    check(codec->encode(bytes, like, &encoded, NULL) == STN_OK);
    const enum stn_status status =
        codec->decode(stn_buf_str(&encoded), &decoded, NULL, NULL);
    /* Enough of one letter is a bomb. */
    if (status == STN_ELIMIT)
        check(bytes.len > STN_HTTP_RATIO_FREE_BYTES);
    else
        check(status == STN_OK && stn_str_equal(stn_buf_str(&decoded), bytes));
    stn_buf_dispose(&decoded);
    stn_buf_dispose(&encoded);
}

/* What looks like something can be decoded so. */
static void check_looks(struct stn_str source)
{
    struct stn_buf out = STN_BUF_INIT(source.len);

    if (stn_str_is_base64(source))
        check(stn_codecs[STN_CODEC_BASE64].decode(source, &out, NULL, NULL) ==
                  STN_OK &&
              out.len >= 12);
    stn_buf_clear(&out);
    if (stn_str_is_hex(source))
        check(stn_codecs[STN_CODEC_HEX].decode(source, &out, NULL, NULL) ==
                  STN_OK &&
              out.len == source.len / 2);
    stn_buf_dispose(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    const struct stn_codec_info *codec =
        &stn_codecs[(data[0] & 31) % STN_CODEC_COUNT];
    const struct stn_str source = {(const char *)data + 1, size - 1};
    const size_t middle = source.len / 2;

    check_looks(source);
    if (codec->decode != NULL)
        check_decode(codec, source, (data[0] & 32) != 0 ? middle : STN_MIB);
    if (codec->encode != NULL) {
        check_encode(codec, source, (struct stn_str){0});
        check_encode(codec, stn_str_sub(source, 0, middle),
                     stn_str_sub(source, middle, source.len));
    }
    return 0;
}
