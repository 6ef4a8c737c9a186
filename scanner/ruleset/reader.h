/** @file Reading strings of a rule out of YAML; private to ruleset/. */
#ifndef STN_RULESET_READER_H
#define STN_RULESET_READER_H

#include "base/yaml.h"
#include "ruleset/fields.h"

/** What every field needs to be read; all of it borrowed. */
struct stn_rule_reader {
    const char *name;        /**< The file, for messages. */
    struct stn_arena *arena; /**< What is read is copied there. */
    const struct stn_rule_names *names;
    struct stn_error *err;
};

/**
 * Whether a string will do.
 * @param value  NUL-terminated, the copy in the arena.
 * @return STN_OK, or a failure with its message in reader->err.
 */
typedef enum stn_status (*stn_rule_check_fn)(
    const struct stn_rule_reader *reader, const struct stn_yaml *node,
    struct stn_str value);

/** A string that is not empty and has at most `max` bytes. */
enum stn_status stn_rule_reader_string(const struct stn_rule_reader *reader,
                                       const struct stn_yaml *node, size_t max,
                                       const char **out);

/** One line for people: no control characters, space around it trimmed. */
enum stn_status stn_rule_reader_line(const struct stn_rule_reader *reader,
                                     const struct stn_yaml *node,
                                     const char **out);

/** An id in kebab-case. */
enum stn_status stn_rule_reader_id(const struct stn_rule_reader *reader,
                                   const struct stn_yaml *node,
                                   const char **out);

enum stn_status stn_rule_reader_severity(const struct stn_rule_reader *reader,
                                         const struct stn_yaml *node,
                                         enum stn_severity *out);

/** @param check  Asked for each; may be NULL. */
enum stn_status stn_rule_reader_strings(const struct stn_rule_reader *reader,
                                        const struct stn_yaml *list,
                                        stn_rule_check_fn check,
                                        struct stn_rule_strings *out);

/** Texts to try a rule on: every {+} is deleted, which keeps made-up tokens
 *  from looking like leaks. */
enum stn_status stn_rule_reader_examples(const struct stn_rule_reader *reader,
                                         const struct stn_yaml *list,
                                         struct stn_rule_strings *out);

#endif
