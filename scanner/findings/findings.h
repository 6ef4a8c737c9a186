/** @file What one worker found, and the joining of all of them. */
#ifndef STN_FINDINGS_FINDINGS_H
#define STN_FINDINGS_FINDINGS_H

#include "base/arena.h"
#include "findings/finding.h"
#include "findings/seen.h"

/** Why a text, or a part of the run, was not scanned. */
enum stn_skip_reason {
    STN_SKIP_BINARY,    /**< Policy: NUL bytes. */
    STN_SKIP_PATH,      /**< Policy: paths.skip. */
    STN_SKIP_SUBMODULE, /**< Policy: another repository. */
    STN_SKIP_SYMLINK,   /**< Policy: its target is scanned where it stands. */
    STN_SKIP_SPECIAL,   /**< Policy: a device, socket or pipe in a folder. */
    STN_SKIP_UNSTRUCTURED, /**< Part of a capture was scanned as plain text. */
    STN_SKIP_UNPARSED,     /**< Part of a Go file did not parse. */
    STN_SKIP_LATE,         /**< Policy: the deadline, which may pass. */
    STN_SKIP_POLICY_LAST = STN_SKIP_LATE, /**< Past it: failures. */
    STN_SKIP_TOO_LARGE,                   /**< Over limits.file_bytes. */
    STN_SKIP_UNREADABLE,                  /**< The system or git refused. */
    STN_SKIP_CHANGED,     /**< It shrank or was replaced while it was read. */
    STN_SKIP_MISSING,     /**< An object that is not there (partial clone). */
    STN_SKIP_SHALLOW,     /**< History cut off. */
    STN_SKIP_LFS,         /**< An LFS pointer whose content is not here. */
    STN_SKIP_UNDECODED,   /**< Something compressed was not looked into. */
    STN_SKIP_UNCHECKED,   /**< A Go file that no check looked at. */
    STN_SKIP_REGEX_LIMIT, /**< A rule gave up on it; detail names the rule. */
    STN_SKIP_TOO_MANY,    /**< More matches or findings than are kept. */
    STN_SKIP_STOPPED,     /**< Deadline or interrupt. */
    STN_SKIP_SELF_CHECK,  /**< The planted secret was not found. */
    STN_SKIP_NOTHING,     /**< Nothing was there to scan. */
};

/** As in reports: "binary", "too-large", ... */
const char *stn_skip_name(enum stn_skip_reason reason);
/** Whether the run is incomplete because of it. */
bool stn_skip_is_failure(enum stn_skip_reason reason);

struct stn_skip {
    enum stn_skip_reason reason;
    struct stn_str file;   /**< May be empty: the run as a whole. */
    struct stn_str commit; /**< Hex, or empty. */
    struct stn_str detail; /**< One line: what happened, and the remedy. */
    uint64_t bytes;
    uint32_t text_id;
    bool has_text_id; /**< file and commit are still to be placed. */
    /** It is not about a text that one part of a scan has to itself: every part
     *  that looks comes across it. */
    bool is_shared;
};

/** One worker's. Zeroed is ready. Arrays are its own, strings its arena's. */
struct stn_findings {
    struct stn_arena arena;
    struct stn_finding *items;
    size_t count, capacity;
    struct stn_skip *skips;
    size_t skip_count, skip_capacity;
    uint64_t skipped[STN_SKIP_NOTHING + 1]; /**< All, listed or not. */
    uint64_t texts, bytes, packages;        /**< Scanned. */
    uint64_t cached;      /**< Of the texts: known to be clean, and not read. */
    struct stn_seen seen; /**< Values of the text at hand. */
};

void stn_findings_dispose(struct stn_findings *findings);

/** Another text begins: values of captures are not those of the one before. */
void stn_findings_begin_text(struct stn_findings *findings);

/**
 * Count hits of a capture whose values are known, and listed at as many places
 * as are shown: for them no position is worked out.
 *
 * @return false if one of them is more than that: nothing is counted.
 */
bool stn_findings_count_again(struct stn_findings *findings,
                              const struct stn_hit *hits, size_t count);

/**
 * Turn the hits of one text into findings: position, preview, fingerprint,
 * excerpt. The secrets end here.
 *
 * @param hits  Sorted by secret.start. All of them are blanked in excerpts.
 * @return STN_OK; STN_ENOMEM. Past STN_FINDINGS_MAX the rest is dropped and
 *         recorded as STN_SKIP_TOO_MANY.
 */
enum stn_status stn_findings_add(struct stn_findings *findings,
                                 const struct stn_text *text,
                                 const struct stn_lines *lines,
                                 const struct stn_hit *hits, size_t count,
                                 struct stn_error *err);

/** Record a skip; strings are copied. Past STN_SKIPS_LISTED_MAX it is only
 *  counted, unless it is a failure and none of its reason is listed yet. */
enum stn_status stn_findings_skip(struct stn_findings *findings,
                                  const struct stn_skip *skip,
                                  struct stn_error *err);

/** Take findings [from, count) off again if an equal one (rule, line, secret,
 *  nth) is in `before`: what the change did not add. */
void stn_findings_subtract(struct stn_findings *findings, size_t from,
                           const struct stn_findings *before);

/**
 * Merge `from` into `into`; `from` is empty afterwards.
 */
enum stn_status stn_findings_join(struct stn_findings *into,
                                  struct stn_findings *from,
                                  struct stn_error *err);

/**
 * After placing: of findings with one fingerprint keep the one with the lowest
 * `order`; sort by file, start, rule, commit.
 */
void stn_findings_unite(struct stn_findings *findings);

/**
 * After placing: of findings with one fingerprint keep the one with the lowest
 * `order`; sort by file, start, rule, commit; apply the ceilings.
 *
 * @param per_rule  Most findings of one rule; 0: all.
 * @param same      Most findings of one secret; 0: all.
 * @return How many the ceilings took off.
 */
size_t stn_findings_settle(struct stn_findings *findings, uint32_t per_rule,
                           uint32_t same);

/** @name Settling anew what parts of a scan have settled. */
/**@{*/
/** Of one part: findings that are not one, but look alike since only a few bits
 *  of their secrets are known, get identities of their own. */
void stn_findings_tell_apart(struct stn_findings *findings);
/** Of equal findings of several parts keep one. */
void stn_findings_unite_parts(struct stn_findings *findings);
/** As stn_findings_settle(), of what was settled in parts. */
size_t stn_findings_settle_parts(struct stn_findings *findings,
                                 uint32_t per_rule, uint32_t same);
/** The order of skips in a report, for qsort. */
int stn_skip_compare(const void *left, const void *right);
/**@}*/

#endif
