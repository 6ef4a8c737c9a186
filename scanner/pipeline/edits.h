/** @file What is to be replaced in some bytes: spans that never overlap. */
#ifndef STN_PIPELINE_EDITS_H
#define STN_PIPELINE_EDITS_H

#include "base/buf.h"
#include "text/span.h"

struct stn_edit {
    struct stn_span span;
    struct stn_str with; /**< Borrowed. */
    size_t after;        /**< Where that begins once all edits are made. */
};

/** Zeroed is ready. */
struct stn_edits {
    struct stn_edit *items; /**< In the order of the bytes, once sorted. */
    size_t count, capacity;
    unsigned char *taken; /**< A bit for each byte; NULL: none is taken. */
    size_t length;
};

void stn_edits_dispose(struct stn_edits *edits);

/** Begin anew, for so many bytes. */
void stn_edits_begin(struct stn_edits *edits, size_t length);

/** Keep a span from being edited. @return false without memory. */
bool stn_edits_take(struct stn_edits *edits, struct stn_span span);

/** Whether nothing of a span is taken. */
bool stn_edits_is_free(const struct stn_edits *edits, struct stn_span span);

/** Add an edit of a span that is free. @return false without memory. */
bool stn_edits_add(struct stn_edits *edits, struct stn_edit edit);

void stn_edits_sort(struct stn_edits *edits);

/** Sort the edits, and append the bytes with all of them made. */
void stn_edits_make(struct stn_edits *edits, struct stn_str bytes,
                    struct stn_buf *out);

/** Where a byte stood before the edits were made; within one, where that
 *  began. */
size_t stn_edits_before(const struct stn_edits *edits, size_t offset);

#endif
