/** @file The options of every command: one table for parsing and --help. */
#ifndef STN_CLI_OPTIONS_H
#define STN_CLI_OPTIONS_H

#include <stdio.h>

#include "cli/settings.h"

/** Commands that share options; bits. */
enum stn_option_group {
    STN_OPTIONS_SCAN = 1 << 0,      /**< Anything that scans. */
    STN_OPTIONS_GIT = 1 << 1,       /**< `stanch git` besides. */
    STN_OPTIONS_CONFIG = 1 << 2,    /**< What finds the configuration. */
    STN_OPERAND_IS_CONFIG = 1 << 3, /**< One operand stands for --config. */
    STN_OPTIONS_REDACT = 1 << 4,    /**< `stanch redact`. */
    STN_OPTIONS_BASELINE = 1 << 8,  /**< `stanch baseline`: what is scanned. */
    STN_OPTIONS_ADOPT = 1 << 9,     /**< Entries that are added. */
    STN_OPTIONS_UPDATE = 1 << 10,   /**< `stanch baseline update`. */
    STN_OPTIONS_AUDIT = 1 << 11,    /**< `stanch baseline audit`. */
    STN_OPTIONS_HOOK = 1 << 5,      /**< `stanch hook` besides. */
    STN_OPTIONS_INSTALL = 1 << 6,   /**< `stanch hook install`. */
    STN_OPTIONS_CI = 1 << 7,        /**< `stanch ci` besides. */
    STN_OPTIONS_REPORT = 1 << 12,   /**< Whatever writes reports. */
    STN_OPTIONS_SHARD = 1 << 13,    /**< What may be scanned in parts: no hook,
                                         of which all parts would have to run. */
    STN_OPTIONS_RULES = 1 << 16,    /**< `stanch rules`. */
    STN_NO_ENVIRONMENT = 1 << 17,   /**< STANCH_* does not count. */
};

/** What was on the command line. */
struct stn_arguments {
    char **operands; /**< In argv. */
    size_t count;
    bool wants_help;
};

/**
 * Read options, environment and configuration into settings, each in its rank:
 * option, then STANCH_* (empty means unset), then file, then default.
 *
 * @param groups  Bits of enum stn_option_group.
 * @return STN_OK; STN_EUSAGE or STN_EINPUT with the message for the user.
 */
enum stn_status stn_settings_read(struct stn_settings *settings,
                                  struct stn_arguments *arguments,
                                  unsigned groups, int argc, char **argv,
                                  struct stn_error *err);

/**
 * The same in two steps, for commands that learn only in between which
 * configuration counts: what says so; then, with settings->config as it shall
 * be, the rest.
 */
enum stn_status stn_settings_begin(struct stn_settings *settings,
                                   struct stn_arguments *arguments,
                                   unsigned groups, int argc, char **argv,
                                   struct stn_error *err);
enum stn_status stn_settings_finish(struct stn_settings *settings,
                                    struct stn_arguments *arguments,
                                    unsigned groups, int argc, char **argv,
                                    struct stn_error *err);

/** Print the options of some groups, aligned. */
void stn_options_help(FILE *out, unsigned groups);

/** An option as it is shown. */
struct stn_option {
    const char *name;
    char letter;          /**< 0: none. */
    const char *argument; /**< What it wants, as "FILE"; NULL: nothing. */
    const char *help;
};

/**
 * Go through the options of some groups, in the order of --help, which is the
 * last.
 *
 * @param at  Where to go on; begin with 0.
 * @return false: there are no more.
 */
bool stn_options_next(struct stn_option *out, size_t *at, unsigned groups);

#endif
