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

/** What may be named by a rule that is read. NULL: every name will do. */
struct stn_rule_names {
    bool (*is_confirm)(const char *name);
    bool (*is_check)(const char *name);
};

/**
 * A rule is a pattern, or a check of Go code: the fields of DESIGN, section 4.
 * Plain const data, so that the built-in ones are a table in the program.
 */
struct stn_rule {
    struct stn_rule_info info;
    const char *check;     /**< Name of the Go check; NULL: it is a pattern. */
    const char *pattern;   /**< NULL: it is a check. */
    bool is_off;           /**< Runs only where it is asked for by name. */
    const char *names;     /**< PCRE2 on the field name; NULL: any. */
    const char *near_rule; /**< `with.rule`; NULL: none. */
    uint32_t near_lines;   /**< `with.lines`. */
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
    /** First those that are patterns, then the checks; each sorted by id. */
    const struct stn_rule *rules;
    uint32_t count;
    uint32_t pattern_count;
    bool is_builtin;          /**< Exactly the table in the program. */
    unsigned char digest[32]; /**< SHA-256 of every field that matters. */
};

/** The rules in the program; see scanner/cmake/embed.c. */
extern const struct stn_ruleset stn_ruleset_builtin;

/** @return The index of a rule, or UINT32_MAX. */
uint32_t stn_ruleset_find(const struct stn_ruleset *ruleset, const char *id);

/** The rules that are patterns, under the same indices: what the engine is
 *  given. */
struct stn_ruleset stn_ruleset_patterns(const struct stn_ruleset *ruleset);

/** By kind, then by id: the order of a ruleset. */
int stn_rule_compare(const struct stn_rule *a, const struct stn_rule *b);

#endif
