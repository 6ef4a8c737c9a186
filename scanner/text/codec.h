/**
 * @file
 * The family of ways in which bytes are written inside other bytes. Each can
 * be read, with a way back to where every byte stood, and written again.
 */
#ifndef STN_TEXT_CODEC_H
#define STN_TEXT_CODEC_H

#include "base/buf.h"
#include "text/map.h"

enum stn_codec {
    STN_CODEC_NONE,    /**< As it is. */
    STN_CODEC_UTF16,   /**< A whole text; see text/encoding.h. */
    STN_CODEC_JSON,    /**< Inside of a JSON string's quotes. */
    STN_CODEC_ESCAPED, /**< Inside of a string literal: \n \x1b \u00e9 \033 \'
                            as Go, Python, Rust, JavaScript, C print them. */
    STN_CODEC_PERCENT, /**< %41 in URLs. */
    STN_CODEC_FORM,    /**< %41, and + for a space. */
    STN_CODEC_XML,     /**< &amp; &#65; &#x41;, CDATA sections. */
    STN_CODEC_YAML,    /**< A scalar; see http/yaml_scalar.h. */
    STN_CODEC_WIRE,    /**< Apache's wire log: [\r][\n][0x1f]. */
    STN_CODEC_LINES,   /**< Lines that a log cut or prefixed, joined. */
    STN_CODEC_HEX,     /**< Pairs of hex digits; spaces and breaks between. */
    STN_CODEC_DECIMAL, /**< "123, 34, 10": bytes of a JSON array. */
    STN_CODEC_BASE64,  /**< Either alphabet; line breaks between. */
    STN_CODEC_GZIP,
    STN_CODEC_DEFLATE, /**< With zlib's header or raw. */
    STN_CODEC_BROTLI,
    STN_CODEC_ZIP, /**< A member of an archive. */
    STN_CODEC_COUNT,
};

/** One of the family. */
struct stn_codec_info {
    const char *name; /**< In places: "base64", "gzip"; NULL: not shown. */
    /** Whether a decoded span maps to a span of its own; else to the whole. */
    bool is_exact;
    /**
     * Append what `source` stands for to `out`, and its way back to `map`
     * (offsets from the start of `source`; decoded offsets from out->len as it
     * was). Never fails on bytes: what is no escape stands for itself, unless
     * the codec has a form to keep to (base64, gzip ...).
     *
     * @param map  NULL: not wanted.
     * @return STN_OK; STN_EINPUT if it is not of this form, or damaged: what
     *         could be decoded is in `out`; STN_ELIMIT when out's ceiling is
     *         reached, likewise; STN_ENOMEM.
     */
    enum stn_status (*decode)(struct stn_str source, struct stn_buf *out,
                              struct stn_map *map, struct stn_error *err);
    /**
     * Append `bytes` written this way, in the style of `like` (its line width,
     * alphabet, case, padding), as the replacement of `like`. NULL: bytes that
     * are letters, digits and '-' stand for themselves.
     */
    enum stn_status (*encode)(struct stn_str bytes, struct stn_str like,
                              struct stn_buf *out, struct stn_error *err);
};

/** By enum stn_codec; `decode` is NULL for those that others decode. */
extern const struct stn_codec_info stn_codecs[STN_CODEC_COUNT];

/** @name What bytes look like, cheaply. */
/**@{*/
bool stn_str_is_gzip(struct stn_str bytes); /**< Magic and method. */
/** At least 16 digits of base64 with a right end, line breaks apart; looked at
 *  as a whole. */
bool stn_str_is_base64(struct stn_str bytes);
/** At least 8 pairs of hex digits and nothing else. */
bool stn_str_is_hex(struct stn_str bytes);
/**@}*/

#endif
