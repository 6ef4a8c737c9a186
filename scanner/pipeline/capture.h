/**
 * @file
 * One text, or one window of it after another, through the reader of its
 * format: what it is, how far it is read, where reading goes on.
 */
#ifndef STN_PIPELINE_CAPTURE_H
#define STN_PIPELINE_CAPTURE_H

#include "http/format.h"
#include "pipeline/gather.h"

/** One worker's; see stn_capture_init(). */
struct stn_capture {
    struct stn_gather gather;
    struct stn_http_sink sink;
    struct stn_http_walk *walk;
    const struct stn_http_format *format; /**< NULL: not read by structure. */
    void *reader;
    size_t sniffs;     /**< Places of this text looked at so far. */
    uint64_t position; /**< In the stream: where reading goes on, */
    uint64_t owned;    /**< and what is found as plain bytes counts. */
    bool is_asked;     /**< All formats were, what the text is. */
    bool is_capture;   /**< A reader was found, now or before. */
    bool is_log;       /**< What no format claims is read as a log. */
};

/** What one window came to. */
struct stn_captured {
    const struct stn_hit *hits; /**< Until the next window. */
    size_t count;
    /** Bytes before it need not be in the next window. */
    size_t consumed;
};

enum stn_status stn_capture_init(struct stn_capture *capture,
                                 const struct stn_scanner *scanner,
                                 struct stn_scratch *scratch,
                                 struct stn_error *err);
void stn_capture_dispose(struct stn_capture *capture);

/**
 * Scan a text, or its next window, as plain bytes and by its structure.
 *
 * @param root   Its bytes, transcoded.
 * @param skips  Where what could not be read is recorded.
 */
enum stn_status
stn_capture_scan(struct stn_capture *capture, const struct stn_text *text,
                 const struct stn_segment *root, struct stn_findings *skips,
                 struct stn_captured *out, struct stn_error *err);

#endif
