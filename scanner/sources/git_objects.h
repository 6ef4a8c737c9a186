/**
 * @file
 * The table of a repository's objects: one small record each, found by id, and
 * the order in which reading them is cheap.
 */
#ifndef STN_SOURCES_GIT_OBJECTS_H
#define STN_SOURCES_GIT_OBJECTS_H

#include "sources/git_repo.h"
#include "sources/git_set.h"

/** What the walk has seen of an object. Values are bits. */
enum stn_git_mark {
    STN_GIT_REACHED = 1 << 0, /**< Part of the history asked for. */
    STN_GIT_WALKED = 1 << 1,  /**< A tree, and its entries are reached. */
    STN_GIT_BROKEN = 1 << 2,  /**< The walk has recorded that it is no good. */
    STN_GIT_IS_COMMIT = 1 << 3,  /**< `commit` is its own. */
    STN_GIT_IS_TAG = 1 << 4,     /**< `commit` is what it tags. */
    STN_GIT_IS_NO_TREE = 1 << 5, /**< Though a tree says so. */
};

struct stn_git_record {
    git_oid id;
    /** @name The walk's; others read them when it is done. */
    /**@{*/
    uint32_t commit; /**< That shows it first: its index; or STN_GIT_NONE. */
    uint32_t parent; /**< Tree it stands in: its record; or STN_GIT_NONE. */
    uint8_t marks;   /**< Bits of enum stn_git_mark. */
    /**@}*/
    /** @name That of the worker that reads it. */
    /**@{*/
    bool is_counted; /**< It was given as a text, and counts as scanned. */
    bool is_cached;  /**< It was known to be clean, and not given. */
    uint32_t size;   /**< Bytes given. */
    /**@}*/
};

/** Zeroed is ready. */
struct stn_git_objects {
    struct stn_git_record *records; /**< Sorted by id; a text's id is a place
                                         in here. */
    uint32_t count;
    uint32_t *order;  /**< All records, by pack and offset; loose ones last. */
    uint32_t *fanout; /**< Where ids with a given prefix begin. */
    unsigned prefix_bits;
};

void stn_git_objects_dispose(struct stn_git_objects *objects);

/** Fill the table with every object of the repository, reachable or not.
 *  @return STN_OK; STN_ELIB; STN_ELIMIT; STN_ENOMEM. */
enum stn_status stn_git_objects_load(struct stn_git_objects *objects,
                                     const struct stn_git_repo *repo,
                                     struct stn_error *err);

/** @param id  Of 20 bytes. @return The record's place, or STN_GIT_NONE. */
uint32_t stn_git_objects_find(const struct stn_git_objects *objects,
                              const unsigned char *id);

#endif
