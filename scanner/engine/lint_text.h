/** @file Texts that `rules check` tries a rule on; made, never read. */
#ifndef STN_ENGINE_LINT_TEXT_H
#define STN_ENGINE_LINT_TEXT_H

#include "base/buf.h"

/** Bytes of ordinary text. */
#define STN_LINT_ORDINARY_BYTES ((size_t)256 << 10)
/** Bytes of one hostile text: what is quadratic is slow by now. */
#define STN_LINT_HOSTILE_BYTES ((size_t)32 << 10)

/**
 * Append ordinary text without a secret in it: prose, source, configuration,
 * logs and lock files, with the hashes, ids and placeholders these have. The
 * same bytes each time.
 */
void stn_lint_ordinary(struct stn_buf *out);

/** Append `piece` over and over, `joint` between, up to `size` bytes. */
void stn_lint_repeat(struct stn_buf *out, struct stn_str piece,
                     struct stn_str joint, size_t size);

#endif
