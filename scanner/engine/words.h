/** @file Whether a value reads like words a person wrote. */
#ifndef STN_ENGINE_WORDS_H
#define STN_ENGINE_WORDS_H

#include "base/str.h"

/**
 * The next run of letters, cut where camelCase cuts: "myAPIKey_2" gives "my",
 * "API", "Key".
 *
 * @param at    Where to go on; 0 at first.
 * @return false when there is none left.
 */
bool stn_words_next(struct stn_str value, size_t *at, struct stn_str *word);

/**
 * How much of a value reads like words: of its letters and digits, the percent
 * that stand in runs of three or more letters which pair up as they do in
 * English text and in identifiers. Random base-62 stays below 40 in 99 of 100
 * cases from 16 characters on; identifiers and phrases are above 60.
 */
unsigned stn_words_share(struct stn_str value);

/**
 * Whether every run of letters is made of the stock words of placeholders and
 * fixtures ("my-secret-token", "testPassword1", "P@ssw0rd"), with few digits
 * besides.
 */
bool stn_words_are_stock(struct stn_str value);

/** Longest value that stn_words_plain() looks at. */
#define STN_WORDS_PLAIN_BYTES 64

/**
 * With letters for the digits and marks that stand for them before a letter:
 * "p@$$w0rd1" as "password1".
 *
 * @param out  Holds the answer, unless that is `value` itself.
 */
struct stn_str stn_words_plain(char out[STN_WORDS_PLAIN_BYTES],
                               struct stn_str value);

/** Whether one run of letters is made of stock words, in any case. */
bool stn_words_is_stock(struct stn_str word);

#endif
