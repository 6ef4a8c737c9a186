#include "engine/matcher.h"

#include "base/alloc.h"
#include "engine/compiled.h"

void stn_matcher_free(struct stn_matcher *matcher)
{
    if (matcher == NULL)
        return;
    for (uint32_t i = 0; i < matcher->regex_count; i++)
        stn_regex_free(atomic_load(&matcher->regexes[i]));
    stn_prefilter_free(matcher->prefilter);
    stn_arena_dispose(&matcher->arena);
    stn_free(matcher);
}

uint32_t stn_matcher_rank(const struct stn_matcher *matcher, uint32_t rule)
{
    return stn_prefilter_tables(matcher->prefilter)->plans[rule].rank;
}

/* The text of a rule's regex, and what to call it. */
static const char *regex_text(const struct stn_rule *rule, uint32_t which,
                              const char **name)
{
    switch (which) {
    case STN_REGEX_PATTERN:
        *name = "pattern";
        return rule->pattern;
    case STN_REGEX_NAMES:
        *name = "names";
        return rule->names;
    default:
        *name = "allow.patterns";
        return rule->allow_patterns.items[which - STN_REGEX_ALLOW];
    }
}

static enum stn_status fail_regex(struct stn_error *err,
                                  const struct stn_rule *rule, const char *name,
                                  const struct stn_regex_fault *fault)
{
    return stn_fail(err, STN_EINPUT, "%s: %s: %s: %s, at offset %zu",
                    rule->origin != NULL ? rule->origin : "rules",
                    rule->info.id, name, fault->message, fault->offset);
}

enum stn_status stn_matcher_regex(const struct stn_regex **out,
                                  const struct stn_matcher *matcher,
                                  uint32_t rule, uint32_t which,
                                  struct stn_error *err)
{
    _Atomic(struct stn_regex *) *cell =
        &matcher->regexes[matcher->rules[rule].first_regex + which];
    struct stn_regex *regex = atomic_load_explicit(cell, memory_order_acquire);
    struct stn_regex_fault fault;
    const char *name;

    if (regex != NULL) {
        *out = regex;
        return STN_OK;
    }
    const char *text = regex_text(&matcher->ruleset->rules[rule], which, &name);
    enum stn_status status = stn_regex_new(&regex, text, &fault, err);
    if (status == STN_EINPUT)
        return fail_regex(err, &matcher->ruleset->rules[rule], name, &fault);
    if (status < 0)
        return status;

    struct stn_regex *other = NULL;
    if (!atomic_compare_exchange_strong_explicit(
            cell, &other, regex, memory_order_acq_rel, memory_order_acquire)) {
        stn_regex_free(regex); /* another thread was first */
        regex = other;
    }
    *out = regex;
    return STN_OK;
}

static uint32_t regexes_of(const struct stn_rule *rule)
{
    return STN_REGEX_ALLOW + rule->allow_patterns.count;
}

/* Of a rule that was written by someone else: say now what is wrong. */
static enum stn_status check_regexes(const struct stn_rule *rule,
                                     struct stn_error *err)
{
    for (uint32_t which = 0; which < regexes_of(rule); which++) {
        struct stn_regex_fault fault;
        const char *name;
        const char *text = regex_text(rule, which, &name);
        if (text == NULL)
            continue;
        enum stn_status status = stn_regex_check(text, &fault, err);
        if (status == STN_EINPUT)
            return fail_regex(err, rule, name, &fault);
        if (status < 0)
            return status;
    }
    return STN_OK;
}

static enum stn_status find_confirms(struct stn_matcher *matcher,
                                     uint32_t index, struct stn_error *err)
{
    const struct stn_rule *rule = &matcher->ruleset->rules[index];
    struct stn_compiled_rule *compiled = &matcher->rules[index];

    if (rule->confirms.count == 0)
        return STN_OK;
    compiled->confirms = stn_arena_array(&matcher->arena, rule->confirms.count,
                                         sizeof(*compiled->confirms));
    if (compiled->confirms == NULL)
        return stn_fail_memory(err);
    for (uint32_t i = 0; i < rule->confirms.count; i++) {
        const char *name = rule->confirms.items[i];
        compiled->confirms[i] = stn_confirm_find(name);
        if (compiled->confirms[i] == NULL)
            return stn_fail(err, STN_EINPUT, "%s: %s: no confirm named %s",
                            rule->origin != NULL ? rule->origin : "rules",
                            rule->info.id, name);
    }
    compiled->confirm_count = rule->confirms.count;
    return STN_OK;
}

/* The evidence a partner gives; at most STN_EVIDENCE_BYTES, cut between code
 * points. */
static char *describe_partner(struct stn_arena *arena,
                              const struct stn_rule *partner)
{
    char text[STN_EVIDENCE_BYTES];
    const int length =
        snprintf(text, sizeof(text), "next to %s", partner->info.title);

    if (length >= (int)sizeof(text)) {
        size_t end = sizeof(text) - 1;
        while (end > 0 && ((unsigned char)text[end - 1] & 0xC0) == 0x80)
            end--;
        if (end > 0 && (unsigned char)text[end - 1] >= 0xC0)
            end--;
        if (end < sizeof(text) - 1)
            text[end] = '\0';
    }
    return stn_arena_strdup(arena, stn_str_of(text));
}

