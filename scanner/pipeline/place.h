/** @file From what the workers found to findings with a place and a verdict. */
#ifndef STN_PIPELINE_PLACE_H
#define STN_PIPELINE_PLACE_H

#include "findings/report.h"
#include "pipeline/scanner.h"
#include "sources/source.h"

/**
 * Give every finding and skip its place, drop those outside of what was asked
 * or left out by path, and judge the rest.
 *
 * @param state  The source's, all its workers done.
 */
enum stn_status stn_place_findings(struct stn_report *report,
                                   const struct stn_scanner *scanner,
                                   const struct stn_source *source,
                                   const struct stn_source_options *options,
                                   void *state, struct stn_error *err);

#endif
