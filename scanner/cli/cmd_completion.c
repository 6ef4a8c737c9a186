/* `stanch completion`: what makes a shell know the commands. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/limits.h"
#include "cli/command.h"
#include "cli/completion.h"
#include "cli/run.h"

/* A script is some tens of kilobytes. */
#define SCRIPT_BYTES_MAX STN_MIB

static int help(void)
{
    puts("Usage: stanch completion bash|fish|zsh\n"
         "\n"
         "Print what makes a shell complete commands, options and their "
         "values.\n"
         "Packages put it in place; without one:\n"
         "\n"
         "    stanch completion bash >> ~/.bash_completion\n"
         "    stanch completion fish > ~/.config/fish/completions/stanch.fish\n"
         "    stanch completion zsh > ~/.zfunc/_stanch  # a folder of $fpath\n"
         "\n"
         "Options:");
    stn_options_help(stdout, 0);
    return STN_EXIT_CLEAN;
}

static enum stn_status print(const struct stn_shell *shell,
                             struct stn_error *err)
{
    struct stn_buf script = STN_BUF_INIT(SCRIPT_BYTES_MAX);

    shell->write(&script, stn_commands);
    enum stn_status status = stn_buf_status(&script, err);
    if (status >= 0)
        status = stn_fd_write(STDOUT_FILENO, "standard output",
                              stn_buf_str(&script), err);
    stn_buf_dispose(&script);
    return status;
}

int stn_cmd_completion(int argc, char **argv)
{
    struct stn_error err;

    if (argc == 2 &&
        (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0))
        return help();
    for (size_t i = 0; argc == 2 && stn_shells[i] != NULL; i++) {
        if (strcmp(argv[1], stn_shells[i]->name) != 0)
            continue;
        if (print(stn_shells[i], &err) >= 0)
            return STN_EXIT_CLEAN;
        stn_fail_usage(&err);
        return STN_EXIT_INCOMPLETE;
    }
    fputs("stanch: completion wants 'bash', 'fish' or 'zsh'; see --help\n",
          stderr);
    return STN_EXIT_USAGE;
}
