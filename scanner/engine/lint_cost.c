#include "engine/lint_problem.h"

#include <stdio.h>

#include "base/limits.h"
#include "engine/lint_text.h"
#include "engine/literals.h"

/*
 * The dearest sound rules take some 500 ns a byte on the text that is worst for
 * them, a quadratic one over 6,000 on 32 KiB. Time is not exact: a text is dear
 * only if it is so each time.
 */
#define HOSTILE_NANOSECONDS_PER_BYTE_MAX 4000
#define HOSTILE_TRIES 5

/* PCRE2 may run once for this many bytes of ordinary text: the literals of a
 * rule that needs more are no anchors. */
#define ORDINARY_BYTES_PER_CALL 512

/* Examples and literals that hostile texts are derived from: of one rule they
 * are much alike, and the first stands for all before long runs. */
#define SEED_EXAMPLES_MAX 2
#define SEED_LITERALS_MAX 4

/* Repeats in patterns are mostly bounded by less. */
#define SHORT_RUN_BYTES 100

/* What is repeated: one of each class a pattern is likely to have. */
static const struct {
    char byte;
    const char *name;
} runs[] = {
    {'a', "'a'"},  {'A', "'A'"},        {'0', "'0'"}, {' ', "spaces"},
    {'"', "'\"'"}, {'\n', "line ends"}, {'=', "'='"}, {'-', "'-'"},
    {'/', "'/'"},  {'.', "'.'"},        {'_', "'_'"}, {'\t', "tabs"},
};

#define RUN_COUNT (sizeof(runs) / sizeof(runs[0]))

/* Where texts are scanned, and what they are made in. */
struct bench {
    const struct stn_lint *lint;
    struct stn_segment place; /* its bytes are set for each text */
    struct stn_buf text;
    /* A match but for its last byte, at the end of each text: without it PCRE2
     * may see that some byte never comes, and not even begin. */
    struct stn_str tail;
    bool is_refused; /* one problem says it */
};

/* One scan, and what it cost the rule. */
struct scan {
    struct stn_rule_cost cost;
    bool gave_up;
    size_t found;
};

static enum stn_status scan(struct scan *out, struct bench *bench,
                            struct stn_error *err)
{
    const struct stn_trial *trial = bench->lint->trial;
    const struct stn_rule_cost *cost =
        &stn_scratch_costs(trial->scratch)[trial->rule];
    const struct stn_rule_cost before = *cost;
    struct stn_matches matches;

    bench->place.bytes = stn_buf_str(&bench->text);
    enum stn_status status = stn_matcher_scan(trial->matcher, trial->scratch,
                                              &bench->place, &matches, err);
    if (status < 0)
        return status;
    cost = &stn_scratch_costs(trial->scratch)[trial->rule];
    *out = (struct scan){
        .cost = {.hits = cost->hits - before.hits,
                 .calls = cost->calls - before.calls,
                 .nanoseconds = cost->nanoseconds - before.nanoseconds},
    };
    for (size_t i = 0; i < matches.gave_up_count; i++)
        out->gave_up |= matches.gave_up[i] == trial->rule;
    for (size_t i = 0; i < matches.count; i++)
        out->found += matches.items[i].rule == trial->rule;
    return STN_OK;
}

/* Scan the hostile text that is in bench->text. */
static enum stn_status try_hostile(struct bench *bench, const char *what,
                                   struct stn_error *err)
{
    const struct stn_lint *lint = bench->lint;
    const uint64_t most = bench->text.len * HOSTILE_NANOSECONDS_PER_BYTE_MAX;
    struct scan result;
    bool is_dear = true;
    enum stn_status status = stn_buf_status(&bench->text, err);

