#include "ruleset/load.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "base/yaml.h"
#include "ruleset/digest.h"
#include "ruleset/fields.h"

void stn_rules_dispose(struct stn_rules *rules)
{
    stn_free(rules->rules);
    stn_arena_dispose(&rules->arena);
    *rules = (struct stn_rules){0};
}

static enum stn_status append(struct stn_rules *rules,
                              const struct stn_rule *rule,
                              struct stn_error *err)
{
    size_t capacity = rules->capacity;

    if (rules->count >= STN_RULES_MAX)
        return stn_fail(err, STN_ELIMIT, "%s: over %d rules", rule->origin,
                        STN_RULES_MAX);
    struct stn_rule *moved =
        stn_grow(rules->rules, &capacity, rules->count, sizeof(*rule));
    if (moved == NULL)
        return stn_fail_memory(err);
    rules->rules = moved;
    rules->capacity = (uint32_t)capacity;
    rules->rules[rules->count++] = *rule;
    return STN_OK;
}

/* By id; of one id, in the order they came. */
static int compare_places(const void *a, const void *b)
{
    const struct stn_rule *left = *(const struct stn_rule *const *)a;
    const struct stn_rule *right = *(const struct stn_rule *const *)b;
    int order = strcmp(left->info.id, right->info.id);

    return order != 0 ? order : (left > right) - (left < right);
}

/*
 * Find the first rule whose id an earlier one has.
 *
 * @param second  Index of that rule, or UINT32_MAX.
 * @param first   Index of the earlier one.
 */
static enum stn_status find_duplicate(const struct stn_rules *rules,
                                      uint32_t *second, uint32_t *first,
                                      struct stn_error *err)
{
    const struct stn_rule **sorted =
        stn_calloc(rules->count, sizeof(const struct stn_rule *));

    if (sorted == NULL)
        return stn_fail_memory(err);
    for (uint32_t i = 0; i < rules->count; i++)
        sorted[i] = &rules->rules[i];
    qsort(sorted, rules->count, sizeof(*sorted), compare_places);
    *second = UINT32_MAX;
    for (uint32_t i = 1; i < rules->count; i++) {
        uint32_t place = (uint32_t)(sorted[i] - rules->rules);
        if (place < *second &&
            strcmp(sorted[i]->info.id, sorted[i - 1]->info.id) == 0) {
            *second = place;
            *first = (uint32_t)(sorted[i - 1] - rules->rules);
        }
    }
    stn_free(sorted);
    return STN_OK;
}

enum stn_status stn_rules_add(struct stn_rules *rules,
                              const struct stn_ruleset *ruleset,
                              struct stn_error *err)
{
    const uint32_t before = rules->count;
    enum stn_status status = STN_OK;
    uint32_t second = UINT32_MAX;
    uint32_t first = 0;

    for (uint32_t i = 0; i < ruleset->count && status >= 0; i++)
        status = append(rules, &ruleset->rules[i], err);
    if (status >= 0)
        status = find_duplicate(rules, &second, &first, err);
    if (status >= 0 && second != UINT32_MAX)
        status =
            stn_fail(err, STN_EINPUT, "%s: the id %s is taken, at %s",
                     rules->rules[second].origin, rules->rules[second].info.id,
                     rules->rules[first].origin);
    if (status < 0)
        rules->count = before;
    return status;
}

static enum stn_status check_version(const char *name,
                                     const struct stn_yaml *root,
                                     struct stn_error *err)
{
    const struct stn_yaml *version = stn_yaml_get(root, "version");
    uint64_t number;

    if (version == NULL)
        return stn_yaml_fail(err, name, root, "missing \"version: 1\"");
    enum stn_status status =
        stn_yaml_uint(&number, UINT32_MAX, name, version, err);
    if (status < 0)
        return status;
    if (number != 1)
        return stn_yaml_fail(err, name, version,
                             "version %u is not known, only 1 is",
                             (unsigned)number);
    return STN_OK;
}

