#include "engine/prefilter_build.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "engine/literals.h"
#include "engine/words.h"

/* A power of two; classes of a thousand rules are some hundreds. */
#define BUCKET_COUNT 1024

/*
 * Literals that no text has, added for the sake of vectorscan 5.4.9.
 *
 * It misses matches of small sets: the search for pairs of bytes that it puts
 * before them drops some at vector ends. With so many pairs to look for it does
 * without. See test_prefilter.c, few_literals_are_found_at_every_alignment.
 *
 * It also steps through the text by strides chosen from the shortest literal,
 * and the longer ones do not pay: with two bytes the built-in rules' search is
 * a tenth faster, that of 1,300 literals twice.
 */
static const char filler_bytes[] = "\x01\x02\x03\x04\x05\x06\x07\x08\x0E"
                                   "\x0F\x10\x11\x12\x13\x14\x15\x16\x17"
                                   "\x18\x19\x1A\x1B\x1C\x1D\x1E\x1F";
#define FILLER_COUNT ((uint32_t)sizeof(filler_bytes) - 1)
#define FILLER_LENGTH 2

/*
 * Shortest literals of a rule's `names` that texts are searched for, so that it
 * is known where a capture has a field of interest: of any bytes, and of
 * letters alone. Shorter ones are words like any other, and tell nothing.
 */
#define NAME_ANCHOR_BYTES_MIN 4
#define NAME_ANCHOR_LETTERS_MIN 9

/* What marks a rule as a fallback for all others. */
#define GENERIC_PREFIX "generic-"
#define SPECIFIC_RANK (UINT32_C(1) << 31)
#define RUN_MAX UINT32_C(0x7FFF)

/* A use and the literal it is of, before equal literals are put together. */
struct entry {
    struct stn_literal_word word; /* lower case throughout if it is caseless */
    bool is_caseless;
    bool is_anchor; /* of a name: without a use */
    struct stn_literal_use use;
};

/* A literal of a name, and the rule it is of. */
struct name_entry {
    struct stn_literal_word word; /* lower case */
    uint32_t rule;
};

struct builder {
    struct entry *entries;
    size_t entry_count, entry_capacity;
    struct name_entry *names;
    size_t name_count, name_capacity;
    struct stn_guard *guards;
    size_t guard_count, guard_capacity;
    struct stn_byte_set *classes;
    uint16_t *chain; /* one for each class: the next one in its bucket */
    size_t class_count, class_capacity, chain_capacity;
    uint16_t buckets[BUCKET_COUNT];
    struct stn_rule_plan *plans;
    bool has_no_memory;
};

static size_t bucket_of(const struct stn_byte_set *set)
{
    uint64_t hash = 0;

    for (unsigned i = 0; i < 4; i++)
        hash = (hash ^ set->words[i]) * UINT64_C(0x9E3779B97F4A7C15) +
               (hash >> 29);
    return (size_t)(hash >> 32) % BUCKET_COUNT;
}

/* The index of a class. STN_GUARD_ANY if there is no room. */
static uint16_t put_class(struct builder *builder,
                          const struct stn_byte_set *set)
{
    uint16_t *bucket = &builder->buckets[bucket_of(set)];

    for (uint16_t i = *bucket; i != STN_GUARD_ANY; i = builder->chain[i])
        if (stn_byte_set_equal(&builder->classes[i], set))
            return i;
    if (builder->class_count == STN_GUARD_ANY)
        return STN_GUARD_ANY;
    struct stn_byte_set *classes =
        stn_grow(builder->classes, &builder->class_capacity,
                 builder->class_count, sizeof(*classes));
    if (classes != NULL)
        builder->classes = classes;
    uint16_t *chain = stn_grow(builder->chain, &builder->chain_capacity,
                               builder->class_count, sizeof(*chain));
    if (chain != NULL)
        builder->chain = chain;
    if (classes == NULL || chain == NULL) {
        builder->has_no_memory = true;
        return STN_GUARD_ANY;
    }
    const uint16_t index = (uint16_t)builder->class_count++;
    classes[index] = *set;
    chain[index] = *bucket;
    *bucket = index;
    return index;
}

/*
 * The index of a guard. Those of one rule are often the same: only they are
 * looked through, from `first` on.
 */
