#include "engine/guard.h"

#include "base/alloc.h"

/* A class that holds more bytes than this refuses too little. */
#define CLASS_BYTES_MAX 240

/*
 * The bytes a node's match can begin with, offset by offset: sets[i] has those
 * of matches longer than i; bit i of `ends` says that one can be i bytes long.
 */
struct follow {
    struct stn_byte_set sets[STN_GUARD_AFTER_MAX];
    uint32_t ends;
};

#define FOLLOW_ENDS_MASK ((UINT32_C(1) << STN_GUARD_AFTER_MAX) - 1)

/*
 * The byte just before the place where a node's match ends: one of `last` when
 * the match took bytes, and when it took none, whatever stood there that its
 * tests let through: one of `gate`, or the start of the text.
 */
struct edge {
    bool is_nullable;
    bool may_start;
    struct stn_byte_set last;
    struct stn_byte_set gate;
};

struct stn_guard_facts {
    const struct stn_syntax *syntax;
    struct follow *follows; /* one for each node */
    /* One for each node: when a word byte comes next, and when another does. */
    struct edge *edges[2];
};

/* Append what `more` can be to what `follow` can be. */
static void follow_append(struct follow *follow, const struct follow *more)
{
    const uint32_t ends = follow->ends;

    follow->ends = 0;
    for (unsigned length = 0; length < STN_GUARD_AFTER_MAX; length++) {
        if ((ends >> length & 1) == 0)
            continue;
        for (unsigned i = 0; length + i < STN_GUARD_AFTER_MAX; i++)
            stn_byte_set_join(&follow->sets[length + i], &more->sets[i]);
        follow->ends |= more->ends << length & FOLLOW_ENDS_MASK;
    }
}

static void follow_either(struct follow *follow, const struct follow *other)
{
    for (unsigned i = 0; i < STN_GUARD_AFTER_MAX; i++)
        stn_byte_set_join(&follow->sets[i], &other->sets[i]);
    follow->ends |= other->ends;
}

/* `least` to `most` times; what is past the sets' reach changes nothing. */
static void follow_repeat(struct follow *out, const struct follow *body,
                          uint32_t least, uint32_t most)
{
    struct follow copies = {.ends = 1};

    *out = (struct follow){0};
    if (least == 0)
        out->ends = 1;
    for (uint32_t i = 1; i <= STN_GUARD_AFTER_MAX && i <= most; i++) {
        follow_append(&copies, body);
        if (i >= least)
            follow_either(out, &copies);
    }
    if (least > STN_GUARD_AFTER_MAX)
        *out = copies; /* more of them reach no further */
}

static void find_follow(struct stn_guard_facts *facts, uint32_t index)
{
    const struct stn_syntax_node *nodes = facts->syntax->nodes;
    const struct stn_syntax_node *node = &nodes[index];
    struct follow *follow = &facts->follows[index];

    *follow = (struct follow){0};
    switch (node->kind) {
    case STN_SYNTAX_SET:
        follow->sets[0] = node->set;
        follow->ends = 1 << 1;
        return;
    case STN_SYNTAX_CONCAT:
        follow->ends = 1;
        for (uint32_t i = node->first;
             i != STN_SYNTAX_NONE && follow->ends != 0; i = nodes[i].next)
            follow_append(follow, &facts->follows[i]);
        return;
    case STN_SYNTAX_ALTERNATE:
        for (uint32_t i = node->first; i != STN_SYNTAX_NONE; i = nodes[i].next)
            follow_either(follow, &facts->follows[i]);
        return;
    case STN_SYNTAX_REPEAT:
        follow_repeat(follow, &facts->follows[node->first], node->least,
                      node->most);
        return;
    case STN_SYNTAX_GROUP:
        *follow = facts->follows[node->first];
        return;
    case STN_SYNTAX_OPAQUE:
        for (unsigned i = 0; i < STN_GUARD_AFTER_MAX; i++)
            follow->sets[i] = STN_BYTE_SET_ALL;
        follow->ends = FOLLOW_ENDS_MASK;
        return;
    case STN_SYNTAX_EMPTY:
    case STN_SYNTAX_BOUNDARY:
    case STN_SYNTAX_LINE_START:
    case STN_SYNTAX_BEHIND:
    case STN_SYNTAX_BEHIND_NOT:
    case STN_SYNTAX_ASSERT:
        follow->ends = 1;
        return;
    }
}

