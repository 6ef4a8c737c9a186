/** @file Regular expressions. The only door to PCRE2. */
#ifndef STN_ENGINE_REGEX_H
#define STN_ENGINE_REGEX_H

#include "base/error.h"
#include "base/str.h"
#include "text/span.h"

struct stn_regex;         /**< Const once made; shared by threads. */
struct stn_regex_scratch; /**< One thread's. */

/** Why a pattern does not compile. */
struct stn_regex_fault {
    size_t offset;     /**< In the pattern. */
    char message[160]; /**< PCRE2's. */
};

/**
 * @param pattern  In byte mode, with PCRE2's own defaults.
 * @param fault    Filled on STN_EINPUT; NULL: not wanted.
 * @return STN_OK; STN_EINPUT for a pattern that does not compile, with no
 *         message in err (the caller knows whose it is); STN_ENOMEM.
 */
enum stn_status stn_regex_new(struct stn_regex **out, const char *pattern,
                              struct stn_regex_fault *fault,
                              struct stn_error *err);
/** The same, but only to see whether it compiles. */
enum stn_status stn_regex_check(const char *pattern,
                                struct stn_regex_fault *fault,
                                struct stn_error *err);
void stn_regex_free(struct stn_regex *regex);

enum stn_status stn_regex_scratch_new(struct stn_regex_scratch **out,
                                      struct stn_error *err);
void stn_regex_scratch_free(struct stn_regex_scratch *scratch);

struct stn_regex_match {
    struct stn_span match;
    /** The group named secret, else group 1, if they took part; else all. */
    struct stn_span secret;
};

/**
 * Find the leftmost match that starts within [first, last].
 *
 * @param subject  Seen whole by lookbehind, anchors and tails.
 * @param first    At most the subject's length.
 * @param last     SIZE_MAX: no bound.
 * @return STN_OK: found; STN_DONE: there is none; STN_ELIMIT: PCRE2 gave up at
 *         a limit (no message in err); STN_ENOMEM; STN_ELIB.
 */
enum stn_status stn_regex_find(const struct stn_regex *regex,
                               struct stn_regex_scratch *scratch,
                               struct stn_str subject, size_t first,
                               size_t last, struct stn_regex_match *out,
                               struct stn_error *err);

/** Where to look for the next match, the last one having been looked for from
 *  `first` on: at its end, or a byte further if it was empty. */
size_t stn_regex_next(const struct stn_regex_match *match, size_t first);

#endif