static uint32_t put_guard(struct builder *builder, size_t first,
                          const struct stn_guard_spec *spec)
{
    struct stn_guard guard;

    memset(&guard, 0, sizeof(guard)); /* padding too, as it is compared */
    guard.before = guard.gap = guard.gap_end = STN_GUARD_ANY;
    if (spec->has_before) {
        guard.before = put_class(builder, &spec->before);
        guard.may_start = spec->may_start;
    }
    for (unsigned i = 0; i < spec->after_count; i++) {
        const uint16_t class = put_class(builder, &spec->after[i]);
        if (class == STN_GUARD_ANY)
            break;
        guard.after[guard.after_count++] = class;
    }
    if (spec->has_gap) {
        guard.gap_end = put_class(builder, &spec->gap_end);
        if (guard.gap_end != STN_GUARD_ANY)
            guard.gap = put_class(builder, &spec->gap);
        guard.gap_most = spec->gap_most;
        guard.gap_may_go_on = spec->gap_may_go_on;
    }
    for (size_t i = first; i < builder->guard_count; i++)
        if (memcmp(&builder->guards[i], &guard, sizeof(guard)) == 0)
            return (uint32_t)i;
    struct stn_guard *guards =
        stn_grow(builder->guards, &builder->guard_capacity,
                 builder->guard_count, sizeof(*guards));
    if (guards == NULL) {
        builder->has_no_memory = true;
        return 0;
    }
    builder->guards = guards;
    memcpy(&guards[builder->guard_count], &guard, sizeof(guard));
    return (uint32_t)builder->guard_count++;
}

static void lower(struct stn_literal_word *word)
{
    for (unsigned i = 0; i < word->length; i++)
        if (word->bytes[i] >= 'A' && word->bytes[i] <= 'Z')
            word->bytes[i] += 'a' - 'A';
}

static struct entry *add_entry(struct builder *builder)
{
    struct entry *entries = stn_grow(builder->entries, &builder->entry_capacity,
                                     builder->entry_count, sizeof(*entries));
    if (entries == NULL) {
        builder->has_no_memory = true;
        return NULL;
    }
    builder->entries = entries;
    return &entries[builder->entry_count++];
}

static void put_literal(struct builder *builder, uint32_t rule,
                        size_t first_guard, const struct stn_literal *literal)
{
    struct entry *entry = add_entry(builder);

    if (entry == NULL)
        return;
    *entry = (struct entry){
        .word = literal->word,
        .is_caseless = stn_literal_is_caseless(literal),
        .use = {.rule = rule,
                .guard = put_guard(builder, first_guard, &literal->guard),
                .min_back =
                    stn_syntax_plus(literal->min_before, literal->word.length),
                .max_back =
                    stn_syntax_plus(literal->max_before, literal->word.length)},
    };
    if (entry->is_caseless)
        lower(&entry->word);
}

static void put_name(struct builder *builder, uint32_t rule,
                     const struct stn_literal *literal)
{
    struct name_entry *names = stn_grow(builder->names, &builder->name_capacity,
                                        builder->name_count, sizeof(*names));
    if (names == NULL) {
        builder->has_no_memory = true;
        return;
    }
    builder->names = names;
    names[builder->name_count] =
        (struct name_entry){.word = literal->word, .rule = rule};
    lower(&names[builder->name_count++].word);
}

static struct stn_str bytes_of(const struct stn_literal_word *word)
{
    return (struct stn_str){(const char *)word->bytes, word->length};
}

/* Whether wherever the name's literal is, another is found in any case. */
static bool is_found_anyway(const struct builder *builder,
                            const struct stn_literal_word *word)
{
    for (size_t i = 0; i < builder->entry_count; i++)
        if (builder->entries[i].is_caseless &&
            stn_str_find(bytes_of(word), bytes_of(&builder->entries[i].word)) !=
                SIZE_MAX)
            return true;
    return false;
}

/* Whether a literal is more than a word that any text has. */
static bool is_telling(const struct stn_literal_word *word)
{
    size_t letters = 0;

    for (unsigned i = 0; i < word->length; i++)
        letters += word->bytes[i] >= 'a' && word->bytes[i] <= 'z';
    if (letters < word->length)
        return word->length >= NAME_ANCHOR_BYTES_MIN;
    return letters >= NAME_ANCHOR_LETTERS_MIN &&
           !stn_words_is_stock(bytes_of(word));
}

/* Have texts searched for the names of fields that bodies have, as far as no
 * literal of a pattern tells of them. */
