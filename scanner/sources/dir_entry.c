#include "sources/dir_entry.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "text/go_source.h"

/* The path of an entry, in the worker's buffer. */
static struct stn_str entry_path(struct stn_dir_worker *worker,
                                 const char *name)
{
    const struct stn_folder *folder = worker->folder;

    stn_buf_clear(&worker->path);
    stn_buf_append(&worker->path, stn_folder_path(folder));
    if (folder->path_len > 0 && folder->path[folder->path_len - 1] != '/')
        stn_buf_putc(&worker->path, '/');
    stn_buf_puts(&worker->path, name);
    return stn_buf_str(&worker->path);
}

enum stn_status stn_dir_skip(struct stn_findings *skips,
                             enum stn_skip_reason reason, struct stn_str path,
                             const char *detail, uint64_t bytes,
                             struct stn_error *err)
{
    return stn_findings_skip(skips,
                             &(struct stn_skip){.reason = reason,
                                                .file = path,
                                                .detail = stn_str_of(detail),
                                                .bytes = bytes},
                             err);
}

static enum stn_status skip_errno(struct stn_findings *skips,
                                  struct stn_str path, struct stn_error *err)
{
    return stn_dir_skip(skips, STN_SKIP_UNREADABLE, path, strerror(errno), 0,
                        err);
}

/* What is below a folder that cannot be read may be in any part. */
enum stn_status stn_dir_skip_folder(struct stn_findings *skips,
                                    struct stn_str path, const char *detail,
                                    struct stn_error *err)
{
    return stn_findings_skip(skips,
                             &(struct stn_skip){.reason = STN_SKIP_UNREADABLE,
                                                .file = path,
                                                .detail = stn_str_of(detail),
                                                .is_shared = true},
                             err);
}

/* Tell of what policy leaves out, in the part that has it. */
static enum stn_status skip_ours(struct stn_dir_worker *worker,
                                 struct stn_findings *skips,
                                 enum stn_skip_reason reason,
                                 struct stn_str path, struct stn_error *err)
{
    return stn_dir_shard_takes(&worker->dir->shard, path)
               ? stn_dir_skip(skips, reason, path, NULL, 0, err)
               : STN_OK;
}

static enum stn_status push_folder(struct stn_dir_worker *worker,
                                   const char *name, struct stn_findings *skips,
                                   struct stn_error *err)
{
    struct stn_str path = entry_path(worker, name);

    if (stn_source_skips(&worker->dir->options, path))
        return skip_ours(worker, skips, STN_SKIP_PATH, path, err);
    if (worker->folder->depth + 1 > STN_FOLDER_DEPTH_MAX)
        return stn_dir_skip_folder(skips, path, "folders are nested too deep",
                                   err);
    struct stn_folder *folder = stn_folder_new(path, worker->folder->depth + 1);
    if (folder == NULL)
        return stn_fail_memory(err);
    folder->is_no_go =
        worker->folder->is_no_go || stn_folder_is_no_go(stn_str_of(name));
    stn_folders_push(&worker->dir->folders, folder);
    return STN_OK;
}

/* Note that a folder, the worker's, holds a file of Go. */
static enum stn_status note_go(struct stn_dir_worker *worker, const char *name,
                               struct stn_error *err)
{
    struct stn_folder *folder = worker->folder;

    if (folder->is_no_go || worker->is_noted ||
        !stn_path_is_go(stn_str_of(name)))
        return STN_OK;
    worker->is_noted = true;
    return stn_go_folders_note(
        &worker->dir->go,
        &(struct stn_go_note){.folder = stn_folder_path(folder)}, err);
}

/* Begin to read one file of the batch's folder. STN_DONE: it is skipped. */
static enum stn_status begin_file(struct stn_dir_worker *worker,
                                  const char *name, struct stn_findings *skips,
                                  struct stn_error *err)
{
    struct stn_dir *dir = worker->dir;

