#include "ruleset/fields.h"

#include <stdio.h>

#include "base/glob.h"
#include "base/limits.h"
#include "ruleset/reader.h"
#include "text/segment.h"

static enum stn_status check_pattern(const struct stn_rule_reader *reader,
                                     const struct stn_yaml *node,
                                     struct stn_str value)
{
    if (value.len > STN_PATTERN_BYTES_MAX)
        return stn_yaml_fail(reader->err, reader->name, node,
                             "pattern is over %d bytes", STN_PATTERN_BYTES_MAX);
    return STN_OK;
}

static enum stn_status check_glob(const struct stn_rule_reader *reader,
                                  const struct stn_yaml *node,
                                  struct stn_str value)
{
    struct stn_error why;

    if (stn_glob_check(value, &why) < 0)
        return stn_yaml_fail(reader->err, reader->name, node, "%s",
                             why.message);
    return STN_OK;
}

static enum stn_status check_confirm(const struct stn_rule_reader *reader,
                                     const struct stn_yaml *node,
                                     struct stn_str value)
{
    if (reader->names->is_confirm != NULL &&
        !reader->names->is_confirm(value.ptr))
        return stn_yaml_fail(reader->err, reader->name, node,
                             "unknown confirm \"%s\"", value.ptr);
    return STN_OK;
}

static enum stn_status read_id(const struct stn_rule_reader *reader,
                               const struct stn_yaml *node,
                               struct stn_rule *rule)
{
    return stn_rule_reader_id(reader, node, &rule->info.id);
}

static enum stn_status read_title(const struct stn_rule_reader *reader,
                                  const struct stn_yaml *node,
                                  struct stn_rule *rule)
{
    return stn_rule_reader_line(reader, node, &rule->info.title);
}

static enum stn_status read_severity(const struct stn_rule_reader *reader,
                                     const struct stn_yaml *node,
                                     struct stn_rule *rule)
{
    return stn_rule_reader_severity(reader, node, &rule->info.severity);
}

static enum stn_status read_advice(const struct stn_rule_reader *reader,
                                   const struct stn_yaml *node,
                                   struct stn_rule *rule)
{
    return stn_rule_reader_line(reader, node, &rule->info.advice);
}

static enum stn_status read_source(const struct stn_rule_reader *reader,
                                   const struct stn_yaml *node,
                                   struct stn_rule *rule)
{
    enum stn_status status =
        stn_rule_reader_line(reader, node, &rule->info.source);

    if (status < 0)
        return status;
    struct stn_str url = stn_str_of(rule->info.source);
    bool is_url = stn_str_starts(url, STN_STR("https://")) ||
                  stn_str_starts(url, STN_STR("http://"));
    if (!is_url || memchr(url.ptr, ' ', url.len) != NULL)
        return stn_yaml_fail(reader->err, reader->name, node,
                             "source is an http or https URL");
    return STN_OK;
}

static enum stn_status read_check(const struct stn_rule_reader *reader,
                                  const struct stn_yaml *node,
                                  struct stn_rule *rule)
{
    enum stn_status status = stn_rule_reader_string(
        reader, node, STN_RULE_ID_BYTES_MAX, &rule->check);

    if (status < 0)
        return status;
    if (reader->names->is_check != NULL &&
        !reader->names->is_check(rule->check))
        return stn_yaml_fail(reader->err, reader->name, node,
                             "unknown check \"%s\"", rule->check);
    rule->info.category = STN_CATEGORY_GO;
    return STN_OK;
}

static enum stn_status read_default(const struct stn_rule_reader *reader,
                                    const struct stn_yaml *node,
                                    struct stn_rule *rule)
{
    struct stn_str word;
    enum stn_status status =
        stn_yaml_string(&word, reader->name, node, reader->err);

    if (status < 0)
        return status;
    rule->is_off = stn_str_equal(word, STN_STR("off"));
    if (!rule->is_off && !stn_str_equal(word, STN_STR("on")))
        return stn_yaml_fail(reader->err, reader->name, node,
                             "default is on or off");
    return STN_OK;
}

