/** @file The hits of one package, as they are found. */
#ifndef STN_GOLANG_HITS_H
#define STN_GOLANG_HITS_H

#include "golang/hit.h"

/** Zeroed is ready. */
struct stn_go_hits {
    struct stn_go_hit *items;
    size_t count, capacity;
};

void stn_go_hits_dispose(struct stn_go_hits *hits);

enum stn_status stn_go_hits_add(struct stn_go_hits *hits,
                                const struct stn_go_hit *hit,
                                struct stn_error *err);

/** By file, span and check; what one check told twice of a place, once. */
void stn_go_hits_sort(struct stn_go_hits *hits);

#endif
