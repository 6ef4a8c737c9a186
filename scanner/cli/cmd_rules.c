#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/limits.h"
#include "cli/command.h"
#include "cli/options.h"
#include "cli/rules_print.h"
#include "engine/lint.h"
#include "pipeline/go_lint.h"
#include "pipeline/scanner.h"

/* What is printed: a kilobyte or two for each of STN_RULES_MAX rules. */
#define OUTPUT_BYTES_MAX (64 * STN_MIB)

/* The command line after `rules VERB`. */
struct asked {
    struct stn_settings settings;
    struct stn_arguments arguments;
};

/* The rules a verb works on. */
struct gathered {
    struct stn_rules rules; /* empty: the built-in ones alone */
    struct stn_ruleset ruleset;
};

static int help(void)
{
    puts("Usage: stanch rules list [--format text|json] [--rules FILE]...\n"
         "       stanch rules show [--rules FILE]... ID\n"
         "       stanch rules check [FILE]...\n"
         "\n"
         "List the rules; show all of one, with the literals it is found by "
         "and an\n"
         "example, masked, or bad and good code; or check that rules do what "
         "they\n"
         "say: the built-in ones, or those of files, which then take the place "
         "of\n"
         "built-in rules with the same id. The check prints a line for each "
         "problem.\n"
         "\n"
         "Options:");
    stn_options_help(stdout, STN_OPTIONS_RULES);
    puts("\n"
         "Exit status: 0 in order, 1 problems found, 2 usage error or a file "
         "that\n"
         "is no rule file, 3 the check could not be finished.");
    return STN_EXIT_CLEAN;
}

static enum stn_status read_file(struct stn_rules *rules, const char *path,
                                 struct stn_error *err)
{
    struct stn_buf yaml = STN_BUF_INIT(STN_YAML_BYTES_MAX);
    enum stn_status status = stn_file_read(&yaml, path, err);

    if (status >= 0)
        status = stn_rules_parse(rules, path, stn_buf_str(&yaml),
                                 &stn_scanner_names, err);
    stn_buf_dispose(&yaml);
    return status;
}

static enum stn_status read_files(struct stn_rules *rules,
                                  const char *const *files, size_t count,
                                  struct stn_error *err)
{
    enum stn_status status = STN_OK;

    for (size_t i = 0; i < count && status >= 0; i++)
        status = read_file(rules, files[i], err);
    return status;
}

/* As a scan has them: beside the built-in ones, under ids of their own. */
static enum stn_status gather_beside(struct gathered *out,
                                     const struct asked *asked,
                                     struct stn_error *err)
{
    enum stn_status status;

    if (asked->settings.rule_files.count == 0) {
        out->ruleset = stn_ruleset_builtin;
        return STN_OK;
    }
    status = stn_rules_add(&out->rules, &stn_ruleset_builtin, err);
    if (status >= 0)
        status = read_files(&out->rules, asked->settings.rule_files.items,
                            asked->settings.rule_files.count, err);
    if (status >= 0)
        status = stn_rules_finish(&out->ruleset, &out->rules, err);
    return status;
}

static bool has_id(const struct stn_rules *rules, const char *id)
{
    for (uint32_t i = 0; i < rules->count; i++)
        if (strcmp(rules->rules[i].info.id, id) == 0)
            return true;
    return false;
}

/* The built-in rules but those that are defined anew. */
static enum stn_status add_others(struct stn_rules *rules,
                                  struct stn_error *err)
{
    const struct stn_ruleset *builtin = &stn_ruleset_builtin;
    struct stn_rule *others = stn_calloc(builtin->count, sizeof(*others));
    uint32_t count = 0;

    if (others == NULL)
        return stn_fail_memory(err);
    for (uint32_t i = 0; i < builtin->count; i++)
        if (!has_id(rules, builtin->rules[i].info.id))
            others[count++] = builtin->rules[i];
    const struct stn_ruleset rest = {.rules = others, .count = count};
    enum stn_status status = stn_rules_add(rules, &rest, err);
    stn_free(others);
    return status;
}

/* In place of the built-in ones: so a file can be checked that is already
 * built in, in an older state. */
static enum stn_status gather_instead(struct gathered *out,
                                      const struct asked *asked,
                                      struct stn_error *err)
{
    enum stn_status status;

    if (asked->arguments.count == 0) {
        out->ruleset = stn_ruleset_builtin;
        return STN_OK;
    }
    status =
        read_files(&out->rules, (const char *const *)asked->arguments.operands,
                   asked->arguments.count, err);
    if (status >= 0)
        status = add_others(&out->rules, err);
    if (status >= 0)
        status = stn_rules_finish(&out->ruleset, &out->rules, err);
    return status;
}

static void gathered_dispose(struct gathered *gathered)
{
    stn_rules_dispose(&gathered->rules);
}

static enum stn_status print(struct stn_buf *out, struct stn_error *err)
{
    enum stn_status status = stn_buf_status(out, err);

    if (status >= 0)
        status = stn_fd_write(STDOUT_FILENO, "standard output",
                              stn_buf_str(out), err);
    return status;
}

static enum stn_status list(const struct asked *asked, int *exit_status,
                            struct stn_error *err)
{
    struct stn_buf out = STN_BUF_INIT(OUTPUT_BYTES_MAX);
    struct gathered gathered = {0};
    enum stn_status status;

    (void)exit_status;
    if (asked->arguments.count > 0)
        return stn_fail(err, STN_EUSAGE, "unexpected argument '%s'",
                        asked->arguments.operands[0]);
    status = gather_beside(&gathered, asked, err);
    if (status < 0)
        goto done;
    if (asked->settings.format != NULL &&
        strcmp(asked->settings.format, "json") == 0)
        stn_rules_print_json(&out, &gathered.ruleset);
    else
        stn_rules_print_list(&out, &gathered.ruleset);
    status = print(&out, err);
done:
    gathered_dispose(&gathered);
    stn_buf_dispose(&out);
    return status;
}

