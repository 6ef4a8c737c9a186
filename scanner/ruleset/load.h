/** @file From YAML to rules. */
#ifndef STN_RULESET_LOAD_H
#define STN_RULESET_LOAD_H

#include "base/arena.h"
#include "ruleset/rule.h"

/** Rules being gathered from files. Zeroed is ready; disposing frees every
 *  ruleset made of it. */
struct stn_rules {
    struct stn_arena arena;
    struct stn_rule *rules;
    uint32_t count, capacity;
};

void stn_rules_dispose(struct stn_rules *rules);

/** Start from rules already made, as those in the program; not copied deep. */
enum stn_status stn_rules_add(struct stn_rules *rules,
                              const struct stn_ruleset *ruleset,
                              struct stn_error *err);

/**
 * Add the rules of one YAML file. Every field is checked for type and sense
 * (id in kebab-case, known severity, segment, confirm and check names);
 * examples lose their {+}. An id that is there already is an error, naming both
 * places.
 *
 * @param name   The file, for messages "NAME:LINE:COLUMN: ...".
 * @param names  What a rule may name; NULL: anything.
 * @return STN_OK; STN_EINPUT; STN_ELIMIT; STN_ENOMEM.
 */
enum stn_status stn_rules_parse(struct stn_rules *rules, const char *name,
                                struct stn_str yaml,
                                const struct stn_rule_names *names,
                                struct stn_error *err);

/**
 * Sort, check that each `with.rule` is a pattern there, and compute the
 * digest.
 *
 * @param out  Lives as long as the builder.
 */
enum stn_status stn_rules_finish(struct stn_ruleset *out,
                                 struct stn_rules *rules,
                                 struct stn_error *err);

#endif
