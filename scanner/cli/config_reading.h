/** @file What the parts that read .stanch.yml share; private to config*.c. */
#ifndef STN_CLI_CONFIG_READING_H
#define STN_CLI_CONFIG_READING_H

#include "base/yaml.h"
#include "cli/settings.h"

/** The file being read. */
struct stn_reading {
    struct stn_settings *settings;
    const char *name;
    struct stn_str folder; /**< Of the file, with its '/'; may be empty. */
};

/** Keep a copy of a string; a glob is checked. */
enum stn_status stn_reading_string(const char **out, bool is_glob,
                                   struct stn_reading *reading,
                                   const struct stn_yaml *node,
                                   struct stn_error *err);

/** The list under `allow`. */
enum stn_status stn_reading_allow(struct stn_reading *reading,
                                  const struct stn_yaml *node,
                                  struct stn_error *err);

/** The map under `cache`. */
enum stn_status stn_reading_cache(struct stn_reading *reading,
                                  const struct stn_yaml *node,
                                  struct stn_error *err);

/** The map under `hook`. */
enum stn_status stn_reading_hook(struct stn_reading *reading,
                                 const struct stn_yaml *node,
                                 struct stn_error *err);

#endif
