#include "engine/names.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "engine/scratch.h"

/* Names that are remembered, four to a set: a busy one that shares its place
 * with another is not thrown out each time that comes. */
#define WAYS 4
#define SETS 1024

/* Rules of one name that fit; names with more are not remembered. */
#define RULES_KEPT 8

/* A name of one kind, and the rules for it. */
struct stn_name_slot {
    uint8_t kind; /* 0: empty */
    uint8_t length;
    uint8_t count;
    char name[STN_NAME_KEPT_BYTES];
    uint32_t rules[RULES_KEPT];
};

static unsigned char fold(char c)
{
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
}

static uint32_t bucket_of(unsigned char first, unsigned char second)
{
    return ((uint32_t)first * 31 + second) % STN_NAME_BUCKETS;
}

enum stn_status stn_name_index_make(struct stn_name_index *index,
                                    struct stn_arena *arena,
                                    const struct stn_ruleset *ruleset,
                                    const bool *runs,
                                    const struct stn_prefilter_image *tables,
                                    struct stn_error *err)
{
    *index = (struct stn_name_index){
        .literals = tables->name_literals,
        .bytes = tables->bytes,
        .next = stn_arena_array(arena, tables->name_literal_count,
                                sizeof(*index->next)),
        .always =
            stn_arena_array(arena, ruleset->count, sizeof(*index->always)),
    };
    if (index->next == NULL || index->always == NULL)
        return stn_fail_memory(err);
    for (uint32_t i = 0; i < ruleset->count; i++)
        if (runs[i] && ruleset->rules[i].names != NULL &&
            !tables->plans[i].has_name_literals)
            index->always[index->always_count++] = i;
    for (uint32_t i = 0; i < tables->name_literal_count; i++) {
        const struct stn_name_literal *literal = &tables->name_literals[i];
        const unsigned char *bytes = tables->bytes + literal->text;
        uint32_t *head = &index->heads[bucket_of(bytes[0], bytes[1])];
        if (!runs[literal->rule])
            continue;
        index->next[i] = *head;
        *head = i + 1;
    }
    return STN_OK;
}

void stn_name_cache_dispose(struct stn_name_cache *cache)
{
    stn_free(cache->slots);
    stn_free(cache->turns);
    stn_free(cache->rules);
    *cache = (struct stn_name_cache){0};
}

static enum stn_status make_room(struct stn_name_cache *cache,
                                 uint32_t rule_count, struct stn_error *err)
{
    if (cache->slots != NULL)
        return STN_OK;
    cache->rules = stn_calloc(rule_count, sizeof(*cache->rules));
    cache->turns = stn_calloc(SETS, sizeof(*cache->turns));
    cache->slots = stn_calloc((size_t)WAYS * SETS, sizeof(*cache->slots));
    if (cache->rules != NULL && cache->turns != NULL && cache->slots != NULL)
        return STN_OK;
    stn_name_cache_dispose(cache);
    return stn_fail_memory(err);
}

/* FNV-1a. */
static uint32_t hash_of(enum stn_segment_kind kind, struct stn_str name)
{
    uint32_t hash = UINT32_C(2166136261) ^ (uint32_t)kind;

    for (size_t i = 0; i < name.len; i++)
        hash = (hash ^ (unsigned char)name.ptr[i]) * UINT32_C(16777619);
    return hash ^ hash >> 15;
}

static const struct stn_name_slot *recall(const struct stn_name_cache *cache,
                                          uint32_t set,
                                          enum stn_segment_kind kind,
                                          struct stn_str name)
{
    const struct stn_name_slot *slot = &cache->slots[(size_t)set * WAYS];

    for (unsigned i = 0; i < WAYS; i++, slot++)
        if (slot->kind == (uint8_t)kind && slot->length == name.len &&
            memcmp(slot->name, name.ptr, name.len) == 0)
            return slot;
    return NULL;
}

static void remember(struct stn_name_cache *cache, uint32_t set,
                     enum stn_segment_kind kind, struct stn_str name,
                     size_t count)
{
    struct stn_name_slot *slot =
        &cache->slots[(size_t)set * WAYS + cache->turns[set]];

    cache->turns[set] = (unsigned char)((cache->turns[set] + 1) % WAYS);
    slot->kind = (uint8_t)kind;
    slot->length = (uint8_t)name.len;
    slot->count = (uint8_t)count;
    memcpy(slot->name, name.ptr, name.len);
    memcpy(slot->rules, cache->rules, count * sizeof(*slot->rules));
}

/* A list of rules, each once, in the order they came. */
struct list {
    uint32_t *items;
    size_t count;
};

static void put_once(struct list *list, uint32_t rule)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i] == rule)
            return;
    list->items[list->count++] = rule;
}

