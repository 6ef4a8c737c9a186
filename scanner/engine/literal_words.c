#include "engine/literal_words.h"

#include "base/limits.h"

/* A class of more is a gap between literals, not a part of them. */
#define CLASS_WORDS_MAX 8

static const struct stn_literal_word empty_word = {.length = 0};
const struct stn_words stn_words_empty = {&empty_word, 1};

static bool is_word_equal(const struct stn_literal_word *a,
                          const struct stn_literal_word *b)
{
    return a->length == b->length && a->folds == b->folds &&
           memcmp(a->bytes, b->bytes, a->length) == 0;
}

/* Add a word unless it is there. */
static void put_word(struct stn_literal_word *words, size_t *count,
                     const struct stn_literal_word *word)
{
    for (size_t i = 0; i < *count; i++)
        if (is_word_equal(&words[i], word))
            return;
    words[(*count)++] = *word;
}

void stn_words_put(struct stn_literal_word *words, size_t *count,
                   struct stn_words more)
{
    for (size_t i = 0; i < more.count; i++)
        put_word(words, count, &more.items[i]);
}

enum stn_words_result stn_words_of_set(struct stn_words *out,
                                       struct stn_arena *arena,
                                       const struct stn_byte_set *set)
{
    struct stn_literal_word words[CLASS_WORDS_MAX];
    size_t count = 0;

    for (unsigned byte = 0; byte <= UINT8_MAX; byte++) {
        const unsigned char upper = (unsigned char)(byte - ('a' - 'A'));
        const unsigned char lower = (unsigned char)(byte + ('a' - 'A'));
        struct stn_literal_word word = {{(unsigned char)byte}, .length = 1};
        if (!stn_byte_set_has(set, (unsigned char)byte))
            continue;
        if (byte >= 'A' && byte <= 'Z' && stn_byte_set_has(set, lower))
            continue; /* its lower case stands for both */
        if (count == CLASS_WORDS_MAX)
            return STN_WORDS_TOO_MANY;
        if (byte >= 'a' && byte <= 'z' && stn_byte_set_has(set, upper))
            word.folds = 1;
        words[count++] = word;
    }
    if (count == 0)
        return STN_WORDS_TOO_MANY; /* it matches nothing at all */

    struct stn_literal_word *copy =
        stn_arena_array(arena, count, sizeof(*copy));
    if (copy == NULL)
        return STN_WORDS_NO_MEMORY;
    memcpy(copy, words, count * sizeof(*copy));
    *out = (struct stn_words){copy, count};
    return STN_WORDS_OK;
}

enum stn_words_result stn_words_append(struct stn_words *out,
                                       struct stn_arena *arena,
                                       struct stn_words left,
                                       struct stn_words right)
{
    size_t count = 0;

    if (left.count > STN_RULE_LITERALS_MAX ||
        right.count > STN_RULE_LITERALS_MAX ||
        left.count * right.count > STN_RULE_LITERALS_MAX)
        return STN_WORDS_TOO_MANY;
    struct stn_literal_word *words =
        stn_arena_array(arena, left.count * right.count, sizeof(*words));
    if (words == NULL)
        return STN_WORDS_NO_MEMORY;
    for (size_t i = 0; i < left.count; i++)
        for (size_t j = 0; j < right.count; j++) {
            const struct stn_literal_word *tail = &right.items[j];
            struct stn_literal_word word = left.items[i];
            if (word.length + tail->length > STN_LITERAL_BYTES_MAX)
                return STN_WORDS_TOO_MANY;
            if (tail->length > 0)
                word.folds |= tail->folds << word.length;
            memcpy(word.bytes + word.length, tail->bytes, tail->length);
            word.length = (uint8_t)(word.length + tail->length);
            put_word(words, &count, &word);
        }
    *out = (struct stn_words){words, count};
    return STN_WORDS_OK;
}

enum stn_words_result stn_words_join(struct stn_words *out,
                                     struct stn_arena *arena,
                                     struct stn_words left,
                                     struct stn_words right, size_t most)
{
    size_t count = 0;

    if (left.count + right.count > most)
        return STN_WORDS_TOO_MANY;
    struct stn_literal_word *words =
        stn_arena_array(arena, left.count + right.count, sizeof(*words));
    if (words == NULL)
        return STN_WORDS_NO_MEMORY;
    stn_words_put(words, &count, left);
    stn_words_put(words, &count, right);
    *out = (struct stn_words){words, count};
    return STN_WORDS_OK;
}

/* The word's first bytes. */
static struct stn_literal_word cut(const struct stn_literal_word *word,
                                   size_t length)
{
    struct stn_literal_word result = {.length = (uint8_t)length};

    memcpy(result.bytes, word->bytes, length);
    result.folds = word->folds & ((UINT32_C(1) << length) - 1);
    return result;
}

enum stn_words_result stn_words_shorten(struct stn_words *out,
                                        struct stn_arena *arena,
                                        struct stn_words words)
{
    struct stn_literal_word *kept =
        stn_arena_array(arena, STN_RULE_LITERALS_MAX + 1, sizeof(*kept));
    size_t count = STN_RULE_LITERALS_MAX + 1;

    if (kept == NULL)
        return STN_WORDS_NO_MEMORY;
    for (size_t length = 8; length > 0; length--) {
        count = 0;
        for (size_t i = 0; i < words.count && count <= STN_RULE_LITERALS_MAX;
             i++) {
            const size_t whole = words.items[i].length;
            const struct stn_literal_word word =
                cut(&words.items[i], whole < length ? whole : length);
            put_word(kept, &count, &word);
        }
        if (count <= STN_RULE_LITERALS_MAX) {
            *out = (struct stn_words){kept, count};
            return STN_WORDS_OK;
        }
    }
    return STN_WORDS_TOO_MANY;
}
