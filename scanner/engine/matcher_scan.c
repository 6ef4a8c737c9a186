#include "engine/matcher.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "engine/entropy.h"
#include "engine/placeholder.h"
#include "engine/resolve.h"
#include "engine/scratch.h"

/* PCRE2 may give up so many times on one rule in one text: a text made to
 * exhaust a pattern at every window must not take for ever. */
#define GIVE_UPS_MAX 8

/* One scan. */
struct scan {
    const struct stn_matcher *matcher;
    struct stn_scratch *scratch;
    const struct stn_segment *segment;
};

/* One rule in one scan. */
struct run {
    struct scan *scan;
    uint32_t index;
    const struct stn_rule *rule;
    const struct stn_compiled_rule *compiled;
    uint32_t give_ups;
    bool are_keywords_sought; /* then it is known whether one occurs */
    bool has_keyword;
};

static void give_up(struct run *run)
{
    struct stn_scratch *scratch = run->scan->scratch;

    /* Rules run in order, so the list is sorted. */
    if (run->give_ups++ == 0)
        scratch->gave_up[scratch->gave_up_count++] = run->index;
}

/* Whether another regex of the rule matches. Giving up counts as no. */
static enum stn_status is_found(bool *out, struct run *run, uint32_t which,
                                struct stn_str subject, struct stn_error *err)
{
    const struct stn_regex *regex;
    struct stn_regex_match match;

    *out = false;
    enum stn_status status =
        stn_matcher_regex(&regex, run->scan->matcher, run->index, which, err);
    if (status < 0)
        return status;
    status = stn_regex_find(regex, run->scan->scratch->regex, subject, 0,
                            SIZE_MAX, &match, err);
    if (status == STN_ELIMIT)
        give_up(run);
    else if (status < 0)
        return status;
    *out = status == STN_OK;
    return STN_OK;
}

/* Whether one of the keywords the rule declares occurs in the segment; asked
 * for the first match only, since few texts have one. */
static bool has_keyword(struct run *run)
{
    const struct stn_rule_strings *keywords = &run->rule->keywords;
    const struct stn_str bytes = run->scan->segment->bytes;

    if (!run->are_keywords_sought) {
        run->are_keywords_sought = true;
        run->has_keyword = keywords->count == 0;
        for (uint32_t i = 0; i < keywords->count && !run->has_keyword; i++)
            run->has_keyword =
                stn_str_find_nocase(bytes, stn_str_of(keywords->items[i])) !=
                SIZE_MAX;
    }
    return run->has_keyword;
}

static bool is_allowed_value(const struct stn_rule *rule, struct stn_str value)
{
    for (uint32_t i = 0; i < rule->allow_values.count; i++)
        if (stn_str_equal(value, stn_str_of(rule->allow_values.items[i])))
            return true;
    return false;
}

/* Whether the secret is a value the rule lets pass. */
static enum stn_status is_allowed(bool *out, struct run *run,
                                  struct stn_str value, struct stn_error *err)
{
    const uint32_t count = run->rule->allow_patterns.count;
    enum stn_status status = STN_OK;

    *out = stn_placeholder_is(value) || is_allowed_value(run->rule, value);
    for (uint32_t i = 0; i < count && !*out && status >= 0; i++)
        status = is_found(out, run, STN_REGEX_ALLOW + i, value, err);
    return status;
}

static bool add_evidence(struct stn_match *match, const char *evidence)
{
    if (evidence == NULL)
        return false;
    for (size_t i = 0; i < match->evidence_count; i++)
        if (strcmp(match->evidence[i], evidence) == 0)
            return true;
    if (match->evidence_count < STN_EVIDENCE_MAX)
        match->evidence[match->evidence_count++] = evidence;
    return true;
}

/* Ask a confirm. *holds turns false if it says no. */
static enum stn_status ask(bool *holds, struct run *run,
                           const struct stn_confirm *confirm,
                           struct stn_held *held, struct stn_error *err)
{
    const struct stn_segment *segment = run->scan->segment;
    const struct stn_span secret = held->match.secret;
    const struct stn_confirm_input input = {
        .segment = segment,
        .match = held->match.match,
        .secret = secret,
        .value = stn_str_sub(segment->bytes, secret.start, secret.end),
        .now = run->scan->matcher->now,
    };
    struct stn_confirm_result result = {0};

