/** @file From the rules' patterns to the tables of a prefilter. */
#ifndef STN_ENGINE_PREFILTER_BUILD_H
#define STN_ENGINE_PREFILTER_BUILD_H

#include "base/arena.h"
#include "engine/prefilter.h"

/**
 * @param out    All but the database; in the arena.
 * @param runs   One for each rule; NULL: all take part. The others have an
 *               empty plan.
 */
enum stn_status stn_prefilter_build(struct stn_prefilter_image *out,
                                    struct stn_arena *arena,
                                    const struct stn_ruleset *ruleset,
                                    const bool *runs, struct stn_error *err);

#endif
