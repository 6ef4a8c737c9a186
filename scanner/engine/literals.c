#include "engine/literals.h"

#include "base/alloc.h"
#include "base/limits.h"
#include "engine/literal_cost.h"
#include "engine/literal_run.h"
#include "engine/literal_words.h"

/* Words gathered from an alternation before they are cut short. */
#define GATHERED_WORDS_MAX 2048
/* One byte is no anchor: it is everywhere. */
#define WORD_BYTES_MIN 2
/* A literal at its place: it fills the siblings [from, to] of the pattern. */
struct use {
    const struct stn_literal_word *word;
    uint32_t from, to;
    bool is_whole; /* else only begins them */
};

/* Uses of which every match of a node has one. */
struct candidate {
    const struct use *uses;
    size_t count; /* 0: there is none */
    double cost;  /* hits expected in a megabyte, weighted */
    bool is_far;  /* may stand any distance from the node's start */
};

/* What is known of a node. */
struct facts {
    struct stn_words exact; /* all it can match */
    struct stn_words head;  /* what all its matches begin with */
    struct candidate best;
};

struct choice {
    const struct stn_syntax *syntax;
    struct stn_arena arena;
    struct facts *facts; /* one for each node */
    bool has_no_memory;
};

/* Whether it went well; notes the lack of memory. */
static bool ok(struct choice *choice, enum stn_words_result result)
{
    if (result == STN_WORDS_NO_MEMORY)
        choice->has_no_memory = true;
    return result == STN_WORDS_OK;
}

/*
 * Two bytes hit often and, since the prefilter hashes several, dearly; each
 * word more makes its table denser.
 */
static double words_cost(struct stn_words words)
{
    double cost = 0;

    for (size_t i = 0; i < words.count; i++) {
        const double hits = stn_literal_frequency(&words.items[i]);
        cost += 0.05 + (words.items[i].length == 2 ? 8 * hits : hits);
    }
    return cost;
}

/* Bytes of the shortest one. */
static size_t shortest(struct stn_words words)
{
    size_t least = SIZE_MAX;

    for (size_t i = 0; i < words.count; i++)
        if (words.items[i].length < least)
            least = words.items[i].length;
    return least;
}

/* Take the words as the best uses of a node, if they are. */
static void consider_words(struct choice *choice, struct candidate *best,
                           struct stn_words words, struct use place,
                           double weight, bool is_far)
{
    if (words.count == 0 || words.count > STN_RULE_LITERALS_MAX ||
        shortest(words) < WORD_BYTES_MIN ||
        (is_far && best->count > 0 && !best->is_far))
        return;
    const double cost = weight * words_cost(words);
    if (best->count > 0 && best->is_far == is_far && best->cost <= cost)
        return;
    struct use *uses =
        stn_arena_array(&choice->arena, words.count, sizeof(*uses));
    if (uses == NULL) {
        choice->has_no_memory = true;
        return;
    }
    for (size_t i = 0; i < words.count; i++) {
        uses[i] = place;
        uses[i].word = &words.items[i];
    }
    *best = (struct candidate){uses, words.count, cost, is_far};
}

static void consider(struct candidate *best, struct candidate other,
                     double weight, bool is_far)
{
    other.cost *= weight;
    other.is_far |= is_far;
    if (other.count == 0)
        return;
    if (best->count == 0 || other.is_far < best->is_far ||
        (other.is_far == best->is_far && other.cost < best->cost))
        *best = other;
}

/* Where in a row something stands. */
struct distance {
    uint32_t least, most;
};

/* PCRE2 tries each start of a window. */
static double weight_of(struct distance distance)
{
    if (distance.most == STN_SYNTAX_UNBOUNDED)
        return 1;
    return 1 + (double)(distance.most - distance.least) / 64;
}

/*
 * The words that start at a child of a row and go on as long as their number
 * and length allow. Only where the next child would multiply them, and at their
 * end, are they a candidate.
 */
