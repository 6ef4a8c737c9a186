/** @file Words that the git sources share. */
#ifndef STN_SOURCES_GIT_WHAT_H
#define STN_SOURCES_GIT_WHAT_H

#include "sources/git_notes.h"

/** Append "5,120 commits". */
void stn_git_what_count(struct stn_buf *what, uint64_t count, const char *one,
                        const char *many);

/** Note that a history is cut off at `edges` commits, and the remedy. */
enum stn_status stn_git_note_shallow(struct stn_git_notes *notes, size_t edges,
                                     struct stn_error *err);

#endif
