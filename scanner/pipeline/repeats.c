#include "pipeline/repeats.h"

#include "base/alloc.h"
#include "text/codec.h"

/** Shorter, it could stand there by chance. */
#define LEAST_BYTES 8
/** From here on it is taken for itself also in the middle of a word. */
#define LONG_BYTES 16
/** What all are looked up by: their last bytes, since tokens of one issuer
 *  begin alike. */
#define KEY_BYTES 8
/** So many of one key are compared; what is past it was made to be slow. */
#define CHAIN_MAX 64

struct stn_repeat {
    struct stn_str bytes;
    size_t index;
    uint32_t next; /* of the same hash, from 1; 0: none */
};

void stn_repeats_dispose(struct stn_repeats *repeats)
{
    stn_arena_dispose(&repeats->arena);
    stn_free(repeats->items);
    stn_free(repeats->heads);
    *repeats = (struct stn_repeats){0};
}

static bool is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* Words, and numbers, stand for other things, too. */
static bool is_telling(struct stn_str value)
{
    size_t letters = 0;

    if (value.len < LEAST_BYTES)
        return false;
    for (size_t i = 0; i < value.len; i++)
        letters += is_letter(value.ptr[i]);
    return letters > 0 && (letters < value.len || value.len >= LONG_BYTES);
}

/* The hash of the key that ends at `end`. */
static uint64_t hash_at(const char *end)
{
    uint64_t key;

    memcpy(&key, end - KEY_BYTES, sizeof(key));
    return key * 0x9E3779B97F4A7C15U;
}

static size_t filter_bit(uint64_t hash)
{
    return (size_t)(hash >> (64 - STN_REPEATS_FILTER_BITS));
}

static bool add_bytes(struct stn_repeats *repeats, struct stn_str bytes,
                      size_t index)
{
    struct stn_repeat *items = stn_grow(repeats->items, &repeats->capacity,
                                        repeats->count, sizeof(*items));

    if (items == NULL)
        return false;
    repeats->items = items;
    struct stn_repeat *item = &items[repeats->count];
    *item = (struct stn_repeat){.index = index};
    if (!stn_arena_copy(&repeats->arena, &item->bytes, bytes))
        return false;
    repeats->count++;
    return true;
}

/* Another way to write a value: codec and style. */
static const struct {
    enum stn_codec codec;
    const char *like;
} writings[] = {
    {STN_CODEC_JSON, ""},       {STN_CODEC_JSON, "\\/"},
    {STN_CODEC_ESCAPED, ""},    {STN_CODEC_PERCENT, "%2F"},
    {STN_CODEC_PERCENT, "%2f"}, {STN_CODEC_FORM, "%2F"},
    {STN_CODEC_XML, "&amp;"},
};

#define WRITINGS (sizeof(writings) / sizeof(writings[0]))

static bool write_value(struct stn_str value, size_t writing,
                        struct stn_buf *out)
{
    stn_buf_clear(out);
    return stn_codecs[writings[writing].codec].encode(
               value, stn_str_of(writings[writing].like), out, NULL) == STN_OK;
}

/* Whether a writing was added already, as an earlier one. */
static bool is_added(const struct stn_repeats *repeats, size_t from,
                     struct stn_str bytes)
{
    for (size_t i = from; i < repeats->count; i++)
        if (stn_str_equal(repeats->items[i].bytes, bytes))
            return true;
    return false;
}

bool stn_repeats_add(struct stn_repeats *repeats, struct stn_str value,
                     size_t index)
{
    struct stn_buf buffer = STN_BUF_INIT(SIZE_MAX);
    const size_t from = repeats->count;
    bool is_done = true;

    if (!is_telling(value))
        return true;
    is_done = add_bytes(repeats, value, index);
    for (size_t i = 0; i < WRITINGS && is_done; i++) {
        is_done = write_value(value, i, &buffer);
        if (is_done && !is_added(repeats, from, stn_buf_str(&buffer)))
            is_done = add_bytes(repeats, stn_buf_str(&buffer), index);
    }
    stn_buf_dispose(&buffer);
    return is_done;
}

bool stn_repeats_seal(struct stn_repeats *repeats)
{
    size_t count = 64;

    while (count < 2 * repeats->count)
        count *= 2;
    uint32_t *heads = stn_calloc(count, sizeof(*heads));
    if (heads == NULL)
        return false;
    stn_free(repeats->heads);
    repeats->heads = heads;
    repeats->head_count = count;
    memset(repeats->filter, 0, sizeof(repeats->filter));
    for (size_t i = 0; i < repeats->count; i++) {
        struct stn_repeat *item = &repeats->items[i];
        const uint64_t hash = hash_at(item->bytes.ptr + item->bytes.len);
        uint32_t *head = &heads[(hash >> 8) & (count - 1)];
        const size_t bit = filter_bit(hash);
        repeats->filter[bit / 8] |= (unsigned char)(1U << bit % 8);
        item->next = *head;
        *head = (uint32_t)i + 1;
    }
    return true;
}

/* Whether what stands before `at` is the end of an escape: "\n", "%20". */
static bool ends_escape(struct stn_str bytes, size_t at)
{
    return (at >= 2 && bytes.ptr[at - 2] == '\\') ||
           (at >= 3 && bytes.ptr[at - 3] == '%');
}

static bool is_word(char byte)
{
    return is_letter(byte) || is_digit(byte) || byte == '_';
}

/* A short value counts only where it stands for itself. */
static bool stands_alone(struct stn_str bytes, struct stn_span span)
{
    if (span.end - span.start >= LONG_BYTES)
        return true;
    return (span.start == 0 || !is_word(bytes.ptr[span.start - 1]) ||
            ends_escape(bytes, span.start)) &&
           (span.end == bytes.len || !is_word(bytes.ptr[span.end]));
}

/* The longest that ends at `end`. */
static const struct stn_repeat *match_at(const struct stn_repeats *repeats,
                                         struct stn_str bytes, size_t from,
                                         size_t end, uint64_t hash)
{
    const struct stn_repeat *best = NULL;
    uint32_t next = repeats->heads[(hash >> 8) & (repeats->head_count - 1)];

    for (size_t i = 0; i < CHAIN_MAX && next != 0; i++) {
        const struct stn_repeat *item = &repeats->items[next - 1];
        const size_t length = item->bytes.len;
        next = item->next;
        if (length <= end - from &&
            (best == NULL || length > best->bytes.len) &&
            memcmp(bytes.ptr + end - length, item->bytes.ptr, length) == 0 &&
            stands_alone(bytes, (struct stn_span){end - length, end}))
            best = item;
    }
    return best;
}

bool stn_repeats_next(const struct stn_repeats *repeats, struct stn_str bytes,
                      size_t *at, struct stn_span *span, size_t *index)
{
    if (repeats->count == 0)
        return false;
    for (size_t end = *at + KEY_BYTES; end <= bytes.len; end++) {
        const uint64_t hash = hash_at(bytes.ptr + end);
        const size_t bit = filter_bit(hash);
        if ((repeats->filter[bit / 8] >> bit % 8 & 1) == 0)
            continue;
        const struct stn_repeat *item =
            match_at(repeats, bytes, *at, end, hash);
        if (item == NULL)
            continue;
        *span = (struct stn_span){end - item->bytes.len, end};
        *index = item->index;
        *at = end;
        return true;
    }
    return false;
}
