/* `stanch baseline write`, `update` and `audit`. */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "cli/baseline_audit.h"
#include "cli/command.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/run.h"
#include "findings/rule_info.h"
#include "pipeline/scanner.h"

struct command {
    const char *name;
    unsigned groups;
};

static const struct command commands[] = {
    {"write", STN_OPTIONS_BASELINE | STN_OPTIONS_ADOPT},
    {"update", STN_OPTIONS_BASELINE | STN_OPTIONS_ADOPT | STN_OPTIONS_UPDATE},
    {"audit", STN_OPTIONS_BASELINE | STN_OPTIONS_ADOPT | STN_OPTIONS_AUDIT},
    {NULL, 0},
};

static int help(unsigned groups)
{
    puts("Usage: stanch baseline write [options] [PATH]...\n"
         "       stanch baseline update [--add] [options] [PATH]...\n"
         "       stanch baseline audit [--check] [options] [PATH]...\n"
         "\n"
         "Keep the file of findings that are known and do not count. What is "
         "scanned are\n"
         "files and folders (default: .), or commits with --range, --history "
         "or\n"
         "--all.\n"
         "\n"
         "write   adds every finding that counts, and drops what matches "
         "nothing\n"
         "update  follows what moved, and drops what matches nothing\n"
         "audit   asks about what is new, has no reason, is past its date or "
         "unused\n"
         "\n"
         "Options:");
    stn_options_help(stdout, groups);
    puts("\n"
         "Exit status: 0 done, 1 findings that count are left (audit --check: "
         "an entry\n"
         "has a flaw), 2 usage or configuration error, 3 something could not "
         "be scanned.");
    return STN_EXIT_CLEAN;
}

static enum stn_status choose_target(struct stn_target *target,
                                     const struct stn_settings *settings,
                                     const struct stn_arguments *arguments,
                                     struct stn_error *err)
{
    static const char *const here[] = {"."};
    int chosen = settings->all + settings->history + (settings->range != NULL) +
                 (arguments->count > 0);

    if (chosen > 1)
        return stn_fail(err, STN_EUSAGE,
                        "paths, --range, --history and --all exclude each "
                        "other");
    *target = (struct stn_target){.kind = STN_TARGET_PATHS, .paths = {here, 1}};
    if (arguments->count > 0)
        target->paths = (struct stn_strings){
            (const char *const *)arguments->operands, arguments->count};
    if (settings->all || settings->history)
        target->kind = STN_TARGET_HISTORY;
    target->all_refs = settings->all;
    if (settings->range != NULL)
        target->kind = STN_TARGET_RANGE;
    target->range = settings->range;
    if (target->kind != STN_TARGET_PATHS)
        target->repository = settings->repository;
    else if (settings->repository != NULL)
        return stn_fail(err, STN_EUSAGE,
                        "--repository goes with --range, --history and --all");
    return STN_OK;
}

/* Add what counts and has no entry. */
static enum stn_status add_findings(struct stn_baseline_set *set,
                                    const struct stn_report *report,
                                    struct stn_error *err)
{
    enum stn_status status = STN_OK;

    for (size_t i = 0; i < report->found.count && status >= 0; i++) {
        const struct stn_finding *finding = &report->found.items[i];
        size_t index;
        if (finding->status == STN_NEW && finding->entry == 0)
            status = stn_baseline_set_add(set, &index, finding, err);
    }
    return status < 0 ? status : STN_OK;
}

static void drop_unused(struct stn_baseline_set *set,
                        const struct stn_report *report)
{
    for (size_t i = 0; set->baseline != NULL && i < set->baseline->count; i++)
        if (report->entries[i] == STN_ENTRY_UNUSED)
            stn_baseline_set_drop(set, i);
}

/* Tell what was done. */
static void tell(const struct stn_baseline_set *set, bool is_written)
{
    size_t count = 0;

    for (size_t i = 0; i < set->count; i++)
        count += !set->items[i].is_dropped;
    fprintf(stderr, "stanch: %s: %zu entr%s", set->settings->baseline_name,
            count, count == 1 ? "y" : "ies");
    if (is_written)
        fprintf(stderr, ", %zu new, %zu moved, %zu dropped", set->added,
                set->moved, set->dropped);
    else
        fputs(", as they were", stderr);
    fputc('\n', stderr);
}

/* What the file as it is now leaves to be decided. */
static int exit_after(const struct stn_baseline_set *set,
                      const struct stn_run *run)
{
    struct stn_error err;
    size_t left = 0;
    enum stn_status status = stn_baseline_set_count_left(
        set, run->report, run->scanner->options.now, &left, &err);

    if (status < 0) {
        stn_output_error(&err);
        return STN_EXIT_INCOMPLETE;
    }
    if (left > 0) {
        if (!set->settings->quiet)
            fprintf(stderr,
                    "stanch: %zu finding%s at or above %s still "
                    "count%s\n",
                    left, left == 1 ? "" : "s",
                    stn_severity_name(run->report->fail_at),
                    left == 1 ? "s" : "");
        return STN_EXIT_FINDINGS;
    }
    if (!stn_gate_is_incomplete(run->report))
        return STN_EXIT_CLEAN;
    fputs("stanch: not everything was scanned; 'stanch scan' tells why\n",
          stderr);
    return STN_EXIT_INCOMPLETE;
}

