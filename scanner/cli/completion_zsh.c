#include "cli/completion.h"

#include <string.h>

static const char head[] =
    "#compdef stanch\n"
    "# Completion of stanch for zsh; written by 'stanch completion zsh'.\n"
    "\n"
    "__stanch_rules() {\n"
    "  local -a ids\n"
    "  ids=(\"$@\" ${${(f)\"$(${~stanch_program} rules list "
    "2>/dev/null)\"}%% *})\n"
    "  compadd -a ids\n"
    "}\n"
    "\n"
    "__stanch_word_file() {\n"
    "  if compset -P '*='; then\n"
    "    _files\n"
    "  else\n"
    "    compadd -S = -- \"$@\"\n"
    "  fi\n"
    "}\n"
    "\n"
    "__stanch_revisions() {\n"
    "  compset -P '*..'\n"
    "  compadd -- HEAD ${(f)\"$(git for-each-ref "
    "--format='%(refname:short)' 2>/dev/null)\"}\n"
    "}\n";

static const char body[] =
    "\n"
    "_stanch() {\n"
    "  local curcontext=$curcontext stanch_program=$words[1] ret=1\n"
    "  local state state_descr line\n"
    "  local -a names\n"
    "  typeset -A opt_args\n"
    "  _arguments -C '(- *)'{-h,--help}'[this text]' \\\n"
    "    '(- *)--version[the version]' '1: :->command' '*:: :->rest' && ret=0\n"
    "  case $state in\n"
    "  command)\n";

static const char tail[] = "  esac\n"
                           "  return ret\n"
                           "}\n"
                           "\n"
                           "if [[ $funcstack[1] == _stanch ]]; then\n"
                           "  _stanch \"$@\"\n"
                           "else\n"
                           "  compdef _stanch stanch\n"
                           "fi\n";

/* Text between the brackets of a specification in single quotes. */
static void put_help(struct stn_buf *out, const char *help)
{
    for (; *help != '\0'; help++) {
        if (*help == '\'')
            stn_buf_puts(out, "'\\''");
        else if (strchr("[]\\", *help) != NULL)
            stn_buf_printf(out, "\\%c", *help);
        else
            stn_buf_putc(out, *help);
    }
}

static void put_names(struct stn_buf *out, const struct stn_command *commands,
                      const char *what, const char *indent)
{
    stn_buf_printf(out, "%snames=(\n", indent);
    for (size_t i = 0; commands[i].name != NULL; i++) {
        stn_buf_printf(out, "%s  '%s:", indent, commands[i].name);
        stn_quoted_put(out, commands[i].summary, "'\\''");
        stn_buf_puts(out, "'\n");
    }
    stn_buf_printf(out,
                   "%s)\n"
                   "%s_describe -t %ss %s names && ret=0\n"
                   "%s;;\n",
                   indent, indent, what, what, indent);
}

/* ":FILE:_files" */
static void put_value(struct stn_buf *out, const char *option,
                      const char *argument)
{
    static const char *const before[] = {
        [STN_VALUE_UNKNOWN] = " ",
        [STN_VALUE_NONE] = " ",
        [STN_VALUE_FILE] = "_files",
        [STN_VALUE_FOLDER] = "_files -/",
        [STN_VALUE_WORD] = "(",
        [STN_VALUE_RULE] = "{__stanch_rules ",
        [STN_VALUE_WORD_FILE] = "{__stanch_word_file ",
        [STN_VALUE_REVISION] = "__stanch_revisions",
    };
    struct stn_value value;

    stn_value_of(&value, option, argument);
    stn_buf_printf(out, ":%s:%s", argument, before[value.kind]);
    stn_value_put(out, &value, " ");
    if (before[value.kind][0] == '(')
        stn_buf_putc(out, ')');
    if (before[value.kind][0] == '{')
        stn_buf_putc(out, '}');
}

/* One specification of an option: one of its two names. */
static void put_spelling(struct stn_buf *out, const struct stn_option *option,
                         bool is_letter)
{
    bool repeats = strstr(option->help, "repeatable") != NULL;

    stn_buf_puts(out, " \\\n      '");
    if (repeats)
        stn_buf_putc(out, '*');
    else if (option->letter != 0)
        stn_buf_printf(out, "(-%c --%s)", option->letter, option->name);
    if (is_letter)
        stn_buf_printf(out, "-%c", option->letter);
    else
        stn_buf_printf(out, "--%s", option->name);
    if (option->argument != NULL)
        stn_buf_putc(out, is_letter ? '+' : '=');
    stn_buf_putc(out, '[');
    put_help(out, option->help);
    stn_buf_putc(out, ']');
    if (option->argument != NULL)
        put_value(out, option->name, option->argument);
    stn_buf_putc(out, '\'');
}

static void put_leaf(struct stn_buf *out, const struct stn_command *leaf)
{
    struct stn_option option;
    size_t at = 0;

    stn_buf_printf(out, "    %s)\n      _arguments -s -S", leaf->name);
    while (stn_options_next(&option, &at, leaf->options)) {
        if (option.letter != 0)
            put_spelling(out, &option, true);
        put_spelling(out, &option, false);
    }
    if (leaf->operand != NULL) {
        stn_buf_puts(out, " \\\n      '*");
        put_value(out, NULL, leaf->operand);
        stn_buf_putc(out, '\'');
    }
    stn_buf_puts(out, " && ret=0\n      ;;\n");
}

/* A command that has verbs is a command of its own, as stanch is. */
static void put_verbs(struct stn_buf *out, const struct stn_command *command)
{
    stn_buf_printf(out,
                   "\n"
                   "_stanch_%s() {\n"
                   "  local curcontext=$curcontext state state_descr line "
                   "ret=1\n"
                   "  local -a names\n"
                   "  typeset -A opt_args\n"
                   "  _arguments -C '(- *)'{-h,--help}'[this text]' \\\n"
                   "    '1: :->verb' '*:: :->rest' && ret=0\n"
                   "  case $state in\n"
                   "  verb)\n",
                   command->name);
    put_names(out, command->verbs, "verb", "    ");
    stn_buf_puts(out, "  rest)\n    case $words[1] in\n");
    for (size_t i = 0; command->verbs[i].name != NULL; i++)
        put_leaf(out, &command->verbs[i]);
    stn_buf_puts(out, "    esac\n    ;;\n  esac\n  return ret\n}\n");
}

static void write_zsh(struct stn_buf *out, const struct stn_command *commands)
{
    stn_buf_puts(out, head);
    for (size_t i = 0; commands[i].name != NULL; i++)
        if (commands[i].verbs != NULL)
            put_verbs(out, &commands[i]);
    stn_buf_puts(out, body);
    put_names(out, commands, "command", "    ");
    stn_buf_puts(out, "  rest)\n    case $words[1] in\n");
    for (size_t i = 0; commands[i].name != NULL; i++) {
        if (commands[i].verbs == NULL)
            put_leaf(out, &commands[i]);
        else
            stn_buf_printf(out, "    %s) _stanch_%s && ret=0 ;;\n",
                           commands[i].name, commands[i].name);
    }
    stn_buf_puts(out, "    esac\n    ;;\n");
    stn_buf_puts(out, tail);
}

const struct stn_shell stn_shell_zsh = {"zsh", write_zsh};