    for (int i = 0; i < HOSTILE_TRIES && is_dear && status >= 0; i++) {
        status = scan(&result, bench, err);
        if (status < 0)
            return status;
        if (result.gave_up) {
            stn_lint_problem(lint->problems, lint->rule,
                             "the pattern backtracks until PCRE2 gives up, "
                             "on %s",
                             what);
            bench->is_refused = true;
            return STN_OK;
        }
        is_dear = result.cost.nanoseconds > most;
    }
    if (status >= 0 && is_dear) {
        stn_lint_problem(lint->problems, lint->rule,
                         "the pattern takes over %d ns for each byte of %s",
                         HOSTILE_NANOSECONDS_PER_BYTE_MAX, what);
        bench->is_refused = true;
    }
    return status;
}

static enum stn_status try_repeated(struct bench *bench, struct stn_str piece,
                                    struct stn_str joint, const char *what,
                                    struct stn_error *err)
{
    if (bench->is_refused || piece.len == 0)
        return STN_OK;
    stn_buf_clear(&bench->text);
    stn_lint_repeat(&bench->text, piece, joint, STN_LINT_HOSTILE_BYTES);
    stn_buf_append(&bench->text, bench->tail);
    return try_hostile(bench, what, err);
}

/* A beginning and then one character, long enough to be backtracked into; and
 * many beginnings, each with a shorter run. */
static enum stn_status try_runs_after(struct bench *bench, struct stn_str head,
                                      const char *what, struct stn_error *err)
{
    const struct stn_str none = {NULL, 0};
    struct stn_buf piece = STN_BUF_INIT(STN_MIB);
    enum stn_status status = STN_OK;

    for (size_t i = 0; i < RUN_COUNT && !bench->is_refused && status >= 0;
         i++) {
        const struct stn_str byte = {&runs[i].byte, 1};
        char name[80];
        snprintf(name, sizeof(name), "%s and %s", what, runs[i].name);
        stn_buf_clear(&bench->text);
        stn_buf_append(&bench->text, head);
        stn_lint_repeat(&bench->text, byte, none, STN_LINT_HOSTILE_BYTES);
        stn_buf_append(&bench->text, bench->tail);
        status = try_hostile(bench, name, err);

        stn_buf_clear(&piece);
        stn_buf_append(&piece, head);
        stn_lint_repeat(&piece, byte, none, SHORT_RUN_BYTES);
        if (status >= 0)
            status = stn_buf_status(&piece, err);
        if (status >= 0)
            status = try_repeated(bench, stn_buf_str(&piece), none, name, err);
    }
    stn_buf_dispose(&piece);
    return status;
}

/* Where a rule's own match stands in an example of it. */
struct seed {
    struct stn_str prefix; /* up to a few bytes of the secret */
    struct stn_str most;   /* all but its last byte */
};

static enum stn_status find_seeds(struct seed seeds[SEED_EXAMPLES_MAX],
                                  size_t *count, const struct stn_lint *lint,
                                  struct stn_error *err)
{
    const struct stn_trial *trial = lint->trial;
    const struct stn_rule_strings *examples = &lint->rule->examples;

    *count = 0;
    for (uint32_t i = 0; i < examples->count && *count < SEED_EXAMPLES_MAX;
         i++) {
        struct stn_segment segment;
        struct stn_matches matches;
        if (!stn_trial_segment(&segment, lint->rule, examples->items[i]))
            continue;
        enum stn_status status = stn_matcher_scan(
            trial->matcher, trial->scratch, &segment, &matches, err);
        if (status < 0)
            return status;
        const struct stn_match *match = stn_matches_find(&matches, trial->rule);
        if (match == NULL)
            continue;
        const size_t length = match->secret.end - match->secret.start;
        seeds[(*count)++] = (struct seed){
            .prefix = stn_str_sub(segment.bytes, match->match.start,
                                  match->secret.start +
                                      (length < 16 ? length / 2 : 8)),
            .most = stn_str_sub(segment.bytes, match->match.start,
                                match->match.end - 1),
        };
    }
    return STN_OK;
}

/* Texts made of an example: its beginning and all but its end, over and over,
 * with what could stand between. */
static enum stn_status try_seed(struct bench *bench, const struct seed *seed,
                                struct stn_error *err)
{
    static const char *const joints[] = {"", " ", "\n", "\""};
    enum stn_status status = STN_OK;

