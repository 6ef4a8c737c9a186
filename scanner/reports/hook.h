/**
 * @file
 * Words for somebody who pushes: what git shows behind "remote: ", so short
 * lines without colour, led by words that git's clients know how to colour.
 */
#ifndef STN_REPORTS_HOOK_H
#define STN_REPORTS_HOOK_H

#include "base/buf.h"

/** GitLab shows its users only lines that begin so.
 *  @see https://docs.gitlab.com/administration/server_hooks/ */
#define STN_HOOK_GITLAB_PREFIX "GL-HOOK-ERR: "

/**
 * Append words as lines of at most 72 columns.
 *
 * @param lead    The first begins so, the next ones with what of it ends in a
 *                colon: "error: stanch: ", then "error: ".
 * @param prefix  Put before each line, or "".
 * @param words   May be anybody's; made printable.
 */
void stn_hook_words(struct stn_buf *out, const char *prefix, const char *lead,
                    struct stn_str words);

#endif
