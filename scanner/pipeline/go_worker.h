/** @file One thread's way from a Go package to findings. */
#ifndef STN_PIPELINE_GO_WORKER_H
#define STN_PIPELINE_GO_WORKER_H

#include "findings/code.h"
#include "pipeline/go_secrets.h"

/** Zeroed is ready; it costs nothing until the first package. */
struct stn_go_worker {
    const struct stn_scanner *scanner;
    struct stn_go_scan *scan;
    struct stn_go_secrets secrets;
    const struct stn_package *package; /**< The one at hand. */
    struct stn_text *texts;            /**< One for each of its files. */
    struct stn_lines **lines;          /**< Likewise. */
    struct stn_code_hit *hits;         /**< Of the file at hand. */
    size_t hit_count, hit_capacity;
};

void stn_go_worker_dispose(struct stn_go_worker *worker);

/** Run the checks over a package; what they find, and could not look at, goes
 *  to `found`. */
enum stn_status stn_go_worker_scan(struct stn_go_worker *worker,
                                   const struct stn_package *package,
                                   struct stn_findings *found,
                                   struct stn_error *err);

#endif
