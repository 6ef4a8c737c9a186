#include "cli/options.h"

#include <ctype.h>
#include <errno.h>
#include <getopt.h>
#include <math.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/limits.h"
#include "cli/baseline_find.h"
#include "cli/config.h"
#include "cli/option_values.h"
#include "cli/trust.h"
#include "findings/rule_info.h"
#include "reports/reporter.h"

struct option_row {
    const char *name;
    char letter;          /* 0: none */
    const char *argument; /* NULL: a switch */
    const char *help;
    unsigned groups;
    stn_set_fn *set; /* NULL: `field` is a bool to set, or a string to keep */
    size_t field;    /* offset in struct stn_settings */
    bool is_early;   /* says which configuration is read */
};

static enum stn_status keep(struct stn_settings *settings, const char **out,
                            const char *value, struct stn_error *err)
{
    char *copy = stn_arena_strdup(&settings->arena, stn_str_of(value));

    if (copy == NULL)
        return stn_fail_memory(err);
    *out = copy;
    return STN_OK;
}

static enum stn_status set_rules(struct stn_settings *settings,
                                 const char *value, enum stn_origin origin,
                                 struct stn_error *err)
{
    return stn_list_add(settings, &settings->rule_files, stn_str_of(value),
                        origin, err);
}

static enum stn_status set_only(struct stn_settings *settings,
                                const char *value, enum stn_origin origin,
                                struct stn_error *err)
{
    /* What a higher rank asks for replaces a lower one's choice. */
    if (settings->only.count > 0 && settings->only.origin < origin)
        settings->only.count = 0;
    return stn_list_add(settings, &settings->only, stn_str_of(value), origin,
                        err);
}

static enum stn_status set_skip(struct stn_settings *settings,
                                const char *value, enum stn_origin origin,
                                struct stn_error *err)
{
    return stn_list_add(settings, &settings->skip, stn_str_of(value), origin,
                        err);
}

static enum stn_status set_fail_on(struct stn_settings *settings,
                                   const char *value, enum stn_origin origin,
                                   struct stn_error *err)
{
    if (!stn_severity_parse(&settings->fail_on, stn_str_of(value), true))
        return stn_fail(err, STN_EUSAGE,
                        "'%s' is no severity: note, low, medium, high, "
                        "critical or never",
                        value);
    settings->fail_on_origin = origin;
    return STN_OK;
}

static enum stn_status set_min_severity(struct stn_settings *settings,
                                        const char *value,
                                        enum stn_origin origin,
                                        struct stn_error *err)
{
    (void)origin;
    if (!stn_severity_parse(&settings->min_severity, stn_str_of(value), false))
        return stn_fail(err, STN_EUSAGE,
                        "'%s' is no severity: note, low, medium, high or "
                        "critical",
                        value);
    return STN_OK;
}

static enum stn_status check_format(const char *name, struct stn_error *err)
{
    struct stn_buf known = STN_BUF_INIT(STN_KIB);

    if (stn_reporter_find(name) != NULL)
        return STN_OK;
    stn_reporter_list(&known);
    enum stn_status status = stn_fail(
        err, STN_EUSAGE, "'%s' is no format; there are: %s", name, known.ptr);
    stn_buf_dispose(&known);
    return status;
}

static enum stn_status set_format(struct stn_settings *settings,
                                  const char *value, enum stn_origin origin,
                                  struct stn_error *err)
{
    enum stn_status status = check_format(value, err);

    (void)origin;
    return status < 0 ? status : keep(settings, &settings->format, value, err);
}

/* Of `stanch rules list`, which has two. */
static enum stn_status set_list_format(struct stn_settings *settings,
                                       const char *value,
                                       enum stn_origin origin,
                                       struct stn_error *err)
{
    (void)origin;
    if (strcmp(value, "text") != 0 && strcmp(value, "json") != 0)
        return stn_fail(err, STN_EUSAGE,
                        "'%s' is no format; there are: text, json", value);
    return keep(settings, &settings->format, value, err);
}

static enum stn_status set_report(struct stn_settings *settings,
                                  const char *value, enum stn_origin origin,
                                  struct stn_error *err)
{
    const char *equals = strchr(value, '=');
    char name[32];

    if (equals == NULL || equals == value || equals[1] == '\0' ||
        (size_t)(equals - value) >= sizeof(name))
        return stn_fail(err, STN_EUSAGE,
                        "--report wants NAME=FILE, as in json=report.json");
    snprintf(name, sizeof(name), "%.*s", (int)(equals - value), value);
    enum stn_status status = check_format(name, err);
    if (status < 0)
        return status;
    return stn_list_add(settings, &settings->reports, stn_str_of(value), origin,
                        err);
}