static void put_anchors(struct builder *builder,
                        const struct stn_ruleset *ruleset)
{
    const uint32_t kinds =
        STN_SEGMENT_QUERY | STN_SEGMENT_FORM | STN_SEGMENT_JSON;

    for (size_t i = 0; i < builder->name_count; i++) {
        const struct name_entry *name = &builder->names[i];
        const uint32_t segments = ruleset->rules[name->rule].segments;
        if ((segments != 0 && (segments & kinds) == 0) ||
            !is_telling(&name->word) || is_found_anyway(builder, &name->word))
            continue;
        struct entry *entry = add_entry(builder);
        if (entry == NULL)
            return;
        *entry = (struct entry){
            .word = name->word, .is_caseless = true, .is_anchor = true};
    }
}

static uint32_t rank_of(const struct stn_rule *rule,
                        const struct stn_literals *literals)
{
    const uint32_t inside =
        literals->inside < RUN_MAX ? literals->inside : RUN_MAX;
    const uint32_t outside =
        literals->outside < RUN_MAX ? literals->outside : RUN_MAX;
    const uint32_t rank = inside << 15 | outside;

    if (strncmp(rule->info.id, GENERIC_PREFIX, strlen(GENERIC_PREFIX)) == 0)
        return rank;
    return rank | SPECIFIC_RANK;
}

static enum stn_status put_names(struct builder *builder, uint32_t index,
                                 const char *names, struct stn_error *err)
{
    struct stn_literals literals = {0};

    enum stn_status status =
        stn_literals_find(&literals, stn_str_of(names), err);
    builder->plans[index].has_name_literals = literals.count > 0;
    for (uint32_t i = 0; i < literals.count && status >= 0; i++)
        put_name(builder, index, &literals.items[i]);
    stn_literals_dispose(&literals);
    return status;
}

static enum stn_status put_rule(struct builder *builder, uint32_t index,
                                const struct stn_rule *rule,
                                struct stn_error *err)
{
    struct stn_literals literals = {0};
    const size_t first_guard = builder->guard_count;

    enum stn_status status =
        stn_literals_find(&literals, stn_str_of(rule->pattern), err);
    if (status >= 0) {
        builder->plans[index] = (struct stn_rule_plan){
            .rank = rank_of(rule, &literals),
            .max_length = literals.max_length,
            .has_literals = literals.count > 0 && rule->names == NULL,
            .is_local = literals.reason == NULL,
        };
        /* Fields are found by their names: texts need not be searched. */
        for (uint32_t i = 0;
             builder->plans[index].has_literals && i < literals.count; i++)
            put_literal(builder, index, first_guard, &literals.items[i]);
    }
    if (status >= 0 && rule->names != NULL)
        status = put_names(builder, index, rule->names, err);
    stn_literals_dispose(&literals);
    return status;
}

static int compare_literals(const struct entry *a, const struct entry *b)
{
    if (a->is_caseless != b->is_caseless)
        return a->is_caseless ? 1 : -1;
    return stn_str_compare(bytes_of(&a->word), bytes_of(&b->word));
}

static int compare_entries(const void *a, const void *b)
{
    const struct entry *left = a;
    const struct entry *right = b;
    const int order = compare_literals(left, right);

    if (order != 0)
        return order;
    if (left->use.rule != right->use.rule)
        return left->use.rule < right->use.rule ? -1 : 1;
    return (left->use.guard > right->use.guard) -
           (left->use.guard < right->use.guard);
}

/* Copy an array into the arena; an empty one too, so that NULL is failure. */
static const void *keep(struct builder *builder, struct stn_arena *arena,
                        const void *items, size_t count, size_t size)
{
    void *copy = stn_arena_array(arena, count, size);

    if (copy == NULL)
        builder->has_no_memory = true;
    else if (count > 0)
        memcpy(copy, items, count * size);
    return copy;
}

/* Add the fillers, which mean nothing to any rule. */
static void add_fillers(struct stn_prefilter_literal *literals,
                        uint32_t *literal_count, unsigned char *bytes,
                        uint32_t text)
{
    for (uint32_t i = 0; i < FILLER_COUNT; i++) {
        literals[(*literal_count)++] = (struct stn_prefilter_literal){
            .text = text,
            .length = FILLER_LENGTH,
        };
        for (uint32_t j = 0; j < FILLER_LENGTH; j++)
            bytes[text++] =
                (unsigned char)filler_bytes[(i + 3 * j) % FILLER_COUNT];
    }
}

/* Put a word's bytes at `text`. @return Where the next ones go. */
static uint32_t put_bytes(unsigned char *bytes, uint32_t text,
                          const struct stn_literal_word *word)
{
    memcpy(bytes + text, word->bytes, word->length);
    return text + word->length;
}

