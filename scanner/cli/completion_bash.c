#include "cli/completion.h"

/*
 * What the generated part calls. `lead` is what stands before the value in a
 * word, as "--format=", and `kept` what bash leaves of the word: it takes words
 * apart at '=' and ':', and replaces the last of them.
 */
static const char head[] =
    "# Completion of stanch for bash; written by 'stanch completion bash'.\n"
    "\n"
    "# No compgen -W: it would run what the name of a branch has in $().\n"
    "_stanch_words() {\n"
    "    local word\n"
    "    for word; do\n"
    "        if [[ $word == \"$cur\"* ]]; then\n"
    "            COMPREPLY+=(\"$lead$word\")\n"
    "        fi\n"
    "    done\n"
    "}\n"
    "\n"
    "_stanch_paths() {\n"
    "    local paths path\n"
    "    compopt -o filenames 2>/dev/null\n"
    "    mapfile -t paths < <(compgen \"$1\" -- \"$cur\")\n"
    "    for path in \"${paths[@]}\"; do\n"
    "        COMPREPLY+=(\"$lead$path\")\n"
    "    done\n"
    "}\n"
    "\n"
    "_stanch_rules() {\n"
    "    local rules\n"
    "    mapfile -t rules < <(\"$program\" rules list 2>/dev/null)\n"
    "    _stanch_words \"$@\" \"${rules[@]%% *}\"\n"
    "}\n"
    "\n"
    "_stanch_word_file() {\n"
    "    if [[ $cur == *=* ]]; then\n"
    "        lead=$lead${cur%%=*}=\n"
    "        cur=${cur#*=}\n"
    "        _stanch_paths -f\n"
    "    else\n"
    "        compopt -o nospace 2>/dev/null\n"
    "        _stanch_words \"${@/%/=}\"\n"
    "    fi\n"
    "}\n"
    "\n"
    "_stanch_revisions() {\n"
    "    local names name\n"
    "    if [[ $cur == *..* ]]; then\n"
    "        lead=$lead${cur%..*}..\n"
    "        cur=${cur##*..}\n"
    "    fi\n"
    "    mapfile -t names < <(git for-each-ref \\\n"
    "        --format='%(refname:short)' 2>/dev/null)\n"
    "    for name in HEAD \"${names[@]}\"; do\n"
    "        if [[ $name =~ ^[[:alnum:]_./@+-]+$ ]]; then\n"
    "            _stanch_words \"$name\"\n"
    "        fi\n"
    "    done\n"
    "}\n"
    "\n"
    "_stanch() {\n"
    "    local program=${1:-stanch} lead='' kept='' option='' cur typed i\n"
    "    local -a words=()\n"
    "    COMPREPLY=()\n"
    "    # Together again what bash took apart.\n"
    "    for ((i = 1; i <= COMP_CWORD; i++)); do\n"
    "        typed=${COMP_WORDS[i]}\n"
    "        if ((${#words[@]} > 0)) && [[ $typed == [=:]* ||\n"
    "            ${COMP_WORDS[i - 1]} == *[=:] ]]; then\n"
    "            words[-1]+=$typed\n"
    "        else\n"
    "            words+=(\"$typed\")\n"
    "        fi\n"
    "    done\n"
    "    cur=${words[-1]}\n"
    "    kept=$cur\n"
    "    [[ $typed == [=:]* ]] || kept=${cur%\"$typed\"}\n"
    "    if [[ $cur == --*=* ]]; then\n"
    "        option=${cur%%=*}\n"
    "        lead=$option=\n"
    "        cur=${cur#*=}\n"
    "    elif ((${#words[@]} > 1)) && [[ ${words[-2]} == -* ]]; then\n"
    "        option=${words[-2]}\n"
    "    fi\n"
    "    case ${#words[@]},${words[0]},${words[1]-} in\n";

static const char tail[] = "    esac\n"
                           "    for i in \"${!COMPREPLY[@]}\"; do\n"
                           "        COMPREPLY[i]=${COMPREPLY[i]#\"$kept\"}\n"
                           "    done\n"
                           "}\n"
                           "\n"
                           "complete -F _stanch stanch\n";

static void put_names(struct stn_buf *out, const struct stn_command *commands)
{
    for (size_t i = 0; commands[i].name != NULL; i++)
        stn_buf_printf(out, " %s", commands[i].name);
}

static void put_value(struct stn_buf *out, const char *option,
                      const char *argument)
{
    static const char *const calls[] = {
        [STN_VALUE_UNKNOWN] = ":",
        [STN_VALUE_NONE] = ":",
        [STN_VALUE_FILE] = "_stanch_paths -f",
        [STN_VALUE_FOLDER] = "_stanch_paths -d",
        [STN_VALUE_WORD] = "_stanch_words ",
        [STN_VALUE_RULE] = "_stanch_rules ",
        [STN_VALUE_WORD_FILE] = "_stanch_word_file ",
        [STN_VALUE_REVISION] = "_stanch_revisions",
    };
    struct stn_value value;

    stn_value_of(&value, option, argument);
    stn_buf_puts(out, calls[value.kind]);
    stn_value_put(out, &value, " ");
}

/* What follows an option that wants something. */
static void put_arguments(struct stn_buf *out, unsigned groups)
{
    struct stn_option option;
    size_t at = 0;

    while (stn_options_next(&option, &at, groups)) {
        if (option.argument == NULL)
            continue;
        stn_buf_puts(out, "        ");
        if (option.letter != 0)
            stn_buf_printf(out, "-%c | ", option.letter);
        stn_buf_printf(out, "--%s) ", option.name);
        put_value(out, option.name, option.argument);
        stn_buf_puts(out, " ;;\n");
    }
}

static void put_leaf(struct stn_buf *out, const struct stn_leaf *leaf)
{
    struct stn_option option;
    size_t at = 0;

    stn_buf_printf(out, "    *,%s,%s)\n        case $option in\n",
                   leaf->command->name,
                   leaf->verb != NULL ? leaf->verb->name : "*");
    put_arguments(out, leaf->self->options);
    stn_buf_puts(out, "        *)\n"
                      "            if [[ $cur == -* ]]; then\n"
                      "                _stanch_words");
    while (stn_options_next(&option, &at, leaf->self->options)) {
        if (option.letter != 0)
            stn_buf_printf(out, " -%c", option.letter);
        stn_buf_printf(out, " --%s", option.name);
    }
    stn_buf_putc(out, '\n');
    if (leaf->self->operand != NULL) {
        stn_buf_puts(out, "            else\n                ");
        put_value(out, NULL, leaf->self->operand);
        stn_buf_putc(out, '\n');
    }
    stn_buf_puts(out, "            fi\n"
                      "            ;;\n"
                      "        esac\n"
                      "        ;;\n");
}

static void write_bash(struct stn_buf *out, const struct stn_command *commands)
{
    struct stn_leaf leaf = {0};

    stn_buf_puts(out, head);
    stn_buf_puts(out, "    1,*) _stanch_words");
    put_names(out, commands);
    stn_buf_puts(out, " help --help --version ;;\n");
    for (size_t i = 0; commands[i].name != NULL; i++) {
        if (commands[i].verbs == NULL)
            continue;
        stn_buf_printf(out, "    2,%s,*) _stanch_words", commands[i].name);
        put_names(out, commands[i].verbs);
        stn_buf_puts(out, " --help ;;\n");
    }
    while (stn_leaf_next(&leaf, commands))
        put_leaf(out, &leaf);
    stn_buf_puts(out, tail);
}

const struct stn_shell stn_shell_bash = {"bash", write_bash};