static void consider_run(struct choice *choice, struct candidate *best,
                         uint32_t from, struct distance distance)
{
    const struct stn_syntax_node *nodes = choice->syntax->nodes;
    const double weight = weight_of(distance);
    const bool is_far = distance.most == STN_SYNTAX_UNBOUNDED;
    struct stn_words run = stn_words_empty;
    struct use place = {.from = from, .to = STN_SYNTAX_NONE, .is_whole = true};

    for (uint32_t i = from; i != STN_SYNTAX_NONE && place.is_whole;
         i = nodes[i].next) {
        const struct facts *facts = &choice->facts[i];
        const bool is_whole = facts->exact.count > 0;
        const struct stn_words more = is_whole ? facts->exact : facts->head;
        if (stn_syntax_is_test(&nodes[i]))
            continue;
        if (place.to != STN_SYNTAX_NONE && (more.count != 1 || !is_whole))
            consider_words(choice, best, run, place, weight, is_far);
        if (more.count == 0 ||
            !ok(choice, stn_words_append(&run, &choice->arena, run, more)))
            break;
        place.to = i;
        place.is_whole = is_whole;
    }
    if (place.to != STN_SYNTAX_NONE)
        consider_words(choice, best, run, place, weight, is_far);
}

/* Whether words should be tried from this child of a row on. */
static bool starts_run(const struct choice *choice, uint32_t index,
                       size_t *run_bytes)
{
    const struct stn_syntax_node *node = &choice->syntax->nodes[index];
    const struct stn_words exact = choice->facts[index].exact;
    const struct stn_words head = choice->facts[index].head;

    if (stn_syntax_is_test(node) || (exact.count == 0 && head.count == 0))
        return false;
    const bool is_first =
        *run_bytes == 0 || *run_bytes >= STN_LITERAL_BYTES_MAX;
    *run_bytes = exact.count == 1
                     ? (is_first ? 0 : *run_bytes) + exact.items[0].length
                     : 0;
    return is_first || exact.count != 1;
}

static void find_in_row(struct choice *choice, uint32_t index)
{
    const struct stn_syntax_node *nodes = choice->syntax->nodes;
    struct facts *facts = &choice->facts[index];
    struct distance distance = {0, 0};
    size_t run_bytes = 0;
    bool is_exact = true;

    facts->head = facts->exact = stn_words_empty;
    for (uint32_t i = nodes[index].first; i != STN_SYNTAX_NONE;
         i = nodes[i].next) {
        const struct facts *child = &choice->facts[i];
        /* First, since its guard knows more when both are as good. */
        consider(&facts->best, child->best, weight_of(distance),
                 distance.most == STN_SYNTAX_UNBOUNDED);
        if (starts_run(choice, i, &run_bytes))
            consider_run(choice, &facts->best, i, distance);
        if (child->exact.count == 0 && child->head.count == 0)
            run_bytes = 0;
        if (is_exact) {
            const struct stn_words more =
                child->exact.count > 0 ? child->exact : child->head;
            is_exact = more.count > 0 &&
                       ok(choice, stn_words_append(&facts->head, &choice->arena,
                                                   facts->head, more)) &&
                       child->exact.count > 0;
        }
        distance.least = stn_syntax_plus(distance.least, nodes[i].min_length);
        distance.most = stn_syntax_plus(distance.most, nodes[i].max_length);
    }
    facts->exact = is_exact ? facts->head : (struct stn_words){NULL, 0};
}

/* All it can match, or else what that begins with. */
static struct stn_words words_known(const struct facts *facts)
{
    return facts->exact.count > 0 ? facts->exact : facts->head;
}

/* All the uses of all branches; none if a branch has none. */
static void join_candidates(struct choice *choice, uint32_t index)
{
    const struct stn_syntax_node *nodes = choice->syntax->nodes;
    struct candidate all = {0};
    size_t count = 0;

    for (uint32_t i = nodes[index].first; i != STN_SYNTAX_NONE;
         i = nodes[i].next) {
        const struct candidate *best = &choice->facts[i].best;
        if (best->count == 0)
            return;
        all.count += best->count;
        all.cost += best->cost;
        all.is_far |= best->is_far;
    }
    if (all.count > STN_RULE_LITERALS_MAX)
        return;
    struct use *uses =
        stn_arena_array(&choice->arena, all.count, sizeof(*uses));
    if (uses == NULL) {
        choice->has_no_memory = true;
        return;
    }
    for (uint32_t i = nodes[index].first; i != STN_SYNTAX_NONE;
         i = nodes[i].next) {
        const struct candidate *best = &choice->facts[i].best;
        memcpy(uses + count, best->uses, best->count * sizeof(*uses));
        count += best->count;
    }
    all.uses = uses;
    consider(&choice->facts[index].best, all, 1, false);
}

