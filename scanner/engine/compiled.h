/** @file The insides of a matcher; private to the files that make it up. */
#ifndef STN_ENGINE_COMPILED_H
#define STN_ENGINE_COMPILED_H

#include <stdatomic.h>

#include "base/arena.h"
#include "engine/confirm.h"
#include "engine/matcher.h"
#include "engine/names.h"
#include "engine/prefilter.h"
#include "engine/regex.h"

/** Which of a rule's regexes; the allow patterns follow. */
enum {
    STN_REGEX_PATTERN,
    STN_REGEX_NAMES,
    STN_REGEX_ALLOW,
};

/** One rule made ready. */
struct stn_compiled_rule {
    bool is_active;        /**< Its matches are reported. */
    bool has_own_severity; /**< Set by the configuration: nothing raises it. */
    enum stn_severity severity;
    uint32_t partner;   /**< Rule index, or UINT32_MAX. */
    const char *nearby; /**< Evidence: "next to <partner's title>". */
    const struct stn_confirm **confirms;
    uint32_t confirm_count;
    uint32_t first_regex; /**< Into the matcher's regexes. */
};

struct stn_matcher {
    const struct stn_ruleset *ruleset;
    struct stn_arena arena;
    struct stn_compiled_rule *rules;
    /** One for each rule: active, or the partner of one that is. */
    bool *runs;
    bool has_partners;
    /** Rules that run and have neither literals nor `names`; all without
     *  `names`, without the prefilter. */
    uint32_t *everywhere;
    uint32_t everywhere_count;
    struct stn_prefilter *prefilter;
    struct stn_name_index names; /**< Of those that have them. */
    /** Each compiled by the first thread that needs it. */
    _Atomic(struct stn_regex *) *regexes;
    uint32_t regex_count;
    int64_t now;
    bool no_prefilter;
    bool profile;
};

/**
 * A regex of a rule, compiled on first use.
 *
 * @param which  STN_REGEX_PATTERN, ...; past STN_REGEX_ALLOW the next ones.
 * @return STN_OK; STN_EINPUT (naming the rule's origin); STN_ENOMEM.
 */
enum stn_status stn_matcher_regex(const struct stn_regex **out,
                                  const struct stn_matcher *matcher,
                                  uint32_t rule, uint32_t which,
                                  struct stn_error *err);

#endif
