/** @file See struct stn_fingerprint. */
#ifndef STN_FINDINGS_FINGERPRINT_H
#define STN_FINDINGS_FINGERPRINT_H

#include "base/buf.h"
#include "findings/finding.h"

/**
 * The part that needs the text. Blanks `secret` in `line` (and every other
 * occurrence of its bytes), folds runs of spaces and tabs to one, trims.
 */
void stn_fingerprint_begin(struct stn_fingerprint *out, struct stn_str rule,
                           struct stn_str line, struct stn_span secret,
                           struct stn_str value);

/**
 * The same for a finding in code: its rule, the function around it and the
 * statement say what it is.
 *
 * @param words  Those, secrets blanked; space in them is folded.
 * @return Its identity across places.
 */
uint64_t stn_fingerprint_begin_code(struct stn_fingerprint *out,
                                    struct stn_str rule, struct stn_str words);

/** The part that needs the path. */
void stn_fingerprint_place(struct stn_fingerprint *fingerprint,
                           struct stn_str path);

/**
 * All 64 bits of a secret's identity. For comparing within a run, never for
 * printing: what is printed are twenty of them.
 */
uint64_t stn_fingerprint_secret_key(struct stn_str rule, struct stn_str value);

/** "v1:RULE:16 hex:5 hex:N". */
void stn_fingerprint_append(struct stn_buf *out,
                            const struct stn_finding *finding);

#endif
