/** @file As much of a finding's line as people are shown. */
#ifndef STN_REPORTS_EXCERPT_H
#define STN_REPORTS_EXCERPT_H

#include "findings/finding.h"

/** Three runs of a finding's excerpt, one after the other; borrowed from it. */
struct stn_excerpt {
    struct stn_str before;
    struct stn_str marked; /**< The blank, or the code. */
    struct stn_str after;
    size_t width; /**< Code points of what is marked. */
    bool is_cut_before, is_cut_after;
};

/**
 * Cut an excerpt to what fits on a line around its mark. What stands farther
 * off tells nothing about the finding, and is not for every reader of a report.
 */
struct stn_excerpt stn_excerpt_fit(const struct stn_finding *finding);

#endif