static void find_in_branches(struct choice *choice, uint32_t index)
{
    const struct stn_syntax_node *nodes = choice->syntax->nodes;
    struct facts *facts = &choice->facts[index];
    const struct use place = {.from = index, .to = index};
    struct stn_words all = {NULL, 0};
    size_t count = 0;
    bool is_exact = true;
    bool is_known = true;

    for (uint32_t i = nodes[index].first; i != STN_SYNTAX_NONE && is_known;
         i = nodes[i].next) {
        const struct facts *child = &choice->facts[i];
        count += words_known(child).count;
        is_exact &= child->exact.count > 0;
        is_known = words_known(child).count > 0 && count <= GATHERED_WORDS_MAX;
    }
    struct stn_literal_word *words =
        is_known ? stn_arena_array(&choice->arena, count, sizeof(*words))
                 : NULL;
    if (is_known && words == NULL)
        choice->has_no_memory = true;
    is_known &= words != NULL;
    count = 0;
    for (uint32_t i = nodes[index].first; i != STN_SYNTAX_NONE && is_known;
         i = nodes[i].next)
        stn_words_put(words, &count, words_known(&choice->facts[i]));
    all = (struct stn_words){words, count};
    if (is_known && all.count > STN_RULE_LITERALS_MAX) {
        is_exact = false;
        is_known = ok(choice, stn_words_shorten(&all, &choice->arena, all));
    }
    if (is_known)
        facts->head = all;
    if (is_known && is_exact)
        facts->exact = all;
    join_candidates(choice, index);
    if (is_known && facts->best.count == 0)
        consider_words(choice, &facts->best, all, place, 1, false);
}

static void find_in_repeat(struct choice *choice, uint32_t index)
{
    const struct stn_syntax_node *node = &choice->syntax->nodes[index];
    const struct facts *child = &choice->facts[node->first];
    struct facts *facts = &choice->facts[index];
    struct stn_words copies = stn_words_empty;
    struct stn_words all = {NULL, 0};
    uint32_t count = 0;

    if (node->least > 0) {
        facts->best = child->best;
        facts->head = child->head;
    }
    if (child->exact.count == 0 ||
        (shortest(child->exact) == 0 && node->most > STN_LITERAL_BYTES_MAX))
        return;
    while (count < node->least &&
           ok(choice,
              stn_words_append(&copies, &choice->arena, copies, child->exact)))
        count++;
    if (count > 0)
        facts->head = copies;
    if (count < node->least)
        return;
    for (;; count++) {
        if (!ok(choice, stn_words_join(&all, &choice->arena, all, copies,
                                       STN_RULE_LITERALS_MAX)))
            return;
        if (count == node->most)
            break;
        if (!ok(choice, stn_words_append(&copies, &choice->arena, copies,
                                         child->exact)))
            return;
    }
    facts->head = facts->exact = all;
}

static void find_in_node(struct choice *choice, uint32_t index)
{
    const struct stn_syntax_node *node = &choice->syntax->nodes[index];
    struct facts *facts = &choice->facts[index];
    const struct use place = {.from = index, .to = index, .is_whole = true};

    switch (node->kind) {
    case STN_SYNTAX_SET:
        if (ok(choice,
               stn_words_of_set(&facts->exact, &choice->arena, &node->set)))
            facts->head = facts->exact;
        break;
    case STN_SYNTAX_CONCAT:
        find_in_row(choice, index);
        return;
    case STN_SYNTAX_ALTERNATE:
        find_in_branches(choice, index);
        break;
    case STN_SYNTAX_REPEAT:
        find_in_repeat(choice, index);
        break;
    case STN_SYNTAX_GROUP:
        *facts = choice->facts[node->first];
        return;
    case STN_SYNTAX_OPAQUE:
        return;
    case STN_SYNTAX_EMPTY:
    case STN_SYNTAX_BOUNDARY:
    case STN_SYNTAX_LINE_START:
    case STN_SYNTAX_BEHIND:
    case STN_SYNTAX_BEHIND_NOT:
    case STN_SYNTAX_ASSERT:
        facts->head = facts->exact = stn_words_empty;
        return;
    }
    /* By itself, outside a row. */
    if (facts->exact.count > 0)
        consider_words(choice, &facts->best, facts->exact, place, 1, false);
}

