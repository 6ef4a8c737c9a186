/** @file The fields of one rule in YAML; private to ruleset/. */
#ifndef STN_RULESET_FIELDS_H
#define STN_RULESET_FIELDS_H

#include "base/yaml.h"
#include "ruleset/rule.h"

/** Ids are shown in every report and kept in fingerprints. */
#define STN_RULE_ID_BYTES_MAX 100
/** A title, an advice or a URL: what a report can show. */
#define STN_RULE_LINE_BYTES_MAX 1000
/** `with.lines`: what is further away is no longer near. */
#define STN_RULE_NEAR_LINES_MAX 1000
/** `with.lines` when it is left out. */
#define STN_RULE_NEAR_LINES_DEFAULT 5

/**
 * Read one item of `rules:`.
 *
 * @param out    Strings are copied into the arena; `origin` included.
 * @param name   The file, for messages and `origin`.
 * @param names  What a rule may name; NULL: anything.
 * @return STN_OK; STN_EINPUT with the place; STN_ENOMEM.
 */
enum stn_status stn_rule_read(struct stn_rule *out, struct stn_arena *arena,
                              const char *name, const struct stn_yaml *node,
                              const struct stn_rule_names *names,
                              struct stn_error *err);

#endif
