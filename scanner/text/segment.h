/** @file What a text is cut into: bytes to match, and where they come from. */
#ifndef STN_TEXT_SEGMENT_H
#define STN_TEXT_SEGMENT_H

#include "base/buf.h"
#include "text/text.h"

/** The `in:` of a rule. Values are bits. */
enum stn_segment_kind {
    STN_SEGMENT_TEXT = 1 << 0,
    STN_SEGMENT_HEADER = 1 << 1,
    STN_SEGMENT_COOKIE = 1 << 2,
    STN_SEGMENT_QUERY = 1 << 3,
    STN_SEGMENT_FORM = 1 << 4,
    STN_SEGMENT_JSON = 1 << 5,
    STN_SEGMENT_ALL = (1 << 6) - 1,
};

struct stn_segment;

/**
 * Where a span of a segment's bytes stands in the text's bytes. A decoder's
 * segments answer with the encoded run.
 */
typedef struct stn_span (*stn_origin_fn)(const struct stn_segment *segment,
                                         struct stn_span span);

/**
 * Bytes to match. A view of the text (origin NULL: offsets are the text's), or
 * decoded bytes with a way back.
 */
struct stn_segment {
    struct stn_str bytes;
    enum stn_segment_kind kind;
    struct stn_str name;  /**< Field name of a header, cookie ...; or empty. */
    struct stn_str place; /**< "entries[3].request.headers.Cookie"; or empty. */
    stn_origin_fn origin; /**< NULL: the same offsets in the text. */
    const void *origin_data; /**< For `origin`. */
};

/** The span of the text's bytes that a span of the segment stands for. */
struct stn_span stn_segment_origin(const struct stn_segment *segment,
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
