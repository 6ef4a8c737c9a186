/** @file The pieces of the SARIF format, which has several files. */
#ifndef STN_REPORTS_SARIF_PARTS_H
#define STN_REPORTS_SARIF_PARTS_H

#include "reports/json_writer.h"

/** What relative paths are relative to, by GitHub's name. */
#define STN_SARIF_BASE "%SRCROOT%"

/** "error", "warning", "note". */
const char *stn_sarif_level(enum stn_severity severity);

/** "artifactLocation": {"uri": ...} */
void stn_sarif_add_artifact(struct stn_json_writer *writer, cJSON *object,
                            struct stn_str path);

/**
 * Add {"text": ...} as `key`. What is cited from outside cannot be a link:
 * "](" is told apart, as it makes one in a SARIF message.
 */
void stn_sarif_add_message(struct stn_json_writer *writer, cJSON *object,
                           const char *key, struct stn_str text);

/** One rule of the driver. */
void stn_sarif_put_rule(struct stn_json_writer *writer,
                        const struct stn_rule_info *rule);

/** @param rule_index  Its place in the list of rules. */
void stn_sarif_put_result(struct stn_json_writer *writer,
                          const struct stn_finding *finding, size_t rule_index);

#endif
