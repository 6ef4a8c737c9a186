/** @file The pieces of the text format, which has two files. */
#ifndef STN_REPORTS_TEXT_PARTS_H
#define STN_REPORTS_TEXT_PARTS_H

#include "reports/reporter.h"

/** Colours; each is empty when there are none. */
enum stn_ink {
    STN_INK_NONE, /**< Back to ordinary. */
    STN_INK_STRONG,
    STN_INK_FAINT,
    STN_INK_BAD,
    STN_INK_WARN,
    STN_INK_GOOD,
};

struct stn_text_writer {
    struct stn_buf *out;
    const struct stn_report *report;
    const struct stn_reporter_options *options;
};

void stn_text_ink(struct stn_text_writer *writer, enum stn_ink ink);
enum stn_ink stn_text_severity_ink(enum stn_severity severity);
/** One finding, with its advice. */
void stn_text_finding(struct stn_text_writer *writer,
                      const struct stn_finding *finding);
/** Findings in all, coverage, what was left out and why, notes, verdict. */
void stn_text_summary(struct stn_text_writer *writer);

#endif
