#include "sources/folders.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"

struct stn_folder *stn_folder_new(struct stn_str path, uint32_t depth)
{
    size_t size;

    if (!stn_add(&size, path.len, sizeof(struct stn_folder) + 1))
        return NULL;
    struct stn_folder *folder = stn_calloc(1, size);
    if (folder == NULL)
        return NULL;
    atomic_init(&folder->users, 1);
    folder->fd = -1;
    folder->depth = depth;
    folder->path_len = path.len;
    if (path.len > 0)
        memcpy(folder->path, path.ptr, path.len);
    return folder;
}

void stn_folder_release(struct stn_folder *folder)
{
    if (folder == NULL || atomic_fetch_sub(&folder->users, 1) > 1)
        return;
    if (folder->fd >= 0)
        close(folder->fd);
    stn_free(folder);
}

void stn_folders_init(struct stn_folders *folders)
{
    *folders = (struct stn_folders){0};
    pthread_mutex_init(&folders->lock, NULL);
    pthread_cond_init(&folders->changed, NULL);
}

void stn_folders_dispose(struct stn_folders *folders)
{
    while (folders->top != NULL) {
        struct stn_folder *below = folders->top->below;
        stn_folder_release(folders->top);
        folders->top = below;
    }
    pthread_cond_destroy(&folders->changed);
    pthread_mutex_destroy(&folders->lock);
}

void stn_folders_push(struct stn_folders *folders, struct stn_folder *folder)
{
    pthread_mutex_lock(&folders->lock);
    folder->below = folders->top;
    folders->top = folder;
    pthread_cond_signal(&folders->changed);
    pthread_mutex_unlock(&folders->lock);
}

/* With the lock held. */
static void leave_locked(struct stn_folders *folders, bool *is_busy)
{
    if (!*is_busy)
        return;
    *is_busy = false;
    folders->busy--;
    if (folders->busy == 0)
        pthread_cond_broadcast(&folders->changed);
}

struct stn_folder *stn_folders_pop(struct stn_folders *folders, bool *is_busy)
{
    pthread_mutex_lock(&folders->lock);
    leave_locked(folders, is_busy);
    while (folders->top == NULL && folders->busy > 0)
        pthread_cond_wait(&folders->changed, &folders->lock);
    struct stn_folder *top = folders->top;
    if (top != NULL) {
        folders->top = top->below;
        *is_busy = true;
        folders->busy++;
    }
    pthread_mutex_unlock(&folders->lock);
    return top;
}

void stn_folders_leave(struct stn_folders *folders, bool *is_busy)
{
    pthread_mutex_lock(&folders->lock);
    leave_locked(folders, is_busy);
    pthread_mutex_unlock(&folders->lock);
}

/* "./a//" is shown as "a", "." as nothing before its entries' names. */
static struct stn_str shown_root(const char *path)
{
    struct stn_str shown = stn_str_of(path);

    while (shown.len > 1 && shown.ptr[shown.len - 1] == '/')
        shown.len--;
    while (shown.len >= 2 && shown.ptr[0] == '.' && shown.ptr[1] == '/') {
        shown = stn_str_sub(shown, 2, shown.len);
        while (shown.len > 0 && shown.ptr[0] == '/')
            shown = stn_str_sub(shown, 1, shown.len);
    }
    if (stn_str_equal(shown, STN_STR(".")))
        shown.len = 0;
    /* A file of that name is not standard input. */
    if (stn_str_equal(shown, STN_STR("-")) && strcmp(path, "-") != 0)
        return STN_STR("./-");
    return shown;
}

enum stn_status stn_folders_push_root(struct stn_folders *folders,
                                      const char *path, struct stn_error *err)
{
    struct stat info;

    if (strcmp(path, "-") != 0 && stat(path, &info) < 0 &&
        (errno == ENOENT || errno == ENOTDIR))
        return stn_fail(err, STN_EUSAGE, "%s: %s", path, strerror(errno));
    struct stn_folder *root = stn_folder_new(shown_root(path), 0);
    if (root == NULL)
        return stn_fail_memory(err);
    root->is_root = true;
    stn_folders_push(folders, root);
    return STN_OK;
}
