/** @file Rules as written. */
#ifndef STN_RULESET_RULE_H
#define STN_RULESET_RULE_H

#include "findings/rule_info.h"

/** The words of `in:`, in the order of the bits of enum stn_segment_kind;
 *  NULL ends it. */
extern const char *const stn_rule_segment_names[];

/** The words of `traits:`, in the order of the bits of enum stn_segment_trait;
 *  NULL ends it. */
extern const char *const stn_rule_trait_names[];

/** NUL-terminated strings in the ruleset's arena, or in the program. */
struct stn_rule_strings {
    const char *const *items;
    uint32_t count;
};

/**
 * A rule that is a pattern: the fields of DESIGN, section 4. Plain const data,
 * so that the built-in ones are a table in the program.
 */
struct stn_rule {
    struct stn_rule_info info;
    const char *pattern;
    const char *names;               /**< PCRE2 on the field name; NULL: any. */
    const char *near_rule;           /**< `with.rule`; NULL: none. */
    uint32_t near_lines;             /**< `with.lines`. */
    enum stn_severity near_severity; /**< `with.severity`; 0: required. */
    uint32_t segments;               /**< Bits of enum stn_segment_kind. */
    uint32_t traits; /**< Bits of enum stn_segment_trait: all must be set. */
    double entropy;  /**< Bits per character, at least; 0: any. */
    struct stn_rule_strings keywords; /**< As written; empty: from pattern. */
    struct stn_rule_strings confirms; /**< Names; see engine/confirm.h. */
    struct stn_rule_strings paths_only, paths_skip;       /**< Globs. */
    struct stn_rule_strings allow_values, allow_patterns; /**< PCRE2. */
    struct stn_rule_strings examples, counterexamples;    /**< {+} deleted. */
    const char *origin; /**< "rules/github.yml:12"; where it was written. */
};

/** Immutable; shared by threads. */
struct stn_ruleset {
    const struct stn_rule *rules; /**< Sorted by id. */
    uint32_t count;
    bool is_builtin;          /**< Exactly the table in the program. */
    unsigned char digest[32]; /**< SHA-256 of every field that matters. */
};

/** The rules in the program; see scanner/cmake/embed.c. */
extern const struct stn_ruleset stn_ruleset_builtin;

/** @return The index of a rule, or UINT32_MAX. */
uint32_t stn_ruleset_find(const struct stn_ruleset *ruleset, const char *id);

#endif