    *holds = confirm->holds(&input, &result);
    if (!*holds)
        return STN_OK;
    if (result.at_most != STN_SEVERITY_DEFAULT &&
        (held->at_most == STN_SEVERITY_DEFAULT ||
         result.at_most < held->at_most))
        held->at_most = result.at_most;
    if (result.at_least > held->at_least && !run->compiled->has_own_severity)
        held->at_least = result.at_least;
    held->steps_down += result.steps_down;
    for (size_t i = 0; i < result.evidence_count; i++)
        add_evidence(&held->match, result.evidence[i]);
    if (result.detail[0] != '\0' &&
        !add_evidence(&held->match,
                      stn_scratch_detail(run->scan->scratch, result.detail)))
        return stn_fail_memory(err);
    return STN_OK;
}

static enum stn_status keep(struct run *run, const struct stn_held *held,
                            struct stn_error *err)
{
    struct stn_scratch *scratch = run->scan->scratch;
    struct stn_held *items = stn_grow(scratch->held, &scratch->held_capacity,
                                      scratch->held_count, sizeof(*items));

    if (items == NULL)
        return stn_fail_memory(err);
    scratch->held = items;
    items[scratch->held_count++] = *held;
    scratch->is_flooded = scratch->held_count == STN_TEXT_MATCHES_MAX;
    if (run->scan->matcher->profile)
        scratch->costs[run->index].matches++;
    return STN_OK;
}

/* Keep a match, if all that the rule asks of it holds. */
static enum stn_status judge(struct run *run,
                             const struct stn_regex_match *match,
                             struct stn_error *err)
{
    const struct stn_rule *rule = run->rule;
    const struct stn_str value = stn_str_sub(
        run->scan->segment->bytes, match->secret.start, match->secret.end);
    struct stn_held held = {
        .match = {.rule = run->index,
                  .severity = run->compiled->severity,
                  .match = match->match,
                  .secret = match->secret},
        .is_kept = true,
    };
    bool is_out = value.len == 0;

    if (is_out || !has_keyword(run))
        return STN_OK;
    enum stn_status status = is_allowed(&is_out, run, value, err);
    if (status < 0 || is_out)
        return status;
    if (rule->entropy > 0 && stn_entropy(value) < rule->entropy)
        return STN_OK;
    for (uint32_t i = 0; i < run->compiled->confirm_count; i++) {
        bool holds;
        status = ask(&holds, run, run->compiled->confirms[i], &held, err);
        if (status < 0 || !holds)
            return status;
    }
    held.match.severity = stn_held_severity(&held, held.match.severity);
    return keep(run, &held, err);
}

static uint64_t nanoseconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

/* Ask PCRE2, and count it if asked to. */
static enum stn_status find(struct run *run, const struct stn_regex *regex,
                            size_t first, size_t last,
                            struct stn_regex_match *match,
                            struct stn_error *err)
{
    struct stn_scratch *scratch = run->scan->scratch;
    const struct stn_str bytes = run->scan->segment->bytes;

    if (!run->scan->matcher->profile)
        return stn_regex_find(regex, scratch->regex, bytes, first, last, match,
                              err);
    const uint64_t start = nanoseconds();
    enum stn_status status =
        stn_regex_find(regex, scratch->regex, bytes, first, last, match, err);
    scratch->costs[run->index].calls++;
    scratch->costs[run->index].nanoseconds += nanoseconds() - start;
    return status;
}

/* Find all matches that start in a window. *next is where the last one of the
 * window before ended. */
static enum stn_status run_window(struct run *run,
                                  const struct stn_regex *regex,
                                  struct stn_window window, size_t *next,
                                  struct stn_error *err)
{
    size_t first = window.first > *next ? window.first : *next;

    while (first <= window.last) {
        struct stn_regex_match match;
        enum stn_status status =
            find(run, regex, first, window.last, &match, err);
        if (status == STN_ELIMIT)
            give_up(run);
        if (status == STN_ELIMIT || status == STN_DONE)
            return STN_OK;
        if (status < 0)
            return status;
        first = *next = stn_regex_next(&match, first);
        status = judge(run, &match, err);
        if (status < 0 || run->scan->scratch->is_flooded)
            return status;
    }
    return STN_OK;
}

