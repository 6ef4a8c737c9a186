/** @file Showing people what attackers may have written. */
#ifndef STN_REPORTS_SAFE_H
#define STN_REPORTS_SAFE_H

#include "base/buf.h"

/**
 * Append bytes from outside so that neither a terminal nor a CI system's log
 * obeys them: printable, as stn_utf8_append_printable() has it, and
 *
 * - "::" at the start becomes "\x3A:", since GitHub's runner takes a command
 *   from a line that starts so after its blanks;
 * - "##[" becomes "##\[", anywhere, and likewise "##vso[" and "##teamcity[":
 *   the commands of GitHub's older runner, of Azure and of TeamCity.
 *
 * Whatever a reporter puts first on a line goes through here.
 * @see https://github.com/actions/runner src/Runner.Common/ActionCommand.cs
 */
void stn_safe_append(struct stn_buf *out, struct stn_str bytes);

/** "5,120" */
void stn_safe_append_count(struct stn_buf *out, uint64_t count);
/** "873 bytes", "892.0 KiB", "1.2 GiB" */
void stn_safe_append_size(struct stn_buf *out, uint64_t bytes);

#endif
