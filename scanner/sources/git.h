/**
 * @file
 * What a git repository holds, as texts. Objects are read through libgit2; no
 * hook, filter or command of the repository ever runs, and nothing but the
 * work tree is opened by a name that the repository chose.
 */
#ifndef STN_SOURCES_GIT_H
#define STN_SOURCES_GIT_H

#include "sources/source.h"

/** Every blob and message reachable from HEAD, or from all refs. */
extern const struct stn_source stn_source_git_history;

/** What the commits of `A..B` bring, each against all of its parents. */
extern const struct stn_source stn_source_git_range;

/** What some objects bring that others do not have. */
extern const struct stn_source stn_source_git_push;

/** The index against HEAD. */
extern const struct stn_source stn_source_git_staged;

/** The work tree against HEAD, files not tracked yet among it. */
extern const struct stn_source stn_source_git_worktree;

#endif
