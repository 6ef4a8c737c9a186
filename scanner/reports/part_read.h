/**
 * @file
 * Reading the JSON report of a part back: everything in it is checked, and what
 * is not as this program writes it is refused.
 */
#ifndef STN_REPORTS_PART_READ_H
#define STN_REPORTS_PART_READ_H

#include "findings/report.h"
#include "reports/part_rules.h"

/**
 * Read the report of a part.
 *
 * @param out    Zeroed; stn_report_dispose() it also after a failure. Its
 *               findings' rules are those of `rules`.
 * @param name   Of the file, for messages.
 * @param bytes  All of it.
 * @param key    What parts are sealed with; NULL: nothing.
 * @return STN_OK; STN_EUSAGE: a report, but of no part, or sealed with another
 *         key, or by another version; STN_EINPUT: cut off, changed since, or
 *         no report; STN_ELIMIT; STN_ENOMEM.
 */
enum stn_status stn_part_read(struct stn_report *out,
                              struct stn_part_rules *rules, const char *name,
                              struct stn_str bytes, const char *key,
                              struct stn_error *err);

#endif
