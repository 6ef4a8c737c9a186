/** @file One run, as reporters and the gate see it. */
#ifndef STN_FINDINGS_REPORT_H
#define STN_FINDINGS_REPORT_H

#include "base/shard.h"
#include "findings/findings.h"

/** Lines for people. The array is heap, the strings are an arena's. */
struct stn_report_notes {
    const char **items;
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
    /** Notes that hold only if every part has them: an allow entry that
     *  matched nothing here may match elsewhere. */
    struct stn_report_notes unused;
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
    double seconds;    /**< Wall time; never in a machine-readable report. */
    /** Notes for people: unused or expired allow entries. In the arena. */
    const char **notes;
    size_t note_count, note_capacity;
    struct stn_part part;
};

/** Append a note, which is copied. */
enum stn_status stn_report_note(struct stn_report *report, struct stn_str text,
                                struct stn_error *err);
/** Append one that holds only if every part has it. */
enum stn_status stn_report_unused(struct stn_report *report,
                                  struct stn_str text, struct stn_error *err);

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
