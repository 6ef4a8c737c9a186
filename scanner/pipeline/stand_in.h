/**
 * @file
 * What stands in for a secret once it is gone: REDACTED-TOKEN-3. Numbered per
 * secret, so that it still shows what is the same as what; nothing of the
 * secret is left in it, and no rule takes it for one.
 */
#ifndef STN_PIPELINE_STAND_IN_H
#define STN_PIPELINE_STAND_IN_H

#include "base/arena.h"
#include "base/buf.h"
#include "findings/seen.h"

struct stn_stand_in {
    struct stn_str value; /**< The secret. */
    struct stn_str text;  /**< What it is replaced by. */
    /** Base64 of a user and a password, as HTTP's Basic scheme has it. */
    bool is_pair;
};

/** Zeroed is ready. */
struct stn_stand_ins {
    struct stn_arena arena;
    struct stn_stand_in *items; /**< In order of appearance. */
    size_t count, capacity;
    struct stn_seen known; /**< By digest of the value. */
    size_t number;         /**< The highest in use. */
};

void stn_stand_ins_dispose(struct stn_stand_ins *stand_ins);

/** Keep clear of the numbers that a text has from an earlier redaction. */
void stn_stand_ins_skip(struct stn_stand_ins *stand_ins, struct stn_str text);

/**
 * What stands in for a secret, the same each time.
 *
 * @param rule  Id of the rule that found it; its words tell the kind.
 * @return An index; SIZE_MAX without memory.
 */
size_t stn_stand_in_of(struct stn_stand_ins *stand_ins, struct stn_str rule,
                       struct stn_str value);

/** Append a stand-in of exactly so many bytes. @return false without memory. */
bool stn_stand_in_fit(const struct stn_stand_in *stand_in, size_t length,
                      struct stn_buf *out);

#endif
