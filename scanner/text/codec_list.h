/** @file What the codecs are made of, for the table in codecs.c. */
#ifndef STN_TEXT_CODEC_LIST_H
#define STN_TEXT_CODEC_LIST_H

#include "text/codec.h"

#define STN_CODEC_DECODES(name)                                                \
    enum stn_status stn_codec_##name##_decode(                                 \
        struct stn_str source, struct stn_buf *out, struct stn_map *map,       \
        struct stn_error *err)
#define STN_CODEC_ENCODES(name)                                                \
    enum stn_status stn_codec_##name##_encode(                                 \
        struct stn_str bytes, struct stn_str like, struct stn_buf *out,        \
        struct stn_error *err)

STN_CODEC_DECODES(json);
STN_CODEC_ENCODES(json);
STN_CODEC_DECODES(escaped);
STN_CODEC_ENCODES(escaped);
STN_CODEC_DECODES(percent);
STN_CODEC_ENCODES(percent);
STN_CODEC_DECODES(form);
STN_CODEC_ENCODES(form);
STN_CODEC_DECODES(xml);
STN_CODEC_ENCODES(xml);
STN_CODEC_DECODES(wire);
STN_CODEC_ENCODES(wire);
STN_CODEC_DECODES(hex);
STN_CODEC_ENCODES(hex);
STN_CODEC_DECODES(decimal);
STN_CODEC_ENCODES(decimal);
STN_CODEC_DECODES(base64);
STN_CODEC_ENCODES(base64);
STN_CODEC_DECODES(gzip);
STN_CODEC_ENCODES(gzip);
STN_CODEC_DECODES(deflate);
STN_CODEC_ENCODES(deflate);
#ifdef STANCH_BROTLI
STN_CODEC_DECODES(brotli);
STN_CODEC_ENCODES(brotli);
#endif

#endif
