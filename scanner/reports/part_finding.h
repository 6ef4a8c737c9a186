/** @file One finding of a part's report. */
#ifndef STN_REPORTS_PART_FINDING_H
#define STN_REPORTS_PART_FINDING_H

#include "findings/finding.h"
#include "reports/part_rules.h"

/**
 * Read a finding.
 *
 * @param arena  Of what it points to.
 * @param wrong  Set to the key that is, if any.
 * @return STN_OK; STN_EINPUT: it is not as this program writes it; STN_ENOMEM.
 */
enum stn_status stn_part_finding_read(struct stn_finding *out,
                                      struct stn_arena *arena,
                                      const struct stn_part_rules *rules,
                                      struct stn_str json, const char **wrong);

#endif
