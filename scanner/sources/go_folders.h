/**
 * @file
 * Folders with Go files, noted while texts are handed out and read as packages
 * afterwards.
 */
#ifndef STN_SOURCES_GO_FOLDERS_H
#define STN_SOURCES_GO_FOLDERS_H

#include <pthread.h>

#include "sources/dir_shard.h"
#include "sources/packing.h"

/** A folder, or one file of it. */
struct stn_go_note {
    struct stn_str folder; /**< As shown; empty for ".". */
    struct stn_str name;   /**< Empty: every file of it counts. */
    struct stn_str bytes;  /**< Of a stream: the file itself, called `name`. */
    bool is_stream;
};

/** Shared by the workers. */
struct stn_go_folders {
    bool is_wanted;                    /**< Else nothing is noted. */
    const struct stn_dir_shard *shard; /**< NULL: every folder is wanted. */
    pthread_mutex_t lock;
    struct stn_arena arena;
    struct stn_go_note *notes; /**< Sorted when the first package is taken. */
    size_t count, capacity;
    size_t next;
    bool is_sorted;
};

void stn_go_folders_init(struct stn_go_folders *folders, bool is_wanted);
void stn_go_folders_dispose(struct stn_go_folders *folders);

/** Note one; it is copied. */
enum stn_status stn_go_folders_note(struct stn_go_folders *folders,
                                    const struct stn_go_note *note,
                                    struct stn_error *err);

/** Note a file that the user named, if it is one of Go: a target whatever the
 *  go tool thinks of its name. */
enum stn_status stn_go_folders_note_file(struct stn_go_folders *folders,
                                         struct stn_str path,
                                         struct stn_error *err);

/** Note a text that came as a stream, if it is Go, while all of it is at
 *  hand. */
enum stn_status stn_go_folders_note_stream(struct stn_go_folders *folders,
                                           const struct stn_text *text,
                                           struct stn_findings *skips,
                                           struct stn_error *err);

/**
 * Read the next package from disk: the Go files of a folder, those noted as
 * its targets but for what paths.skip leaves out, and the nearest go.mod.
 *
 * @param packing  The worker's.
 * @return As next_package of struct stn_source.
 */
enum stn_status stn_go_folders_next(struct stn_go_folders *folders,
                                    const struct stn_source_options *options,
                                    struct stn_packing *packing,
                                    struct stn_package *out,
                                    struct stn_findings *skips,
                                    struct stn_error *err);

/**
 * Add the Go files of an open folder to a packing.
 *
 * @param fd        Of the folder; it is closed.
 * @param prefix    What stands before their names; with a final '/'.
 * @param complete  Told path and bytes of each file whose name ends in .go, it
 *                  says whether it is a target and what was touched. STN_DONE:
 *                  it is left out.
 */
typedef enum stn_status (*stn_go_complete_fn)(void *payload,
                                              struct stn_package_file *file,
                                              struct stn_error *err);
enum stn_status stn_go_files_read(struct stn_packing *packing, int fd,
                                  struct stn_str prefix,
                                  stn_go_complete_fn complete, void *payload,
                                  struct stn_findings *skips,
                                  struct stn_error *err);

/** The go.mod of a folder or of the nearest one above it. Empty: none.
 *  @param fd  Of the folder; stays open. */
enum stn_status stn_go_mod_read(struct stn_buf *out, int fd,
                                struct stn_error *err);

#endif
