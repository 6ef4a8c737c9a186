/** @file What a text is cut into: bytes to match, and where they come from. */
#ifndef STN_TEXT_SEGMENT_H
#define STN_TEXT_SEGMENT_H

#include <stdint.h>

#include "base/buf.h"
#include "text/codec.h"
#include "text/text.h"

/** The `in:` of a rule. Values are bits. */
enum stn_segment_kind {
    STN_SEGMENT_TEXT = 1 << 0,   /**< A whole text, a body, a line. */
    STN_SEGMENT_HEADER = 1 << 1, /**< Its name, and all of its value. */
    STN_SEGMENT_COOKIE = 1 << 2, /**< One cookie of Cookie or Set-Cookie. */
    STN_SEGMENT_QUERY = 1 << 3,  /**< One parameter of a URL. */
    STN_SEGMENT_FORM = 1 << 4,   /**< One field of a form. */
    STN_SEGMENT_JSON = 1 << 5,   /**< One scalar member of JSON, XML, ... */
    STN_SEGMENT_ALL = (1 << 6) - 1,
};

/** What else is known of a field in a capture. Values are bits. */
enum stn_segment_trait {
    STN_TRAIT_RESPONSE = 1 << 0,  /**< The server sent it. */
    STN_TRAIT_HTTP_ONLY = 1 << 1, /**< A cookie no script may read. */
    STN_TRAIT_LOCAL = 1 << 2,     /**< Sent to the machine itself. */
    STN_TRAIT_EXAMPLE = 1 << 3,   /**< Sent to example.com, *.test, ... */
    STN_TRAIT_OAUTH = 1 << 4,     /**< Beside grant_type, redirect_uri, ... */
    STN_TRAIT_LOGIN = 1 << 5,     /**< Beside a user name. */
};

struct stn_segment;

/**
 * Where a span of a segment's bytes stands in its parent's bytes (or in the
 * text's, without a parent). A container's segments answer with all of it.
 */
typedef struct stn_span (*stn_origin_fn)(const struct stn_segment *segment,
                                         struct stn_span span);

/**
 * Bytes to match. A view of its parent (origin NULL), or decoded bytes with a
 * way back.
 */
struct stn_segment {
    struct stn_str bytes;
    enum stn_segment_kind kind;
    struct stn_str name;  /**< Field name of a header, cookie ...; or empty. */
    struct stn_str place; /**< "entries[3].request.headers.Cookie"; or empty. */
    /** What the bytes were cut out of or decoded from; NULL: the text. Without
     *  an origin the bytes lie inside the parent's. */
    const struct stn_segment *parent;
    stn_origin_fn origin;    /**< NULL: a view. */
    const void *origin_data; /**< For `origin`. */
    enum stn_codec codec;    /**< How the parent writes these bytes. */
    uint32_t traits;         /**< Bits of enum stn_segment_trait. */
    int64_t expires; /**< Unix time at which it ceases to be of use; 0: not
                          known. A past one for what was deleted. */
};

/** The span of the text's bytes that a span of the segment stands for, through
 *  all its parents. */
struct stn_span stn_segment_origin(const struct stn_segment *segment,
                                   struct stn_span span);

/** An origin function for segments whose origin_data is a struct stn_map. */
struct stn_span stn_segment_map_origin(const struct stn_segment *segment,
                                       struct stn_span span);

/**
 * The plain way: one segment that is the whole text, transcoded when it is
 * UTF-16. Reused from text to text by one worker.
 */
struct stn_plain;

enum stn_status stn_plain_new(struct stn_plain **out, struct stn_error *err);
void stn_plain_free(struct stn_plain *plain);

/**
 * @param segment  Filled; valid until the next call or the text's end.
 * @param class    As stn_text_classify() said; not STN_TEXT_BINARY.
 * @return STN_OK; STN_EINPUT (UTF-16 with an odd length or lone surrogates is
 *         still transcoded, with U+FFFD; so only STN_ENOMEM and STN_ELIMIT are
 *         to be expected).
 */
enum stn_status stn_plain_segment(struct stn_plain *plain,
                                  const struct stn_text *text,
                                  enum stn_text_class class,
                                  struct stn_segment *segment,
                                  struct stn_error *err);

#endif
