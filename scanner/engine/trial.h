/** @file One rule tried by itself, for `rules show` and `rules check`. */
#ifndef STN_ENGINE_TRIAL_H
#define STN_ENGINE_TRIAL_H

#include "engine/matcher.h"

/** Zeroed is closed. Fields are read, not written. */
struct stn_trial {
    struct stn_rule *rules;     /**< The rule and its partners. */
    struct stn_ruleset ruleset; /**< Of these; sorted by id. */
    uint32_t rule;              /**< Index of the rule among them. */
    struct stn_matcher *matcher;
    struct stn_scratch *scratch;
};

/**
 * Make a rule of a ruleset ready, with the partners it needs and theirs.
 *
 * @param out      Closed; close it also after a failure. Borrows from ruleset.
 * @param profile  Whether to count and time.
 * @return STN_OK; STN_EINPUT for a pattern that does not compile; STN_ENOMEM;
 *         STN_ELIB.
 */
enum stn_status stn_trial_open(struct stn_trial *out,
                               const struct stn_ruleset *ruleset, uint32_t rule,
                               bool profile, struct stn_error *err);
void stn_trial_close(struct stn_trial *trial);

/**
 * Where an example of a rule is scanned: the first kind of place in `in`; for
 * a rule with `names` the example is "NAME: VALUE", and the kind the first one
 * after text. The field has the traits that the rule asks for.
 *
 * @param segment  Filled; borrows the example.
 * @return false if there is no such name or kind.
 */
bool stn_trial_segment(struct stn_segment *segment, const struct stn_rule *rule,
                       const char *example);

/** @return The first match of a rule, or NULL. */
const struct stn_match *stn_matches_find(const struct stn_matches *matches,
                                         uint32_t rule);

#endif
