#include "reports/part_rules.h"

#include "base/alloc.h"
#include "base/limits.h"

void stn_part_rules_dispose(struct stn_part_rules *rules)
{
    stn_free(rules->items);
    stn_arena_dispose(&rules->arena);
    *rules = (struct stn_part_rules){0};
}

/* Where a rule is, or would be. */
static size_t rule_place(const struct stn_part_rules *rules, const char *id)
{
    size_t low = 0;
    size_t high = rules->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(rules->items[middle]->id, id) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const struct stn_rule_info *
stn_part_rules_find(const struct stn_part_rules *rules, const char *id)
{
    size_t place = rule_place(rules, id);

    return place < rules->count && strcmp(rules->items[place]->id, id) == 0
               ? rules->items[place]
               : NULL;
}

static bool is_same_words(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static bool copy_words(struct stn_arena *arena, const char **words)
{
    if (*words == NULL)
        return true;
    *words = stn_arena_strdup(arena, stn_str_of(*words));
    return *words != NULL;
}

enum stn_status stn_part_rules_add(struct stn_part_rules *rules,
                                   const struct stn_rule_info *rule)
{
    const struct stn_rule_info *known = stn_part_rules_find(rules, rule->id);

    if (known != NULL)
        return is_same_words(known->title, rule->title) &&
                       is_same_words(known->advice, rule->advice) &&
                       is_same_words(known->source, rule->source) &&
                       known->category == rule->category &&
                       known->severity == rule->severity
                   ? STN_OK
                   : STN_EINPUT;
    if (rules->count >= STN_RULES_MAX)
        return STN_ELIMIT;
    struct stn_rule_info **items =
        stn_grow(rules->items, &rules->capacity, rules->count, sizeof(*items));
    if (items == NULL)
        return STN_ENOMEM;
    rules->items = items;
    struct stn_rule_info *copy = stn_arena_alloc(&rules->arena, sizeof(*copy));
    if (copy == NULL)
        return STN_ENOMEM;
    *copy = *rule;
    if (!copy_words(&rules->arena, &copy->id) ||
        !copy_words(&rules->arena, &copy->title) ||
        !copy_words(&rules->arena, &copy->advice) ||
        !copy_words(&rules->arena, &copy->source))
        return STN_ENOMEM;
    size_t place = rule_place(rules, rule->id);
    memmove(items + place + 1, items + place,
            (rules->count - place) * sizeof(*items));
    items[place] = copy;
    rules->count++;
    return STN_OK;
}
