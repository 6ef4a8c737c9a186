/** @file The family of commands. */
#ifndef STN_CLI_COMMAND_H
#define STN_CLI_COMMAND_H

/** Exit statuses of DESIGN, section 2; 0, 1 and 3 also come from reports. */
#define STN_EXIT_CLEAN 0
#define STN_EXIT_FINDINGS 1
#define STN_EXIT_USAGE 2
#define STN_EXIT_INCOMPLETE 3

struct stn_command {
    const char *name;
    const char *summary; /**< For `stanch --help`. */
    /** @param argv  argv[0] is the command's name. @return Exit status. */
    int (*run)(int argc, char **argv);
    /* For completions. */
    unsigned options;    /**< Bits of enum stn_option_group. */
    const char *operand; /**< What its operands are, as "PATH"; NULL: none. */
    /** What stands behind it, each with options and operands of its own, and
     *  run by the command; NULL: nothing does. */
    const struct stn_command *verbs;
};

/** NULL name ends it. */
extern const struct stn_command stn_commands[];

int stn_cmd_scan(int argc, char **argv);
int stn_cmd_logs(int argc, char **argv);
int stn_cmd_git(int argc, char **argv);
int stn_cmd_ci(int argc, char **argv);
int stn_cmd_report(int argc, char **argv);
int stn_cmd_hook(int argc, char **argv);
int stn_cmd_redact(int argc, char **argv);
int stn_cmd_rules(int argc, char **argv);
int stn_cmd_baseline(int argc, char **argv);
int stn_cmd_config(int argc, char **argv);
int stn_cmd_completion(int argc, char **argv);
int stn_cmd_version(int argc, char **argv);

#endif
