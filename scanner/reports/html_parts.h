/** @file The pieces of the HTML format, in the order of the page. */
#ifndef STN_REPORTS_HTML_PARTS_H
#define STN_REPORTS_HTML_PARTS_H

#include "reports/html_tally.h"
#include "reports/html_writer.h"
#include "reports/reporter.h"

struct stn_html {
    struct stn_buf *out;
    const struct stn_report *report;
    const struct stn_reporter_options *options;
    const struct stn_html_tally *tally;
};

/** How it went, in one glance; what was scanned, and by what. */
void stn_html_put_verdict(const struct stn_html *page);
/** Findings in numbers: by severity, by rule, by file. */
enum stn_status stn_html_put_overview(const struct stn_html *page,
                                      struct stn_error *err);
/** What somebody should do now, and in which order. */
bool stn_html_has_advice(const struct stn_html *page);
void stn_html_put_advice(const struct stn_html *page);
/** The filters, and every finding that is listed. */
void stn_html_put_list(const struct stn_html *page);
/** One of them. @param index  In the report. */
void stn_html_put_finding(const struct stn_html *page, size_t index);
/** What was not scanned and why; notes. */
void stn_html_put_coverage(const struct stn_html *page);

/** "critical", as a word in its colour. */
void stn_html_put_severity(struct stn_buf *out, enum stn_severity severity);
/** Whether a new finding of this severity blocks. */
bool stn_html_blocks(const struct stn_html *page, enum stn_severity severity);

#endif
