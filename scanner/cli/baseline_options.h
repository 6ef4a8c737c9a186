/** @file The options of entries that are added to a baseline. */
#ifndef STN_CLI_BASELINE_OPTIONS_H
#define STN_CLI_BASELINE_OPTIONS_H

#include "cli/settings.h"

enum stn_status stn_set_reason(struct stn_settings *settings, const char *value,
                               enum stn_origin origin, struct stn_error *err);
enum stn_status stn_set_owner(struct stn_settings *settings, const char *value,
                              enum stn_origin origin, struct stn_error *err);
enum stn_status stn_set_until(struct stn_settings *settings, const char *value,
                              enum stn_origin origin, struct stn_error *err);

#endif
