/** @file Who made a commit, and when, for the place of a finding. */
#ifndef STN_SOURCES_GIT_PLACE_H
#define STN_SOURCES_GIT_PLACE_H

#include "sources/git_message.h"
#include "sources/git_reader.h"

/** What texts are called that are no files. */
#define STN_GIT_COMMIT_MESSAGE "(commit message)"
#define STN_GIT_TAG_MESSAGE "(tag message)"

/** The strings of the last place. Zeroed is ready. */
struct stn_git_placer {
    git_oid id; /**< What the rest was read from. */
    bool is_filled;
    char hex[STN_GIT_HEX_BYTES];
    char date[STN_GIT_DATE_BYTES];
    char who[256];
    size_t who_len;
};

/**
 * Fill commit, author and date. What cannot be read stays empty.
 *
 * @param commit  Named in the place; NULL: none.
 * @param from    The commit or tag whose person and date are meant.
 */
enum stn_status stn_git_placer_fill(struct stn_git_placer *placer, git_odb *odb,
                                    const git_oid *commit, const git_oid *from,
                                    struct stn_place *place,
                                    struct stn_error *err);

#endif
