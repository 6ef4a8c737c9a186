/** @file Commit and tag objects, as git stores them. */
#ifndef STN_SOURCES_GIT_MESSAGE_H
#define STN_SOURCES_GIT_MESSAGE_H

#include <stdint.h>

#include "sources/git_tree.h"

/** A commit or a tag, read. Borrowed from the object's bytes. */
struct stn_git_message {
    unsigned char target[STN_GIT_OID_BYTES]; /**< Tree, or tagged object. */
    size_t parent_count;
    struct stn_str parents; /**< Their lines; see stn_git_message_parent(). */
    struct stn_str person;  /**< Author or tagger: the line's value. */
    int64_t time;           /**< Of the commit; 0 if it has none. */
    struct stn_str text;    /**< The message itself. */
};

/**
 * Read a commit, as lenient as git: only its tree must be there. Parents are
 * those lines that git takes for parents, right below the tree.
 *
 * @return STN_OK; STN_EINPUT, without a message, and then `text` is all of it.
 */
enum stn_status stn_git_commit_parse(struct stn_git_message *out,
                                     struct stn_str bytes);

/** The same for an annotated tag. */
enum stn_status stn_git_tag_parse(struct stn_git_message *out,
                                  struct stn_str bytes);

/** @param at  Less than parent_count. */
void stn_git_message_parent(const struct stn_git_message *message, size_t at,
                            unsigned char id[STN_GIT_OID_BYTES]);

#define STN_GIT_DATE_BYTES 32

/**
 * Split "Name <mail> 1700000000 +0200".
 *
 * @param who   "Name <mail>", or what there is; borrowed from `person`.
 * @param date  RFC 3339 in the zone given there; empty for a bad time.
 */
void stn_git_person_split(struct stn_str person, struct stn_str *who,
                          char date[STN_GIT_DATE_BYTES]);

#endif
