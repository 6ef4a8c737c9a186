#include "cli/rules_print.h"

#include "base/alloc.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "engine/confirm.h"
#include "engine/trial.h"
#include "findings/redact.h"

/* Where values begin, in `rules show`. */
#define LABEL_COLUMNS 13

void stn_rules_print_list(struct stn_buf *out,
                          const struct stn_ruleset *ruleset)
{
    size_t width = 0;

    for (uint32_t i = 0; i < ruleset->count; i++) {
        size_t length = strlen(ruleset->rules[i].info.id);
        if (length > width)
            width = length;
    }
    for (uint32_t i = 0; i < ruleset->count; i++) {
        const struct stn_rule_info *info = &ruleset->rules[i].info;
        stn_buf_printf(out, "%-*s  %-8s  %-6s  ", (int)width, info->id,
                       stn_severity_name(info->severity),
                       stn_category_name(info->category));
        stn_utf8_append_printable(out, stn_str_of(info->title));
        stn_buf_puts(out, ruleset->rules[i].is_off ? " (off)\n" : "\n");
    }
}

/* Strings of rules are good UTF-8, as YAML is. */
static void put_json_string(struct stn_buf *out, const char *text)
{
    stn_buf_putc(out, '"');
    for (; *text != '\0'; text++) {
        unsigned char byte = (unsigned char)*text;
        if (byte == '"' || byte == '\\')
            stn_buf_printf(out, "\\%c", byte);
        else if (byte < 0x20 || byte == 0x7F)
            stn_buf_printf(out, "\\u%04x", byte);
        else
            stn_buf_putc(out, (char)byte);
    }
    stn_buf_putc(out, '"');
}

static void put_json_rule(struct stn_buf *out, const struct stn_rule *rule)
{
    const char *const members[][2] = {
        {"id", rule->info.id},
        {"severity", stn_severity_name(rule->info.severity)},
        {"category", stn_category_name(rule->info.category)},
        {"title", rule->info.title},
        {"source", rule->info.source},
        {"advice", rule->info.advice},
        {"origin", rule->origin},
        {"check", rule->check},
        {"default", rule->is_off ? "off" : NULL},
    };
    const char *before = "  {";

    for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++) {
        if (members[i][1] == NULL)
            continue;
        stn_buf_printf(out, "%s\"%s\": ", before, members[i][0]);
        put_json_string(out, members[i][1]);
        before = ", ";
    }
    stn_buf_putc(out, '}');
}

void stn_rules_print_json(struct stn_buf *out,
                          const struct stn_ruleset *ruleset)
{
    stn_buf_putc(out, '[');
    for (uint32_t i = 0; i < ruleset->count; i++) {
        stn_buf_puts(out, i > 0 ? ",\n" : "\n");
        put_json_rule(out, &ruleset->rules[i]);
    }
    stn_buf_puts(out, ruleset->count > 0 ? "\n]\n" : "]\n");
}

static void put_label(struct stn_buf *out, const char *label)
{
    stn_buf_printf(out, "%-*s", LABEL_COLUMNS, label);
}

/* A value that may have lines: they stay below each other. */
static void put_lines(struct stn_buf *out, const char *label,
                      struct stn_str value)
{
    put_label(out, label);
    while (true) {
        size_t end = stn_str_find(value, STN_STR("\n"));
        stn_utf8_append_printable(out, stn_str_sub(value, 0, end));
        stn_buf_putc(out, '\n');
        if (end == SIZE_MAX || end + 1 >= value.len)
            return;
        value = stn_str_sub(value, end + 1, value.len);
        put_label(out, "");
    }
}

static void put_text(struct stn_buf *out, const char *label, const char *text)
{
    if (text != NULL)
        put_lines(out, label, stn_str_of(text));
}

/* One line for each, the label before the first. */
static void put_texts(struct stn_buf *out, const char *label,
                      const struct stn_rule_strings *texts)
{
    for (uint32_t i = 0; i < texts->count; i++)
        put_text(out, i == 0 ? label : "", texts->items[i]);
}

