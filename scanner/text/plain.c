#include "text/segment.h"

#include "base/alloc.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "text/encoding.h"

/** UTF-8 of a UTF-16 text is at most half as large again; the rest is for
 *  options that raise the largest text. */
#define PLAIN_BYTES_MAX (4 * STN_TEXT_BYTES_MAX)
/** Decoded bytes between two checkpoints: the map takes 1/256 of the text, and
 *  a place is found in some microseconds. */
#define CHECKPOINT_BYTES (4 * STN_KIB)
/** Most bytes of one code point in UTF-8. */
#define CODE_POINT_BYTES_MAX 4

/** Where decoding stood, between two code points. */
struct checkpoint {
    size_t decoded;
    size_t source;
};

struct stn_plain {
    struct stn_buf decoded;
    /** The n-th is the first that is not before n * CHECKPOINT_BYTES of the
     *  decoded bytes. */
    struct checkpoint *checkpoints;
    size_t count;
    size_t capacity;
    struct stn_str source; /**< The text's bytes. */
    enum stn_text_class class;
};

enum stn_status stn_plain_new(struct stn_plain **out, struct stn_error *err)
{
    struct stn_plain *plain = stn_calloc(1, sizeof(*plain));

    if (plain == NULL)
        return stn_fail_memory(err);
    stn_buf_init(&plain->decoded, PLAIN_BYTES_MAX);
    *out = plain;
    return STN_OK;
}

void stn_plain_free(struct stn_plain *plain)
{
    if (plain == NULL)
        return;
    stn_buf_dispose(&plain->decoded);
    stn_free(plain->checkpoints);
    stn_free(plain);
}

/* Decode the code point at `at` into at most CODE_POINT_BYTES_MAX bytes, and
 * move past it in both. */
static void decode_one(const struct stn_plain *plain, struct checkpoint *at,
                       char *utf8)
{
    struct stn_str rest =
        stn_str_sub(plain->source, at->source, plain->source.len);
    size_t taken;
    uint32_t code_point = stn_utf16_decode(rest, plain->class, &taken);

    at->source += taken;
    at->decoded += stn_utf8_encode(utf8, code_point);
}

static bool add_checkpoint(struct stn_plain *plain, struct checkpoint at)
{
    struct checkpoint *moved =
        stn_grow(plain->checkpoints, &plain->capacity, plain->count,
                 sizeof(*plain->checkpoints));

    if (moved == NULL)
        return false;
    plain->checkpoints = moved;
    plain->checkpoints[plain->count++] = at;
    return true;
}

/* Decode as far as the next checkpoint, or the end. */
static enum stn_status decode_stretch(struct stn_plain *plain,
                                      struct checkpoint *at,
                                      struct stn_error *err)
{
    const size_t start = at->decoded;
    const size_t goal = plain->count * CHECKPOINT_BYTES;
    char *room =
        stn_buf_reserve(&plain->decoded, goal - start + CODE_POINT_BYTES_MAX);

    if (room == NULL)
        return stn_buf_status(&plain->decoded, err);
    while (at->decoded < goal && at->source < plain->source.len)
        decode_one(plain, at, room + (at->decoded - start));
    stn_buf_added(&plain->decoded, at->decoded - start);
    return STN_OK;
}

static enum stn_status decode_all(struct stn_plain *plain,
                                  struct stn_error *err)
{
    struct checkpoint at = {
        .source = stn_text_mark_length(plain->source, plain->class)};

    stn_buf_clear(&plain->decoded);
    plain->count = 0;
    do {
        if (!add_checkpoint(plain, at))
            return stn_fail_memory(err);
        enum stn_status status = decode_stretch(plain, &at, err);
        if (status < 0)
            return status;
    } while (at.source < plain->source.len);
    return STN_OK;
}

/* The code point that holds a decoded byte: where it begins, and where the next
 * one does. At the end of the text both are the end. */
static void locate(const struct stn_plain *plain, size_t offset, size_t *start,
                   size_t *end)
{
    size_t index = offset / CHECKPOINT_BYTES;
    char utf8[CODE_POINT_BYTES_MAX];

    if (index >= plain->count)
        index = plain->count - 1;
    if (plain->checkpoints[index].decoded > offset)
        index--;
    struct checkpoint at = plain->checkpoints[index];
    struct checkpoint before = at;
    while (at.decoded <= offset && at.source < plain->source.len) {
        before = at;
        decode_one(plain, &at, utf8);
    }
    *start = at.decoded <= offset ? at.source : before.source;
    *end = at.source;
}

static struct stn_span find_origin(const struct stn_segment *segment,
                                   struct stn_span span)
{
    const struct stn_plain *plain = segment->origin_data;
    struct stn_span origin;
    size_t unused;

    locate(plain, span.start, &origin.start, &unused);
    if (span.end > span.start)
        locate(plain, span.end - 1, &unused, &origin.end);
    else
        origin.end = origin.start;
    return origin;
}

enum stn_status stn_plain_segment(struct stn_plain *plain,
                                  const struct stn_text *text,
                                  enum stn_text_class class,
                                  struct stn_segment *segment,
                                  struct stn_error *err)
{
    struct stn_segment made = {.bytes = text->bytes, .kind = STN_SEGMENT_TEXT};

    if (stn_text_is_utf16(class)) {
        plain->source = text->bytes;
        plain->class = class;
        enum stn_status status = decode_all(plain, err);
        if (status < 0)
            return status;
        made.bytes = stn_buf_str(&plain->decoded);
        made.origin = find_origin;
        made.origin_data = plain;
    }
    *segment = made;
    return STN_OK;
}
