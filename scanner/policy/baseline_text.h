/** @file How the words of a baseline are written; private to policy. */
#ifndef STN_POLICY_BASELINE_TEXT_H
#define STN_POLICY_BASELINE_TEXT_H

#include "base/arena.h"
#include "base/buf.h"

/** In percent encoding: what a word of a line cannot hold or people cannot see.
 *  An empty word is "-". */
void stn_baseline_encode(struct stn_buf *out, struct stn_str bytes);

/**
 * @param out      Borrowed from `word` where nothing is encoded, else of the
 *                 arena.
 * @param is_good  Whether it was an encoding at all.
 * @return STN_OK; STN_ENOMEM.
 */
enum stn_status stn_baseline_decode(struct stn_arena *arena,
                                    struct stn_str *out, struct stn_str word,
                                    bool *is_good, struct stn_error *err);

#endif
