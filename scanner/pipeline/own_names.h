/** @file The rule that `http.names` of the configuration stands for. */
#ifndef STN_PIPELINE_OWN_NAMES_H
#define STN_PIPELINE_OWN_NAMES_H

#include "ruleset/load.h"

/**
 * Add a rule that finds whatever stands in fields of these names, in captures.
 *
 * @param names  As written; case does not count. At least one.
 * @return STN_OK; STN_EUSAGE for a name no field can have; STN_ENOMEM.
 */
enum stn_status stn_own_names_add(struct stn_rules *rules,
                                  struct stn_strings names,
                                  struct stn_error *err);

#endif
