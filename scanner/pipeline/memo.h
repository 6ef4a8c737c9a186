/**
 * @file
 * What the rules said of fields seen before: a recorded session sends the same
 * cookie with every request, and asking again is most of the work.
 */
#ifndef STN_PIPELINE_MEMO_H
#define STN_PIPELINE_MEMO_H

#include "engine/matcher.h"

/** Longer fields are asked about each time. */
#define STN_MEMO_BYTES_MAX 512
/** Matches of one field that are kept; more are rare. */
#define STN_MEMO_MATCHES_MAX 3

/** A match, with its evidence in memory of its own. */
struct stn_memo_match {
    struct stn_match match;
    char evidence[STN_EVIDENCE_MAX][STN_EVIDENCE_BYTES];
};

/** One field. */
struct stn_memo_entry {
    uint32_t name_length, value_length;
    enum stn_segment_kind kind; /**< 0: free. */
    uint32_t traits;
    int64_t expires;
    char bytes[STN_MEMO_BYTES_MAX]; /**< Its name, then its value. */
    size_t count;
    struct stn_memo_match matches[STN_MEMO_MATCHES_MAX];
};

/** One worker's. */
struct stn_memo;

enum stn_status stn_memo_new(struct stn_memo **out, struct stn_error *err);
void stn_memo_free(struct stn_memo *memo);

/** @return What is known of a field; NULL: nothing. Until the next keep. */
const struct stn_memo_entry *stn_memo_find(const struct stn_memo *memo,
                                           const struct stn_segment *field);

/** Keep what a scan of a field gave, unless that is too much. */
void stn_memo_keep(struct stn_memo *memo, const struct stn_segment *field,
                   const struct stn_matches *matches);

#endif
