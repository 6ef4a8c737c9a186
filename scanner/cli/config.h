/** @file `.stanch.yml`, as DESIGN section 5 has it. */
#ifndef STN_CLI_CONFIG_H
#define STN_CLI_CONFIG_H

#include "base/buf.h"
#include "cli/settings.h"

/**
 * Settle which file is read: settings->config if it is set, else the one at the
 * root of the repository around settings->repository (or the working folder),
 * else the user's, else the machine's; NULL: none. `.stanch.yml` beside
 * `.stanch.yaml` is an error.
 */
enum stn_status stn_config_find(struct stn_settings *settings,
                                struct stn_error *err);

/**
 * The root of the repository around settings->repository (or the working
 * folder); without one, that folder itself. "" stands for the working folder.
 *
 * @return STN_OK; STN_DONE if there is no such folder.
 */
enum stn_status stn_config_root(struct stn_settings *settings, const char **out,
                                struct stn_error *err);

/** The same without the repository's: the user's, else the machine's. */
enum stn_status stn_config_find_outside(struct stn_settings *settings,
                                        struct stn_error *err);

/** The same with the machine's alone. */
enum stn_status stn_config_find_machine(struct stn_settings *settings,
                                        struct stn_error *err);

/**
 * The root of the repository around settings->repository (or the working
 * folder), without links, with a slash at its end; in the settings' arena.
 *
 * @param out  NULL: there is none.
 */
enum stn_status stn_config_work_root(const char **out,
                                     struct stn_settings *settings,
                                     struct stn_error *err);

/**
 * Read a configuration that is at hand.
 *
 * @param name    For messages.
 * @param folder  What its paths begin with; "" or with a slash at its end.
 */
enum stn_status stn_config_parse(struct stn_settings *settings,
                                 const char *name, struct stn_str folder,
                                 struct stn_str yaml, struct stn_error *err);

/** Read one file into settings. @return STN_EINPUT with file, line, column. */
enum stn_status stn_config_read(struct stn_settings *settings, const char *path,
                                struct stn_error *err);

/** Append the folder, with its '/', in which the configuration of the
 *  repository around the working folder lies; nothing: the working folder. */
enum stn_status stn_config_folder(struct stn_buf *out, struct stn_error *err);

/**
 * Write a configuration to begin with, where stn_config_find() looks first.
 *
 * @param path  Appended to: the file.
 * @return STN_EUSAGE if there is one; STN_EIO.
 */
enum stn_status stn_config_init(struct stn_buf *path, struct stn_error *err);

#endif
