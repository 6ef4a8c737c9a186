/**
 * @file
 * What the JSON report of a part has beyond that of a whole run: all that it
 * takes to make the whole's report of the parts', in every format, and a seal.
 *
 *     "findings": [{..., "part": {"order": 12, "line": "16 hex", ...}}],
 *     "shard": {"index": 1, "count": 3, "what": "...", "seen": "sha256:...",
 *               "options": "sha256:...", "failOn": "high", ...},
 *     "rules": [{"id": "...", ...}],
 *     "tallies": [{"kind": "idle", "text": "..."}],
 *     "seal": "sha256:..."}
 */
#ifndef STN_REPORTS_JSON_PART_H
#define STN_REPORTS_JSON_PART_H

#include "findings/report.h"
#include "reports/json_writer.h"

/** What stands before the digest of a seal made without a key, and with. */
#define STN_SEAL_PLAIN "sha256"
#define STN_SEAL_KEYED "hmac-sha256"

/** Numbers of one edit: line, column and column in bytes of start and end. */
#define STN_PART_EDIT_NUMBERS 6

/** Add what other formats show of a finding and JSON does not, and what tells
 *  it from others. */
void stn_part_add_finding(struct stn_json_writer *writer, cJSON *object,
                          const struct stn_finding *finding);

/** "said", "proposed", "own", "idle". */
const char *stn_tally_name(enum stn_tally_kind kind);

/**
 * Put the keys that come after the findings. The last is the seal of all bytes
 * before it.
 *
 * @param key    A secret; NULL: whoever changes the report can seal it anew.
 * @param start  Where the report begins in what was written.
 */
void stn_part_put(struct stn_json_writer *writer,
                  const struct stn_report *report, const char *key,
                  size_t start);

/**
 * The seal of a report's bytes, up to the one before `,\n"seal"`.
 *
 * @param out  "sha256:..." or "hmac-sha256:...".
 */
#define STN_SEAL_BYTES 80
void stn_part_seal(char out[STN_SEAL_BYTES], struct stn_str bytes,
                   const char *key);

#endif
