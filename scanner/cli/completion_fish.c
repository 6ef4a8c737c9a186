#include "cli/completion.h"

static const char head[] =
    "# Completion of stanch for fish; written by 'stanch completion fish'.\n"
    "\n"
    "function __stanch_at -d 'Is that the command, with its verb?'\n"
    "    set -l words (commandline -opc)\n"
    "    set -q words[2]; and test $words[2] = $argv[1]; or return 1\n"
    "    set -q argv[2]; or return 0\n"
    "    set -q words[3]; and test $words[3] = $argv[2]\n"
    "end\n"
    "\n"
    "function __stanch_count -d 'Are there that many words yet?'\n"
    "    test (count (commandline -opc)) -eq $argv[1]\n"
    "end\n"
    "\n"
    "function __stanch_rules\n"
    "    set -l words (commandline -opc)\n"
    "    $words[1] rules list 2>/dev/null | string replace -r ' .*' ''\n"
    "end\n"
    "\n"
    "function __stanch_revisions\n"
    "    set -l names HEAD (git for-each-ref "
    "--format='%(refname:short)' 2>/dev/null)\n"
    "    set -l before (string match -r '.*\\.\\.' -- (commandline -ct))\n"
    "    set -q before[1]; or set before ''\n"
    "    printf '%s\\n' $before$names\n"
    "end\n"
    "\n"
    "complete -c stanch -f\n"
    "complete -c stanch -n '__stanch_count 1' -s h -l help "
    "-d 'this text'\n"
    "complete -c stanch -n '__stanch_count 1' -l version "
    "-d 'the version'\n";

static void put_description(struct stn_buf *out, const char *text)
{
    stn_buf_puts(out, " -d '");
    stn_quoted_put(out, text, "\\'");
    stn_buf_puts(out, "'\n");
}

/* -x: no files; -F: files; -a: what there is. */
static void put_value(struct stn_buf *out, const char *option,
                      const char *argument)
{
    struct stn_value value;

    stn_value_of(&value, option, argument);
    switch (value.kind) {
    case STN_VALUE_UNKNOWN:
    case STN_VALUE_NONE:
        stn_buf_puts(out, " -x");
        break;
    case STN_VALUE_FILE:
        stn_buf_puts(out, " -r -F");
        break;
    case STN_VALUE_FOLDER:
        stn_buf_puts(out, " -x -a '(__fish_complete_directories)'");
        break;
    case STN_VALUE_WORD:
        stn_buf_puts(out, " -x -a '");
        stn_value_put(out, &value, " ");
        stn_buf_puts(out, "'");
        break;
    case STN_VALUE_RULE:
        stn_buf_puts(out, " -x -a '");
        stn_value_put(out, &value, " ");
        stn_buf_puts(out, " (__stanch_rules)'");
        break;
    case STN_VALUE_WORD_FILE:
        stn_buf_puts(out, " -r -F -a '");
        stn_value_put(out, &value, "= ");
        stn_buf_puts(out, "='");
        break;
    case STN_VALUE_REVISION:
        stn_buf_puts(out, " -x -a '(__stanch_revisions)'");
        break;
    }
}

static void put_condition(struct stn_buf *out, const struct stn_leaf *leaf)
{
    stn_buf_printf(out, "complete -c stanch -n '__stanch_at %s%s%s'",
                   leaf->command->name, leaf->verb != NULL ? " " : "",
                   leaf->verb != NULL ? leaf->verb->name : "");
}

static void put_leaf(struct stn_buf *out, const struct stn_leaf *leaf)
{
    struct stn_option option;
    size_t at = 0;

    if (leaf->self->operand != NULL) {
        put_condition(out, leaf);
        put_value(out, NULL, leaf->self->operand);
        stn_buf_putc(out, '\n');
    }
    while (stn_options_next(&option, &at, leaf->self->options)) {
        put_condition(out, leaf);
        if (option.letter != 0)
            stn_buf_printf(out, " -s %c", option.letter);
        stn_buf_printf(out, " -l %s", option.name);
        if (option.argument != NULL) {
            put_value(out, option.name, option.argument);
        }
        put_description(out, option.help);
    }
}

static void put_verbs(struct stn_buf *out, const struct stn_command *command)
{
    const struct stn_command *verbs = command->verbs;

    for (size_t i = 0; verbs != NULL && verbs[i].name != NULL; i++) {
        stn_buf_printf(out,
                       "complete -c stanch -n '__stanch_at %s; "
                       "and __stanch_count 2' -a %s",
                       command->name, verbs[i].name);
        put_description(out, verbs[i].summary);
    }
}

static void write_fish(struct stn_buf *out, const struct stn_command *commands)
{
    struct stn_leaf leaf = {0};

    stn_buf_puts(out, head);
    for (size_t i = 0; commands[i].name != NULL; i++) {
        stn_buf_printf(out, "complete -c stanch -n '__stanch_count 1' -a %s",
                       commands[i].name);
        put_description(out, commands[i].summary);
        put_verbs(out, &commands[i]);
    }
    while (stn_leaf_next(&leaf, commands))
        put_leaf(out, &leaf);
}

const struct stn_shell stn_shell_fish = {"fish", write_fish};
