#include "cli/completion.h"

#include <string.h>

#include "findings/rule_info.h"
#include "reports/reporter.h"

const struct stn_shell *const stn_shells[] = {
    &stn_shell_bash,
    &stn_shell_fish,
    &stn_shell_zsh,
    NULL,
};

static void add_word(struct stn_value *value, struct stn_str word)
{
    if (value->count < STN_VALUE_WORDS_MAX)
        value->words[value->count++] = word;
}

static void add_severities(struct stn_value *value, bool never)
{
    for (int severity = STN_NOTE;
         severity <= (never ? STN_NEVER : STN_CRITICAL); severity++)
        add_word(value,
                 stn_str_of(stn_severity_name((enum stn_severity)severity)));
}

static void add_severities_alone(struct stn_value *value)
{
    add_severities(value, false);
}

static void add_thresholds(struct stn_value *value)
{
    add_severities(value, true);
}

static void add_formats(struct stn_value *value)
{
    for (size_t i = 0; stn_reporters[i] != NULL; i++)
        add_word(value, stn_str_of(stn_reporters[i]->name));
}

static void add_categories(struct stn_value *value)
{
    add_word(value, stn_str_of(stn_category_name(STN_CATEGORY_SECRET)));
    add_word(value, stn_str_of(stn_category_name(STN_CATEGORY_GO)));
}

/* "text|json" */
static void add_alternatives(struct stn_value *value, const char *words)
{
    while (*words != '\0') {
        size_t length = strcspn(words, "|");
        add_word(value, (struct stn_str){words, length});
        words += length + (words[length] == '|');
    }
}

/* The first that fits says it. */
static const struct value_row {
    const char *option; /* NULL: whatever wants it */
    const char *argument;
    enum stn_value_kind kind;
    const char *words;
    void (*add)(struct stn_value *value);
} rows[] = {
    {"fail-on", "SEVERITY", STN_VALUE_WORD, NULL, add_thresholds},
    {"format", "NAME", STN_VALUE_WORD, NULL, add_formats},
    {"color", "WHEN", STN_VALUE_WORD, "auto|always|never", NULL},
    {"command", "NAME", STN_VALUE_WORD, "auto|git|scan|logs", NULL},
    {"fetch", "WHEN", STN_VALUE_WORD, "auto|never", NULL},
    {"owner", "NAME", STN_VALUE_NONE, NULL, NULL},
    {NULL, "SEVERITY", STN_VALUE_WORD, NULL, add_severities_alone},
    {NULL, "NAME=FILE", STN_VALUE_WORD_FILE, NULL, add_formats},
    {NULL, "SEL", STN_VALUE_RULE, NULL, add_categories},
    {NULL, "ID", STN_VALUE_RULE, NULL, NULL},
    {NULL, "FILE", STN_VALUE_FILE, NULL, NULL},
    {NULL, "PATH", STN_VALUE_FILE, NULL, NULL},
    {NULL, "DIR", STN_VALUE_FOLDER, NULL, NULL},
    {NULL, "REPO", STN_VALUE_FOLDER, NULL, NULL},
    {NULL, "RANGE", STN_VALUE_REVISION, NULL, NULL},
    {NULL, "REV", STN_VALUE_REVISION, NULL, NULL},
    {NULL, "A..B", STN_VALUE_REVISION, NULL, NULL},
    {NULL, "SECONDS", STN_VALUE_NONE, NULL, NULL},
    {NULL, "N", STN_VALUE_NONE, NULL, NULL},
    {NULL, "DAY", STN_VALUE_NONE, NULL, NULL},
    {NULL, "WORDS", STN_VALUE_NONE, NULL, NULL},
    {NULL, "K/N", STN_VALUE_NONE, NULL, NULL},
};

static bool row_fits(const struct value_row *row, const char *option,
                     const char *argument)
{
    if (row->option != NULL &&
        (option == NULL || strcmp(row->option, option) != 0))
        return false;
    return strcmp(row->argument, argument) == 0;
}

void stn_value_of(struct stn_value *out, const char *option,
                  const char *argument)
{
    out->kind = STN_VALUE_UNKNOWN;
    out->count = 0;
    if (strchr(argument, '|') != NULL) {
        out->kind = STN_VALUE_WORD;
        add_alternatives(out, argument);
        return;
    }
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (!row_fits(&rows[i], option, argument))
            continue;
        out->kind = rows[i].kind;
        if (rows[i].words != NULL)
            add_alternatives(out, rows[i].words);
        if (rows[i].add != NULL)
            rows[i].add(out);
        return;
    }
}

bool stn_leaf_next(struct stn_leaf *leaf, const struct stn_command *commands)
{
    if (leaf->verb != NULL)
        leaf->verb++;
    if (leaf->verb == NULL || leaf->verb->name == NULL) {
        leaf->command = leaf->command == NULL ? commands : leaf->command + 1;
        if (leaf->command->name == NULL)
            return false;
        leaf->verb = leaf->command->verbs;
    }
    leaf->self = leaf->verb != NULL ? leaf->verb : leaf->command;
    return true;
}

void stn_value_put(struct stn_buf *out, const struct stn_value *value,
                   const char *between)
{
    for (size_t i = 0; i < value->count; i++) {
        if (i > 0)
            stn_buf_puts(out, between);
        stn_buf_append(out, value->words[i]);
    }
}

void stn_quoted_put(struct stn_buf *out, const char *text, const char *quote)
{
    for (; *text != '\0'; text++) {
        if (*text == '\'')
            stn_buf_puts(out, quote);
        else
            stn_buf_putc(out, *text);
    }
}