static enum stn_status read_pattern(const struct stn_rule_reader *reader,
                                    const struct stn_yaml *node,
                                    struct stn_rule *rule)
{
    return stn_rule_reader_string(reader, node, STN_PATTERN_BYTES_MAX,
                                  &rule->pattern);
}

static enum stn_status read_names(const struct stn_rule_reader *reader,
                                  const struct stn_yaml *node,
                                  struct stn_rule *rule)
{
    return stn_rule_reader_string(reader, node, STN_PATTERN_BYTES_MAX,
                                  &rule->names);
}

static enum stn_status read_keywords(const struct stn_rule_reader *reader,
                                     const struct stn_yaml *node,
                                     struct stn_rule *rule)
{
    if (node->count > STN_RULE_LITERALS_MAX)
        return stn_yaml_fail(reader->err, reader->name, node,
                             "over %d keywords", STN_RULE_LITERALS_MAX);
    return stn_rule_reader_strings(reader, node, NULL, &rule->keywords);
}

/* The bit of a word in a list of them, or 0. */
static uint32_t bit_of(struct stn_str word, const char *const *words)
{
    for (uint32_t i = 0; words[i] != NULL; i++)
        if (stn_str_equal(word, stn_str_of(words[i])))
            return (uint32_t)1 << i;
    return 0;
}

/* @param what  The words, for the message. */
static enum stn_status read_bits(const struct stn_rule_reader *reader,
                                 const struct stn_yaml *list,
                                 const char *const *words, const char *what,
                                 uint32_t *out)
{
    enum stn_status status =
        stn_yaml_expect(STN_YAML_LIST, reader->name, list, reader->err);
    uint32_t bits = 0;

    if (status < 0)
        return status;
    for (const struct stn_yaml *node = list->first; node != NULL;
         node = node->next) {
        struct stn_str word;
        status = stn_yaml_string(&word, reader->name, node, reader->err);
        if (status < 0)
            return status;
        uint32_t bit = bit_of(word, words);
        if (bit == 0)
            return stn_yaml_fail(reader->err, reader->name, node, "expected %s",
                                 what);
        bits |= bit;
    }
    *out = bits;
    return STN_OK;
}

static enum stn_status read_in(const struct stn_rule_reader *reader,
                               const struct stn_yaml *list,
                               struct stn_rule *rule)
{
    enum stn_status status =
        read_bits(reader, list, stn_rule_segment_names,
                  "text, header, cookie, query, form or json", &rule->segments);

    if (status >= 0 && rule->segments == 0)
        return stn_yaml_fail(reader->err, reader->name, list,
                             "an empty list finds nothing; leave it out to "
                             "look everywhere");
    return status;
}

static enum stn_status read_traits(const struct stn_rule_reader *reader,
                                   const struct stn_yaml *list,
                                   struct stn_rule *rule)
{
    return read_bits(reader, list, stn_rule_trait_names,
                     "response, http-only, local, example, oauth or login",
                     &rule->traits);
}

static enum stn_status read_confirms(const struct stn_rule_reader *reader,
                                     const struct stn_yaml *node,
                                     struct stn_rule *rule)
{
    return stn_rule_reader_strings(reader, node, check_confirm,
                                   &rule->confirms);
}

static enum stn_status read_entropy(const struct stn_rule_reader *reader,
                                    const struct stn_yaml *node,
                                    struct stn_rule *rule)
{
    double bits;
    enum stn_status status =
        stn_yaml_number(&bits, reader->name, node, reader->err);

    if (status < 0)
        return status;
    if (!(bits >= 0 && bits <= 8))
        return stn_yaml_fail(reader->err, reader->name, node,
                             "entropy is between 0 and 8 bits a character");
    rule->entropy = bits + 0.0; /* -0 becomes 0 */
    return STN_OK;
}

