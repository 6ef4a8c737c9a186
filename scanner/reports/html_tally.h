/** @file What an HTML report counts before it writes. */
#ifndef STN_REPORTS_HTML_TALLY_H
#define STN_REPORTS_HTML_TALLY_H

#include "findings/report.h"

/** STN_NEW to STN_KNOWN. */
#define STN_STATUSES (STN_KNOWN + 1)
/** STN_NOTE to STN_CRITICAL, with a place for none. */
#define STN_SEVERITIES (STN_CRITICAL + 1)

/** Findings of one kind. */
struct stn_html_counts {
    size_t fresh[STN_SEVERITIES]; /**< New ones, by severity. */
    size_t statuses[STN_STATUSES];
};

struct stn_html_rule {
    const struct stn_rule_info *info;
    struct stn_html_counts counts;
};

struct stn_html_file {
    size_t from, to; /**< Its findings, in the report. */
    struct stn_html_counts counts;
    size_t first; /**< The first that is listed; SIZE_MAX: none is. */
};

/** What the findings have that somebody must know of. */
struct stn_html_traits {
    bool secrets, commits, captures, code; /**< Of new ones. */
};

struct stn_html_tally {
    struct stn_html_counts all;
    struct stn_html_rule *rules; /**< Those with findings, sorted by id. */
    size_t rule_count;
    struct stn_html_file *files; /**< In the order of the report. */
    size_t file_count;
    struct stn_html_traits traits;
    uint64_t failures; /**< Skips that make a run incomplete. */
    size_t listed;     /**< Findings that the report lists. */
};

/** Worst first: new ones by severity, then the others. <0, 0, >0. */
int stn_html_counts_compare(const struct stn_html_counts *a,
                            const struct stn_html_counts *b);

/** @param tally  Set, or untouched; dispose of it. */
enum stn_status stn_html_tally_init(struct stn_html_tally *tally,
                                    const struct stn_report *report,
                                    struct stn_error *err);
void stn_html_tally_dispose(struct stn_html_tally *tally);

/** Index of a finding's rule. */
size_t stn_html_tally_rule(const struct stn_html_tally *tally,
                           const struct stn_rule_info *rule);

/** A walk over the findings in the order of the list: new ones, allowed, known;
 *  of each the worst first; then as in the report. Zeroed is at the first. */
struct stn_html_walk {
    size_t bucket; /**< Of a status and a severity. */
    size_t file;
    size_t item; /**< What the last step gave. */
    size_t next; /**< Counted from the file's first. */
};

/** @return Whether there is another one; its index is walk->item. */
bool stn_html_walk_next(struct stn_html_walk *walk,
                        const struct stn_html_tally *tally,
                        const struct stn_report *report);

#endif
