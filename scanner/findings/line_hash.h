/** @file What code-scanning services tell alerts apart by: lines. */
#ifndef STN_FINDINGS_LINE_HASH_H
#define STN_FINDINGS_LINE_HASH_H

#include "findings/findings.h"

/**
 * Give findings of one text the hash of their line as GitHub's upload action
 * computes it ("primaryLocationLineHash"): a rolling hash of the next hundred
 * UTF-16 units without spaces and tabs, and how many lines of the text had the
 * same so far.
 *
 * In one thing it differs. That hash is linear, and what is hashed is public
 * but for the secret, so that a password of ten characters could be worked out
 * from it. Here every secret counts as one NUL; lines with none near by have
 * the same hash as there.
 *
 * Windows of streams, UTF-16 and texts past STN_LINE_HASH_BYTES_MAX have none.
 *
 * @param from  The first of the findings.
 * @param hits  All secrets of the text, sorted by secret.start.
 * @see https://github.com/github/codeql-action src/fingerprints.ts
 */
enum stn_status stn_line_hash_findings(struct stn_findings *findings,
                                       size_t from, const struct stn_text *text,
                                       const struct stn_hit *hits, size_t count,
                                       struct stn_error *err);

#endif
