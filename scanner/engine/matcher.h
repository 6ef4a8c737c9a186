/**
 * @file
 * Rules made ready to run. One literal prefilter for all of them finds
 * anchors; cheap byte guards refuse most; PCRE2 decides, with the whole
 * segment as subject and only the start of a match bounded.
 */
#ifndef STN_ENGINE_MATCHER_H
#define STN_ENGINE_MATCHER_H

#include "engine/anchors.h"
#include "findings/finding.h"
#include "ruleset/rule.h"
#include "text/segment.h"

struct stn_matcher; /**< Const once made; shared by threads. */
struct stn_scratch; /**< One worker's; see stn_scratch_new(). */

struct stn_matcher_options {
    /** One for each rule; NULL: all active. */
    const bool *active;
    /** One for each rule, 0: the rule's own; NULL: all the rules' own. */
    const enum stn_severity *severities;
    int64_t now; /**< Unix time, for confirms. */
    bool no_prefilter;
    bool profile;
};

/**
 * @param ruleset  Must outlive the matcher. The built-in one uses the literal
 *                 database made with the program; any other is compiled here.
 * @return STN_OK; STN_EINPUT for a pattern that does not parse (the message
 *         has the rule's origin and the offset in the pattern); STN_ENOMEM;
 *         STN_ELIB.
 */
enum stn_status stn_matcher_new(struct stn_matcher **out,
                                const struct stn_ruleset *ruleset,
                                const struct stn_matcher_options *options,
                                struct stn_error *err);
void stn_matcher_free(struct stn_matcher *matcher);

/** A match that held. Spans are of the segment's bytes. */
struct stn_match {
    uint32_t rule; /**< Index in the ruleset. */
    enum stn_severity severity;
    struct stn_span match;
    struct stn_span secret;                 /**< Never empty. */
    const char *evidence[STN_EVIDENCE_MAX]; /**< Until the next scan. */
    size_t evidence_count;
};

/** What a scan gave; borrowed from the scratch until its next scan. */
struct stn_matches {
    const struct stn_match *items; /**< Sorted by secret.start, then rule. */
    size_t count;
    /** Rules that hit a match, heap or stack limit: their result is not
     *  whole. Indices in the ruleset, sorted, each once. */
    const uint32_t *gave_up;
    size_t gave_up_count;
    bool is_flooded; /**< STN_TEXT_MATCHES_MAX was reached. */
};

enum stn_status stn_scratch_new(struct stn_scratch **out,
                                const struct stn_matcher *matcher,
                                struct stn_error *err);
void stn_scratch_free(struct stn_scratch *scratch);

/**
 * Match one segment against every active rule: prefilter, guards, PCRE2,
 * placeholders, confirms, entropy, allow lists, partners near by; then, of
 * matches whose secrets overlap, the most specific rule stays.
 *
 * The rule's path globs are not asked here: the path may not be known yet.
 *
 * @param out  Borrowed from the scratch.
 * @return STN_OK, also when rules gave up; STN_ENOMEM; STN_ELIB; STN_ELIMIT
 *         for a segment of 4 GiB or more.
 */
enum stn_status stn_matcher_scan(const struct stn_matcher *matcher,
                                 struct stn_scratch *scratch,
                                 const struct stn_segment *segment,
                                 struct stn_matches *out,
                                 struct stn_error *err);

/**
 * Whether any rule with `names` looks at fields of this kind and name: then
 * the field's value is worth a scan even if no literal stands in it. Cheap for
 * names seen before.
 *
 * @param name  Over STN_NAME_BYTES_MAX it is none.
 * @return STN_OK; STN_ENOMEM; STN_ELIB.
 */
enum stn_status stn_matcher_wants(const struct stn_matcher *matcher,
                                  struct stn_scratch *scratch,
                                  enum stn_segment_kind kind,
                                  struct stn_str name, bool *out,
                                  struct stn_error *err);

/**
 * From now on let scans tell where literals of rules stand in the segment, and
 * those that `names` are known by, unless they are words like any other. What
 * is compressed or encoded differently hides them.
 *
 * Rules that are tried everywhere leave no trace: where such run, and without
 * the prefilter, all of the segment is one anchor.
 *
 * @param anchors  The caller's: cleared by each scan, then filled. NULL: scans
 *                 pay nothing for it, as at first.
 */
void stn_scratch_set_anchors(struct stn_scratch *scratch,
                             struct stn_anchors *anchors);

/** What one rule cost, when profiling. */
struct stn_rule_cost {
    uint64_t hits;        /**< Literals seen. */
    uint64_t guarded;     /**< Of these, past the guard. */
    uint64_t calls;       /**< Of PCRE2. */
    uint64_t matches;     /**< That held. */
    uint64_t nanoseconds; /**< In PCRE2. */
};

/** One for each rule; borrowed from the scratch, summed over its scans. */
const struct stn_rule_cost *
stn_scratch_costs(const struct stn_scratch *scratch);

/** For `rules show` and `rules check`: the literals a rule is found by, each
 *  with how far before it a match may start. Printable, one line each. */
enum stn_status stn_matcher_explain(struct stn_buf *out,
                                    const struct stn_matcher *matcher,
                                    uint32_t rule, struct stn_error *err);

/** How specific a rule is: of two whose secrets overlap the higher wins. */
uint32_t stn_matcher_rank(const struct stn_matcher *matcher, uint32_t rule);

#endif
