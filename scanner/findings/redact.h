/** @file The only ways a finding's surroundings are shown. */
#ifndef STN_FINDINGS_REDACT_H
#define STN_FINDINGS_REDACT_H

#include "base/buf.h"
#include "findings/finding.h"

/** At most 4 leading code points and never more than a quarter of them, all
 *  printable, then "…". */
void stn_redact_preview(struct stn_buf *out, struct stn_str secret);

/** Bytes made printable, hidden spans of them replaced by '*'.
 *  @param hidden  Sorted, none touching. */
void stn_redact_append(struct stn_buf *out, struct stn_str bytes,
                       const struct stn_span *hidden, size_t hidden_count);

/**
 * A line of code, made printable, hidden spans replaced by '*', cut to
 * STN_EXCERPT_BYTES_MAX around the marked one, which is shown.
 *
 * @param hidden  Offsets into the line; sorted, none touching.
 * @param mark    Code points of the excerpt before the marked ones.
 * @param width   Code points of those.
 */
void stn_redact_code(struct stn_buf *out, struct stn_str line,
                     const struct stn_span *hidden, size_t hidden_count,
                     struct stn_span marked, size_t *mark, size_t *width);

/**
 * The line around a secret, made printable, every hidden span and every
 * occurrence of its bytes replaced by '*' (8 of them, whatever its length),
 * cut to STN_EXCERPT_BYTES_MAX around the marked one.
 *
 * @param line    Of the text; hidden spans are offsets into it, in any order.
 * @param marked  Which of the hidden spans the finding is about.
 * @param mark    Code points of the excerpt before its blank.
 * @param width   Code points of its blank.
 */
void stn_redact_excerpt(struct stn_buf *out, struct stn_str line,
                        const struct stn_span *hidden, size_t hidden_count,
                        size_t marked, size_t *mark, size_t *width);

#endif
