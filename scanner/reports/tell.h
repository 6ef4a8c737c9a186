/** @file What a format says in a sentence. The caller escapes it. */
#ifndef STN_REPORTS_TELL_H
#define STN_REPORTS_TELL_H

#include "base/buf.h"
#include "findings/report.h"

/** Make a failure of a part one of the whole, before the part is cleared. */
static inline void stn_told(struct stn_buf *out, const struct stn_buf *part)
{
    if (part->status < 0 && out->status >= 0)
        out->status = part->status;
}

/** "Title; evidence; in location": what was found, but not where.
 *  @param location  Whether that is told. */
void stn_tell_finding(struct stn_buf *out, const struct stn_finding *finding,
                      bool location);
/** What to do; in a capture, also what its recorder offers. May be nothing. */
void stn_tell_advice(struct stn_buf *out, const struct stn_finding *finding);

/** "file: reason: detail"; without a file it is about the run as a whole. */
void stn_tell_skip(struct stn_buf *out, const struct stn_skip *skip);

/** Whether all was scanned. A run that blocks may be incomplete besides. */
bool stn_report_is_whole(const struct stn_report *report);
/** Whether a finding counts, and is at or above what fails the run. */
bool stn_report_blocks(const struct stn_report *report,
                       const struct stn_finding *finding);
/** A walk over the findings that count: the worst first, then as listed. */
struct stn_worst {
    const struct stn_report *report;
    enum stn_severity severity;
    size_t at;
};

static inline struct stn_worst stn_worst_first(const struct stn_report *report)
{
    return (struct stn_worst){report, STN_CRITICAL, 0};
}

/** @return The next one; NULL: there is none. */
const struct stn_finding *stn_worst_next(struct stn_worst *walk);

/** "shallow: fetch ...; too-large (12): raise ...": why it is not whole.
 *  Nothing of it is from outside. */
void stn_tell_failures(struct stn_buf *out, const struct stn_report *report);
/** The same as a sentence, for formats that would look clean without. */
void stn_tell_incomplete(struct stn_buf *out, const struct stn_report *report);
/** The file of a failure, to have a place where a format wants one; ".": none
 *  has one. */
struct stn_str stn_report_failed_file(const struct stn_report *report);

/** "blocked: 2 findings at or above high". */
void stn_tell_verdict(struct stn_buf *out, const struct stn_report *report);

#endif