static enum stn_status run_rule(struct scan *scan, uint32_t index,
                                bool is_everywhere, struct stn_error *err)
{
    struct run run = {
        .scan = scan,
        .index = index,
        .rule = &scan->matcher->ruleset->rules[index],
        .compiled = &scan->matcher->rules[index],
    };
    const struct stn_window whole = {
        .last = (uint32_t)scan->segment->bytes.len,
    };
    const struct stn_window *windows = &whole;
    size_t count = 1;
    const struct stn_regex *regex;
    size_t next = 0;
    enum stn_status status = STN_OK;

    if (!is_everywhere) {
        status = stn_windows_take(&scan->scratch->windows, index, &windows,
                                  &count, &is_everywhere, err);
        if (status < 0)
            return status;
    }
    if (is_everywhere) {
        windows = &whole;
        count = 1;
    }
    status =
        stn_matcher_regex(&regex, scan->matcher, index, STN_REGEX_PATTERN, err);
    for (size_t i = 0; i < count && status >= 0; i++) {
        if (run.give_ups == GIVE_UPS_MAX || scan->scratch->is_flooded)
            break;
        status = run_window(&run, regex, windows[i], &next, err);
    }
    return status;
}

static int compare_rules(const void *a, const void *b)
{
    const uint32_t left = *(const uint32_t *)a;
    const uint32_t right = *(const uint32_t *)b;

    return (left > right) - (left < right);
}

/* Whether a rule looks at segments of this kind and with these traits. */
static bool applies(const struct scan *scan, const struct stn_rule *rule)
{
    return (rule->segments == 0 || (rule->segments & scan->segment->kind)) &&
           (rule->traits & ~scan->segment->traits) == 0;
}

/* Of some rules, those without `names` that apply. */
static size_t list_nameless(const struct scan *scan, const uint32_t *rules,
                            size_t rule_count, size_t count)
{
    for (size_t i = 0; i < rule_count; i++) {
        const struct stn_rule *rule = &scan->matcher->ruleset->rules[rules[i]];
        if (rule->names == NULL && applies(scan, rule))
            scan->scratch->todo[count++] = rules[i];
    }
    return count;
}

/* The rules whose names match. */
static enum stn_status list_named(const struct scan *scan, size_t *count,
                                  struct stn_error *err)
{
    const struct stn_matcher *matcher = scan->matcher;
    const uint32_t *rules;
    size_t rule_count;
    enum stn_status status =
        stn_names_find(matcher, scan->scratch, scan->segment->kind,
                       scan->segment->name, &rules, &rule_count, err);

    for (size_t i = 0; i < rule_count && status >= 0; i++)
        if (applies(scan, &matcher->ruleset->rules[rules[i]]))
            scan->scratch->todo[(*count)++] = rules[i];
    return status;
}

/* The rules to run, in order: those with windows, and those that are tried
 * everywhere. No rule is both. */
static enum stn_status list_rules(const struct scan *scan, size_t *count,
                                  struct stn_error *err)
{
    const struct stn_windows *windows = &scan->scratch->windows;
    enum stn_status status = STN_OK;

    *count = list_nameless(scan, windows->touched, windows->touched_count, 0);
    *count = list_nameless(scan, scan->matcher->everywhere,
                           scan->matcher->everywhere_count, *count);
    if (scan->segment->name.len > 0)
        status = list_named(scan, count, err);
    if (*count > 1)
        qsort(scan->scratch->todo, *count, sizeof(*scan->scratch->todo),
              compare_rules);
    return status;
}

enum stn_status stn_matcher_scan(const struct stn_matcher *matcher,
                                 struct stn_scratch *scratch,
                                 const struct stn_segment *segment,
                                 struct stn_matches *out, struct stn_error *err)
{
    struct scan scan = {matcher, scratch, segment};
    enum stn_status status = STN_OK;
    size_t count;

    stn_scratch_reset(scratch);
    if (segment->bytes.len >= UINT32_MAX)
        return stn_fail(err, STN_ELIMIT, "a segment of 4 GiB or more");
    struct stn_anchors *anchors = scratch->anchors;
    if (anchors != NULL &&
        (matcher->no_prefilter || matcher->everywhere_count > 0)) {
        if (!stn_anchors_add(anchors, 0, (uint32_t)segment->bytes.len))
            return stn_fail_memory(err);
        anchors = NULL;
    }
    if (!matcher->no_prefilter)
        status = stn_prefilter_scan(
            matcher->prefilter, scratch->prefilter, segment->bytes,
            matcher->runs, &scratch->windows,
            matcher->profile ? scratch->costs : NULL, anchors, err);
    if (status < 0)
        return status;
    status = list_rules(&scan, &count, err);
    if (status < 0)
        return status;
    for (size_t i = 0; i < count && !scratch->is_flooded; i++) {
        const uint32_t rule = scratch->todo[i];
        status =
            run_rule(&scan, rule, scratch->windows.rules[rule].count == 0, err);
        if (status < 0)
            return status;
    }
    return stn_resolve(matcher, scratch, segment->bytes, out, err);
}
