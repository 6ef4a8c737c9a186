/* `stanch scan`, `logs` and `git`: a target each, one way to scan it. */
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <time.h>

#include "base/error.h"
#include "cli/command.h"
#include "cli/options.h"
#include "cli/output.h"

/* Set by a signal; the scan ends early and says so. */
static _Atomic(bool) is_interrupted;

static void on_signal(int number)
{
    (void)number;
    atomic_store(&is_interrupted, true);
}

/* A first signal ends the scan in order, a second one kills. */
static void watch_signals(void)
{
    struct sigaction action = {.sa_handler = on_signal,
                               .sa_flags = SA_RESETHAND};

    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    signal(SIGPIPE, SIG_IGN); /* a closed pipe is a write that fails */
}

static int exit_for(enum stn_status status)
{
    bool is_users = status == STN_EUSAGE || status == STN_EINPUT;

    return is_users ? STN_EXIT_USAGE : STN_EXIT_INCOMPLETE;
}

/* Scan a target, write its reports.
 * @param logs  Its texts are test output. */
static int run_scan(const struct stn_settings *settings,
                    const struct stn_target *target, bool logs)
{
    struct stn_scanner *scanner = NULL;
    struct stn_report *report = NULL;
    struct stn_options options;
    struct stn_error err;
    struct timespec start;
    int exit_status;

    stn_settings_options(settings, &options);
    options.logs = logs;
    options.stop = &is_interrupted;
    clock_gettime(CLOCK_MONOTONIC, &start);
    if (stn_progress_is_wanted(settings)) {
        options.progress = stn_progress_show;
        options.progress_payload = &start;
    }
    watch_signals();

    enum stn_status status = stn_scanner_new(&scanner, &options, &err);
    if (status < 0) {
        stn_output_error(&err);
        return status == STN_ENOMEM ? STN_EXIT_INCOMPLETE : STN_EXIT_USAGE;
    }
    status = stn_scan(scanner, target, &report, &err);
    if (options.progress != NULL)
        stn_progress_clear();
    if (status < 0) {
        stn_output_error(&err);
        exit_status = exit_for(status);
        goto done;
    }
    exit_status = stn_report_exit_status(report);
    if (stn_output_reports(settings, report, &err) < 0) {
        stn_output_error(&err);
        /* What nobody could read is no clean verdict. */
        if (exit_status == STN_EXIT_CLEAN)
            exit_status = STN_EXIT_INCOMPLETE;
    }
    if (settings->profile)
        stn_output_profile(scanner);
done:
    stn_report_free(report);
    stn_scanner_free(scanner);
    return exit_status;
}

static int fail_usage(const struct stn_error *err)
{
    stn_output_error(err);
    return STN_EXIT_USAGE;
}

static int help_scan(void)
{
    puts("Usage: stanch scan [options] [PATH|-]...\n"
         "\n"
         "Scan files, folders (default: .) or standard input (-) for "
         "secrets,\n"
         "and the Go packages among them for leaks.\n"
         "\n"
         "Options:");
    stn_options_help(stdout, STN_OPTIONS_SCAN);
    puts("\n"
         "Exit status: 0 clean, 1 findings, 2 usage or configuration error,\n"
         "3 something could not be scanned.");
    return STN_EXIT_CLEAN;
}

static int help_logs(void)
{
    puts(
        "Usage: stanch logs [options] [PATH|-]...\n"
        "\n"
        "Scan the output of test runs (default: standard input) for secrets, "
        "with the\n"
        "requests and responses that are in it: traces of HTTP clients, dumps, "
        "events of\n"
        "go test -json, captures one after the other. Of any length.\n"
        "\n"
        "    go test ./... 2>&1 | stanch logs\n"
        "\n"
        "Options:");
    stn_options_help(stdout, STN_OPTIONS_SCAN);
    puts("\n"
         "Exit status: 0 clean, 1 findings, 2 usage or configuration error,\n"
         "3 something could not be scanned.");
    return STN_EXIT_CLEAN;
}

/* @param otherwise  What is scanned when nothing is named. */
static int scan_paths(int argc, char **argv, const char *otherwise,
                      int (*help)(void), bool logs)
{
    struct stn_settings settings = {0};
    struct stn_arguments arguments = {0};
    struct stn_error err;
    int exit_status;

    if (stn_settings_read(&settings, &arguments, STN_OPTIONS_SCAN, argc, argv,
                          &err) < 0) {
        exit_status = fail_usage(&err);
    } else if (arguments.wants_help) {
        exit_status = help();
    } else {
        struct stn_target target = {.kind = STN_TARGET_PATHS,
                                    .paths = {&otherwise, 1}};
        if (arguments.count > 0)
            target.paths = (struct stn_strings){
                (const char *const *)arguments.operands, arguments.count};
        exit_status = run_scan(&settings, &target, logs);
    }
    stn_settings_dispose(&settings);
    return exit_status;
}

int stn_cmd_scan(int argc, char **argv)
{
    return scan_paths(argc, argv, ".", help_scan, false);
}

int stn_cmd_logs(int argc, char **argv)
{
    return scan_paths(argc, argv, "-", help_logs, true);
}

static int help_git(void)
{
    puts("Usage: stanch git [options] [RANGE]\n"
         "\n"
         "Scan what commits bring. Without a range: the whole history of "
         "HEAD.\n"
         "RANGE is A..B: what is reachable from B and not from A. Go "
         "packages are\n"
         "checked as they are at its end; what the range did not touch is "
         "known.\n"
         "\n"
         "Options:");
    stn_options_help(stdout, STN_OPTIONS_GIT | STN_OPTIONS_SCAN);
    puts("\n"
         "Exit status: 0 clean, 1 findings, 2 usage or configuration error,\n"
         "3 something could not be scanned.");
    return STN_EXIT_CLEAN;
}

/* What `stanch git` is to scan. */
static enum stn_status git_target(struct stn_target *target,
                                  const struct stn_settings *settings,
                                  const struct stn_arguments *arguments,
                                  struct stn_error *err)
{
    int chosen = settings->all + settings->staged + settings->worktree +
                 (arguments->count > 0);

    if (arguments->count > 1)
        return stn_fail(err, STN_EUSAGE, "one range at a time: '%s' is more",
                        arguments->operands[1]);
    if (chosen > 1)
        return stn_fail(err, STN_EUSAGE,
                        "a range, --all, --staged and --worktree exclude "
                        "each other");
    *target = (struct stn_target){.kind = STN_TARGET_HISTORY,
                                  .repository = settings->repository,
                                  .all_refs = settings->all};
    if (settings->staged)
        target->kind = STN_TARGET_STAGED;
    if (settings->worktree)
        target->kind = STN_TARGET_WORKTREE;
    if (arguments->count > 0) {
        target->kind = STN_TARGET_RANGE;
        target->range = arguments->operands[0];
    }
    return STN_OK;
}

int stn_cmd_git(int argc, char **argv)
{
    struct stn_settings settings = {0};
    struct stn_arguments arguments = {0};
    struct stn_target target;
    struct stn_error err;
    int exit_status;

    if (stn_settings_read(&settings, &arguments,
                          STN_OPTIONS_GIT | STN_OPTIONS_SCAN, argc, argv,
                          &err) < 0)
        exit_status = fail_usage(&err);
    else if (arguments.wants_help)
        exit_status = help_git();
    else if (git_target(&target, &settings, &arguments, &err) < 0)
        exit_status = fail_usage(&err);
    else
        exit_status = run_scan(&settings, &target, false);
    stn_settings_dispose(&settings);
    return exit_status;
}