static const struct edge empty_edge = {
    .is_nullable = true,
    .may_start = true,
    .gate = {{UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX}},
};

/* Put `left` before what `edge` describes. */
static void edge_prepend(struct edge *edge, const struct edge *left)
{
    struct stn_byte_set last = left->last;

    if (!edge->is_nullable)
        return;
    stn_byte_set_meet(&last, &edge->gate);
    stn_byte_set_join(&edge->last, &last);
    edge->is_nullable = left->is_nullable;
    edge->may_start &= left->may_start;
    stn_byte_set_meet(&edge->gate, &left->gate);
}

static void edge_either(struct edge *edge, const struct edge *other)
{
    stn_byte_set_join(&edge->last, &other->last);
    if (!other->is_nullable)
        return;
    edge->is_nullable = true;
    edge->may_start |= other->may_start;
    stn_byte_set_join(&edge->gate, &other->gate);
}

/* The gate of a lookbehind that looks at one byte. */
static void look_behind(struct edge *edge, const struct stn_syntax *syntax,
                        const struct stn_syntax_node *node)
{
    const struct stn_syntax_node *body = &syntax->nodes[node->first];

    if (body->kind != STN_SYNTAX_SET)
        return;
    edge->gate = body->set;
    if (node->kind == STN_SYNTAX_BEHIND)
        edge->may_start = false;
    else
        stn_byte_set_invert(&edge->gate);
}

static void find_edge(struct stn_guard_facts *facts, uint32_t index,
                      bool word_is_next)
{
    const struct stn_syntax_node *nodes = facts->syntax->nodes;
    const struct stn_syntax_node *node = &nodes[index];
    struct edge *edges = facts->edges[word_is_next];
    struct edge *edge = &edges[index];

    *edge = empty_edge;
    switch (node->kind) {
    case STN_SYNTAX_SET:
        *edge = (struct edge){.last = node->set};
        return;
    case STN_SYNTAX_CONCAT:
        for (uint32_t i = node->last; i != STN_SYNTAX_NONE && edge->is_nullable;
             i = nodes[i].prev)
            edge_prepend(edge, &edges[i]);
        return;
    case STN_SYNTAX_ALTERNATE:
        *edge = (struct edge){0};
        for (uint32_t i = node->first; i != STN_SYNTAX_NONE; i = nodes[i].next)
            edge_either(edge, &edges[i]);
        return;
    case STN_SYNTAX_REPEAT:
        /* Tests within may belong to another copy. */
        edge->last = edges[node->first].last;
        edge->is_nullable = node->least == 0 || edges[node->first].is_nullable;
        return;
    case STN_SYNTAX_GROUP:
        *edge = edges[node->first];
        return;
    case STN_SYNTAX_BOUNDARY:
        edge->gate = (struct stn_byte_set){0};
        stn_byte_set_add_word(&edge->gate);
        if (word_is_next)
            stn_byte_set_invert(&edge->gate);
        edge->may_start = word_is_next;
        return;
    case STN_SYNTAX_LINE_START:
        /* Whatever this build of PCRE2 takes for a newline. */
        edge->gate = (struct stn_byte_set){0};
        stn_byte_set_add_range(&edge->gate, '\n', '\r');
        stn_byte_set_add(&edge->gate, 0x85);
        stn_byte_set_add(&edge->gate, 0);
        return;
    case STN_SYNTAX_BEHIND:
    case STN_SYNTAX_BEHIND_NOT:
        look_behind(edge, facts->syntax, node);
        return;
    case STN_SYNTAX_OPAQUE:
        edge->last = STN_BYTE_SET_ALL;
        return;
    case STN_SYNTAX_EMPTY:
    case STN_SYNTAX_ASSERT:
        return;
    }
}

