/** @file How much of what a pattern matches is fixed. */
#ifndef STN_ENGINE_LITERAL_RUN_H
#define STN_ENGINE_LITERAL_RUN_H

#include "engine/regex_syntax.h"

/**
 * The longest run of bytes that are the same in every match, or nearly (one of
 * a few letters or digits): inside the secret's group, and outside of it.
 */
enum stn_status stn_literal_runs(uint32_t *inside, uint32_t *outside,
                                 const struct stn_syntax *syntax,
                                 struct stn_error *err);

#endif
