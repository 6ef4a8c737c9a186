/**
 * @file
 * The family of offline checks a rule may ask for by name. Each looks at one
 * match and says whether it holds, how bad it may be at most, and what speaks
 * for that.
 */
#ifndef STN_ENGINE_CONFIRM_H
#define STN_ENGINE_CONFIRM_H

#include "findings/finding.h"
#include "text/segment.h"

struct stn_confirm_input {
    const struct stn_segment *segment;
    struct stn_span match;  /**< Of the segment's bytes. */
    struct stn_span secret; /**< Inside them, usually inside `match`. */
    struct stn_str value;   /**< The secret's bytes. */
    int64_t now;            /**< Unix time. */
};

/** Filled by `holds`; zeroed before. */
struct stn_confirm_result {
    /** Ceiling for the severity; 0: none. */
    enum stn_severity at_most;
    /** Floor for the severity; 0: none. The ceiling is above it, and what the
     *  configuration says too. */
    enum stn_severity at_least;
    /** Taken off at last, down to a note. */
    unsigned steps_down;
    /** Static strings: "checksum valid", "expired". */
    const char *evidence[2];
    size_t evidence_count;
    /** One more, made for this match ("AWS account 123456789012"); never with
     *  bytes of the secret. Empty: none. */
    char detail[STN_EVIDENCE_BYTES];
};

struct stn_confirm {
    const char *name;    /**< "github-crc32" */
    const char *summary; /**< One line for `rules show`. */
    /**
     * @return false: the match is dropped. Pure; must be cheap (it runs for
     *         every match), bounded for any input, and allocate nothing that
     *         outlives it.
     */
    bool (*holds)(const struct stn_confirm_input *input,
                  struct stn_confirm_result *result);
};

/** Sorted by name; NULL ends it. */
extern const struct stn_confirm *const stn_confirms[];

const struct stn_confirm *stn_confirm_find(const char *name);
bool stn_confirm_exists(const char *name);

#endif