void stn_guard_facts_free(struct stn_guard_facts *facts)
{
    if (facts == NULL)
        return;
    stn_free(facts->follows);
    stn_free(facts->edges[0]);
    stn_free(facts->edges[1]);
    stn_free(facts);
}

enum stn_status stn_guard_facts_new(struct stn_guard_facts **out,
                                    const struct stn_syntax *syntax,
                                    struct stn_error *err)
{
    struct stn_guard_facts *facts = stn_calloc(1, sizeof(*facts));

    if (facts == NULL)
        return stn_fail_memory(err);
    facts->syntax = syntax;
    facts->follows = stn_calloc(syntax->count, sizeof(*facts->follows));
    facts->edges[0] = stn_calloc(syntax->count, sizeof(*facts->edges[0]));
    facts->edges[1] = stn_calloc(syntax->count, sizeof(*facts->edges[1]));
    if (facts->follows == NULL || facts->edges[0] == NULL ||
        facts->edges[1] == NULL) {
        stn_guard_facts_free(facts);
        return stn_fail_memory(err);
    }
    for (uint32_t i = 0; i < syntax->count; i++) {
        find_follow(facts, i);
        find_edge(facts, i, false);
        find_edge(facts, i, true);
    }
    *out = facts;
    return STN_OK;
}

/* Siblings mean something in a row only. */
static bool is_in_row(const struct stn_syntax *syntax, uint32_t index)
{
    const uint32_t parent = syntax->nodes[index].parent;

    return parent != STN_SYNTAX_NONE &&
           syntax->nodes[parent].kind == STN_SYNTAX_CONCAT;
}

static void derive_before(struct stn_guard_spec *out,
                          const struct stn_guard_facts *facts, uint32_t from,
                          unsigned char first_byte)
{
    const struct stn_syntax_node *nodes = facts->syntax->nodes;
    struct stn_byte_set words = {0};
    struct edge edge = empty_edge;

    stn_byte_set_add_word(&words);
    const struct edge *edges =
        facts->edges[stn_byte_set_has(&words, first_byte)];
    for (uint32_t i = from; i != STN_SYNTAX_NONE && edge.is_nullable;
         i = nodes[i].parent) {
        if (!is_in_row(facts->syntax, i))
            continue;
        for (uint32_t left = nodes[i].prev;
             left != STN_SYNTAX_NONE && edge.is_nullable;
             left = nodes[left].prev)
            edge_prepend(&edge, &edges[left]);
    }
    if (edge.is_nullable)
        stn_byte_set_join(&edge.last, &edge.gate);
    out->before = edge.last;
    out->may_start = edge.is_nullable && edge.may_start;
    out->has_before = stn_byte_set_count(&out->before) <= CLASS_BYTES_MAX;
}

/* What can follow `to`, as far as the sets reach. */
static void derive_after(struct stn_guard_spec *out,
                         const struct stn_guard_facts *facts, uint32_t to)
{
    const struct stn_syntax_node *nodes = facts->syntax->nodes;
    struct follow follow = {.ends = 1};
    unsigned count = 0;

    for (uint32_t i = to; i != STN_SYNTAX_NONE && follow.ends != 0;
         i = nodes[i].parent) {
        if (nodes[i].kind == STN_SYNTAX_REPEAT && i != to) {
            struct follow more; /* the copies behind the one we are in */
            follow_repeat(&more, &facts->follows[nodes[i].first], 0,
                          nodes[i].most);
            follow_append(&follow, &more);
        }
        if (!is_in_row(facts->syntax, i))
            continue;
        for (uint32_t right = nodes[i].next;
             right != STN_SYNTAX_NONE && follow.ends != 0;
             right = nodes[right].next)
            follow_append(&follow, &facts->follows[right]);
    }
    while (count < STN_GUARD_AFTER_MAX && (follow.ends >> count & 1) == 0)
        count++;
    while (count > 0 &&
           stn_byte_set_count(&follow.sets[count - 1]) > CLASS_BYTES_MAX)
        count--;
    out->after_count = (uint8_t)count;
    for (unsigned i = 0; i < count; i++)
        out->after[i] = follow.sets[i];
}

