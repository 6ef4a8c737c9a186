/** @file The pieces of the SARIF format, which has several files. */
#ifndef STN_REPORTS_SARIF_PARTS_H
#define STN_REPORTS_SARIF_PARTS_H

#include "reports/json_writer.h"

/** "error", "warning", "note". */
const char *stn_sarif_level(enum stn_severity severity);

/**
 * Append a path as a URI reference. All but unreserved characters and '/' is
 * percent-encoded, so that no name is a scheme, a query or another path; an
 * absolute path becomes a file URI.
 */
void stn_sarif_append_uri(struct stn_buf *out, struct stn_str path);

/** "artifactLocation": {"uri": ...} */
void stn_sarif_add_artifact(struct stn_json_writer *writer, cJSON *object,
                            struct stn_str path);

/**
 * Add {"text": ...} as `key`. What is cited from outside cannot be a link:
 * "](" is told apart, as it makes one in a SARIF message.
 */
void stn_sarif_add_message(struct stn_json_writer *writer, cJSON *object,
                           const char *key, struct stn_str text);

/** @param rule_index  Its place in the list of rules. */
void stn_sarif_put_result(struct stn_json_writer *writer,
                          const struct stn_finding *finding, size_t rule_index);

#endif
