/** @file How a hit becomes a finding; private to findings.c. */
#ifndef STN_FINDINGS_MAKING_H
#define STN_FINDINGS_MAKING_H

#include "base/buf.h"
#include "findings/findings.h"
#include "findings/veil.h"

/** One call of stn_findings_add(). */
struct stn_adder {
    struct stn_findings *findings;
    const struct stn_text *text;
    const struct stn_lines *lines;
    struct stn_str path; /**< In the arena. */
    struct stn_veil veil;
    struct stn_buf scratch;
    bool is_plain; /**< Bytes are characters; else UTF-16. */
};

static inline enum stn_severity stn_hit_severity(const struct stn_hit *hit)
{
    return hit->severity != STN_SEVERITY_DEFAULT ? hit->severity
                                                 : hit->rule->severity;
}

/** Make a finding that knows all of its hit but its other places: position,
 *  preview, fingerprint, excerpt. The secret ends here. */
enum stn_status stn_adder_make(struct stn_adder *adder,
                               struct stn_finding *finding,
                               const struct stn_hit *hit,
                               struct stn_error *err);

/** Put a finding at the end. */
enum stn_status stn_findings_append(struct stn_findings *findings,
                                    const struct stn_finding *finding,
                                    struct stn_error *err);

/** Number the equal ones among findings [from, count), of one text. */
enum stn_status stn_findings_number(struct stn_findings *findings, size_t from,
                                    struct stn_error *err);

/** Note that there are more findings in a text than are kept. */
enum stn_status stn_findings_note_overflow(struct stn_findings *findings,
                                           const struct stn_text *text,
                                           struct stn_error *err);

#endif