    if (dir->options.paths_skip.count > 0) {
        struct stn_str path = entry_path(worker, name);
        if (stn_source_skips(&dir->options, path)) {
            enum stn_status status =
                skip_ours(worker, skips, STN_SKIP_PATH, path, err);
            return status < 0 ? status : STN_DONE;
        }
    }
    if (stn_shard_is_part(dir->options.shard)) {
        /* Its package may be in this part though the file is in another. */
        enum stn_status status = note_go(worker, name, err);
        if (status < 0)
            return status;
        if (!stn_dir_shard_takes(&dir->shard, entry_path(worker, name)))
            return STN_DONE;
    }
    int fd = openat(worker->folder->fd, name,
                    O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (fd < 0) {
        int saved = errno;
        struct stn_str path = entry_path(worker, name);
        errno = saved;
        enum stn_status status = skip_errno(skips, path, err);
        return status < 0 ? status : STN_DONE;
    }
    stn_stream_begin(&worker->stream, fd, true, NULL);
    worker->is_piped = false;
    entry_path(worker, name);
    return note_go(worker, name, err);
}

static unsigned char entry_type(const struct stn_dir_worker *worker,
                                const struct stn_dir_entry *entry)
{
    struct stat info;

    if (entry->type != DT_UNKNOWN)
        return entry->type;
    if (fstatat(worker->folder->fd, entry->name, &info, AT_SYMLINK_NOFOLLOW) <
        0)
        return DT_REG; /* opening it tells what is wrong */
    return IFTODT(info.st_mode);
}

/* One entry: a file begins the stream (STN_OK), all else gives STN_DONE. */
enum stn_status stn_dir_take_entry(struct stn_dir_worker *worker,
                                   const struct stn_dir_entry *entry,
                                   struct stn_findings *skips,
                                   struct stn_error *err)
{
    const char *name = entry->name;
    enum stn_status status = STN_OK;

    if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0 ||
        strcmp(name, ".git") == 0)
        return STN_DONE;
    switch (entry_type(worker, entry)) {
    case DT_REG:
        return begin_file(worker, name, skips, err);
    case DT_DIR:
        status = push_folder(worker, name, skips, err);
        break;
    case DT_LNK:
        status = skip_ours(worker, skips, STN_SKIP_SYMLINK,
                           entry_path(worker, name), err);
        break;
    default:
        status = skip_ours(worker, skips, STN_SKIP_SPECIAL,
                           entry_path(worker, name), err);
        break;
    }
    return status < 0 ? status : STN_DONE;
}

/* Whether what the user named is in the part. What is no folder must not even
 * be opened if not: it may be a pipe. STN_DONE: it is not. */
static enum stn_status check_root(struct stn_dir_worker *worker,
                                  const struct stn_folder *root,
                                  struct stn_error *err)
{
    struct stn_dir *dir = worker->dir;
    const struct stn_str path = stn_folder_path(root);
    const bool is_stdin = stn_str_equal(path, STN_STR("-"));
    struct stat info = {.st_mode = 0};

    if (!stn_shard_is_part(dir->options.shard) || path.len == 0)
        return STN_OK;
    if (!is_stdin && (stat(root->path, &info) < 0 || S_ISDIR(info.st_mode)))
        return STN_OK;
    if (stn_dir_shard_takes(&dir->shard, path))
        return STN_OK;
    enum stn_status status = S_ISREG(info.st_mode)
                                 ? stn_go_folders_note_file(&dir->go, path, err)
                                 : STN_OK;
    return status < 0 ? status : STN_DONE;
}

/* Begin what the user named: standard input, a file, or a folder (STN_DONE:
 * its entries are what follows, or it could not be opened). */
enum stn_status stn_dir_begin_root(struct stn_dir_worker *worker,
                                   struct stn_findings *skips,
                                   struct stn_error *err)
{
    struct stn_folder *root = worker->folder;
    struct stn_str path = stn_folder_path(root);
    struct stat info;
    enum stn_status ours = check_root(worker, root, err);

    if (ours != STN_OK)
        return ours;
    stn_buf_clear(&worker->path);
    if (stn_str_equal(path, STN_STR("-"))) {
        stn_buf_puts(&worker->path, "<stdin>");
        worker->is_piped = true;
        stn_stream_begin(&worker->stream, STDIN_FILENO, false,
                         &worker->dir->options);
        return STN_OK;
    }
    stn_buf_append(&worker->path, path);
    int fd =
        open(path.len > 0 ? root->path : ".", O_RDONLY | O_NOCTTY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &info) < 0) {
        int saved = errno;
        if (fd >= 0)
            close(fd);
        errno = saved;
        enum stn_status status =
            stn_dir_skip_folder(skips, path, strerror(errno), err);
        return status < 0 ? status : STN_DONE;
    }
    if (S_ISDIR(info.st_mode)) {
        root->fd = fd;
        return STN_DONE;
    }
    worker->is_piped = !S_ISREG(info.st_mode);
    stn_stream_begin(&worker->stream, fd, true,
                     worker->is_piped ? &worker->dir->options : NULL);
    return !worker->is_piped
               ? stn_go_folders_note_file(&worker->dir->go, path, err)
               : STN_OK;
}
