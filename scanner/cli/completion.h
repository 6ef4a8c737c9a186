/** @file The family of shells that stanch writes completions for. */
#ifndef STN_CLI_COMPLETION_H
#define STN_CLI_COMPLETION_H

#include "base/buf.h"
#include "cli/command.h"
#include "cli/options.h"

struct stn_shell {
    const char *name; /**< "bash" */
    /** Write the whole script; failures stick in the buffer. */
    void (*write)(struct stn_buf *out, const struct stn_command *commands);
};

/** NULL ends it. */
extern const struct stn_shell *const stn_shells[];

extern const struct stn_shell stn_shell_bash;
extern const struct stn_shell stn_shell_fish;
extern const struct stn_shell stn_shell_zsh;

/** What an option's argument or an operand may be. */
enum stn_value_kind {
    STN_VALUE_UNKNOWN,   /**< Nobody said; a test finds it. */
    STN_VALUE_NONE,      /**< Nothing that a shell could offer. */
    STN_VALUE_FILE,      /**< A file or folder. */
    STN_VALUE_FOLDER,    /**< */
    STN_VALUE_WORD,      /**< One of some words. */
    STN_VALUE_RULE,      /**< One of some words, or the id of a rule. */
    STN_VALUE_WORD_FILE, /**< WORD=FILE */
    STN_VALUE_REVISION,  /**< A revision, or A..B. */
};

/** Most words of a value. */
#define STN_VALUE_WORDS_MAX 32

struct stn_value {
    enum stn_value_kind kind;
    struct stn_str words[STN_VALUE_WORDS_MAX];
    size_t count;
};

/**
 * Find out what a value may be.
 *
 * @param option    Name of the option that wants it; NULL: it is an operand.
 * @param argument  As --help has it: "FILE", "text|json".
 */
void stn_value_of(struct stn_value *out, const char *option,
                  const char *argument);

/** A command, or what stands for it: itself, or one of its verbs. */
struct stn_leaf {
    const struct stn_command *command;
    const struct stn_command *verb; /**< NULL: the command has none. */
    const struct stn_command *self; /**< The verb, else the command. */
};

/** Go through all that have options and operands. @return false: no more. */
bool stn_leaf_next(struct stn_leaf *leaf, const struct stn_command *commands);

/** Append words with something between them. */
void stn_value_put(struct stn_buf *out, const struct stn_value *value,
                   const char *between);

/** Append text as it stands between single quotes, where a shell writes one of
 *  those as `quote`. */
void stn_quoted_put(struct stn_buf *out, const char *text, const char *quote);

#endif