/* A map of two lists of strings: `paths` and `allow`. */
static enum stn_status read_lists(const struct stn_rule_reader *reader,
                                  const struct stn_yaml *map,
                                  const char *const keys[3],
                                  const stn_rule_check_fn checks[2],
                                  struct stn_rule_strings *const out[2])
{
    enum stn_status status =
        stn_yaml_known_keys(map, keys, reader->name, reader->err);

    for (size_t i = 0; i < 2 && status >= 0; i++) {
        const struct stn_yaml *node = stn_yaml_get(map, keys[i]);
        if (node != NULL)
            status = stn_rule_reader_strings(reader, node, checks[i], out[i]);
    }
    return status;
}

static enum stn_status read_paths(const struct stn_rule_reader *reader,
                                  const struct stn_yaml *node,
                                  struct stn_rule *rule)
{
    return read_lists(reader, node, (const char *const[]){"only", "skip", NULL},
                      (const stn_rule_check_fn[]){check_glob, check_glob},
                      (struct stn_rule_strings *const[]){&rule->paths_only,
                                                         &rule->paths_skip});
}

static enum stn_status read_allow(const struct stn_rule_reader *reader,
                                  const struct stn_yaml *node,
                                  struct stn_rule *rule)
{
    return read_lists(reader, node,
                      (const char *const[]){"values", "patterns", NULL},
                      (const stn_rule_check_fn[]){NULL, check_pattern},
                      (struct stn_rule_strings *const[]){
                          &rule->allow_values, &rule->allow_patterns});
}

static enum stn_status read_with(const struct stn_rule_reader *reader,
                                 const struct stn_yaml *map,
                                 struct stn_rule *rule)
{
    static const char *const keys[] = {"rule", "lines", "severity", NULL};
    enum stn_status status =
        stn_yaml_known_keys(map, keys, reader->name, reader->err);

    if (status < 0)
        return status;
    const struct stn_yaml *id = stn_yaml_get(map, "rule");
    if (id == NULL)
        return stn_yaml_fail(reader->err, reader->name, map,
                             "missing \"rule\": the id of the partner");
    status = stn_rule_reader_id(reader, id, &rule->near_rule);

    const struct stn_yaml *lines = stn_yaml_get(map, "lines");
    uint64_t count = STN_RULE_NEAR_LINES_DEFAULT;
    if (status >= 0 && lines != NULL)
        status = stn_yaml_uint(&count, STN_RULE_NEAR_LINES_MAX, reader->name,
                               lines, reader->err);
    rule->near_lines = (uint32_t)count;

    const struct stn_yaml *severity = stn_yaml_get(map, "severity");
    if (status >= 0 && severity != NULL)
        status =
            stn_rule_reader_severity(reader, severity, &rule->near_severity);
    return status;
}

static enum stn_status read_examples(const struct stn_rule_reader *reader,
                                     const struct stn_yaml *node,
                                     struct stn_rule *rule)
{
    return stn_rule_reader_examples(reader, node, &rule->examples);
}

static enum stn_status
read_counterexamples(const struct stn_rule_reader *reader,
                     const struct stn_yaml *node, struct stn_rule *rule)
{
    return stn_rule_reader_examples(reader, node, &rule->counterexamples);
}

/* In the order of rules/README.md. */
static const struct {
    const char *key;
    bool is_required;
    bool is_of_patterns; /* a rule that is a check has none */
    enum stn_status (*read)(const struct stn_rule_reader *reader,
                            const struct stn_yaml *node, struct stn_rule *rule);
} fields[] = {
    {"id", true, false, read_id},
    {"title", true, false, read_title},
    {"severity", true, false, read_severity},
    {"pattern", true, true, read_pattern},
    {"check", false, false, read_check},
    {"default", false, false, read_default},
    {"source", false, false, read_source},
    {"keywords", false, true, read_keywords},
    {"in", false, true, read_in},
    {"names", false, true, read_names},
    {"traits", false, true, read_traits},
    {"confirm", false, true, read_confirms},
    {"entropy", false, true, read_entropy},
    {"paths", false, false, read_paths},
    {"allow", false, true, read_allow},
    {"with", false, true, read_with},
    {"advice", false, false, read_advice},
    {"examples", false, false, read_examples},
    {"counterexamples", false, false, read_counterexamples},
};

