/**
 * @file
 * The insides of the folder source: what an entry of a folder, or what the
 * user named, comes to.
 */
#ifndef STN_SOURCES_DIR_ENTRY_H
#define STN_SOURCES_DIR_ENTRY_H

#include "base/limits.h"
#include "sources/dir_shard.h"
#include "sources/folders.h"
#include "sources/go_folders.h"
#include "sources/stream.h"

/** Entries that one worker takes of a folder at a time: about a thousand. The
 * next worker goes on where it stopped, so one huge folder keeps all busy. */
#define STN_DIR_BATCH_BYTES (32 * STN_KIB)

/* One entry as the kernel writes it; see getdents64(2). */
struct stn_dir_entry {
    uint64_t inode;
    int64_t offset;
    unsigned short length;
    unsigned char type;
    char name[];
};

struct stn_dir {
    struct stn_source_options options;
    struct stn_folders folders;
    struct stn_go_folders go; /* with Go files, if packages are wanted */
    struct stn_dir_shard shard;
};

struct stn_dir_worker {
    struct stn_dir *dir;
    struct stn_folder *folder; /* of the batch */
    size_t at, filled;         /* in the batch */
    struct stn_stream stream;
    struct stn_buf path;
    struct stn_packing packing;
    bool is_noted; /* the folder, as one with Go files */
    bool is_piped; /* the text comes as a stream */
    bool is_busy;
    _Alignas(struct stn_dir_entry) char batch[STN_DIR_BATCH_BYTES];
};

/** Tell of a text that is left out. */
enum stn_status stn_dir_skip(struct stn_findings *skips,
                             enum stn_skip_reason reason, struct stn_str path,
                             const char *detail, uint64_t bytes,
                             struct stn_error *err);

/** Tell of a folder that cannot be read: what is below it may be in any
 *  part. */
enum stn_status stn_dir_skip_folder(struct stn_findings *skips,
                                    struct stn_str path, const char *detail,
                                    struct stn_error *err);

/**
 * Begin what one entry of the worker's folder is.
 *
 * @return STN_OK: a file, whose stream has begun; STN_DONE: a folder, now on
 *         the stack, or something left out; a failure.
 */
enum stn_status stn_dir_take_entry(struct stn_dir_worker *worker,
                                   const struct stn_dir_entry *entry,
                                   struct stn_findings *skips,
                                   struct stn_error *err);

/**
 * Begin what the user named: standard input, a file, or a folder.
 *
 * @return STN_OK; STN_DONE: its entries are what follows, or it could not be
 *         opened, or is in another part; a failure.
 */
enum stn_status stn_dir_begin_root(struct stn_dir_worker *worker,
                                   struct stn_findings *skips,
                                   struct stn_error *err);

#endif
