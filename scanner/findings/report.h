/** @file One run, as reporters and the gate see it. */
#ifndef STN_FINDINGS_REPORT_H
#define STN_FINDINGS_REPORT_H

#include "findings/findings.h"

/** What became of an entry of the baseline. */
enum stn_entry_state {
    STN_ENTRY_UNMET,  /**< Nothing was found for it; nor was all looked at. */
    STN_ENTRY_MET,    /**< A finding at its place. */
    STN_ENTRY_MOVED,  /**< The same line with the same secret elsewhere, and
                           nothing at its place. */
    STN_ENTRY_UNUSED, /**< There is nothing for it any more. */
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
};

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