static enum stn_status show(const struct asked *asked, int *exit_status,
                            struct stn_error *err)
{
    struct stn_buf out = STN_BUF_INIT(OUTPUT_BYTES_MAX);
    struct gathered gathered = {0};
    enum stn_status status;

    (void)exit_status;
    if (asked->arguments.count != 1)
        return stn_fail(err, STN_EUSAGE, "rules show wants one id");
    status = gather_beside(&gathered, asked, err);
    if (status < 0)
        goto done;
    uint32_t rule =
        stn_ruleset_find(&gathered.ruleset, asked->arguments.operands[0]);
    if (rule == UINT32_MAX) {
        status = stn_fail(err, STN_ENOTFOUND,
                          "there is no rule '%s'; 'stanch rules list' lists "
                          "them",
                          asked->arguments.operands[0]);
        goto done;
    }
    status = stn_rules_print_rule(&out, &gathered.ruleset, rule, err);
    if (status >= 0)
        status = print(&out, err);
done:
    gathered_dispose(&gathered);
    stn_buf_dispose(&out);
    return status;
}

/* Marks what did not come with the program. @return How many. */
static uint32_t choose(bool *chosen, const struct stn_ruleset *ruleset)
{
    const struct stn_ruleset *builtin = &stn_ruleset_builtin;
    uint32_t count = 0;

    for (uint32_t i = 0; i < ruleset->count; i++) {
        const struct stn_rule *rule = &ruleset->rules[i];
        uint32_t same = stn_ruleset_find(builtin, rule->info.id);
        chosen[i] = ruleset->is_builtin || same == UINT32_MAX ||
                    builtin->rules[same].origin != rule->origin;
        count += chosen[i];
    }
    return count;
}

static size_t count_lines(struct stn_str text)
{
    size_t count = 0;

    for (size_t i = 0; i < text.len; i++)
        count += text.ptr[i] == '\n';
    return count;
}

static enum stn_status check(const struct asked *asked, int *exit_status,
                             struct stn_error *err)
{
    struct stn_buf problems = STN_BUF_INIT(OUTPUT_BYTES_MAX);
    struct gathered gathered = {0};
    bool *chosen = NULL;
    enum stn_status status;

    if (asked->settings.rule_files.count > 0)
        return stn_fail(err, STN_EUSAGE,
                        "rules check takes files as arguments, not --rules");
    status = gather_instead(&gathered, asked, err);
    if (status < 0)
        goto done;
    chosen = stn_calloc(gathered.ruleset.count, sizeof(*chosen));
    if (chosen == NULL) {
        status = stn_fail_memory(err);
        goto done;
    }
    uint32_t count = choose(chosen, &gathered.ruleset);
    const struct stn_ruleset patterns = stn_ruleset_patterns(&gathered.ruleset);
    status = stn_lint_rules(&problems, &patterns, chosen, err);
    if (status >= 0)
        status = stn_go_lint_rules(&problems, &gathered.ruleset, chosen, err);
    if (status >= 0)
        status = print(&problems, err);
    if (status < 0)
        goto done;
    size_t lines = count_lines(stn_buf_str(&problems));
    fprintf(stderr, "stanch: %u rules checked, %zu problems\n", (unsigned)count,
            lines);
    *exit_status = lines > 0 ? STN_EXIT_FINDINGS : STN_EXIT_CLEAN;
done:
    stn_free(chosen);
    gathered_dispose(&gathered);
    stn_buf_dispose(&problems);
    return status;
}

static const struct {
    const char *name;
    /* @param exit_status  Set if it is not to be 0. */
    enum stn_status (*run)(const struct asked *asked, int *exit_status,
                           struct stn_error *err);
} verbs[] = {{"list", list}, {"show", show}, {"check", check}};

#define VERB_COUNT (sizeof(verbs) / sizeof(verbs[0]))

static enum stn_status run(size_t verb, int *exit_status, int argc, char **argv,
                           struct stn_error *err)
{
    const unsigned groups = STN_OPTIONS_RULES | STN_NO_ENVIRONMENT;
    struct asked asked = {0};
    enum stn_status status = stn_settings_finish(
        &asked.settings, &asked.arguments, groups, argc, argv, err);

    if (status >= 0 && asked.arguments.wants_help)
        help();
    else if (status >= 0)
        status = verbs[verb].run(&asked, exit_status, err);
    stn_settings_dispose(&asked.settings);
    return status;
}

int stn_cmd_rules(int argc, char **argv)
{
    const char *name = argc > 1 ? argv[1] : NULL;
    int exit_status = STN_EXIT_CLEAN;
    struct stn_error err;
    size_t verb = 0;

    if (name == NULL) {
        fputs("stanch: rules wants 'list', 'show' or 'check'; see --help\n",
              stderr);
        return STN_EXIT_USAGE;
    }
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0) {
        help();
        return STN_EXIT_CLEAN;
    }
    while (verb < VERB_COUNT && strcmp(verbs[verb].name, name) != 0)
        verb++;
    if (verb == VERB_COUNT) {
        fprintf(stderr, "stanch: rules has no '%s'; see --help\n", name);
        return STN_EXIT_USAGE;
    }
    enum stn_status status = run(verb, &exit_status, argc - 1, argv + 1, &err);
    if (status >= 0)
        return exit_status;
    fprintf(stderr, "stanch: %s\n", err.message);
    return status == STN_ENOMEM || status == STN_ELIB ? STN_EXIT_INCOMPLETE
                                                      : STN_EXIT_USAGE;
}
