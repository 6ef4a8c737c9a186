/**
 * @file
 * What the decoders of YAML's scalar styles share: bytes go to a buffer and
 * their way back to a map. Only for yaml_scalar.c and yaml_block.c.
 */
#ifndef STN_HTTP_YAML_DECODER_H
#define STN_HTTP_YAML_DECODER_H

#include "base/buf.h"
#include "text/map.h"

struct stn_yaml_decoder {
    struct stn_str text;
    size_t at;
    size_t end; /**< One past the scalar's last byte; quotes excluded. */
    struct stn_buf *out;
    struct stn_map *map;
    bool is_out_of_memory; /**< For the map; the buffer remembers its own. */
};

static inline bool stn_yaml_is_blank(char byte)
{
    return byte == ' ' || byte == '\t';
}

/** @return Bytes of the line break at an offset; 0: there is none. */
size_t stn_yaml_break_at(struct stn_str text, size_t at, size_t end);
/** @return Where the next line break is, or the end. */
size_t stn_yaml_find_break(struct stn_str text, size_t at, size_t end);
/** @return Where the next line starts, or the end. */
size_t stn_yaml_skip_line(struct stn_str text, size_t at, size_t end);
/** @return The first byte that is no space (a tab is none), or the end. */
size_t stn_yaml_skip_spaces(struct stn_str text, size_t at, size_t end);

/** Bytes as they are. */
void stn_yaml_put_same(struct stn_yaml_decoder *decoder, size_t start,
                       size_t end);
/** Bytes that stand for all of some others. */
void stn_yaml_put_whole(struct stn_yaml_decoder *decoder, struct stn_str bytes,
                        size_t start, size_t end);
/** A line break that is kept: the Unicode ones stay, others become \n. */
void stn_yaml_put_break(struct stn_yaml_decoder *decoder, size_t at,
                        size_t length);

/**
 * A block scalar, from its | or > on.
 *
 * @param value  As libyaml has it: an indentation that the header gives depends
 *               on where the parent stands, which the value tells.
 */
void stn_yaml_decode_block(struct stn_yaml_decoder *decoder,
                           struct stn_str value);

#endif
