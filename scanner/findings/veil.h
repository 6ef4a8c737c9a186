/**
 * @file
 * What must not be shown of one text: every place where a secret was found,
 * and every other place where the bytes of one stand.
 */
#ifndef STN_FINDINGS_VEIL_H
#define STN_FINDINGS_VEIL_H

#include "findings/finding.h"

/** Zeroed is ready; see stn_veil_init(). */
struct stn_veil {
    struct stn_span *spans; /**< Where hits are; sorted, none touch. */
    size_t span_count;
    const struct stn_hit *hits; /**< Borrowed. */
    uint32_t *slots; /**< By four bytes of a value: index of a hit, plus 1. */
    size_t slot_mask;
    size_t reach; /**< From a value's middle to its ends, at most. */
    struct stn_span *covered; /**< What stn_veil_cover() gave last. */
    size_t covered_count, covered_capacity;
};

/** @param hits  Sorted by secret.start; must live as long as the veil. */
enum stn_status stn_veil_init(struct stn_veil *veil, const struct stn_hit *hits,
                              size_t count, struct stn_error *err);
void stn_veil_dispose(struct stn_veil *veil);

/**
 * The places of hits that touch `range`, cut to it.
 *
 * Put into veil->covered: sorted, none touching another; until the next call.
 */
enum stn_status stn_veil_cover_hits(struct stn_veil *veil,
                                    struct stn_span range,
                                    struct stn_error *err);

/**
 * The same and, too, every other occurrence of a secret's bytes. A value of
 * under four bytes is no secret there: half of all words would go.
 *
 * @param bytes  The text's.
 */
enum stn_status stn_veil_cover(struct stn_veil *veil, struct stn_str bytes,
                               struct stn_span range, struct stn_error *err);

/** Every occurrence of a secret's bytes in words about the text, likewise. */
enum stn_status stn_veil_cover_words(struct stn_veil *veil,
                                     struct stn_str words,
                                     struct stn_error *err);

/** Put one more span, as it is, at the end of veil->covered. */
enum stn_status stn_veil_cover_also(struct stn_veil *veil, struct stn_span span,
                                    struct stn_error *err);

#endif
