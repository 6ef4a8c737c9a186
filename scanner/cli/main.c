#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cli/command.h"

const struct stn_command stn_commands[] = {
    {"scan", "files, folders or standard input", stn_cmd_scan},
    {"logs", "the output of test runs, with the HTTP traffic in it",
     stn_cmd_logs},
    {"git", "commits: a range, the history, what is staged", stn_cmd_git},
    {"hook", "is a git hook, or puts one in place", stn_cmd_hook},
    {"redact", "captures and logs, with every secret replaced", stn_cmd_redact},
    {"rules", "list, show or check the rules", stn_cmd_rules},
    {"config", "show or check the configuration", stn_cmd_config},
    {"baseline", "write, update or audit the file of what is known",
     stn_cmd_baseline},
    {"version", "this program's version and its rules'", stn_cmd_version},
    {NULL, NULL, NULL},
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