#define FIELD(name) NULL, offsetof(struct stn_settings, name)
#define JUDGED (STN_OPTIONS_SCAN | STN_OPTIONS_CONFIG | STN_OPTIONS_BASELINE)
#define SCANS (STN_OPTIONS_SCAN | STN_OPTIONS_BASELINE)
#define ANY (JUDGED | STN_OPTIONS_REDACT)
#define REPORTS (STN_OPTIONS_SCAN | STN_OPTIONS_REPORT)

/* The names of the formats follow. */
#define FORMATS_HELP "how to tell: text (default), or one of"

/* In the order of --help. */
static const struct option_row rows[] = {
    {"in-place", 0, NULL, "replace the files themselves", STN_OPTIONS_REDACT,
     FIELD(in_place)},
    {"output-dir", 'o', "DIR", "write them there, under their names",
     STN_OPTIONS_REDACT, FIELD(output)},
    {"check", 0, NULL, "write nothing; exit 1 if something would change",
     STN_OPTIONS_REDACT, FIELD(check)},
    {"same-length", 0, NULL,
     "replace byte for byte: for Content-Length, traces", STN_OPTIONS_REDACT,
     FIELD(same_length)},
    {"min-severity", 0, "SEVERITY", "leave what is below (default: low)",
     STN_OPTIONS_REDACT, set_min_severity},
    {"logs", 0, NULL, "they are the output of tests, as for stanch logs",
     STN_OPTIONS_REDACT, FIELD(logs)},
    {"format", 0, "text|json", "how rules are listed", STN_OPTIONS_RULES,
     set_list_format},
    {"rules", 0, "FILE", "add the rules of a YAML file; repeatable",
     STN_OPTIONS_RULES, set_rules},
    {"range", 0, "A..B", "what these commits bring", STN_OPTIONS_BASELINE,
     FIELD(range)},
    {"history", 0, NULL, "the whole history of HEAD", STN_OPTIONS_BASELINE,
     FIELD(history)},
    {"all", 0, NULL, "every ref, not HEAD alone",
     STN_OPTIONS_GIT | STN_OPTIONS_BASELINE, FIELD(all)},
    {"staged", 0, NULL, "what the next commit would hold", STN_OPTIONS_GIT,
     FIELD(staged)},
    {"worktree", 0, NULL, "what differs from HEAD on disk", STN_OPTIONS_GIT,
     FIELD(worktree)},
    {"command", 0, "NAME", "auto (the event says), git, scan or logs",
     STN_OPTIONS_CI, FIELD(ci_command), true},
    {"base", 0, "REV", "leave out what that has; its configuration counts",
     STN_OPTIONS_CI, FIELD(ci_base), true},
    {"head", 0, "REV", "scan up to there", STN_OPTIONS_CI, FIELD(ci_head),
     true},
    {"fetch", 0, "WHEN", "auto: complete a shallow clone; never (default)",
     STN_OPTIONS_CI, stn_set_fetch, 0, true},
    {"no-annotations", 0, NULL, "none on GitHub's pages", STN_OPTIONS_CI,
     FIELD(no_annotations)},
    {"no-summary", 0, NULL, "none for GitHub's job summary", STN_OPTIONS_CI,
     FIELD(no_summary)},
    {"repository", 'C', "REPO", "a folder in the repository (default: .)",
     STN_OPTIONS_GIT | STN_OPTIONS_CI | STN_OPTIONS_HOOK | STN_OPTIONS_INSTALL |
         STN_OPTIONS_BASELINE,
     FIELD(repository), true},
    {"force", 0, NULL, "replace a hook that is there already",
     STN_OPTIONS_INSTALL, FIELD(force)},
    {"add", 0, NULL, "add what is new, too", STN_OPTIONS_UPDATE, FIELD(add)},
    {"reason", 0, "WORDS", "why what is added is known", STN_OPTIONS_ADOPT,
     stn_set_reason},
    {"owner", 0, "NAME", "who answers for what is added", STN_OPTIONS_ADOPT,
     stn_set_owner},
    {"until", 0, "DAY", "the last day it counts, as in 2027-01-31",
     STN_OPTIONS_ADOPT, stn_set_until},
    {"check", 0, NULL, "ask nothing; exit 1 for entries with a flaw",
     STN_OPTIONS_AUDIT, FIELD(check)},
    {"every", 0, NULL, "ask about entries with a reason, too",
     STN_OPTIONS_AUDIT, FIELD(every)},
    {"config", 0, "FILE", "read this configuration", ANY, FIELD(config), true},
    {"no-config", 0, NULL, "read none", ANY, FIELD(no_config), true},
    {"baseline", 0, "FILE", "what is known (default: .stanch-baseline)", JUDGED,
     FIELD(baseline)},
    {"no-baseline", 0, NULL, "nothing is known",
     STN_OPTIONS_SCAN | STN_OPTIONS_CONFIG, FIELD(no_baseline)},
    {"rules", 0, "FILE", "add rules to the built-in ones; repeatable", ANY,
     set_rules},
    {"only", 0, "SEL", "only these: category, rule id or glob; repeatable", ANY,
     set_only},
    {"skip", 0, "SEL", "not these; repeatable", ANY, set_skip},
    {"fail-on", 0, "SEVERITY", "exit 1 from this on (default: high), or never",
     JUDGED, set_fail_on},
    {"format", 0, "NAME", FORMATS_HELP, REPORTS, set_format},
    {"output", 'o', "FILE", "write the findings there", REPORTS, FIELD(output)},
    {"report", 0, "NAME=FILE",
     "write a report beside it, - after it; repeatable", REPORTS, set_report},
    {"deadline", 0, "SECONDS", "stop then, as incomplete (default: none)",
     SCANS, stn_set_deadline},
    {"jobs", 0, "N", "threads (default: one for each core)", SCANS,
     stn_set_jobs},
    {"cache", 0, "DIR", "remember there which git objects are clean", SCANS,
     FIELD(cache)},
    {"shard", 0, "K/N", "scan the K-th of N parts; see stanch report merge",
     STN_OPTIONS_SHARD, stn_set_shard},
    {"profile", 0, NULL, "print what each rule cost", STN_OPTIONS_SCAN,
     FIELD(profile)},
    {"quiet", 'q', NULL, "findings alone", REPORTS, FIELD(quiet)},
    {"quiet", 'q', NULL, "do not tell what was written", STN_OPTIONS_BASELINE,
     FIELD(quiet)},
    {"quiet", 'q', NULL, "do not tell what was replaced", STN_OPTIONS_REDACT,
     FIELD(quiet)},
    {"verbose", 'v', NULL, "evidence, allowed findings, all that was skipped",
     REPORTS, FIELD(verbose)},
    {"color", 0, "WHEN", "auto (default), always or never",
     REPORTS | STN_OPTIONS_BASELINE, stn_set_color},
};

