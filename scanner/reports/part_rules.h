/** @file The rules that findings of parts name. */
#ifndef STN_REPORTS_PART_RULES_H
#define STN_REPORTS_PART_RULES_H

#include "base/arena.h"
#include "findings/rule_info.h"

/** Each once. Zeroed is ready. */
struct stn_part_rules {
    struct stn_rule_info **items; /**< Sorted by id. */
    size_t count, capacity;
    struct stn_arena arena; /**< Of the rules and their words. */
};

void stn_part_rules_dispose(struct stn_part_rules *rules);

/** Add one, which is copied, unless it is there. @return STN_OK; STN_EINPUT if
 *  it is there with other words; STN_ELIMIT; STN_ENOMEM. */
enum stn_status stn_part_rules_add(struct stn_part_rules *rules,
                                   const struct stn_rule_info *rule);
/** @return NULL if it is not there. */
const struct stn_rule_info *
stn_part_rules_find(const struct stn_part_rules *rules, const char *id);

#endif