/* The rules whose names have a literal at this byte of the name. */
static void find_at(const struct stn_name_index *index, struct stn_str name,
                    size_t at, struct list *list)
{
    const uint32_t bucket =
        bucket_of(fold(name.ptr[at]), fold(name.ptr[at + 1]));

    for (uint32_t i = index->heads[bucket]; i != 0; i = index->next[i - 1]) {
        const struct stn_name_literal *literal = &index->literals[i - 1];
        const unsigned char *bytes = index->bytes + literal->text;
        size_t same = 0;
        if (literal->length > name.len - at)
            continue;
        while (same < literal->length &&
               fold(name.ptr[at + same]) == bytes[same])
            same++;
        if (same == literal->length)
            put_once(list, literal->rule);
    }
}

static int compare_rules(const void *a, const void *b)
{
    const uint32_t left = *(const uint32_t *)a;
    const uint32_t right = *(const uint32_t *)b;

    return (left > right) - (left < right);
}

/* Ask the regex. What makes it give up is looked at all the same. */
static enum stn_status is_named(bool *out, const struct stn_matcher *matcher,
                                struct stn_scratch *scratch, uint32_t rule,
                                struct stn_str name, struct stn_error *err)
{
    const struct stn_regex *regex;
    struct stn_regex_match match;

    enum stn_status status =
        stn_matcher_regex(&regex, matcher, rule, STN_REGEX_NAMES, err);
    if (status < 0)
        return status;
    status =
        stn_regex_find(regex, scratch->regex, name, 0, SIZE_MAX, &match, err);
    *out = status == STN_OK || status == STN_ELIMIT;
    return status == STN_ELIMIT || status == STN_DONE ? STN_OK : status;
}

/* Find out what the cache does not know: into its rules. */
static enum stn_status find_out(const struct stn_matcher *matcher,
                                struct stn_scratch *scratch,
                                enum stn_segment_kind kind, struct stn_str name,
                                size_t *count, struct stn_error *err)
{
    const struct stn_name_index *index = &matcher->names;
    struct list list = {.items = scratch->names.rules};
    size_t kept = 0;

    for (uint32_t i = 0; i < index->always_count; i++)
        list.items[list.count++] = index->always[i];
    for (size_t i = 0; i + 1 < name.len; i++)
        find_at(index, name, i, &list);
    for (size_t i = 0; i < list.count; i++) {
        const uint32_t rule = list.items[i];
        const uint32_t kinds = matcher->ruleset->rules[rule].segments;
        bool is_one;
        if (kinds != 0 && (kinds & (uint32_t)kind) == 0)
            continue;
        enum stn_status status =
            is_named(&is_one, matcher, scratch, rule, name, err);
        if (status < 0)
            return status;
        if (is_one)
            list.items[kept++] = rule;
    }
    if (kept > 1)
        qsort(list.items, kept, sizeof(*list.items), compare_rules);
    *count = kept;
    return STN_OK;
}

enum stn_status stn_names_find(const struct stn_matcher *matcher,
                               struct stn_scratch *scratch,
                               enum stn_segment_kind kind, struct stn_str name,
                               const uint32_t **rules, size_t *count,
                               struct stn_error *err)
{
    struct stn_name_cache *cache = &scratch->names;
    const bool is_kept = name.len <= STN_NAME_KEPT_BYTES;
    const struct stn_name_slot *slot = NULL;

    *rules = NULL;
    *count = 0;
    if (name.len == 0 || name.len > STN_NAME_BYTES_MAX)
        return STN_OK;
    enum stn_status status = make_room(cache, matcher->ruleset->count, err);
    if (status < 0)
        return status;
    const uint32_t set = is_kept ? hash_of(kind, name) % SETS : 0;
    if (is_kept)
        slot = recall(cache, set, kind, name);
    if (slot != NULL) {
        *rules = slot->rules;
        *count = slot->count;
        return STN_OK;
    }
    status = find_out(matcher, scratch, kind, name, count, err);
    if (status < 0)
        return status;
    *rules = cache->rules;
    if (is_kept && *count <= RULES_KEPT)
        remember(cache, set, kind, name, *count);
    return STN_OK;
}

enum stn_status stn_matcher_wants(const struct stn_matcher *matcher,
                                  struct stn_scratch *scratch,
                                  enum stn_segment_kind kind,
                                  struct stn_str name, bool *out,
                                  struct stn_error *err)
{
    const uint32_t *rules;
    size_t count;
    enum stn_status status =
        stn_names_find(matcher, scratch, kind, name, &rules, &count, err);

    if (status >= 0)
        *out = count > 0;
    return status;
}
