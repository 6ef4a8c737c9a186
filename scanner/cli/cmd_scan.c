/* `stanch scan` and `stanch logs`. */
#include <stdio.h>

#include "cli/command.h"
#include "cli/options.h"
#include "cli/run.h"

#define GROUPS (STN_OPTIONS_SCAN | STN_OPTIONS_SHARD)

static int help_scan(void)
{
    puts("Usage: stanch scan [options] [PATH|-]...\n"
         "\n"
         "Scan files, folders (default: .) or standard input (-) for "
         "secrets,\n"
         "and the Go packages among them for leaks.\n"
         "\n"
         "Options:");
    return stn_run_help(GROUPS);
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
    return stn_run_help(GROUPS);
}

/* @param otherwise  What is scanned when nothing is named. */
static int scan_paths(int argc, char **argv, const char *otherwise,
                      int (*help)(void), bool logs)
{
    struct stn_settings settings = {0};
    struct stn_arguments arguments = {0};
    struct stn_error err;
    int exit_status;

    if (stn_settings_read(&settings, &arguments, GROUPS, argc, argv, &err) <
        0) {
        exit_status = stn_fail_usage(&err);
    } else if (arguments.wants_help) {
        exit_status = help();
    } else {
        struct stn_target target = {.kind = STN_TARGET_PATHS,
                                    .paths = {&otherwise, 1}};
        if (arguments.count > 0)
            target.paths = (struct stn_strings){
                (const char *const *)arguments.operands, arguments.count};
        exit_status = stn_run_scan(&settings, &target, logs);
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
