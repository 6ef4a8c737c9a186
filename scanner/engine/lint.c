#include "engine/lint.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/alloc.h"
#include "base/utf8.h"
#include "engine/lint_problem.h"

/** A message is cut past this. */
#define MESSAGE_BYTES 1024

void stn_lint_problem(struct stn_buf *problems, const struct stn_rule *rule,
                      const char *format, ...)
{
    char message[MESSAGE_BYTES];
    va_list args;

    va_start(args, format);
    vsnprintf(message, sizeof(message), format, args);
    va_end(args);
    stn_utf8_append_printable(problems, stn_str_of(rule->origin));
    stn_buf_printf(problems, ": %s: ", rule->info.id);
    stn_utf8_append_printable(problems, stn_str_of(message));
    stn_buf_putc(problems, '\n');
}

/* The first match of one example, if its rule has any. */
static enum stn_status try_example(const struct stn_lint *lint,
                                   struct stn_segment *segment,
                                   const char *example,
                                   const struct stn_match **out,
                                   struct stn_error *err)
{
    const struct stn_trial *trial = lint->trial;
    struct stn_matches matches;

    *out = NULL;
    if (!stn_trial_segment(segment, lint->rule, example))
        return STN_OK;
    enum stn_status status = stn_matcher_scan(trial->matcher, trial->scratch,
                                              segment, &matches, err);
    if (status >= 0)
        *out = stn_matches_find(&matches, trial->rule);
    return status;
}

static bool holds_keyword(const struct stn_rule *rule, struct stn_str match)
{
    for (uint32_t i = 0; i < rule->keywords.count; i++)
        if (stn_str_find_nocase(match, stn_str_of(rule->keywords.items[i])) !=
            SIZE_MAX)
            return true;
    return rule->keywords.count == 0;
}

/* Examples are numbered from 1, and never shown. */
static enum stn_status check_examples(const struct stn_lint *lint,
                                      struct stn_error *err)
{
    const struct stn_rule *rule = lint->rule;

    for (uint32_t i = 0; i < rule->examples.count; i++) {
        const struct stn_match *match;
        struct stn_segment segment = {0};
        enum stn_status status =
            try_example(lint, &segment, rule->examples.items[i], &match, err);
        if (status < 0)
            return status;
        if (match == NULL && segment.bytes.ptr == NULL)
            stn_lint_problem(lint->problems, rule,
                             "example %u is not \"NAME: VALUE\", as a rule "
                             "with names has them",
                             (unsigned)i + 1);
        else if (match == NULL)
            stn_lint_problem(lint->problems, rule, "example %u is not found",
                             (unsigned)i + 1);
        else if (!holds_keyword(rule,
                                stn_str_sub(segment.bytes, match->match.start,
                                            match->match.end)))
            stn_lint_problem(lint->problems, rule,
                             "no keyword is in the match of example %u",
                             (unsigned)i + 1);
    }
    return STN_OK;
}

static enum stn_status check_counterexamples(const struct stn_lint *lint,
                                             struct stn_error *err)
{
    const struct stn_rule *rule = lint->rule;

    for (uint32_t i = 0; i < rule->counterexamples.count; i++) {
        const struct stn_match *match;
        struct stn_segment segment;
        enum stn_status status = try_example(
            lint, &segment, rule->counterexamples.items[i], &match, err);
        if (status < 0)
            return status;
        if (match != NULL)
            stn_lint_problem(lint->problems, rule, "counterexample %u is found",
                             (unsigned)i + 1);
    }
    return STN_OK;
}

enum stn_status stn_lint_examples(const struct stn_lint *lint,
                                  struct stn_error *err)
{
    const struct stn_rule *rule = lint->rule;

    if (rule->examples.count == 0)
        stn_lint_problem(lint->problems, rule, "has no example");
    if (rule->counterexamples.count == 0)
        stn_lint_problem(lint->problems, rule, "has no counterexample");
    if (rule->names != NULL && rule->segments == STN_SEGMENT_TEXT)
        stn_lint_problem(lint->problems, rule,
                         "has names, but text has no field names");
    enum stn_status status = check_examples(lint, err);
    return status < 0 ? status : check_counterexamples(lint, err);
}

/* The matcher's message begins with the place and id of the rule it is about,
 * which may be a partner. */
static void report_compile(struct stn_buf *problems,
                           const struct stn_rule *rule, const char *message)
{
    char own[MESSAGE_BYTES];
    int length =
        snprintf(own, sizeof(own), "%s: %s: ", rule->origin, rule->info.id);

    if (length > 0 && (size_t)length < sizeof(own) &&
        strncmp(message, own, (size_t)length) == 0)
        stn_lint_problem(problems, rule, "%s", message + length);
    else
        stn_lint_problem(problems, rule, "cannot be tried: %s", message);
}

