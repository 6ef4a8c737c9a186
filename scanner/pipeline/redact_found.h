/** @file What one scan finds in a text, and what of it is to be redacted. */
#ifndef STN_PIPELINE_REDACT_FOUND_H
#define STN_PIPELINE_REDACT_FOUND_H

#include "pipeline/worker.h"

enum stn_redact_verdict {
    STN_REDACT_MINOR,   /**< Below what is asked for. */
    STN_REDACT_ALLOWED, /**< The policy has it stay. */
    STN_REDACT_TARGET,  /**< To be replaced. */
};

/** Borrowed from the worker until its next scan, but for `verdicts`. */
struct stn_redact_found {
    struct stn_text text;
    enum stn_text_class class;
    struct stn_segment root;
    const struct stn_hit *hits;
    size_t count;
    enum stn_redact_verdict *verdicts; /**< One for each hit. */
    size_t targets;
    bool is_binary; /**< It was not scanned. */
};

/**
 * Scan a text, and ask the policy.
 *
 * @param out    Zeroed; to be disposed of also after a failure.
 * @param least  What is below stays.
 */
enum stn_status stn_redact_find(struct stn_redact_found *out,
                                struct stn_worker *worker, struct stn_str name,
                                struct stn_str bytes, enum stn_severity least,
                                struct stn_error *err);
void stn_redact_found_dispose(struct stn_redact_found *found);

#endif
