#include "engine/literal_run.h"

#include "base/alloc.h"

/* A class of so many letters and digits still counts as fixed. */
#define CLASS_BYTES_MAX 8

/* Fixed bytes of a node: the longest run, and those at its ends. */
struct run {
    uint32_t longest, head, tail;
    bool is_full; /* nothing but fixed bytes */
};

static uint32_t greater(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

static uint32_t lesser(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

static bool is_fixed(struct stn_byte_set set)
{
    struct stn_byte_set folded = {0};
    struct stn_byte_set words = {0};

    /* Both cases of a letter count once. */
    for (unsigned byte = 0; byte <= UINT8_MAX; byte++)
        if (stn_byte_set_has(&set, (unsigned char)byte))
            stn_byte_set_add(&folded, byte >= 'A' && byte <= 'Z'
                                          ? (unsigned char)(byte | 0x20)
                                          : (unsigned char)byte);
    const unsigned count = stn_byte_set_count(&folded);
    if (count == 1)
        return true;
    stn_byte_set_add_word(&words);
    stn_byte_set_meet(&folded, &words);
    return count <= CLASS_BYTES_MAX && stn_byte_set_count(&folded) == count;
}

static void run_append(struct run *run, const struct run *next)
{
    const struct run left = *run;

    run->longest = greater(greater(left.longest, next->longest),
                           stn_syntax_plus(left.tail, next->head));
    run->head =
        left.is_full ? stn_syntax_plus(left.head, next->head) : left.head;
    run->tail =
        next->is_full ? stn_syntax_plus(left.tail, next->tail) : next->tail;
    run->is_full = left.is_full && next->is_full;
}

static void run_either(struct run *run, const struct run *other)
{
    run->longest = lesser(run->longest, other->longest);
    run->head = lesser(run->head, other->head);
    run->tail = lesser(run->tail, other->tail);
    run->is_full &= other->is_full;
}

static void run_repeat(struct run *run, const struct run *body, uint32_t least,
                       uint32_t most)
{
    *run = (struct run){0};
    if (least == 0)
        return;
    *run = *body;
    if (body->is_full && body->longest > 0) {
        const uint32_t most_copies = (STN_SYNTAX_UNBOUNDED - 1) / body->longest;
        run->longest = body->longest * lesser(least, most_copies);
        run->head = run->tail = run->longest;
    }
    run->is_full &= least == most;
}

/* The run of a node, its children's being known; `hole` is no part of it. */
static void find_run(struct run *runs, const struct stn_syntax *syntax,
                     uint32_t index, uint32_t hole)
{
    const struct stn_syntax_node *nodes = syntax->nodes;
    const struct stn_syntax_node *node = &nodes[index];
    struct run *run = &runs[index];

    *run = (struct run){0};
    if (index == hole || node->kind == STN_SYNTAX_OPAQUE)
        return;
    switch (node->kind) {
    case STN_SYNTAX_SET:
        if (is_fixed(node->set))
            *run = (struct run){1, 1, 1, true};
        return;
    case STN_SYNTAX_ALTERNATE:
        *run = runs[node->first];
        for (uint32_t i = node->first; i != STN_SYNTAX_NONE; i = nodes[i].next)
            run_either(run, &runs[i]);
        return;
    case STN_SYNTAX_REPEAT:
        run_repeat(run, &runs[node->first], node->least, node->most);
        return;
    case STN_SYNTAX_GROUP:
        *run = runs[node->first];
        return;
    case STN_SYNTAX_CONCAT:
        run->is_full = true;
        for (uint32_t i = node->first; i != STN_SYNTAX_NONE; i = nodes[i].next)
            run_append(run, &runs[i]);
        return;
    default:
        run->is_full = true; /* takes no bytes */
        return;
    }
}

enum stn_status stn_literal_runs(uint32_t *inside, uint32_t *outside,
                                 const struct stn_syntax *syntax,
                                 struct stn_error *err)
{
    struct run *runs = stn_calloc(syntax->count, sizeof(*runs));

    if (runs == NULL)
        return stn_fail_memory(err);
    for (uint32_t i = 0; i < syntax->count; i++)
        find_run(runs, syntax, i, STN_SYNTAX_NONE);
    *inside = runs[syntax->secret].longest;
    for (uint32_t i = 0; i < syntax->count; i++)
        find_run(runs, syntax, i, syntax->secret);
    *outside = runs[syntax->root].longest;
    stn_free(runs);
    return STN_OK;
}
