/** @file Which objects of git need not be looked at again. */
#ifndef STN_PIPELINE_CLEAN_H
#define STN_PIPELINE_CLEAN_H

#include "base/cache.h"
#include "pipeline/scanner.h"

/**
 * Open the cache that the options name, for what decides whether there is
 * something to find.
 *
 * @param out   NULL if none is named, or the target has no objects.
 * @param note  What is wrong with it; or empty.
 */
enum stn_status stn_clean_open(struct stn_cache **out,
                               const struct stn_scanner *scanner,
                               const struct stn_target *target,
                               struct stn_error *note, struct stn_error *err);

#endif
