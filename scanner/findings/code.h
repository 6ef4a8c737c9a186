/**
 * @file
 * Findings in code. The statement is shown, so it may hold what must not be:
 * whatever is kept for people goes past the secrets of the text first.
 */
#ifndef STN_FINDINGS_CODE_H
#define STN_FINDINGS_CODE_H

#include "findings/findings.h"

/** Another place, of this or another text. */
struct stn_code_place {
    struct stn_str path;
    const struct stn_lines *lines;
    struct stn_span span;
    const char *what;
};

struct stn_code_edit {
    struct stn_span span;
    struct stn_str text;
};

/** What a check found, before it becomes a finding. Spans are of the text; all
 *  is borrowed, and copied. */
struct stn_code_hit {
    const struct stn_rule_info *rule;
    enum stn_severity severity; /**< 0: the rule's. */
    struct stn_span span;
    struct stn_str function; /**< It is in; or empty. */
    const char *evidence[STN_EVIDENCE_MAX];
    size_t evidence_count;
    struct stn_code_place related[STN_RELATED_MAX];
    size_t related_count;
    const char *fix_title; /**< NULL: there is no fix. */
    struct stn_code_edit edits[STN_FIX_EDITS_MAX]; /**< Sorted, apart. */
    size_t edit_count;
    bool is_old; /**< The change at hand does not touch it. */
};

/** A text with code, where it is from, and what must not be shown of it. */
struct stn_code_text {
    const struct stn_text *text;
    const struct stn_lines *lines;
    const struct stn_hit *secrets; /**< Sorted by secret.start. */
    size_t secret_count;
    /** Secrets that words about it could repeat, of other texts too. */
    const struct stn_hit *words;
    size_t word_count;
    struct stn_str commit, author, date; /**< Or empty. */
    uint64_t order;
};

/**
 * Turn the hits of one text into findings. What would repeat a secret is
 * blanked, and a fix that would is left out.
 *
 * @param hits  Sorted by span.start.
 * @return STN_OK; STN_ENOMEM. Past STN_FINDINGS_MAX the rest is dropped and
 *         recorded as STN_SKIP_TOO_MANY.
 */
enum stn_status stn_findings_add_code(struct stn_findings *findings,
                                      const struct stn_code_text *code,
                                      const struct stn_code_hit *hits,
                                      size_t count, struct stn_error *err);

#endif
