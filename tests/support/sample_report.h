/** @file The report that every reporter is fed. */
#ifndef STN_TESTS_SAMPLE_REPORT_H
#define STN_TESTS_SAMPLE_REPORT_H

#include "findings/report.h"

/**
 * One of everything: a secret in a file, in a commit, in a capture, over many
 * lines; one allowed and one known; two findings of one rule; a hostile file
 * name, a hostile author, names that are no UTF-8; a skip of each kind, some
 * counted only; notes.
 */
void sample_report_init(struct stn_report *report);

/** Nothing found, nothing skipped. */
void sample_report_init_clean(struct stn_report *report);

/** Nothing found, but a shallow history. */
void sample_report_init_incomplete(struct stn_report *report);

void sample_report_dispose(struct stn_report *report);

#endif