/* A gap being put together, from the literal's end on. */
struct gap {
    struct stn_byte_set bytes;
    struct stn_byte_set end;
    uint32_t most;
    bool is_ended;
};

/* The bytes of a node that may be missing. */
static void gap_widen(struct gap *gap, const struct stn_syntax *syntax,
                      uint32_t index, uint32_t most)
{
    gap->most = stn_syntax_plus(gap->most, most);
    for (uint32_t i = syntax->nodes[index].begin; most > 0 && i <= index; i++) {
        if (syntax->nodes[i].kind == STN_SYNTAX_SET)
            stn_byte_set_join(&gap->bytes, &syntax->nodes[i].set);
        else if (syntax->nodes[i].kind == STN_SYNTAX_OPAQUE)
            gap->bytes = STN_BYTE_SET_ALL;
    }
}

/* A run of one class whose length is open, as `[a-z]{1,60}`: what ends it says
 * more than that it begins. */
static bool is_open_run(const struct stn_syntax *syntax, uint32_t index)
{
    const struct stn_syntax_node *node = &syntax->nodes[index];

    return node->kind == STN_SYNTAX_REPEAT &&
           syntax->nodes[node->first].kind == STN_SYNTAX_SET &&
           node->min_length < node->max_length &&
           node->max_length <= STN_GUARD_GAP_MAX;
}

static void gap_extend(struct gap *gap, const struct stn_guard_facts *facts,
                       uint32_t index)
{
    const struct stn_syntax_node *node = &facts->syntax->nodes[index];

    if (node->min_length == 0 || is_open_run(facts->syntax, index)) {
        gap_widen(gap, facts->syntax, index, node->max_length);
        return;
    }
    gap->end = facts->follows[index].sets[0];
    gap->is_ended = true;
}

/* What lies between the literal and the next byte that must be there. */
static void derive_gap(struct stn_guard_spec *out,
                       const struct stn_guard_facts *facts, uint32_t to)
{
    const struct stn_syntax_node *nodes = facts->syntax->nodes;
    struct gap gap = {0};

    for (uint32_t i = to; i != STN_SYNTAX_NONE && !gap.is_ended;
         i = nodes[i].parent) {
        if (nodes[i].kind == STN_SYNTAX_REPEAT && i != to)
            gap_widen(&gap, facts->syntax, i, nodes[i].max_length);
        if (!is_in_row(facts->syntax, i))
            continue;
        for (uint32_t right = nodes[i].next;
             right != STN_SYNTAX_NONE && !gap.is_ended;
             right = nodes[right].next)
            gap_extend(&gap, facts, right);
    }
    if (!gap.is_ended || gap.most == 0)
        return;
    struct stn_byte_set all = gap.bytes;
    stn_byte_set_join(&all, &gap.end);
    if (stn_byte_set_count(&all) > CLASS_BYTES_MAX &&
        gap.most > STN_GUARD_GAP_MAX)
        return;
    out->has_gap = true;
    out->gap = gap.bytes;
    out->gap_end = gap.end;
    out->gap_may_go_on = gap.most > STN_GUARD_GAP_MAX;
    out->gap_most =
        (uint8_t)(out->gap_may_go_on ? STN_GUARD_GAP_MAX : gap.most);
}

void stn_guard_derive(struct stn_guard_spec *out,
                      const struct stn_guard_facts *facts, uint32_t from,
                      uint32_t to, unsigned char first_byte, bool is_whole)
{
    *out = (struct stn_guard_spec){0};
    derive_before(out, facts, from, first_byte);
    if (!is_whole)
        return;
    derive_after(out, facts, to);
    derive_gap(out, facts, to);
}