/* The list under `rules:`, of a document that is otherwise in order. */
static enum stn_status find_list(const struct stn_yaml **out, const char *name,
                                 const struct stn_yaml *root,
                                 struct stn_error *err)
{
    static const char *const keys[] = {"version", "rules", NULL};

    if (root == NULL)
        return stn_fail(err, STN_EINPUT, "%s:1:1: empty document", name);
    enum stn_status status = stn_yaml_known_keys(root, keys, name, err);
    if (status >= 0)
        status = check_version(name, root, err);
    if (status < 0)
        return status;
    const struct stn_yaml *list = stn_yaml_get(root, "rules");
    if (list == NULL)
        return stn_yaml_fail(err, name, root, "missing \"rules\"");
    status = stn_yaml_expect(STN_YAML_LIST, name, list, err);
    if (status < 0)
        return status;
    if (list->count == 0)
        return stn_yaml_fail(err, name, list, "no rule in the list");
    *out = list;
    return STN_OK;
}

/* Rules [before, count) are those of the list. */
static enum stn_status refuse_duplicate(const struct stn_rules *rules,
                                        uint32_t before, const char *name,
                                        const struct stn_yaml *list,
                                        struct stn_error *err)
{
    uint32_t second;
    uint32_t first;
    enum stn_status status = find_duplicate(rules, &second, &first, err);

    if (status < 0 || second == UINT32_MAX)
        return status;
    const struct stn_yaml *node = list->first;
    for (uint32_t i = before; i < second; i++)
        node = node->next;
    return stn_yaml_fail(
        err, name, stn_yaml_get(node, "id"), "the id %s is taken, at %s",
        rules->rules[second].info.id, rules->rules[first].origin);
}

enum stn_status stn_rules_parse(struct stn_rules *rules, const char *name,
                                struct stn_str yaml,
                                const struct stn_rule_names *names,
                                struct stn_error *err)
{
    struct stn_arena tree = {0};
    const uint32_t before = rules->count;
    const struct stn_yaml *list = NULL;
    struct stn_yaml *root = NULL;
    enum stn_status status;

    status = stn_yaml_parse(&root, &tree, name, yaml, err);
    if (status >= 0)
        status = find_list(&list, name, root, err);
    if (status < 0)
        goto done;
    for (const struct stn_yaml *node = list->first; node != NULL;
         node = node->next) {
        struct stn_rule rule;
        status = stn_rule_read(&rule, &rules->arena, name, node, names, err);
        if (status >= 0)
            status = append(rules, &rule, err);
        if (status < 0)
            goto done;
    }
    status = refuse_duplicate(rules, before, name, list, err);
done:
    if (status < 0)
        rules->count = before;
    stn_arena_dispose(&tree);
    return status;
}

static int compare_rules(const void *a, const void *b)
{
    return stn_rule_compare(a, b);
}

enum stn_status stn_rules_finish(struct stn_ruleset *out,
                                 struct stn_rules *rules, struct stn_error *err)
{
    if (rules->count > 0)
        qsort(rules->rules, rules->count, sizeof(*rules->rules), compare_rules);

    struct stn_ruleset ruleset = {.rules = rules->rules, .count = rules->count};
    for (uint32_t i = 0; i < rules->count; i++)
        ruleset.pattern_count += rules->rules[i].check == NULL;
    const struct stn_ruleset patterns = stn_ruleset_patterns(&ruleset);
    for (uint32_t i = 0; i < patterns.count; i++) {
        const struct stn_rule *rule = &rules->rules[i];
        if (rule->near_rule != NULL &&
            stn_ruleset_find(&patterns, rule->near_rule) == UINT32_MAX)
            return stn_fail(err, STN_EINPUT,
                            "%s: the partner of %s, %s, is no rule",
                            rule->origin, rule->info.id, rule->near_rule);
    }
    stn_ruleset_digest(ruleset.digest, ruleset.rules, ruleset.count);
    *out = ruleset;
    return STN_OK;
}
