/** @file What a run can say of the baseline: paths, rules, files that left. */
#ifndef STN_PIPELINE_KNOWN_H
#define STN_PIPELINE_KNOWN_H

#include "pipeline/scanner.h"
#include "policy/baseline.h"
#include "sources/source.h"

/** A run, as stn_baseline_judge() asks it. */
struct stn_known {
    const struct stn_scanner *scanner;
    const struct stn_source *source;
    const struct stn_source_options *options;
    void *state; /**< The source's, all its workers done. */
};

/** Judge the findings of a report, placed and united, by the baseline. */
enum stn_status stn_known_judge(struct stn_known *known,
                                struct stn_report *report,
                                struct stn_error *err);

/**
 * The path of a finding as its entry has it: seen from where the baseline's
 * paths are from, without "." and "..". What is outside stays as it is.
 *
 * @param kind  Of the target: in git, paths are from the root already.
 */
enum stn_status stn_known_path(struct stn_buf *out,
                               const struct stn_options *options,
                               enum stn_target_kind kind, struct stn_str file);

/** What a target is for the baseline, if all of it is looked at. */
enum stn_status stn_known_scope(enum stn_baseline_scope *out,
                                const struct stn_options *options,
                                const struct stn_target *target);

#endif
