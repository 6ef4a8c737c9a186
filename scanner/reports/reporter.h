/** @file The family of report formats. */
#ifndef STN_REPORTS_REPORTER_H
#define STN_REPORTS_REPORTER_H

#include "base/buf.h"
#include "findings/report.h"

struct stn_reporter_options {
    bool color;   /**< SGR sequences, in formats for people. */
    bool verbose; /**< Advice, evidence, allowed findings, skips in full. */
    bool quiet;   /**< Findings alone. */
    /** Seals the part of a scan; NULL: a plain checksum does. */
    const char *part_key;
    /** Where people read the files, up to the commit: "https://…/blob/"; NULL:
     *  nowhere. */
    const char *link;
    const char *commit; /**< Of findings that name none; or NULL. */
};

struct stn_reporter {
    const char *name;    /**< "text" */
    const char *summary; /**< For --help. */
    /**
     * Write the whole report. Pure: no clock, no environment.
     * @param out  Failures stick in it; JSON and kin end in a newline.
     */
    enum stn_status (*write)(struct stn_buf *out,
                             const struct stn_report *report,
                             const struct stn_reporter_options *options,
                             struct stn_error *err);
};

/** NULL ends it; the first is the default. */
extern const struct stn_reporter *const stn_reporters[];

const struct stn_reporter *stn_reporter_find(const char *name);

/** Append the names of all, with ", " between them. */
void stn_reporter_list(struct stn_buf *out);

#endif
