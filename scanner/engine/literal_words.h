/** @file Small sets of words, as the choice of literals makes them. */
#ifndef STN_ENGINE_LITERAL_WORDS_H
#define STN_ENGINE_LITERAL_WORDS_H

#include "base/arena.h"
#include "engine/literals.h"

/** Words in an arena; zeroed is "not known". A set that is known may have the
 *  empty word. */
struct stn_words {
    const struct stn_literal_word *items;
    size_t count;
};

/** What can go wrong: out of memory is not the same as "too many". */
enum stn_words_result {
    STN_WORDS_OK,
    STN_WORDS_TOO_MANY, /**< Or too long; *out is as it was. */
    STN_WORDS_NO_MEMORY,
};

/** The empty word alone. */
extern const struct stn_words stn_words_empty;

/** The bytes of a class, cases folded; too many past eight. */
enum stn_words_result stn_words_of_set(struct stn_words *out,
                                       struct stn_arena *arena,
                                       const struct stn_byte_set *set);
/** Each of `left`, then each of `right`. */
enum stn_words_result stn_words_append(struct stn_words *out,
                                       struct stn_arena *arena,
                                       struct stn_words left,
                                       struct stn_words right);
/** Those in either. At most `most`. */
enum stn_words_result stn_words_join(struct stn_words *out,
                                     struct stn_arena *arena,
                                     struct stn_words left,
                                     struct stn_words right, size_t most);
/** Add words to an array that has room for them, unless they are there. */
void stn_words_put(struct stn_literal_word *words, size_t *count,
                   struct stn_words more);
/** Cut to their first bytes, as many as leave few enough words. */
enum stn_words_result stn_words_shorten(struct stn_words *out,
                                        struct stn_arena *arena,
                                        struct stn_words words);

#endif