/* @param compiles  Whether the rule can be made part of a matcher. */
static enum stn_status check_rule(struct stn_buf *problems, bool *compiles,
                                  const struct stn_ruleset *ruleset,
                                  uint32_t index, struct stn_error *err)
{
    struct stn_trial trial = {0};
    const struct stn_lint lint = {problems, &ruleset->rules[index], &trial};
    struct stn_error why;
    enum stn_status status;

    *compiles = true;
    status = stn_trial_open(&trial, ruleset, index, true, &why);
    if (status == STN_EINPUT) {
        report_compile(problems, lint.rule, why.message);
        *compiles = false;
        status = STN_OK;
        goto done;
    }
    if (status < 0) {
        stn_fail(err, status, "%s", why.message);
        goto done;
    }
    status = stn_lint_pattern(&lint, err);
    if (status >= 0)
        status = stn_lint_examples(&lint, err);
    if (status >= 0)
        status = stn_lint_cost(&lint, err);
    if (status >= 0)
        status = stn_buf_status(problems, err);
done:
    stn_trial_close(&trial);
    return status;
}

enum stn_status stn_lint_rule(struct stn_buf *problems,
                              const struct stn_ruleset *ruleset, uint32_t rule,
                              struct stn_error *err)
{
    bool compiles;

    return check_rule(problems, &compiles, ruleset, rule, err);
}

/* Whose match takes the place of a rule's own: not a partner's, if another
 * is there. */
static const struct stn_rule *find_shadow(const struct stn_ruleset *ruleset,
                                          const struct stn_rule *rule,
                                          const struct stn_matches *matches)
{
    const struct stn_rule *shadow = NULL;

    for (size_t i = 0; i < matches->count; i++) {
        const struct stn_rule *other = &ruleset->rules[matches->items[i].rule];
        bool is_partner = rule->near_rule != NULL &&
                          strcmp(rule->near_rule, other->info.id) == 0;
        if (!is_partner)
            return other;
        shadow = other;
    }
    return shadow;
}

static enum stn_status
check_shadows(struct stn_buf *problems, const struct stn_ruleset *ruleset,
              uint32_t index, const struct stn_matcher *matcher,
              struct stn_scratch *scratch, struct stn_error *err)
{
    const struct stn_rule *rule = &ruleset->rules[index];

    for (uint32_t i = 0; i < rule->examples.count; i++) {
        struct stn_segment segment;
        struct stn_matches matches;
        if (!stn_trial_segment(&segment, rule, rule->examples.items[i]))
            continue;
        enum stn_status status =
            stn_matcher_scan(matcher, scratch, &segment, &matches, err);
        if (status < 0)
            return status;
        if (matches.count == 0 || stn_matches_find(&matches, index) != NULL)
            continue;
        const struct stn_rule *shadow = find_shadow(ruleset, rule, &matches);
        stn_lint_problem(problems, rule, "example %u is shadowed by %s, at %s",
                         (unsigned)i + 1, shadow->info.id, shadow->origin);
    }
    return STN_OK;
}

/* @param compiles  One for each rule: the others are left out. */
static enum stn_status check_together(struct stn_buf *problems,
                                      const struct stn_ruleset *ruleset,
                                      const bool *chosen, const bool *compiles,
                                      struct stn_error *err)
{
    const struct stn_matcher_options options = {.active = compiles};
    struct stn_matcher *matcher = NULL;
    struct stn_scratch *scratch = NULL;
    enum stn_status status;

    status = stn_matcher_new(&matcher, ruleset, &options, err);
    if (status >= 0)
        status = stn_scratch_new(&scratch, matcher, err);
    for (uint32_t i = 0; i < ruleset->count && status >= 0; i++)
        if ((chosen == NULL || chosen[i]) && compiles[i])
            status = check_shadows(problems, ruleset, i, matcher, scratch, err);
    stn_scratch_free(scratch);
    stn_matcher_free(matcher);
    return status;
}

enum stn_status stn_lint_rules(struct stn_buf *problems,
                               const struct stn_ruleset *ruleset,
                               const bool *chosen, struct stn_error *err)
{
    bool *compiles = stn_malloc(ruleset->count * sizeof(*compiles));
    enum stn_status status = STN_OK;

    if (compiles == NULL)
        return stn_fail_memory(err);
    for (uint32_t i = 0; i < ruleset->count && status >= 0; i++) {
        compiles[i] = true;
        if (chosen == NULL || chosen[i])
            status = check_rule(problems, &compiles[i], ruleset, i, err);
    }
    if (status >= 0)
        status = check_together(problems, ruleset, chosen, compiles, err);
    if (status >= 0)
        status = stn_buf_status(problems, err);
    stn_free(compiles);
    return status;
}
