#include "ruleset/emit.h"

static const char *const severity_constants[] = {
    [STN_SEVERITY_DEFAULT] = "STN_SEVERITY_DEFAULT",
    [STN_NOTE] = "STN_NOTE",
    [STN_LOW] = "STN_LOW",
    [STN_MEDIUM] = "STN_MEDIUM",
    [STN_HIGH] = "STN_HIGH",
    [STN_CRITICAL] = "STN_CRITICAL",
    [STN_NEVER] = "STN_NEVER",
};

/* Three octal digits end by themselves, unlike \x; \? breaks trigraphs. */
static void put_byte(struct stn_buf *out, unsigned char byte)
{
    if (byte == '"' || byte == '\\' || byte == '?')
        stn_buf_printf(out, "\\%c", byte);
    else if (byte >= 0x20 && byte < 0x7F)
        stn_buf_putc(out, (char)byte);
    else
        stn_buf_printf(out, "\\%03o", byte);
}

static void put_literal(struct stn_buf *out, const char *text)
{
    stn_buf_putc(out, '"');
    for (; *text != '\0'; text++)
        put_byte(out, (unsigned char)*text);
    stn_buf_putc(out, '"');
}

static void put_string(struct stn_buf *out, const char *field, const char *text)
{
    if (text == NULL)
        return;
    stn_buf_printf(out, "        .%s = ", field);
    put_literal(out, text);
    stn_buf_puts(out, ",\n");
}

/* The lists of a rule, and the fields they are. */
struct list {
    const char *field;
    const struct stn_rule_strings *strings;
};

#define LIST_COUNT 8

static void find_lists(struct list lists[LIST_COUNT],
                       const struct stn_rule *rule)
{
    const struct list found[LIST_COUNT] = {
        {"keywords", &rule->keywords},
        {"confirms", &rule->confirms},
        {"paths_only", &rule->paths_only},
        {"paths_skip", &rule->paths_skip},
        {"allow_values", &rule->allow_values},
        {"allow_patterns", &rule->allow_patterns},
        {"examples", &rule->examples},
        {"counterexamples", &rule->counterexamples},
    };

    memcpy(lists, found, sizeof(found));
}

/* The items of a rule's lists, as arrays that the table points to. */
static void put_arrays(struct stn_buf *out, const struct stn_rule *rule,
                       uint32_t index)
{
    struct list lists[LIST_COUNT];

    find_lists(lists, rule);
    for (size_t i = 0; i < LIST_COUNT; i++) {
        if (lists[i].strings->count == 0)
            continue;
        stn_buf_printf(out, "static const char *const %s_%u[] = {\n",
                       lists[i].field, (unsigned)index);
        for (uint32_t k = 0; k < lists[i].strings->count; k++) {
            stn_buf_puts(out, "    ");
            put_literal(out, lists[i].strings->items[k]);
            stn_buf_puts(out, ",\n");
        }
        stn_buf_puts(out, "};\n");
    }
}

static void put_rule(struct stn_buf *out, const struct stn_rule *rule,
                     uint32_t index)
{
    struct list lists[LIST_COUNT];

    stn_buf_puts(out, "    {\n");
    put_string(out, "info.id", rule->info.id);
    put_string(out, "info.title", rule->info.title);
    put_string(out, "info.advice", rule->info.advice);
    put_string(out, "info.source", rule->info.source);
    stn_buf_printf(out,
                   "        .info.category = %s,\n"
                   "        .info.severity = %s,\n",
                   rule->info.category == STN_CATEGORY_GO
                       ? "STN_CATEGORY_GO"
                       : "STN_CATEGORY_SECRET",
                   severity_constants[rule->info.severity]);
    put_string(out, "check", rule->check);
    put_string(out, "pattern", rule->pattern);
    if (rule->is_off)
        stn_buf_puts(out, "        .is_off = true,\n");
    put_string(out, "names", rule->names);
    put_string(out, "near_rule", rule->near_rule);
    stn_buf_printf(
        out,
        "        .near_lines = %u,\n"
        "        .near_severity = %s,\n"
        "        .segments = %u,\n"
        "        .traits = %u,\n"
        "        .entropy = %.17g,\n",
        (unsigned)rule->near_lines, severity_constants[rule->near_severity],
        (unsigned)rule->segments, (unsigned)rule->traits, rule->entropy);
    find_lists(lists, rule);
    for (size_t i = 0; i < LIST_COUNT; i++)
        if (lists[i].strings->count > 0)
            stn_buf_printf(out, "        .%s = {%s_%u, %u},\n", lists[i].field,
                           lists[i].field, (unsigned)index,
                           (unsigned)lists[i].strings->count);
    put_string(out, "origin", rule->origin);
    stn_buf_puts(out, "    },\n");
}

enum stn_status stn_ruleset_emit(struct stn_buf *out,
                                 const struct stn_ruleset *ruleset,
                                 struct stn_error *err)
{
    stn_buf_puts(out, "/* Made by stanch_embed from rules/. */\n"
                      "#include \"ruleset/rule.h\"\n\n");
    for (uint32_t i = 0; i < ruleset->count; i++)
        put_arrays(out, &ruleset->rules[i], i);
    if (ruleset->count > 0) {
        stn_buf_puts(out, "\nstatic const struct stn_rule rules[] = {\n");
        for (uint32_t i = 0; i < ruleset->count; i++)
            put_rule(out, &ruleset->rules[i], i);
        stn_buf_puts(out, "};\n");
    }
    stn_buf_printf(out,
                   "\nconst struct stn_ruleset stn_ruleset_builtin = {\n"
                   "    .rules = %s,\n"
                   "    .count = %u,\n"
                   "    .pattern_count = %u,\n"
                   "    .is_builtin = true,\n"
                   "    .digest = {",
                   ruleset->count > 0 ? "rules" : "NULL",
                   (unsigned)ruleset->count, (unsigned)ruleset->pattern_count);
    for (size_t i = 0; i < sizeof(ruleset->digest); i++)
        stn_buf_printf(out, "%s0x%02x,", i % 8 == 0 ? "\n        " : " ",
                       ruleset->digest[i]);
    stn_buf_puts(out, "\n    },\n};\n");
    return stn_buf_status(out, err);
}
