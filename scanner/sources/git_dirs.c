#include "sources/git_dirs.h"

#include <stdlib.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/limits.h"

/* Alternates of alternates: as deep as git follows them. */
#define DEPTH_MAX 5
/* Folders in all: forks share one or two. */
#define DIRS_MAX 256

void stn_git_dirs_dispose(struct stn_git_dirs *dirs)
{
    for (size_t i = 0; i < dirs->count; i++)
        stn_free(dirs->items[i]);
    stn_free(dirs->items);
    *dirs = (struct stn_git_dirs){0};
}

char *stn_git_join(const char *folder, const char *name)
{
    struct stn_buf path = STN_BUF_INIT(SIZE_MAX / 2);

    stn_buf_puts(&path, folder);
    if (path.len > 0 && path.ptr[path.len - 1] != '/')
        stn_buf_putc(&path, '/');
    stn_buf_puts(&path, name);
    if (path.status >= 0)
        return stn_buf_detach(&path, NULL);
    stn_buf_dispose(&path);
    return NULL;
}

static bool is_folder(const char *path, struct stat *info)
{
    return stat(path, info) == 0 && S_ISDIR(info->st_mode);
}

static bool holds(const struct stn_git_dirs *dirs, const struct stat *wanted)
{
    struct stat info;

    for (size_t i = 0; i < dirs->count; i++)
        if (is_folder(dirs->items[i], &info) && info.st_dev == wanted->st_dev &&
            info.st_ino == wanted->st_ino)
            return true;
    return false;
}

/* Add a folder that exists and is not there yet; takes `path`. What does not
 * exist is left out, as git does: objects missed for it are reported. */
static enum stn_status add(struct stn_git_dirs *dirs, char *path,
                           struct stn_error *err)
{
    struct stat info;

    if (path == NULL)
        return stn_fail_memory(err);
    if (dirs->count > 0 && (dirs->count >= DIRS_MAX ||
                            !is_folder(path, &info) || holds(dirs, &info))) {
        stn_free(path);
        return STN_OK;
    }
    char **items =
        stn_grow(dirs->items, &dirs->capacity, dirs->count, sizeof(*items));
    if (items == NULL) {
        stn_free(path);
        return stn_fail_memory(err);
    }
    dirs->items = items;
    dirs->items[dirs->count++] = path;
    return STN_OK;
}

/* Add each path of a list; a relative one stands below `base`. */
static enum stn_status add_list(struct stn_git_dirs *dirs, struct stn_str list,
                                char separator, const char *base,
                                struct stn_error *err)
{
    while (list.len > 0) {
        const char *end = memchr(list.ptr, separator, list.len);
        size_t length = end != NULL ? (size_t)(end - list.ptr) : list.len;
        struct stn_str item = stn_str_sub(list, 0, length);

        list = stn_str_sub(list, length + 1, list.len);
        if (item.len == 0 || item.ptr[0] == '#')
            continue;
        char *path = stn_strndup(item.ptr, item.len);
        if (path != NULL && path[0] != '/' && base != NULL) {
            char *joined = stn_git_join(base, path);
            stn_free(path);
            path = joined;
        }
        enum stn_status status = add(dirs, path, err);
        if (status < 0)
            return status;
    }
    return STN_OK;
}

static enum stn_status add_alternates(struct stn_git_dirs *dirs,
                                      const char *folder, struct stn_error *err)
{
    struct stn_buf list = STN_BUF_INIT(STN_MIB);
    char *path = stn_git_join(folder, "info/alternates");
    enum stn_status status;

    if (path == NULL)
        return stn_fail_memory(err);
    status = stn_file_read(&list, path, err);
    if (status == STN_OK)
        status = add_list(dirs, stn_buf_str(&list), '\n', folder, err);
    stn_free(path);
    stn_buf_dispose(&list);
    /* Without them objects are missed, and each is reported. */
    return status == STN_ENOMEM ? status : STN_OK;
}

enum stn_status stn_git_dirs_gather(struct stn_git_dirs *dirs,
                                    const char *common, bool use_env,
                                    struct stn_error *err)
{
    const char *own = use_env ? getenv("GIT_OBJECT_DIRECTORY") : NULL;
    const char *more =
        use_env ? getenv("GIT_ALTERNATE_OBJECT_DIRECTORIES") : NULL;
    enum stn_status status;

    if (own != NULL && own[0] != '\0')
        status = add(dirs, stn_strndup(own, strlen(own)), err);
    else
        status = add(dirs, stn_git_join(common, "objects"), err);
    if (status >= 0)
        status = add_list(dirs, stn_str_of(more), ':', NULL, err);

    /* What the last round added is what this one looks into. */
    size_t from = 0;
    for (int depth = 0; status >= 0 && depth <= DEPTH_MAX; depth++) {
        size_t to = dirs->count;
        for (; status >= 0 && from < to; from++)
            status = add_alternates(dirs, dirs->items[from], err);
    }
    return status;
}
