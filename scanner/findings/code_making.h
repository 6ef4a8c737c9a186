/** @file How a hit in code becomes a finding; private to code*.c. */
#ifndef STN_FINDINGS_CODE_MAKING_H
#define STN_FINDINGS_CODE_MAKING_H

#include "base/buf.h"
#include "findings/code.h"
#include "findings/veil.h"

/** One call of stn_findings_add_code(). */
struct stn_code_adder {
    struct stn_findings *findings;
    const struct stn_code_text *code;
    struct stn_str path; /**< In the arena, as are these. */
    struct stn_str commit, author, date;
    struct stn_veil veil;  /**< Of the text. */
    struct stn_veil words; /**< Of what is told about it. */
    struct stn_buf scratch;
};

/** The scratch, as a string of the arena. */
enum stn_status stn_code_keep(struct stn_code_adder *adder, struct stn_str *out,
                              struct stn_error *err);

/** Words for people, with no secret in them, in the arena. */
enum stn_status stn_code_words(struct stn_code_adder *adder,
                               struct stn_str *out, struct stn_str words,
                               struct stn_error *err);

/** Give a finding the fix of its hit, unless that would repeat a secret. */
enum stn_status stn_code_fix(struct stn_code_adder *adder,
                             struct stn_finding *finding,
                             const struct stn_code_hit *hit,
                             struct stn_error *err);

#endif