#define ROW_COUNT (sizeof(rows) / sizeof(rows[0]))
#define HELP_VALUE 1000 /* past every letter and row */

bool stn_options_next(struct stn_option *out, size_t *at, unsigned groups)
{
    while (*at < ROW_COUNT && (rows[*at].groups & groups) == 0)
        ++*at;
    if (*at > ROW_COUNT)
        return false;
    if (*at == ROW_COUNT)
        *out = (struct stn_option){"help", 'h', NULL, "this text"};
    else
        *out = (struct stn_option){rows[*at].name, rows[*at].letter,
                                   rows[*at].argument, rows[*at].help};
    ++*at;
    return true;
}

/* What getopt needs to know of the rows of some groups. */
static void fill_getopt(struct option *longs, char *shorts, unsigned groups)
{
    size_t count = 0;
    size_t length = 0;

    shorts[length++] = ':'; /* tell a missing argument apart */
    for (size_t i = 0; i < ROW_COUNT; i++) {
        if ((rows[i].groups & groups) == 0)
            continue;
        longs[count++] = (struct option){
            .name = rows[i].name,
            .has_arg =
                rows[i].argument != NULL ? required_argument : no_argument,
            .val = (int)i + HELP_VALUE + 1,
        };
        if (rows[i].letter == 0)
            continue;
        shorts[length++] = rows[i].letter;
        if (rows[i].argument != NULL)
            shorts[length++] = ':';
    }
    shorts[length++] = 'h';
    shorts[length] = '\0';
    longs[count++] = (struct option){.name = "help", .val = HELP_VALUE};
    longs[count] = (struct option){0};
}

static const struct option_row *row_of(int value, unsigned groups)
{
    if (value > HELP_VALUE)
        return &rows[value - HELP_VALUE - 1];
    for (size_t i = 0; i < ROW_COUNT; i++)
        if (rows[i].letter == value && (rows[i].groups & groups) != 0)
            return &rows[i];
    return NULL;
}

static enum stn_status set_row(struct stn_settings *settings,
                               const struct option_row *row, const char *value,
                               enum stn_origin origin, struct stn_error *err)
{
    char *field = (char *)settings + row->field;

    if (row->set != NULL)
        return row->set(settings, value, origin, err);
    if (row->argument != NULL)
        return keep(settings, (const char **)(void *)field, value, err);
    *(bool *)field = true;
    return STN_OK;
}