#define FIELD_COUNT (sizeof(fields) / sizeof(fields[0]))

static enum stn_status check_keys(const struct stn_rule_reader *reader,
                                  const struct stn_yaml *node)
{
    const char *keys[FIELD_COUNT + 1];

    for (size_t i = 0; i < FIELD_COUNT; i++)
        keys[i] = fields[i].key;
    keys[FIELD_COUNT] = NULL;
    enum stn_status status =
        stn_yaml_known_keys(node, keys, reader->name, reader->err);
    if (status < 0 || stn_yaml_get(node, "check") == NULL)
        return status;
    for (size_t i = 0; i < FIELD_COUNT; i++) {
        const struct stn_yaml *value = stn_yaml_get(node, fields[i].key);
        if (value != NULL && fields[i].is_of_patterns)
            return stn_yaml_fail(reader->err, reader->name, value->key,
                                 "a rule that is a check has no \"%s\"",
                                 fields[i].key);
    }
    return STN_OK;
}

/* Whether a rule cannot do without a field. */
static bool is_missed(const struct stn_yaml *node, size_t field)
{
    return fields[field].is_required && !(fields[field].is_of_patterns &&
                                          stn_yaml_get(node, "check") != NULL);
}

/* What no field can see by itself. */
static enum stn_status check_partner(const struct stn_rule_reader *reader,
                                     const struct stn_yaml *node,
                                     const struct stn_rule *rule)
{
    const struct stn_yaml *with = stn_yaml_get(node, "with");

    if (rule->near_rule == NULL)
        return STN_OK;
    if (strcmp(rule->near_rule, rule->info.id) == 0)
        return stn_yaml_fail(reader->err, reader->name,
                             stn_yaml_get(with, "rule"),
                             "a rule is no partner of itself");
    if (rule->near_severity != STN_SEVERITY_DEFAULT &&
        rule->near_severity <= rule->info.severity)
        return stn_yaml_fail(reader->err, reader->name,
                             stn_yaml_get(with, "severity"),
                             "not above the rule's own severity, %s",
                             stn_severity_name(rule->info.severity));
    return STN_OK;
}

static enum stn_status make_origin(const struct stn_rule_reader *reader,
                                   const struct stn_yaml *node,
                                   const char **out)
{
    char line[16];
    struct stn_str file = stn_str_of(reader->name);
    int digits = snprintf(line, sizeof(line), ":%u", (unsigned)node->line);
    char *origin =
        stn_arena_alloc(reader->arena, file.len + (size_t)digits + 1);

    if (origin == NULL)
        return stn_fail_memory(reader->err);
    memcpy(origin, file.ptr, file.len);
    memcpy(origin + file.len, line, (size_t)digits);
    *out = origin;
    return STN_OK;
}

enum stn_status stn_rule_read(struct stn_rule *out, struct stn_arena *arena,
                              const char *name, const struct stn_yaml *node,
                              const struct stn_rule_names *names,
                              struct stn_error *err)
{
    static const struct stn_rule_names any = {NULL, NULL};
    const struct stn_rule_reader reader = {name, arena,
                                           names != NULL ? names : &any, err};
    struct stn_rule rule = {.segments = STN_SEGMENT_ALL};
    enum stn_status status = check_keys(&reader, node);

    rule.info.category = STN_CATEGORY_SECRET;
    for (size_t i = 0; i < FIELD_COUNT && status >= 0; i++) {
        const struct stn_yaml *value = stn_yaml_get(node, fields[i].key);
        if (value != NULL)
            status = fields[i].read(&reader, value, &rule);
        else if (is_missed(node, i))
            status =
                stn_yaml_fail(err, name, node, "missing \"%s\"", fields[i].key);
    }
    if (status >= 0)
        status = check_partner(&reader, node, &rule);
    if (status >= 0)
        status = make_origin(&reader, node, &rule.origin);
    if (status < 0)
        return status;
    *out = rule;
    return STN_OK;
}
