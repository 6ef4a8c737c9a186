/** @file Where reports go, and how people see them. */
#ifndef STN_CLI_OUTPUT_H
#define STN_CLI_OUTPUT_H

#include "base/buf.h"
#include "cli/settings.h"
#include "pipeline/scanner.h"

/** Write the main report and every one beside it; each whole or not at all. One
 *  that fails keeps none from being written: the first failure comes back, the
 *  others are told here. */
enum stn_status stn_output_reports(const struct stn_settings *settings,
                                   const struct stn_report *report,
                                   struct stn_error *err);

/** Append one report, in a format that there is; files are linked to where CI
 *  shows them. */
enum stn_status stn_output_render(struct stn_buf *out,
                                  const struct stn_settings *settings,
                                  const struct stn_report *report,
                                  const char *format, bool color,
                                  struct stn_error *err);

/** What reports of parts are sealed with: STANCH_SHARD_KEY, which is no option
 *  since those show in lists of processes. NULL: nothing. */
const char *stn_output_part_key(void);

/** Whether a stream is to be coloured: --color, NO_COLOR, CLICOLOR_FORCE, then
 *  whether it is a terminal. */
bool stn_output_has_color(const struct stn_settings *settings, int fd);

/** What each rule cost, dearest first, to standard error. */
void stn_output_profile(const struct stn_scanner *scanner);

/** @name The progress line, on a terminal's standard error. */
/**@{*/
/** @return Whether progress is to be shown. */
bool stn_progress_is_wanted(const struct stn_settings *settings);
void stn_progress_show(void *payload, const struct stn_progress *progress);
void stn_progress_clear(void);
/**@}*/

/** "stanch: message" on standard error. */
void stn_output_error(const struct stn_error *err);

#endif
