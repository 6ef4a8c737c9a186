/** @file One run, as reporters and the gate see it. */
#ifndef STN_FINDINGS_REPORT_H
#define STN_FINDINGS_REPORT_H

#include "base/buf.h"
#include "base/shard.h"
#include "findings/findings.h"

/** What became of an entry of the baseline. */
enum stn_entry_state {
    STN_ENTRY_UNMET,  /**< Nothing was found for it; nor was all looked at. */
    STN_ENTRY_MET,    /**< A finding at its place. */
    STN_ENTRY_MOVED,  /**< The same line with the same secret elsewhere, and
                           nothing at its place. */
    STN_ENTRY_UNUSED, /**< There is nothing for it any more. */
};

/** What there is to say of the policy, before it is put into words. */
enum stn_tally_kind {
    STN_TALLY_SAID,     /**< It is said as it is. */
    STN_TALLY_PROPOSED, /**< An allow entry that the change brings. */
    STN_TALLY_OWN,      /**< Its own baseline; `uses` of it are found. */
    STN_TALLY_IDLE,     /**< Said of an entry that did nothing: of a whole, if
                             it did nothing in any part. */
};

struct stn_tally {
    enum stn_tally_kind kind;
    const char *text; /**< The note; of what is proposed, where that stands. */
    uint64_t uses;    /**< Findings that it would have allowed. */
};

/** The array is heap, the strings are an arena's. */
struct stn_tallies {
    struct stn_tally *items;
    size_t count, capacity;
};

/** What a part of a scan knows besides, so that parts can be joined. */
struct stn_part {
    struct stn_shard shard;  /**< Not set: the run is whole. */
    const char *what;        /**< As the report's, without "part 2 of 7". */
    char options[72];        /**< "sha256:..." of what decides on findings. */
    char seen[72];           /**< Likewise, of what all parts must have seen. */
    uint32_t per_rule, same; /**< Ceilings, which are for the whole. */
    uint64_t shared[STN_SKIP_NOTHING + 1]; /**< Skips that all parts have. */
    struct stn_tallies tallies;            /**< Also of a whole run. */
};

struct stn_report {
    struct stn_findings found; /**< Placed, judged, settled. */
    enum stn_verdict verdict;
    enum stn_severity fail_at;
    uint64_t commits;
    size_t blocking;   /**< New findings at or above fail_at. */
    size_t suppressed; /**< Allowed or known. */
    size_t dropped;    /**< Taken off by the ceilings. */
    size_t rule_count; /**< Active rules. */
    char ruleset[72];  /**< "sha256:..." */
    const char *what;  /**< One line: what was scanned; in the arena. */
    const char *mode;  /**< "scan", "logs" or "git"; static. */
    int64_t started;   /**< Unix time; for the formats that ask for it. */
    int64_t ended;
    double seconds; /**< Wall time; never in a machine-readable report. */
    /** Notes for people: unused or expired allow entries. In the arena. */
    const char **notes;
    size_t note_count, note_capacity;
    unsigned char *entries; /**< Of the baseline: enum stn_entry_state, one for
                                 each; in the arena. NULL: none. */
    size_t change_notes; /**< The first of them: what is about this change, and
                              not about entries that it has no use for. */
    struct stn_part part;
};

/** Append a note, which is copied. */
enum stn_status stn_report_note(struct stn_report *report, struct stn_str text,
                                struct stn_error *err);
/** Append a tally; its text is copied. */
enum stn_status stn_report_tally(struct stn_report *report,
                                 enum stn_tally_kind kind, struct stn_str text,
                                 uint64_t uses, struct stn_error *err);
/** The same for words that were put together; a failure of theirs is passed
 *  on. */
enum stn_status stn_report_tally_words(struct stn_report *report,
                                       enum stn_tally_kind kind,
                                       const struct stn_buf *words,
                                       struct stn_error *err);

/** Leaves nothing that is on the heap. */
void stn_report_dispose(struct stn_report *report);

/** The exit status of DESIGN, section 2: what a verdict comes to. */
static inline int stn_verdict_exit_status(enum stn_verdict verdict)
{
    switch (verdict) {
    case STN_CLEAN:
        return 0;
    case STN_FINDINGS:
        return 1;
    case STN_INCOMPLETE:
        break;
    }
    return 3;
}

#endif