static void put_bits(struct stn_buf *out, const char *label, uint32_t bits,
                     const char *const *words)
{
    const char *between = "";

    put_label(out, label);
    for (uint32_t i = 0; words[i] != NULL; i++) {
        if ((bits & ((uint32_t)1 << i)) == 0)
            continue;
        stn_buf_printf(out, "%s%s", between, words[i]);
        between = ", ";
    }
    stn_buf_putc(out, '\n');
}

static void put_confirms(struct stn_buf *out,
                         const struct stn_rule_strings *names)
{
    for (uint32_t i = 0; i < names->count; i++) {
        const struct stn_confirm *confirm = stn_confirm_find(names->items[i]);
        put_label(out, i == 0 ? "confirm" : "");
        stn_buf_printf(out, "%s: %s\n", names->items[i],
                       confirm != NULL ? confirm->summary : "unknown");
    }
}

static void put_partner(struct stn_buf *out, const struct stn_rule *rule)
{
    if (rule->near_rule == NULL)
        return;
    put_label(out, "with");
    stn_buf_printf(out, "%s, at most %u lines away: ", rule->near_rule,
                   (unsigned)rule->near_lines);
    if (rule->near_severity != STN_SEVERITY_DEFAULT)
        stn_buf_printf(out, "raises to %s\n",
                       stn_severity_name(rule->near_severity));
    else
        stn_buf_puts(out, "required\n");
}

static void put_fields(struct stn_buf *out, const struct stn_rule *rule)
{
    put_text(out, "id", rule->info.id);
    put_text(out, "title", rule->info.title);
    put_text(out, "category", stn_category_name(rule->info.category));
    put_text(out, "severity", stn_severity_name(rule->info.severity));
    put_text(out, "source", rule->info.source);
    put_text(out, "check", rule->check);
    if (rule->is_off)
        put_text(out, "default", "off");
    put_text(out, "pattern", rule->pattern);
    put_texts(out, "keywords", &rule->keywords);
    if (rule->pattern != NULL && rule->segments != STN_SEGMENT_ALL)
        put_bits(out, "in", rule->segments, stn_rule_segment_names);
    if (rule->traits != 0)
        put_bits(out, "traits", rule->traits, stn_rule_trait_names);
    put_text(out, "names", rule->names);
    put_confirms(out, &rule->confirms);
    if (rule->entropy > 0) {
        put_label(out, "entropy");
        stn_buf_printf(out, "at least %g bits a character\n", rule->entropy);
    }
    put_texts(out, "paths only", &rule->paths_only);
    put_texts(out, "paths skip", &rule->paths_skip);
    if (rule->allow_values.count > 0) {
        put_label(out, "allow");
        stn_buf_printf(out, "%u values\n", (unsigned)rule->allow_values.count);
    }
    put_texts(out, "allow", &rule->allow_patterns);
    put_partner(out, rule);
    put_text(out, "advice", rule->info.advice);
    put_text(out, "origin", rule->origin);
}

/* The line of a text that holds an offset, without its line break. */
static struct stn_span line_at(struct stn_str text, size_t offset)
{
    struct stn_span line = {offset, offset};

    while (line.start > 0 && text.ptr[line.start - 1] != '\n')
        line.start--;
    while (line.end < text.len && text.ptr[line.end] != '\n')
        line.end++;
    return line;
}

/* The line where the shown secret begins, and no byte of any. */
static enum stn_status put_masked(struct stn_buf *out, struct stn_str text,
                                  const struct stn_matches *matches,
                                  const struct stn_match *shown,
                                  struct stn_error *err)
{
    const struct stn_span line = line_at(text, shown->secret.start);
    struct stn_span *hidden = stn_calloc(matches->count, sizeof(*hidden));
    struct stn_buf excerpt = STN_BUF_INIT(STN_MIB);
    size_t count = 0;
    size_t marked = 0;
    size_t mark;
    size_t width;

