/**
 * @file
 * The two ends of a push: what comes in, and what is there already. Private to
 * git_push*.c.
 */
#ifndef STN_SOURCES_GIT_PUSH_ENDS_H
#define STN_SOURCES_GIT_PUSH_ENDS_H

#include "sources/git_brought.h"

/** Objects, by what is done with them. */
struct stn_git_push {
    struct stn_git_plan *plan;
    struct stn_git_ends ends;
    struct stn_git_ids tags, trees, blobs; /**< That come in. */
    struct stn_git_ids there; /**< What is excluded, as it is named: tags, too;
                                   sorted. */
    struct stn_git_ids edges; /**< What the new comes from that no excluded id
                                   is, yet; sorted. */
    char missing[STN_GIT_HEX_BYTES]; /**< The last that is excluded and not
                                          here; or "". */
};

void stn_git_push_dispose(struct stn_git_push *push);

/** Find out what comes in. @return STN_OK; STN_EUSAGE for what names nothing;
 *  STN_ENOMEM. */
enum stn_status stn_git_push_include(struct stn_git_push *push,
                                     struct stn_error *err);

/** Find out what is there already: names, then refs. */
enum stn_status stn_git_push_exclude(struct stn_git_push *push,
                                     struct stn_error *err);

/**
 * Whether what is listed as new to the store comes from nothing but commits
 * that are excluded by their ids: then no other ref has to be read.
 *
 * @param push  Its commits are listed with ends.known.
 */
enum stn_status stn_git_push_is_bounded(struct stn_git_push *push, bool *out,
                                        struct stn_error *err);

#endif
