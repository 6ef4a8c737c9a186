#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "cli/options.h"

#define HOOK (STN_OPTIONS_HOOK | STN_OPTIONS_SCAN)

static const struct stn_command hook_verbs[] = {
    {"pre-receive", "where pushes arrive, for all refs", NULL, HOOK},
    {"update", "the same, ref by ref", NULL, HOOK},
    {"pre-push", "before a push leaves", NULL, HOOK},
    {"pre-commit", "before a commit is made", NULL, HOOK},
    {"install", "put hooks in place", NULL, STN_OPTIONS_INSTALL,
     "pre-commit|pre-push|pre-receive|update"},
    {NULL},
};

static const struct stn_command report_verbs[] = {
    {"merge", "join them", NULL, STN_OPTIONS_REPORT, "FILE"},
    {NULL},
};

static const struct stn_command rules_verbs[] = {
    {"list", "the rules", NULL, STN_OPTIONS_RULES},
    {"show", "all of one rule", NULL, STN_OPTIONS_RULES, "ID"},
    {"check", "whether rules do what they say", NULL, 0, "FILE"},
    {NULL},
};

#define BASELINE (STN_OPTIONS_BASELINE | STN_OPTIONS_ADOPT)

static const struct stn_command baseline_verbs[] = {
    {"write", "add what is found", NULL, BASELINE, "PATH"},
    {"update", "follow what moved, drop what is gone", NULL,
     BASELINE | STN_OPTIONS_UPDATE, "PATH"},
    {"audit", "ask a person", NULL, BASELINE | STN_OPTIONS_AUDIT, "PATH"},
    {NULL},
};

static const struct stn_command config_verbs[] = {
    {"show", "the settings in effect", NULL, STN_OPTIONS_CONFIG},
    {"check", "whether a file is in order", NULL, STN_OPTIONS_CONFIG, "FILE"},
    {"init", "write a file to begin with"},
    {"schema", "print the JSON schema of the file"},
    {NULL},
};

/* Those before `rules` do the work, the others tell about it. */
const struct stn_command stn_commands[] = {
    {"scan", "files, folders or standard input", stn_cmd_scan,
     STN_OPTIONS_SCAN | STN_OPTIONS_SHARD, "PATH"},
    {"logs", "the output of test runs, with the HTTP traffic in it",
     stn_cmd_logs, STN_OPTIONS_SCAN | STN_OPTIONS_SHARD, "PATH"},
    {"git", "commits: a range, the history, what is staged", stn_cmd_git,
     STN_OPTIONS_GIT | STN_OPTIONS_SCAN | STN_OPTIONS_SHARD, "RANGE"},
    {"ci", "what a CI run's event brings", stn_cmd_ci,
     STN_OPTIONS_CI | STN_OPTIONS_SCAN},
    {"hook", "is a git hook, or puts one in place", stn_cmd_hook,
     .verbs = hook_verbs},
    {"redact", "captures and logs, with every secret replaced", stn_cmd_redact,
     STN_OPTIONS_REDACT, "FILE"},
    {"report", "join the reports of the parts of one scan", stn_cmd_report,
     .verbs = report_verbs},
    {"rules", "list, show or check the rules", stn_cmd_rules,
     .verbs = rules_verbs},
    {"config", "show, check or begin the configuration", stn_cmd_config,
     .verbs = config_verbs},
    {"baseline", "write, update or audit the file of what is known",
     stn_cmd_baseline, .verbs = baseline_verbs},
    {"completion", "what makes a shell complete all this", stn_cmd_completion,
     0, "bash|fish|zsh"},
    {"version", "this program's version and its rules'", stn_cmd_version},
    {NULL},
};

static void print_help(FILE *out)
{
    fputs("Usage: stanch COMMAND [options] ...\n"
          "\n"
          "Finds leaked secrets, and leaks in Go code, before they merge.\n"
          "\n"
          "Commands:\n",
          out);
    for (size_t i = 0; stn_commands[i].name != NULL; i++)
        fprintf(out, "  %-10s %s\n", stn_commands[i].name,
                stn_commands[i].summary);
    fputs("\n"
          "'stanch COMMAND --help' tells more of one.\n"
          "\n"
          "Exit status: 0 clean, 1 findings, 2 usage or configuration error,\n"
          "3 something could not be scanned.\n",
          out);
}

static int run_command(int argc, char **argv)
{
    const char *name = argv[1];

    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0 ||
        strcmp(name, "help") == 0) {
        print_help(stdout);
        return STN_EXIT_CLEAN;
    }
    if (strcmp(name, "--version") == 0)
        name = "version";
    for (size_t i = 0; stn_commands[i].name != NULL; i++)
        if (strcmp(name, stn_commands[i].name) == 0)
            return stn_commands[i].run(argc - 1, argv + 1);
    fprintf(stderr,
            "stanch: there is no command '%s'; 'stanch --help' lists them\n",
            name);
    return STN_EXIT_USAGE;
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        print_help(stderr);
        return STN_EXIT_USAGE;
    }
    int exit_status = run_command(argc, argv);
    /* What did not reach the reader is no success. */
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fprintf(stderr, "stanch: standard output: %s\n", strerror(errno));
        if (exit_status == STN_EXIT_CLEAN)
            exit_status = STN_EXIT_INCOMPLETE;
    }
    return exit_status;
}
