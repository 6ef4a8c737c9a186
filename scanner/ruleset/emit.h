/** @file A ruleset as C source. */
#ifndef STN_RULESET_EMIT_H
#define STN_RULESET_EMIT_H

#include "base/buf.h"
#include "ruleset/rule.h"

/**
 * Append a translation unit that defines `stn_ruleset_builtin` with the same
 * rules and digest. The same ruleset gives the same bytes.
 *
 * @return STN_OK; STN_ENOMEM or STN_ELIMIT from the buffer.
 */
enum stn_status stn_ruleset_emit(struct stn_buf *out,
                                 const struct stn_ruleset *ruleset,
                                 struct stn_error *err);

#endif
