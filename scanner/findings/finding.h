/** @file One finding: where, what, how bad; never the secret. */
#ifndef STN_FINDINGS_FINDING_H
#define STN_FINDINGS_FINDING_H

#include "findings/rule_info.h"
#include "text/lines.h"

#define STN_EVIDENCE_MAX 6
/** Most bytes of one piece of evidence, with its NUL. */
#define STN_EVIDENCE_BYTES 64

/**
 * Identity of a finding: survives rebase, line moves and re-indentation,
 * changes when the secret changes. Twenty bits of the secret's digest cannot
 * confirm a guess.
 */
struct stn_fingerprint {
    uint64_t line;   /**< Of the line with the secret blanked, space folded. */
    uint64_t place;  /**< Of path and `line`; set when the path is known. */
    uint32_t secret; /**< Twenty bits. */
    uint32_t nth;    /**< Among equal ones of one text, from 1. */
};

/** Most of the other places that are listed: enough to see a pattern. */
#define STN_ALSO_MAX 20

/** Another place where the same value stands. */
struct stn_also {
    struct stn_pos start;
    struct stn_str location;
};

/** Most of the places that explain a finding in code. */
#define STN_RELATED_MAX 4

/** Another place that explains a finding in code: where what leaks was
 *  acquired, which return misses it. */
struct stn_related {
    struct stn_str file;
    struct stn_pos start, end;
    struct stn_str message; /**< "f is opened here" */
};

/** Most edits of one fix. */
#define STN_FIX_EDITS_MAX 4

/** Replace a run of bytes by a text. */
struct stn_fix_edit {
    uint64_t start_byte, end_byte;
    struct stn_pos start, end;
    uint32_t start_byte_column, end_byte_column; /**< As in a finding. */
    struct stn_str text;
};

/** A mechanical repair. */
struct stn_fix {
    struct stn_str title;
    struct stn_fix_edit edits[STN_FIX_EDITS_MAX]; /**< Sorted. */
    size_t edit_count;
    struct stn_str diff; /**< For people: as a unified diff; or empty. */
};

/** Strings are borrowed from the findings' arena or live with the scanner. */
struct stn_finding {
    const struct stn_rule_info *rule;
    enum stn_severity severity; /**< After the evidence. */
    struct stn_str file;        /**< Empty until placed. */
    struct stn_str was; /**< Where the change at hand moved the file from, if it
                             is not trusted; or empty. */
    struct stn_str location; /**< Place in a capture; or empty. */
    struct stn_str commit;   /**< Hex; empty outside git. */
    struct stn_str author;   /**< "Name <mail>". */
    struct stn_str date;     /**< RFC 3339, with the author's zone. */
    struct stn_pos start;
    struct stn_pos end; /**< Exclusive. */
    uint64_t start_byte;
    uint64_t end_byte;
    /** From 1, in bytes of their lines, the end exclusive; 0: not known, as in
     *  UTF-16 or where a window begins within the line. */
    uint32_t start_byte_column, end_byte_column;
    struct stn_str preview; /**< At most 4 characters, a quarter of it, "…". */
    struct stn_str excerpt; /**< Its first line, every secret in it blanked. */
    size_t excerpt_mark;    /**< Code points before the blank, or the code. */
    size_t excerpt_marked;  /**< Code points of that. */
    struct stn_fingerprint fingerprint;
    uint64_t line_hash;     /**< See stn_line_hash_findings(). */
    uint32_t line_hash_nth; /**< From 1; 0: there is no hash. */
    const char *evidence[STN_EVIDENCE_MAX];
    size_t evidence_count;
    enum stn_finding_status status;
    struct stn_str reason;   /**< Why it is allowed or known. */
    struct stn_str owner;    /**< Who answers for that; or empty. */
    uint32_t entry;          /**< Of the baseline, from 1; 0: none. One past its
                                  date leaves the finding new. */
    bool is_allowed_in_line; /**< By a mark; else by the configuration. */
    bool is_mark_ignored;    /**< A mark would, and comes with the change. */
    const char *cure; /**< What the recorder offers against it; may be NULL. */
    struct stn_also *also; /**< Other places of a capture; at most
                                STN_ALSO_MAX are kept. */
    size_t also_count;     /**< Of all of them. */

    const struct stn_related *related; /**< In code. */
    size_t related_count;
    const struct stn_fix *fix; /**< NULL: there is none. */

    bool is_placed;           /**< File and commit are known already. */
    uint32_t text_id;         /**< Of its text; see stn_text.id. */
    uint64_t order;           /**< Age of its commit: the older, the smaller. */
    uint64_t fingerprint_key; /**< Secret identity across places: for `same`. */
};

/** Add words that are static, unless the finding has them, or has as many as
 *  are kept. */
static inline void stn_finding_add_evidence(struct stn_finding *finding,
                                            const char *words)
{
    for (size_t i = 0; i < finding->evidence_count; i++)
        if (strcmp(finding->evidence[i], words) == 0)
            return;
    if (finding->evidence_count < STN_EVIDENCE_MAX)
        finding->evidence[finding->evidence_count++] = words;
}

/** What a worker found, before it becomes a finding. Spans are of the text. */
struct stn_hit {
    const struct stn_rule_info *rule;
    enum stn_severity severity;
    struct stn_span secret; /**< In the text's bytes. */
    struct stn_str value;   /**< The secret, decoded. */
    struct stn_str location;
    const char *evidence[STN_EVIDENCE_MAX]; /**< Borrowed; copied. */
    size_t evidence_count;
    const char *cure; /**< Static; see struct stn_finding. May be NULL. */
    /** In a capture a value that stands at many places is one finding. */
    bool is_capture;
    size_t trail; /**< For a redaction: where it stands exactly. */
};

#endif
