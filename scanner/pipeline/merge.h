/** @file Parts of a scan become one report again. */
#ifndef STN_PIPELINE_MERGE_H
#define STN_PIPELINE_MERGE_H

#include "findings/report.h"

struct stn_merge;

enum stn_status stn_merge_new(struct stn_merge **out, struct stn_error *err);
void stn_merge_free(struct stn_merge *merge);

/**
 * Add the JSON report of a part, in whatever order.
 *
 * @param name   Of its file, for messages.
 * @param key    What the parts are sealed with; NULL: nothing.
 * @return STN_OK; STN_EUSAGE: it does not belong to the others, or is there
 *         already, or is no part; STN_EINPUT: it is damaged; STN_ELIMIT;
 *         STN_ENOMEM. After a failure there is nothing to do but to free.
 */
enum stn_status stn_merge_add(struct stn_merge *merge, const char *name,
                              struct stn_str bytes, const char *key,
                              struct stn_error *err);

/**
 * Make the report of the whole.
 *
 * @param out  The report, to be freed before the merge.
 * @return STN_OK; STN_ENOTFOUND: a part is missing; STN_ENOMEM.
 */
enum stn_status stn_merge_finish(struct stn_merge *merge,
                                 struct stn_report **out,
                                 struct stn_error *err);

#endif