    for (size_t i = 0; i < sizeof(joints) / sizeof(joints[0]); i++) {
        const struct stn_str joint = stn_str_of(joints[i]);
        if (status >= 0)
            status = try_repeated(bench, seed->prefix, joint,
                                  "repeats of an example's beginning", err);
        if (status >= 0)
            status = try_repeated(bench, seed->most, joint,
                                  "repeats of an example cut short", err);
    }
    return status;
}

static enum stn_status try_seeds(struct bench *bench, struct stn_error *err)
{
    struct seed seeds[SEED_EXAMPLES_MAX];
    size_t count;
    enum stn_status status = find_seeds(seeds, &count, bench->lint, err);

    if (status < 0 || count == 0)
        return status;
    bench->tail = seeds[0].most;
    for (size_t i = 0; i < count && status >= 0; i++)
        status = try_seed(bench, &seeds[i], err);
    if (status >= 0)
        status = try_runs_after(bench, seeds[0].prefix,
                                "an example's beginning", err);
    return status;
}

static enum stn_status try_literals(struct bench *bench, struct stn_error *err)
{
    static const char *const joints[] = {"", " ", "\n"};
    struct stn_literals literals = {0};
    enum stn_status status = stn_literals_find(
        &literals, stn_str_of(bench->lint->rule->pattern), err);

    for (uint32_t i = 0; i < literals.count && i < SEED_LITERALS_MAX; i++) {
        const struct stn_literal_word *word = &literals.items[i].word;
        const struct stn_str bytes = {(const char *)word->bytes, word->length};
        for (size_t j = 0; j < 3 && status >= 0; j++)
            status = try_repeated(bench, bytes, stn_str_of(joints[j]),
                                  "repeats of a literal of it", err);
        if (i == 0 && status >= 0)
            status = try_runs_after(bench, bytes, "a literal of it", err);
    }
    if (literals.count == 0 && status >= 0)
        status = try_runs_after(bench, (struct stn_str){NULL, 0},
                                "a whole field", err);
    stn_literals_dispose(&literals);
    return status;
}

static enum stn_status try_ordinary(struct bench *bench, struct stn_error *err)
{
    const struct stn_lint *lint = bench->lint;
    struct scan result;

    stn_buf_clear(&bench->text);
    stn_lint_ordinary(&bench->text);
    enum stn_status status = stn_buf_status(&bench->text, err);
    if (status >= 0)
        status = scan(&result, bench, err);
    if (status < 0)
        return status;
    if (result.gave_up)
        stn_lint_problem(lint->problems, lint->rule,
                         "the pattern backtracks until PCRE2 gives up, on "
                         "ordinary text");
    if (result.found > 0)
        stn_lint_problem(lint->problems, lint->rule,
                         "finds %zu secrets in ordinary text, which has none",
                         result.found);
    if (result.cost.calls * ORDINARY_BYTES_PER_CALL > bench->text.len)
        stn_lint_problem(lint->problems, lint->rule,
                         "the pattern runs %zu times on %zu KiB of ordinary "
                         "text: it needs a rarer literal",
                         (size_t)result.cost.calls, bench->text.len / 1024);
    return STN_OK;
}

enum stn_status stn_lint_cost(const struct stn_lint *lint,
                              struct stn_error *err)
{
    struct bench bench = {
        .lint = lint,
        .text = STN_BUF_INIT(STN_MIB),
    };
    enum stn_status status;

    if (lint->rule->examples.count == 0 ||
        !stn_trial_segment(&bench.place, lint->rule,
                           lint->rule->examples.items[0]))
        stn_trial_segment(&bench.place, lint->rule, "x: ");
    status = try_ordinary(&bench, err);
    if (status >= 0)
        status = try_seeds(&bench, err);
    if (status >= 0)
        status = try_literals(&bench, err);
    stn_buf_dispose(&bench.text);
    return status;
}