/* Set what the line says; `early` picks the rows that say which configuration
 * is read, which come first. */
static enum stn_status read_line(struct stn_settings *settings,
                                 struct stn_arguments *arguments,
                                 unsigned groups, int argc, char **argv,
                                 bool early, struct stn_error *err)
{
    struct option longs[ROW_COUNT + 2];
    char shorts[2 * ROW_COUNT + 4];
    int value;

    fill_getopt(longs, shorts, groups);
    optind = 0; /* glibc: begin anew */
    opterr = 0;
    while ((value = getopt_long(argc, argv, shorts, longs, NULL)) != -1) {
        if (value == ':')
            return stn_fail(err, STN_EUSAGE, "option '%s' wants an argument",
                            argv[optind - 1]);
        if (value == '?')
            return stn_fail(err, STN_EUSAGE, "unknown option '%s'; see --help",
                            argv[optind - 1]);
        if (value == 'h' || value == HELP_VALUE) {
            arguments->wants_help = true;
            return STN_OK;
        }
        const struct option_row *row = row_of(value, groups);
        if (row->is_early != early)
            continue;
        enum stn_status status =
            set_row(settings, row, optarg, STN_ORIGIN_OPTION, err);
        if (status < 0)
            return status;
    }
    arguments->operands = argv + optind;
    arguments->count = (size_t)(argc - optind);
    return STN_OK;
}

/* STANCH_FAIL_ON for --fail-on, and so on, for options with an argument. */
static const char *environment_of(const struct option_row *row)
{
    char name[64];
    size_t length =
        (size_t)snprintf(name, sizeof(name), "STANCH_%s", row->name);

    for (size_t i = 0; i < length; i++)
        name[i] = name[i] == '-' ? '_' : (char)toupper((unsigned char)name[i]);
    const char *value = getenv(name);
    return value != NULL && value[0] != '\0' ? value : NULL;
}

static enum stn_status read_environment(struct stn_settings *settings,
                                        unsigned groups, bool early,
                                        struct stn_error *err)
{
    struct stn_error why;

    if ((groups & STN_NO_ENVIRONMENT) != 0)
        return STN_OK;
    for (size_t i = 0; i < ROW_COUNT; i++) {
        if ((rows[i].groups & groups) == 0 || rows[i].argument == NULL ||
            rows[i].is_early != early)
            continue;
        const char *value = environment_of(&rows[i]);
        if (value == NULL)
            continue;
        enum stn_status status =
            set_row(settings, &rows[i], value, STN_ORIGIN_ENVIRONMENT, &why);
        if (status < 0)
            return stn_fail(err, status, "in the environment, for --%s: %s",
                            rows[i].name, why.message);
    }
    return STN_OK;
}

enum stn_status stn_settings_begin(struct stn_settings *settings,
                                   struct stn_arguments *arguments,
                                   unsigned groups, int argc, char **argv,
                                   struct stn_error *err)
{
    enum stn_status status = read_environment(settings, groups, true, err);

    if (status >= 0)
        status = read_line(settings, arguments, groups, argc, argv, true, err);
    if (status >= 0 && (groups & STN_OPERAND_IS_CONFIG) != 0 &&
        arguments->count == 1)
        status = keep(settings, &settings->config, arguments->operands[0], err);
    return status;
}

enum stn_status stn_settings_finish(struct stn_settings *settings,
                                    struct stn_arguments *arguments,
                                    unsigned groups, int argc, char **argv,
                                    struct stn_error *err)
{
    struct stn_base *base = NULL;
    enum stn_status status = stn_trust_begin(&base, settings, err);

    if (status >= 0 && settings->config != NULL)
        status = stn_config_read(settings, settings->config, err);
    if (status >= 0)
        status = read_environment(settings, groups, false, err);
    if (status >= 0)
        status = read_line(settings, arguments, groups, argc, argv, false, err);
    if (status >= 0)
        status = stn_trust_finish(base, settings, err);
    stn_trust_end(base);
    if (status >= 0 && (groups & SCANS) != 0)
        status = stn_baseline_settle(settings, err);
    return status;
}

enum stn_status stn_settings_read(struct stn_settings *settings,
                                  struct stn_arguments *arguments,
                                  unsigned groups, int argc, char **argv,
                                  struct stn_error *err)
{
    enum stn_status status =
        stn_settings_begin(settings, arguments, groups, argc, argv, err);

    if (status < 0 || arguments->wants_help)
        return status;
    status = stn_config_find(settings, err);
    if (status >= 0)
        status =
            stn_settings_finish(settings, arguments, groups, argc, argv, err);
    return status;
}