/* Write or update, its run done. */
static enum stn_status rewrite(struct stn_baseline_set *set,
                               const struct stn_run *run, bool adds,
                               struct stn_error *err)
{
    enum stn_status status = STN_OK;

    if (adds)
        status = add_findings(set, run->report, err);
    drop_unused(set, run->report);
    if (status >= 0)
        status = stn_baseline_set_save(set, err);
    if (status >= 0 && !set->settings->quiet)
        tell(set, status == STN_OK);
    return status;
}

static int check(const struct stn_baseline_set *set, const struct stn_run *run)
{
    if (stn_audit_check(set, run) > 0)
        return STN_EXIT_FINDINGS;
    return stn_gate_is_incomplete(run->report) ? STN_EXIT_INCOMPLETE
                                               : STN_EXIT_CLEAN;
}

/* The command itself, once the scan is done. */
static int act(const char *name, struct stn_baseline_set *set,
               const struct stn_run *run)
{
    const struct stn_settings *settings = set->settings;
    struct stn_error err;
    enum stn_status status;

    if (strcmp(name, "audit") == 0 && settings->check)
        return check(set, run);
    status = stn_baseline_set_follow(set, run->report, &err);
    if (status >= 0 && strcmp(name, "audit") == 0)
        status = stn_audit_ask(set, run, &err);
    else if (status >= 0)
        status = rewrite(set, run, settings->add || strcmp(name, "write") == 0,
                         &err);
    if (status < 0) {
        stn_output_error(&err);
        return STN_EXIT_INCOMPLETE;
    }
    return exit_after(set, run);
}

/* What must hold before anything is scanned. */
static enum stn_status check_settings(const char *name,
                                      const struct stn_settings *settings,
                                      struct stn_error *err)
{
    if (settings->baseline_name == NULL)
        return stn_fail(err, STN_EUSAGE,
                        "there is no folder for a baseline; see --baseline");
    if (strcmp(name, "write") != 0 && !settings->add &&
        settings->baseline_text.ptr == NULL &&
        (strcmp(name, "update") == 0 || settings->check))
        return stn_fail(err, STN_EUSAGE,
                        "%s: there is no such file; 'stanch baseline write' "
                        "makes it",
                        settings->baseline_name);
    if (strcmp(name, "audit") == 0 && !settings->check && !stn_audit_can_ask())
        return stn_fail(err, STN_EUSAGE,
                        "audit asks on a terminal, and there is none; for a "
                        "program there is --check");
    return STN_OK;
}

static int run_command(const struct command *command,
                       struct stn_settings *settings,
                       const struct stn_arguments *arguments)
{
    struct stn_baseline_set set = {0};
    struct stn_run run = {0};
    struct stn_target target;
    struct stn_error err;
    int exit_status;

    /* Nothing is left out: what is not listed could not be written. */
    settings->per_rule = settings->same = 0;
    if (check_settings(command->name, settings, &err) < 0 ||
        choose_target(&target, settings, arguments, &err) < 0)
        return stn_fail_usage(&err);
    exit_status = stn_run_gather(&run, settings, &target, false);
    if (run.report != NULL) {
        if (stn_baseline_set_begin(&set, settings, run.scanner->baseline,
                                   &target, &err) < 0) {
            stn_output_error(&err);
            exit_status = STN_EXIT_INCOMPLETE;
        } else {
            exit_status = act(command->name, &set, &run);
        }
    }
    stn_baseline_set_dispose(&set);
    stn_run_dispose(&run);
    return exit_status;
}

static const struct command *find_command(const char *name)
{
    for (size_t i = 0; commands[i].name != NULL; i++)
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    return NULL;
}

int stn_cmd_baseline(int argc, char **argv)
{
    struct stn_settings settings = {.baseline_may_be_new = true};
    struct stn_arguments arguments = {0};
    struct stn_error err;
    int exit_status;

    if (argc < 2) {
        fputs("stanch: baseline wants 'write', 'update' or 'audit'; see "
              "--help\n",
              stderr);
        return STN_EXIT_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)
        return help(STN_OPTIONS_BASELINE | STN_OPTIONS_ADOPT |
                    STN_OPTIONS_UPDATE | STN_OPTIONS_AUDIT);
    const struct command *command = find_command(argv[1]);
    if (command == NULL) {
        fprintf(stderr, "stanch: baseline has no '%s'; see --help\n", argv[1]);
        return STN_EXIT_USAGE;
    }
    if (stn_settings_read(&settings, &arguments, command->groups, argc - 1,
                          argv + 1, &err) < 0)
        exit_status = stn_fail_usage(&err);
    else if (arguments.wants_help)
        exit_status = help(command->groups);
    else
        exit_status = run_command(command, &settings, &arguments);
    stn_settings_dispose(&settings);
    return exit_status;
}