static enum stn_status find_partner(struct stn_matcher *matcher, uint32_t index,
                                    struct stn_error *err)
{
    const struct stn_ruleset *ruleset = matcher->ruleset;
    const struct stn_rule *rule = &ruleset->rules[index];
    struct stn_compiled_rule *compiled = &matcher->rules[index];

    compiled->partner = UINT32_MAX;
    if (rule->near_rule == NULL)
        return STN_OK;
    compiled->partner = stn_ruleset_find(ruleset, rule->near_rule);
    if (compiled->partner == UINT32_MAX)
        return stn_fail(err, STN_EINPUT, "%s: %s: no rule named %s",
                        rule->origin != NULL ? rule->origin : "rules",
                        rule->info.id, rule->near_rule);
    compiled->nearby =
        describe_partner(&matcher->arena, &ruleset->rules[compiled->partner]);
    if (compiled->nearby == NULL)
        return stn_fail_memory(err);
    if (compiled->is_active) {
        matcher->runs[compiled->partner] = true;
        matcher->has_partners = true;
    }
    return STN_OK;
}

static enum stn_status make_rules(struct stn_matcher *matcher,
                                  const struct stn_matcher_options *options,
                                  struct stn_error *err)
{
    const struct stn_ruleset *ruleset = matcher->ruleset;
    enum stn_status status = STN_OK;

    for (uint32_t i = 0; i < ruleset->count; i++) {
        struct stn_compiled_rule *compiled = &matcher->rules[i];
        compiled->is_active = options->active == NULL || options->active[i];
        compiled->severity = ruleset->rules[i].info.severity;
        if (options->severities != NULL && options->severities[i] != 0) {
            compiled->severity = options->severities[i];
            compiled->has_own_severity = true;
        }
        compiled->first_regex = matcher->regex_count;
        matcher->regex_count += regexes_of(&ruleset->rules[i]);
        matcher->runs[i] |= compiled->is_active;
    }
    for (uint32_t i = 0; i < ruleset->count && status >= 0; i++)
        if (matcher->rules[i].is_active)
            status = find_partner(matcher, i, err);
        else
            matcher->rules[i].partner = UINT32_MAX;
    for (uint32_t i = 0; i < ruleset->count && status >= 0; i++) {
        if (!matcher->runs[i])
            continue;
        status = find_confirms(matcher, i, err);
        if (status >= 0 && !ruleset->is_builtin)
            status = check_regexes(&ruleset->rules[i], err);
    }
    return status;
}

static enum stn_status make_tables(struct stn_matcher *matcher,
                                   const struct stn_matcher_options *options,
                                   struct stn_error *err)
{
    const uint32_t count = matcher->ruleset->count;

    matcher->rules =
        stn_arena_array(&matcher->arena, count, sizeof(*matcher->rules));
    matcher->runs =
        stn_arena_array(&matcher->arena, count, sizeof(*matcher->runs));
    matcher->everywhere =
        stn_arena_array(&matcher->arena, count, sizeof(*matcher->everywhere));
    if (matcher->rules == NULL || matcher->runs == NULL ||
        matcher->everywhere == NULL)
        return stn_fail_memory(err);
    enum stn_status status = make_rules(matcher, options, err);
    const uint32_t regex_count = matcher->regex_count;
    matcher->regex_count = 0; /* until there are cells to free */
    if (status < 0)
        return status;
    matcher->regexes = stn_arena_array(&matcher->arena, regex_count,
                                       sizeof(*matcher->regexes));
    if (matcher->regexes == NULL)
        return stn_fail_memory(err);
    for (uint32_t i = 0; i < regex_count; i++)
        atomic_init(&matcher->regexes[i], NULL);
    matcher->regex_count = regex_count;
    return STN_OK;
}

enum stn_status stn_matcher_new(struct stn_matcher **out,
                                const struct stn_ruleset *ruleset,
                                const struct stn_matcher_options *options,
                                struct stn_error *err)
{
    struct stn_matcher *matcher = stn_calloc(1, sizeof(*matcher));
    enum stn_status status;

    if (matcher == NULL)
        return stn_fail_memory(err);
    matcher->ruleset = ruleset;
    matcher->now = options->now;
    matcher->no_prefilter = options->no_prefilter;
    matcher->profile = options->profile;
    status = make_tables(matcher, options, err);
    if (status >= 0)
        status =
            stn_prefilter_new(&matcher->prefilter, ruleset, matcher->runs, err);
    if (status >= 0)
        status = stn_name_index_make(
            &matcher->names, &matcher->arena, ruleset, matcher->runs,
            stn_prefilter_tables(matcher->prefilter), err);
    if (status < 0) {
        stn_matcher_free(matcher);
        return status;
    }
    const struct stn_rule_plan *plans =
        stn_prefilter_tables(matcher->prefilter)->plans;
    for (uint32_t i = 0; i < ruleset->count; i++)
        if (matcher->runs[i] && ruleset->rules[i].names == NULL &&
            (options->no_prefilter || !plans[i].has_literals))
            matcher->everywhere[matcher->everywhere_count++] = i;
    *out = matcher;
    return STN_OK;
}
