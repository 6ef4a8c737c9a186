/** @file Matches of one text judged beside each other. */
#ifndef STN_ENGINE_RESOLVE_H
#define STN_ENGINE_RESOLVE_H

#include "engine/scratch.h"

/**
 * Look for partners, drop what lacks a required one and what is not reported,
 * and of matches whose secrets overlap keep the most specific.
 *
 * A partner counts when it held by itself; whether its own partner is there is
 * not asked.
 *
 * @param out  Of the scratch.
 */
enum stn_status stn_resolve(const struct stn_matcher *matcher,
                            struct stn_scratch *scratch, struct stn_str text,
                            struct stn_matches *out, struct stn_error *err);

#endif
