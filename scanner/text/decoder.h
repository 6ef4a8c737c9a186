/**
 * @file
 * What the codecs of text decode with. No form of text decodes to more bytes
 * than it has itself, so room is made once; then runs and escapes go straight
 * to their place, each with its piece of the map.
 */
#ifndef STN_TEXT_DECODER_H
#define STN_TEXT_DECODER_H

#include <stdint.h>

#include "base/buf.h"
#include "text/map.h"

struct stn_decoder {
    struct stn_str source;
    size_t at; /**< Bytes of the source that are taken. */
    struct stn_buf *out;
    char *to;            /**< Where the next decoded byte goes. */
    size_t room;         /**< Bytes there is room for. */
    struct stn_map *map; /**< NULL: not wanted. */
    /** The first failure, which ends the decoding. STN_EINPUT: what is at `at`
     *  is not of the form. */
    enum stn_status status;
};

/**
 * @param most  Bytes that the source may decode to; as many are reserved, if
 *              the ceiling of `out` lets them.
 * @return false without memory; end all the same.
 */
bool stn_decoder_begin(struct stn_decoder *decoder, struct stn_str source,
                       size_t most, struct stn_buf *out, struct stn_map *map);
/** @param form  What is not well-formed, for the message: "base64". */
enum stn_status stn_decoder_end(struct stn_decoder *decoder, const char *form,
                                struct stn_error *err);

/**
 * Copy up to each `mark`, and let `take` decode what begins there.
 *
 * @param take  Takes at least one byte; false on a failure.
 */
void stn_decoder_run(struct stn_decoder *decoder, char mark,
                     bool (*take)(struct stn_decoder *decoder));

/** Copy the next bytes as they are; what there is no room for is left.
 *  @return false on a failure, as all of these. */
bool stn_decoder_copy(struct stn_decoder *decoder, size_t length);
/** Put 1 to 4 bytes for the next `taken` ones. */
bool stn_decoder_put(struct stn_decoder *decoder, const char *bytes,
                     size_t count, size_t taken);
/** Put a code point for the next `taken` bytes; what is none as U+FFFD. */
bool stn_decoder_put_point(struct stn_decoder *decoder, uint32_t point,
                           size_t taken);
/** Take \uXXXX, or two of them for one code point; the backslash as it is if it
 *  is neither. */
bool stn_decoder_put_utf16(struct stn_decoder *decoder);
/** Say that `decoded` bytes were put at `to`, for so many units that were
 *  taken. */
bool stn_decoder_added(struct stn_decoder *decoder, size_t decoded,
                       size_t taken, uint16_t decoded_unit,
                       uint16_t source_unit);

static inline bool stn_decoder_put_byte(struct stn_decoder *decoder,
                                        unsigned byte, size_t taken)
{
    const char bytes[] = {(char)byte};

    return stn_decoder_put(decoder, bytes, 1, taken);
}

/** Without looking at it: the byte `more` bytes further on; 0 at the end. */
static inline char stn_decoder_peek(const struct stn_decoder *decoder,
                                    size_t more)
{
    return more < decoder->source.len - decoder->at
               ? decoder->source.ptr[decoder->at + more]
               : '\0';
}

/** The value of a hex digit, by its byte; -1: it is none. */
extern const signed char stn_hex_values[256];

/** @return The value of so many hex digits (at most 8); UINT32_MAX: there are
 *          others, or fewer. */
uint32_t stn_hex_read(struct stn_str str, size_t at, size_t digits);

/** Short text without its percent signs and without a map, cut to what fits.
 *  @return What was written: a view of `out`. */
struct stn_str stn_percent_unescape(char *out, size_t capacity,
                                    struct stn_str text);

/** What may stand between digits. */
static inline bool stn_is_space(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

#endif