/* How far before the use a match can start. */
static struct distance distance_of(const struct stn_syntax *syntax,
                                   uint32_t from)
{
    const struct stn_syntax_node *nodes = syntax->nodes;
    struct distance distance = {0, 0};

    for (uint32_t i = from; i != STN_SYNTAX_NONE; i = nodes[i].parent) {
        const uint32_t parent = nodes[i].parent;
        if (parent == STN_SYNTAX_NONE ||
            nodes[parent].kind != STN_SYNTAX_CONCAT)
            continue;
        for (uint32_t left = nodes[i].prev; left != STN_SYNTAX_NONE;
             left = nodes[left].prev) {
            distance.least =
                stn_syntax_plus(distance.least, nodes[left].min_length);
            distance.most =
                stn_syntax_plus(distance.most, nodes[left].max_length);
        }
    }
    return distance;
}

static enum stn_status settle(struct stn_literals *out,
                              const struct choice *choice,
                              struct stn_error *err)
{
    const struct candidate *best = &choice->facts[choice->syntax->root].best;
    struct stn_guard_facts *facts = NULL;

    if (best->count == 0) {
        out->reason = choice->syntax->mystery;
        if (out->reason == NULL)
            out->reason = "no literal is in every match";
        return STN_OK;
    }
    if (best->is_far)
        out->reason = "a match may start any distance before its literal";
    out->items = stn_calloc(best->count, sizeof(*out->items));
    if (out->items == NULL)
        return stn_fail_memory(err);
    out->count = (uint32_t)best->count;
    enum stn_status status = stn_guard_facts_new(&facts, choice->syntax, err);
    if (status < 0)
        return status;
    for (uint32_t i = 0; i < out->count; i++) {
        const struct use *use = &best->uses[i];
        const struct distance distance = distance_of(choice->syntax, use->from);
        struct stn_literal *literal = &out->items[i];
        literal->word = *use->word;
        literal->min_before = distance.least;
        literal->max_before = distance.most;
        stn_guard_derive(&literal->guard, facts, use->from, use->to,
                         use->word->bytes[0], use->is_whole);
    }
    stn_guard_facts_free(facts);
    return STN_OK;
}

void stn_literals_dispose(struct stn_literals *literals)
{
    stn_free(literals->items);
    *literals = (struct stn_literals){0};
}

enum stn_status stn_literals_find(struct stn_literals *out,
                                  struct stn_str pattern, struct stn_error *err)
{
    struct stn_syntax syntax = {0};
    struct choice choice = {.syntax = &syntax};
    enum stn_status status;

    status = stn_syntax_parse(&syntax, pattern, err);
    if (status < 0)
        goto done;
    choice.facts = stn_calloc(syntax.count, sizeof(*choice.facts));
    if (choice.facts == NULL) {
        status = stn_fail_memory(err);
        goto done;
    }
    for (uint32_t i = 0; i < syntax.count && !choice.has_no_memory; i++)
        find_in_node(&choice, i);
    if (choice.has_no_memory) {
        status = stn_fail_memory(err);
        goto done;
    }
    out->min_length = syntax.nodes[syntax.root].min_length;
    out->max_length = syntax.nodes[syntax.root].max_length;
    status = stn_literal_runs(&out->inside, &out->outside, &syntax, err);
    if (status >= 0)
        status = settle(out, &choice, err);
done:
    stn_free(choice.facts);
    stn_arena_dispose(&choice.arena);
    stn_syntax_dispose(&syntax);
    return status;
}
