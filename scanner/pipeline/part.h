/** @file What a part of a scan tells of itself, so that it can be joined. */
#ifndef STN_PIPELINE_PART_H
#define STN_PIPELINE_PART_H

#include "pipeline/scanner.h"
#include "sources/source.h"

/** What was skipped till now. */
struct stn_part_mark {
    size_t listed;
    uint64_t counted[STN_SKIP_NOTHING + 1];
};

/** Before the source tells of the run as a whole. */
void stn_part_mark(struct stn_part_mark *mark,
                   const struct stn_findings *found);

/**
 * After that: fill report->part, and say in report->what which part it is.
 * Skips since the mark are such as every part has.
 */
enum stn_status stn_part_describe(struct stn_report *report,
                                  const struct stn_part_mark *mark,
                                  const struct stn_scanner *scanner,
                                  const struct stn_source *source,
                                  const struct stn_source_options *options,
                                  void *state, struct stn_error *err);

#endif