static void keep_names(struct stn_prefilter_image *out, struct stn_arena *arena,
                       struct builder *builder, unsigned char *bytes,
                       uint32_t text)
{
    struct stn_name_literal *literals =
        stn_arena_array(arena, builder->name_count, sizeof(*literals));

    if (literals == NULL) {
        builder->has_no_memory = true;
        return;
    }
    for (size_t i = 0; i < builder->name_count; i++) {
        const struct name_entry *name = &builder->names[i];
        literals[i] = (struct stn_name_literal){
            .rule = name->rule, .text = text, .length = name->word.length};
        text = put_bytes(bytes, text, &name->word);
    }
    out->name_literals = literals;
    out->name_literal_count = (uint32_t)builder->name_count;
    out->byte_count = text;
}

/* Literals, uses and bytes, from the sorted entries. */
static void keep_literals(struct stn_prefilter_image *out,
                          struct stn_arena *arena, struct builder *builder)
{
    const size_t count = builder->entry_count;
    struct stn_prefilter_literal *literals =
        stn_arena_array(arena, count + FILLER_COUNT, sizeof(*literals));
    struct stn_literal_use *uses = stn_arena_array(arena, count, sizeof(*uses));
    unsigned char *bytes =
        stn_arena_array(arena, count + FILLER_COUNT + builder->name_count,
                        STN_LITERAL_BYTES_MAX);
    uint32_t literal_count = 0;
    uint32_t use_count = 0;
    uint32_t text = 0;

    if (literals == NULL || uses == NULL || bytes == NULL) {
        builder->has_no_memory = true;
        return;
    }
    for (size_t i = 0; i < count; i++) {
        const struct entry *entry = &builder->entries[i];
        if (i == 0 || compare_literals(entry, entry - 1) != 0) {
            literals[literal_count++] = (struct stn_prefilter_literal){
                .first_use = use_count,
                .text = text,
                .length = entry->word.length,
                .is_caseless = entry->is_caseless,
            };
            text = put_bytes(bytes, text, &entry->word);
        }
        if (entry->is_anchor)
            continue;
        uses[use_count++] = entry->use;
        literals[literal_count - 1].use_count++;
    }
    if (count > 0) {
        out->filler_count = FILLER_COUNT;
        add_fillers(literals, &literal_count, bytes, text);
        text += FILLER_COUNT * FILLER_LENGTH;
    }
    keep_names(out, arena, builder, bytes, text);
    out->literals = literals;
    out->literal_count = literal_count;
    out->uses = uses;
    out->use_count = use_count;
    out->bytes = bytes;
}

enum stn_status stn_prefilter_build(struct stn_prefilter_image *out,
                                    struct stn_arena *arena,
                                    const struct stn_ruleset *ruleset,
                                    const bool *runs, struct stn_error *err)
{
    struct builder builder = {0};
    enum stn_status status = STN_OK;

    for (size_t i = 0; i < BUCKET_COUNT; i++)
        builder.buckets[i] = STN_GUARD_ANY;
    builder.plans =
        stn_arena_array(arena, ruleset->count, sizeof(*builder.plans));
    builder.has_no_memory = builder.plans == NULL;
    for (uint32_t i = 0; i < ruleset->count; i++) {
        if (builder.has_no_memory || (runs != NULL && !runs[i]))
            continue;
        status = put_rule(&builder, i, &ruleset->rules[i], err);
        if (status < 0)
            goto done;
    }
    put_anchors(&builder, ruleset);
    if (builder.entry_count > 0)
        qsort(builder.entries, builder.entry_count, sizeof(*builder.entries),
              compare_entries);
    *out = (struct stn_prefilter_image){
        .rule_count = ruleset->count,
        .plans = builder.plans,
        .guards = keep(&builder, arena, builder.guards, builder.guard_count,
                       sizeof(*builder.guards)),
        .guard_count = (uint32_t)builder.guard_count,
        .classes = keep(&builder, arena, builder.classes, builder.class_count,
                        sizeof(*builder.classes)),
        .class_count = (uint32_t)builder.class_count,
    };
    memcpy(out->digest, ruleset->digest, sizeof(out->digest));
    keep_literals(out, arena, &builder);
    if (builder.has_no_memory)
        status = stn_fail_memory(err);
done:
    stn_free(builder.entries);
    stn_free(builder.names);
    stn_free(builder.guards);
    stn_free(builder.classes);
    stn_free(builder.chain);
    return status;
}
