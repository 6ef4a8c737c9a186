/** @file Proof, in every run, that a secret would have been found. */
#ifndef STN_PIPELINE_SELF_CHECK_H
#define STN_PIPELINE_SELF_CHECK_H

#include "pipeline/worker.h"

/**
 * Send the first example of an active rule the way of every text: through the
 * source's own reading where it has one, the matcher and the findings, and keep
 * it out of the report; a built-in rule's where no active one has an example.
 * If it is not found, STN_SKIP_SELF_CHECK is recorded
 * and the run is incomplete.
 */
enum stn_status stn_self_check(struct stn_worker *worker,
                               const struct stn_source *source, void *handle,
                               struct stn_error *err);

#endif