    if (hidden == NULL)
        return stn_fail_memory(err);
    for (size_t i = 0; i < matches->count; i++) {
        struct stn_span secret = matches->items[i].secret;
        if (!stn_span_touches(secret, line))
            continue;
        if (&matches->items[i] == shown)
            marked = count;
        if (secret.start < line.start)
            secret.start = line.start;
        if (secret.end > line.end)
            secret.end = line.end;
        hidden[count++] = (struct stn_span){secret.start - line.start,
                                            secret.end - line.start};
    }
    stn_redact_excerpt(&excerpt, stn_str_sub(text, line.start, line.end),
                       hidden, count, marked, &mark, &width);
    put_lines(out, "example", stn_buf_str(&excerpt));
    enum stn_status status = stn_buf_status(&excerpt, err);
    stn_buf_dispose(&excerpt);
    stn_free(hidden);
    return status;
}

/* The first example that is found; the others could not be masked. */
static enum stn_status put_example(struct stn_buf *out,
                                   const struct stn_rule *rule,
                                   const struct stn_trial *trial,
                                   struct stn_error *err)
{
    for (uint32_t i = 0; i < rule->examples.count; i++) {
        struct stn_segment segment;
        struct stn_matches matches;
        if (!stn_trial_segment(&segment, rule, rule->examples.items[i]))
            continue;
        enum stn_status status = stn_matcher_scan(
            trial->matcher, trial->scratch, &segment, &matches, err);
        if (status < 0)
            return status;
        const struct stn_match *match = stn_matches_find(&matches, trial->rule);
        if (match != NULL)
            return put_masked(out, segment.bytes, &matches, match, err);
    }
    return STN_OK;
}

/* Code as it was written, but for its tabs; after an empty line. */
static void put_code(struct stn_buf *out, const char *label,
                     const struct stn_rule_strings *snippets)
{
    if (snippets->count == 0)
        return;
    stn_buf_printf(out, "\n%s:\n", label);
    struct stn_str rest = stn_str_of(snippets->items[0]);
    while (rest.len > 0) {
        size_t end = stn_str_find(rest, STN_STR("\n"));
        struct stn_str line = stn_str_sub(rest, 0, end);
        if (line.len > 0)
            stn_buf_puts(out, "    ");
        for (; line.len > 0 && line.ptr[0] == '\t';
             line = stn_str_sub(line, 1, line.len))
            stn_buf_puts(out, "    ");
        stn_utf8_append_printable(out, line);
        stn_buf_putc(out, '\n');
        rest =
            stn_str_sub(rest, end == SIZE_MAX ? rest.len : end + 1, rest.len);
    }
}

enum stn_status stn_rules_print_rule(struct stn_buf *out,
                                     const struct stn_ruleset *ruleset,
                                     uint32_t rule, struct stn_error *err)
{
    struct stn_buf literals = STN_BUF_INIT(STN_MIB);
    struct stn_trial trial = {0};
    enum stn_status status;

    put_fields(out, &ruleset->rules[rule]);
    if (ruleset->rules[rule].check != NULL) {
        put_code(out, "bad", &ruleset->rules[rule].examples);
        put_code(out, "good", &ruleset->rules[rule].counterexamples);
        return stn_buf_status(out, err);
    }
    status = stn_trial_open(&trial, ruleset, rule, false, err);
    if (status >= 0)
        status = stn_matcher_explain(&literals, trial.matcher, trial.rule, err);
    if (status >= 0)
        status = stn_buf_status(&literals, err);
    if (status >= 0 && literals.len > 0)
        put_lines(out, "found by", stn_buf_str(&literals));
    if (status >= 0)
        status = put_example(out, &ruleset->rules[rule], &trial, err);
    stn_trial_close(&trial);
    stn_buf_dispose(&literals);
    return status;
}
