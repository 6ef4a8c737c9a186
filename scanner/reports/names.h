/** @file Words that every format uses alike. */
#ifndef STN_REPORTS_NAMES_H
#define STN_REPORTS_NAMES_H

#include "findings/report.h"

#ifndef STANCH_VERSION
#define STANCH_VERSION "0.1.0" /**< The build gives the real one. */
#endif

/** "new", "allowed", "known". */
const char *stn_finding_status_name(enum stn_finding_status status);
/** "clean", "findings", "incomplete". */
const char *stn_verdict_name(enum stn_verdict verdict);
/** What to do about it; "" if nothing need be done. */
const char *stn_skip_remedy(enum stn_skip_reason reason);

/** Whether a preview is worth showing: one may be an ellipsis alone, or the
 *  dashes of a key. */
bool stn_preview_tells(struct stn_str preview);

#endif
