/** @file The folders that are still to be read, shared by the workers. */
#ifndef STN_SOURCES_FOLDERS_H
#define STN_SOURCES_FOLDERS_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>

#include "base/error.h"
#include "base/str.h"

/** A folder some of whose entries are still to be handed out, or a path named
 *  by the user. */
struct stn_folder {
    struct stn_folder *below; /**< On the stack. */
    atomic_size_t users;      /**< Its batches, and the stack. */
    int fd;                   /**< -1 until a worker opens it. */
    uint32_t depth;
    bool is_root;  /**< Named by the user: may be anything, links followed. */
    bool is_no_go; /**< The go tool looks for no packages in here. */
    size_t path_len;
    char path[]; /**< Without a final '/'; empty for ".". */
};

/** @return A folder with one user, or NULL. */
struct stn_folder *stn_folder_new(struct stn_str path, uint32_t depth);
void stn_folder_release(struct stn_folder *folder);

static inline struct stn_str stn_folder_path(const struct stn_folder *folder)
{
    return (struct stn_str){folder->path, folder->path_len};
}

/** A stack that knows who may still push to it. */
struct stn_folders {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct stn_folder *top;
    size_t busy; /**< Workers that hold a folder, and so may push. */
};

void stn_folders_init(struct stn_folders *folders);
void stn_folders_dispose(struct stn_folders *folders);

/** Takes over the caller's use of the folder. */
void stn_folders_push(struct stn_folders *folders, struct stn_folder *folder);

/** Push what the user named. @return STN_EUSAGE if it does not exist. */
enum stn_status stn_folders_push_root(struct stn_folders *folders,
                                      const char *path, struct stn_error *err);

/**
 * Take the top, waiting while others may still push one.
 *
 * @param is_busy  The worker's own mark, false at first.
 * @return NULL when all is handed out.
 */
struct stn_folder *stn_folders_pop(struct stn_folders *folders, bool *is_busy);

/** Say that this worker will push no more. */
void stn_folders_leave(struct stn_folders *folders, bool *is_busy);

#endif
