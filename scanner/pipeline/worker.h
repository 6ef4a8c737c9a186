/** @file One thread's way from a text to findings. */
#ifndef STN_PIPELINE_WORKER_H
#define STN_PIPELINE_WORKER_H

#include "base/cache.h"
#include "findings/findings.h"
#include "pipeline/capture.h"
#include "pipeline/go_worker.h"
#include "pipeline/scanner.h"
#include "sources/source.h"

/** Objects that nothing was found in. */
struct stn_worker_clean {
    struct stn_cache_entry *items;
    size_t count, capacity;
};

struct stn_worker {
    const struct stn_scanner *scanner;
    struct stn_findings found;
    struct stn_findings before; /**< Of earlier versions; emptied each time. */
    struct stn_scratch *scratch;
    struct stn_plain *plain;
    struct stn_capture capture;
    struct stn_go_worker go;
    bool wants_clean; /**< There is a cache. */
    struct stn_worker_clean clean;
};

enum stn_status stn_worker_init(struct stn_worker *worker,
                                const struct stn_scanner *scanner,
                                struct stn_error *err);
void stn_worker_dispose(struct stn_worker *worker);

/**
 * Scan one text into worker->found.
 *
 * @param source  Asked for earlier versions, when the text has any.
 * @param handle  The source's worker handle.
 */
enum stn_status stn_worker_scan(struct stn_worker *worker,
                                const struct stn_text *text,
                                const struct stn_source *source, void *handle,
                                struct stn_error *err);

/** Whether anything is found in a text; nothing of it is kept. For the
 *  self-check. */
enum stn_status stn_worker_finds(struct stn_worker *worker,
                                 const struct stn_text *text, bool *out,
                                 struct stn_error *err);

#endif
