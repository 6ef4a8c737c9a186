/** @file The literal database of the built-in rules, as C source. */
#ifndef STN_ENGINE_PREFILTER_EMIT_H
#define STN_ENGINE_PREFILTER_EMIT_H

#include "base/buf.h"
#include "engine/prefilter.h"

/**
 * Append a C file that defines stn_prefilter_builtin for a ruleset, all of its
 * rules active. Takes no notice of the stn_prefilter_builtin it is linked to.
 *
 * @return STN_OK; STN_ENOMEM; STN_ELIMIT for the buffer; STN_ELIB.
 */
enum stn_status stn_prefilter_emit(struct stn_buf *out,
                                   const struct stn_ruleset *ruleset,
                                   struct stn_error *err);

#endif
