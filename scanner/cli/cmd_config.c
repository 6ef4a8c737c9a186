#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/error.h"
#include "base/limits.h"
#include "cli/baseline_find.h"
#include "cli/command.h"
#include "cli/config.h"
#include "cli/config_texts.h"
#include "cli/options.h"
#include "cli/output.h"
#include "findings/rule_info.h"

static void print_quoted(const char *text)
{
    putchar('"');
    for (const char *c = text; *c != '\0'; c++) {
        if (*c == '"' || *c == '\\')
            printf("\\%c", *c);
        else if ((unsigned char)*c < 0x20 || *c == 0x7F)
            printf("\\x%02x", (unsigned char)*c);
        else
            putchar(*c);
    }
    putchar('"');
}

static void print_list(const char *key, const struct stn_list *list)
{
    if (list->count == 0)
        return;
    printf("%s: [", key);
    for (size_t i = 0; i < list->count; i++) {
        fputs(i > 0 ? ", " : "", stdout);
        print_quoted(list->items[i]);
    }
    puts("]");
}

static void print_allow(const struct stn_settings *settings)
{
    if (settings->allow_count > 0)
        puts("allow:");
    for (size_t i = 0; i < settings->allow_count; i++) {
        const struct stn_allow *entry = &settings->allow[i];
        const char *const pairs[][2] = {{"rule", entry->rule},
                                        {"path", entry->path},
                                        {"fingerprint", entry->fingerprint},
                                        {"reason", entry->reason},
                                        {"owner", entry->owner}};
        const char *before = "  - {";

        for (size_t p = 0; p < 5; p++) {
            if (pairs[p][1] == NULL)
                continue;
            printf("%s%s: ", before, pairs[p][0]);
            print_quoted(pairs[p][1]);
            before = ", ";
        }
        if (entry->until != 0) {
            time_t until = (time_t)entry->until;
            struct tm day;
            char text[16];
            gmtime_r(&until, &day);
            strftime(text, sizeof(text), "%Y-%m-%d", &day);
            printf(", until: %s", text);
        }
        puts("}");
    }
}

static void print_rules(const struct stn_settings *settings)
{
    if (settings->rule_files.count + settings->skip.count +
            settings->enable.count + settings->only.count +
            settings->severity_count ==
        0)
        return;
    puts("rules:");
    print_list("  files", &settings->rule_files);
    print_list("  enable", &settings->enable);
    print_list("  disable", &settings->skip);
    print_list("  only", &settings->only);
    if (settings->severity_count > 0)
        puts("  severity:");
    for (size_t i = 0; i < settings->severity_count; i++) {
        fputs("    ", stdout);
        print_quoted(settings->severities[i].rule);
        printf(": %s\n", stn_severity_name(settings->severities[i].severity));
    }
}

static void print_limits(const struct stn_settings *settings)
{
    if (settings->file_bytes == 0 && settings->deadline <= 0 &&
        settings->per_rule == 0 && settings->same == 0)
        return;
    puts("limits:");
    if (settings->file_bytes > 0)
        printf("  file_bytes: %" PRIu64 "\n", settings->file_bytes);
    if (settings->deadline > 0)
        printf("  deadline: %g\n", settings->deadline);
    if (settings->per_rule > 0)
        printf("  per_rule: %" PRIu32 "\n", settings->per_rule);
    if (settings->same > 0)
        printf("  same: %" PRIu32 "\n", settings->same);
}

static void print_hook(const struct stn_hook_settings *hook)
{
    if (hook->strict == STN_STRICT_AUTO && !hook->trust_repository &&
        !hook->has_deadline && !hook->allow_late && hook->bypass == NULL)
        return;
    puts("hook:");
    if (hook->strict != STN_STRICT_AUTO)
        printf("  strict: %s\n",
               hook->strict == STN_STRICT_YES ? "true" : "false");
    if (hook->trust_repository)
        puts("  trust_repository: true");
    if (hook->has_deadline)
        printf("  deadline: %g\n", hook->deadline);
    if (hook->allow_late)
        puts("  on_deadline: allow");
    if (hook->bypass == NULL)
        return;
    fputs("  bypass: {push_option: ", stdout);
    print_quoted(hook->bypass);
    puts("}");
}

/* What is in effect, as a configuration that would have the same effect. */
static void show(const struct stn_settings *settings)
{
    static const char *const origins[] = {"default", "file", "environment",
                                          "option"};
    enum stn_severity fail_on = settings->fail_on != STN_SEVERITY_DEFAULT
                                    ? settings->fail_on
                                    : STN_HIGH;

    printf("# read from: %s\n",
           settings->config != NULL ? settings->config : "nowhere");
    puts("version: 1");
    printf("fail_on: %s # %s\n",
           fail_on == STN_NEVER ? "never" : stn_severity_name(fail_on),
           origins[settings->fail_on_origin]);
    print_rules(settings);
    if (settings->paths_skip.count > 0) {
        puts("paths:");
        print_list("  skip", &settings->paths_skip);
    }
    print_allow(settings);
    if (settings->baseline != NULL) {
        fputs("baseline: ", stdout);
        print_quoted(settings->baseline);
        putchar('\n');
    }
    print_limits(settings);
    if (settings->http_names.count > 0) {
        puts("http:");
        print_list("  names", &settings->http_names);
    }
    if (settings->go_version != NULL)
        printf("go: {version: '%s'}\n", settings->go_version);
    print_hook(&settings->hook);
    if (settings->reports.count > 0)
        puts("reports:");
    for (size_t i = 0; i < settings->reports.count; i++) {
        const char *item = settings->reports.items[i];
        const char *equals = strchr(item, '=');
        printf("  - {format: %.*s, path: ", (int)(equals - item), item);
        print_quoted(equals + 1);
        puts("}");
    }
}

