/**
 * @file
 * JSON as tokens that know where they stand, from bytes that come in windows.
 * Tolerant: what no parser would take (comments, trailing commas, a missing
 * end) is passed over, so that what follows is still read.
 */
#ifndef STN_HTTP_JSON_LEXER_H
#define STN_HTTP_JSON_LEXER_H

#include <stdint.h>

#include "base/limits.h"
#include "base/str.h"
#include "text/span.h"

enum stn_json_token_kind {
    STN_JSON_MORE,  /**< The token has no end in these bytes. */
    STN_JSON_END,   /**< No more bytes, and no more will come. */
    STN_JSON_MAP,   /**< { */
    STN_JSON_LIST,  /**< [ */
    STN_JSON_CLOSE, /**< } or ] */
    STN_JSON_KEY,   /**< A string before a colon, in a map. */
    STN_JSON_STRING,
    STN_JSON_NUMBER,
    STN_JSON_LITERAL, /**< true, false, null. */
    STN_JSON_OTHER,   /**< A byte that begins no JSON, between documents. */
};

struct stn_json_token {
    enum stn_json_token_kind kind;
    struct stn_span span; /**< Without quotes. */
    bool has_escape;      /**< A backslash is in it. */
};

/** Zeroed is at the start of a document. */
struct stn_json_lexer {
    uint64_t lists[STN_HTTP_NESTING_MAX / 64]; /**< Bit: a level is a list. */
    size_t depth;          /**< Open maps and lists; may pass the ceiling. */
    bool expects_key;      /**< In a map, no key yet. */
    bool is_inside_string; /**< Of a string passed over: no end yet. */
    bool is_after_escape;  /**< In there, a backslash came last. */
    bool is_broken;        /**< Something was not JSON. */
};

/**
 * The next token.
 *
 * @param out      The token; of one of STN_JSON_MORE or _END only the kind.
 * @param at       Where to go on; moved past the token. Stays before a token
 *                 without an end (STN_JSON_MORE).
 * @param is_last  No more bytes will come.
 * @return Its kind.
 */
enum stn_json_token_kind stn_json_next(struct stn_json_token *out,
                                       struct stn_json_lexer *lexer,
                                       struct stn_str bytes, size_t *at,
                                       bool is_last);

/**
 * Pass over the string that begins at `at` and has no end in these bytes, or
 * whatever byte stands there.
 *
 * @return What stands in its place: a key, as far as it is there; a literal for
 *         a string that is a value; STN_JSON_MORE for all else.
 */
struct stn_json_token stn_json_pass_over(struct stn_json_lexer *lexer,
                                         struct stn_str bytes, size_t *at);

#endif
