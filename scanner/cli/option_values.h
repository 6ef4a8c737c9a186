/** @file Values of options that are more than a word: read and checked. */
#ifndef STN_CLI_OPTION_VALUES_H
#define STN_CLI_OPTION_VALUES_H

#include "cli/settings.h"

/** @param value  As written. @return STN_OK; STN_EUSAGE; STN_ENOMEM. */
typedef enum stn_status stn_set_fn(struct stn_settings *settings,
                                   const char *value, enum stn_origin origin,
                                   struct stn_error *err);

stn_set_fn stn_set_deadline, stn_set_jobs, stn_set_shard, stn_set_color,
    stn_set_fetch;
/** Of entries that are added to a baseline. */
stn_set_fn stn_set_reason, stn_set_owner, stn_set_until;

#endif