static int help(void)
{
    puts("Usage: stanch config show [options]\n"
         "       stanch config check [options] [FILE]\n"
         "       stanch config init\n"
         "       stanch config schema\n"
         "\n"
         "Show the settings in effect; check that a configuration file and the "
         "rules it\n"
         "names are in order; write a .stanch.yml to begin with, commented, at "
         "the root\n"
         "of the repository; or print the JSON schema by which editors check "
         "such a file.\n"
         "\n"
         "Options:");
    stn_options_help(stdout, STN_OPTIONS_CONFIG);
    return STN_EXIT_CLEAN;
}

static enum stn_status check(struct stn_settings *settings,
                             struct stn_error *err)
{
    struct stn_scanner *scanner = NULL;
    struct stn_options options;
    enum stn_status status;

    status = stn_baseline_settle(settings, err);
    if (status < 0)
        return status;
    stn_settings_options(settings, &options);
    status = stn_scanner_new(&scanner, &options, err);
    if (status >= 0)
        printf("%s: in order, %" PRIu32 " rules active\n",
               settings->config != NULL ? settings->config
                                        : "no configuration file",
               scanner->active_count);
    stn_scanner_free(scanner);
    return status;
}

/* `config check FILE` reads that file, as --config would. */
static enum stn_status read_settings(struct stn_settings *settings,
                                     struct stn_arguments *arguments, int argc,
                                     char **argv, struct stn_error *err)
{
    bool checks = strcmp(argv[0], "check") == 0;
    unsigned groups = STN_OPTIONS_CONFIG | (checks ? STN_OPERAND_IS_CONFIG : 0);
    enum stn_status status =
        stn_settings_read(settings, arguments, groups, argc, argv, err);

    if (status >= 0 && arguments->count > (checks ? 1 : 0))
        return stn_fail(err, STN_EUSAGE, "unexpected argument '%s'",
                        arguments->operands[arguments->count - 1]);
    return status;
}

static enum stn_status init(struct stn_error *err)
{
    struct stn_buf path = STN_BUF_INIT(STN_PATH_BYTES_MAX);
    enum stn_status status = stn_config_init(&path, err);

    if (status >= 0)
        fprintf(stderr, "stanch: wrote %s\n", path.ptr);
    stn_buf_dispose(&path);
    return status;
}

static enum stn_status schema(struct stn_error *err)
{
    (void)err; /* main tells when standard output fails */
    fwrite(stn_config_schema.ptr, 1, stn_config_schema.len, stdout);
    return STN_OK;
}

/* The verbs that read no configuration. */
static const struct {
    const char *name;
    enum stn_status (*run)(struct stn_error *err);
} plain_verbs[] = {{"init", init}, {"schema", schema}};

#define PLAIN_VERB_COUNT (sizeof(plain_verbs) / sizeof(plain_verbs[0]))

static int run_plain(size_t verb, int argc, char **argv)
{
    struct stn_error err;

    if (argc > 1 &&
        (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0))
        return help();
    if (argc > 1) {
        fprintf(stderr, "stanch: config %s takes no arguments\n", argv[0]);
        return STN_EXIT_USAGE;
    }
    if (plain_verbs[verb].run(&err) >= 0)
        return STN_EXIT_CLEAN;
    stn_output_error(&err);
    return STN_EXIT_USAGE;
}

int stn_cmd_config(int argc, char **argv)
{
    struct stn_settings settings = {0};
    struct stn_arguments arguments = {0};
    struct stn_error err;
    enum stn_status status = STN_OK;
    int exit_status = STN_EXIT_CLEAN;

    if (argc < 2) {
        fputs("stanch: config wants 'show', 'check', 'init' or 'schema'; see "
              "--help\n",
              stderr);
        return STN_EXIT_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)
        return help();
    for (size_t i = 0; i < PLAIN_VERB_COUNT; i++)
        if (strcmp(argv[1], plain_verbs[i].name) == 0)
            return run_plain(i, argc - 1, argv + 1);
    if (strcmp(argv[1], "show") != 0 && strcmp(argv[1], "check") != 0) {
        fprintf(stderr, "stanch: config has no '%s'; see --help\n", argv[1]);
        return STN_EXIT_USAGE;
    }
    status = read_settings(&settings, &arguments, argc - 1, argv + 1, &err);
    if (status >= 0 && arguments.wants_help)
        help();
    else if (status >= 0 && strcmp(argv[1], "show") == 0)
        show(&settings);
    else if (status >= 0)
        status = check(&settings, &err);
    if (status < 0) {
        stn_output_error(&err);
        exit_status = STN_EXIT_USAGE;
    }
    stn_settings_dispose(&settings);
    return exit_status;
}
