#include "sources/dir.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "sources/folders.h"
#include "sources/go_folders.h"
#include "sources/stream.h"
#include "text/go_source.h"

/* Entries that one worker takes of a folder at a time: about a thousand. The
 * next worker goes on where it stopped, so one huge folder keeps all busy. */
#define BATCH_BYTES (32 * STN_KIB)

/* One entry as the kernel writes it; see getdents64(2). */
struct entry {
    uint64_t inode;
    int64_t offset;
    unsigned short length;
    unsigned char type;
    char name[];
};

struct dir {
    struct stn_source_options options;
    struct stn_folders folders;
    struct stn_go_folders go; /* with Go files, if packages are wanted */
};

struct dir_worker {
    struct dir *dir;
    struct stn_folder *folder; /* of the batch */
    size_t at, filled;         /* in the batch */
    struct stn_stream stream;
    struct stn_buf path;
    struct stn_packing packing;
    bool is_noted; /* the folder, as one with Go files */
    bool is_piped; /* the text comes as a stream */
    bool is_busy;
    _Alignas(struct entry) char batch[BATCH_BYTES];
};

static bool serves_paths(const struct stn_target *target)
{
    return target->kind == STN_TARGET_PATHS;
}

static void close_dir(void *state)
{
    struct dir *dir = state;

    if (dir == NULL)
        return;
    stn_folders_dispose(&dir->folders);
    stn_go_folders_dispose(&dir->go);
    stn_free(dir);
}

static enum stn_status open_dir(void **state,
                                const struct stn_source_options *options,
                                struct stn_error *err)
{
    struct dir *dir = stn_calloc(1, sizeof(*dir));

    if (dir == NULL)
        return stn_fail_memory(err);
    dir->options = *options;
    stn_folders_init(&dir->folders);
    stn_go_folders_init(&dir->go, options->wants_packages);
    /* Last first: the stack hands them out in the order given. */
    for (size_t i = options->target->paths.count; i > 0; i--) {
        enum stn_status status = stn_folders_push_root(
            &dir->folders, options->target->paths.items[i - 1], err);
        if (status < 0) {
            close_dir(dir);
            return status;
        }
    }
    *state = dir;
    return STN_OK;
}

static enum stn_status open_worker(void **worker, void *state,
                                   struct stn_error *err)
{
    struct dir_worker *made = stn_calloc(1, sizeof(*made));

    if (made == NULL)
        return stn_fail_memory(err);
    made->dir = state;
    stn_stream_init(&made->stream);
    stn_buf_init(&made->path, STN_MIB);
    *worker = made;
    return STN_OK;
}

static void close_worker(void *handle)
{
    struct dir_worker *worker = handle;

    if (worker == NULL)
        return;
    stn_folders_leave(&worker->dir->folders, &worker->is_busy);
    stn_folder_release(worker->folder);
    stn_stream_dispose(&worker->stream);
    stn_packing_dispose(&worker->packing);
    stn_buf_dispose(&worker->path);
    stn_free(worker);
}

/* The path of an entry, in the worker's buffer. */
static struct stn_str entry_path(struct dir_worker *worker, const char *name)
{
    const struct stn_folder *folder = worker->folder;

    stn_buf_clear(&worker->path);
    stn_buf_append(&worker->path, stn_folder_path(folder));
    if (folder->path_len > 0 && folder->path[folder->path_len - 1] != '/')
        stn_buf_putc(&worker->path, '/');
    stn_buf_puts(&worker->path, name);
    return stn_buf_str(&worker->path);
}

static enum stn_status skip(struct stn_findings *skips,
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
    return skip(skips, STN_SKIP_UNREADABLE, path, strerror(errno), 0, err);
}

static enum stn_status push_folder(struct dir_worker *worker, const char *name,
                                   struct stn_findings *skips,
                                   struct stn_error *err)
{
    struct stn_str path = entry_path(worker, name);

    if (stn_source_skips(&worker->dir->options, path))
        return skip(skips, STN_SKIP_PATH, path, NULL, 0, err);
    if (worker->folder->depth + 1 > STN_FOLDER_DEPTH_MAX)
        return skip(skips, STN_SKIP_UNREADABLE, path,
                    "folders are nested too deep", 0, err);
    struct stn_folder *folder = stn_folder_new(path, worker->folder->depth + 1);
    if (folder == NULL)
        return stn_fail_memory(err);
    folder->is_no_go =
        worker->folder->is_no_go || stn_folder_is_no_go(stn_str_of(name));
    stn_folders_push(&worker->dir->folders, folder);
    return STN_OK;
}

/* Note that a folder, the worker's, holds a file of Go. */
static enum stn_status note_go(struct dir_worker *worker, const char *name,
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
static enum stn_status begin_file(struct dir_worker *worker, const char *name,
                                  struct stn_findings *skips,
                                  struct stn_error *err)
{
    if (worker->dir->options.paths_skip.count > 0) {
        struct stn_str path = entry_path(worker, name);
        if (stn_source_skips(&worker->dir->options, path)) {
            enum stn_status status =
                skip(skips, STN_SKIP_PATH, path, NULL, 0, err);
            return status < 0 ? status : STN_DONE;
        }
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

static unsigned char entry_type(const struct dir_worker *worker,
                                const struct entry *entry)
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
static enum stn_status take_entry(struct dir_worker *worker,
                                  const struct entry *entry,
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
        status = skip(skips, STN_SKIP_SYMLINK, entry_path(worker, name), NULL,
                      0, err);
        break;
    default:
        status = skip(skips, STN_SKIP_SPECIAL, entry_path(worker, name), NULL,
                      0, err);
        break;
    }
    return status < 0 ? status : STN_DONE;
}

/* Begin what the user named: standard input, a file, or a folder (STN_DONE:
 * its entries are what follows, or it could not be opened). */
static enum stn_status begin_root(struct dir_worker *worker,
                                  struct stn_findings *skips,
                                  struct stn_error *err)
{
    struct stn_folder *root = worker->folder;
    struct stn_str path = stn_folder_path(root);
    struct stat info;

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
        enum stn_status status = skip_errno(skips, path, err);
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

/* Read the next batch of the worker's folder; the rest is left for others.
 * STN_DONE: the folder is used up. */
static enum stn_status read_batch(struct dir_worker *worker,
                                  struct stn_findings *skips,
                                  struct stn_error *err)
{
    struct stn_folder *folder = worker->folder;
    struct stn_str path = stn_folder_path(folder);

    if (folder->fd < 0 && !folder->is_root)
        folder->fd =
            open(folder->path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (folder->fd < 0) {
        enum stn_status status =
            folder->is_root ? STN_OK : skip_errno(skips, path, err);
        return status < 0 ? status : STN_DONE;
    }
    long got = syscall(SYS_getdents64, folder->fd, worker->batch,
                       sizeof(worker->batch));
    if (got < 0) {
        enum stn_status status = skip_errno(skips, path, err);
        return status < 0 ? status : STN_DONE;
    }
    if (got == 0)
        return STN_DONE;
    worker->at = 0;
    worker->filled = (size_t)got;
    /* A buffer nearly full means there is more: let another worker have it. */
    if (worker->filled > sizeof(worker->batch) / 2) {
        atomic_fetch_add(&folder->users, 1);
        stn_folders_push(&worker->dir->folders, folder);
    }
    return STN_OK;
}

/* Go on until a stream has begun. STN_DONE: all is handed out. */
static enum stn_status begin_next(struct dir_worker *worker,
                                  struct stn_findings *skips,
                                  struct stn_error *err)
{
    enum stn_status status;

    for (;;) {
        while (worker->at < worker->filled) {
            const struct entry *entry =
                (const struct entry *)(worker->batch + worker->at);
            worker->at += entry->length;
            status = take_entry(worker, entry, skips, err);
            if (status != STN_DONE)
                return status;
        }
        stn_folder_release(worker->folder);
        worker->at = worker->filled = 0;
        worker->is_noted = false;
        worker->folder =
            stn_folders_pop(&worker->dir->folders, &worker->is_busy);
        if (worker->folder == NULL)
            return STN_DONE;
        if (worker->folder->is_root && worker->folder->fd < 0) {
            status = begin_root(worker, skips, err);
            if (status != STN_DONE)
                return status;
        }
        status = read_batch(worker, skips, err);
        if (status < 0)
            return status;
    }
}

/* What a failed window means for the run: this text is skipped. */
static enum stn_status skip_stream(struct dir_worker *worker,
                                   enum stn_status failed, const char *detail,
                                   struct stn_findings *skips,
                                   struct stn_error *err)
{
    enum stn_skip_reason reason = STN_SKIP_UNREADABLE;

    if (failed == STN_ELIMIT)
        reason = STN_SKIP_TOO_LARGE;
    if (failed == STN_EINPUT)
        reason = STN_SKIP_CHANGED;
    stn_stream_end(&worker->stream);
    return skip(skips, reason, stn_buf_str(&worker->path), detail,
                worker->stream.total, err);
}

/* Whether a text is to be left out for its size, or, where only its first
 * window was read, as binary. STN_DONE: it is, and is on record. */
static enum stn_status check_size(struct dir_worker *worker,
                                  const struct stn_text *text,
                                  struct stn_findings *skips,
                                  struct stn_error *err)
{
    const struct stn_source_options *options = &worker->dir->options;
    struct stn_stream *stream = &worker->stream;
    enum stn_status status;

    uint64_t size = stream->is_file ? stream->size : stream->total;
    if (options->max_is_explicit && stream->owns_fd && !text->is_continued &&
        size > options->max_text_bytes) {
        status = skip(skips, STN_SKIP_TOO_LARGE, stn_buf_str(&worker->path),
                      "raise limits.file_bytes, or leave it out by paths.skip",
                      size, err);
        stn_stream_end(stream);
        return status < 0 ? status : STN_DONE;
    }
    if (stream->is_binary) {
        status = skip(skips, STN_SKIP_BINARY, stn_buf_str(&worker->path), NULL,
                      size, err);
        stn_stream_end(stream);
        return status < 0 ? status : STN_DONE;
    }
    return STN_OK;
}

static enum stn_status next_text(void *handle, struct stn_text *text,
                                 struct stn_findings *skips,
                                 struct stn_error *err)
{
    struct dir_worker *worker = handle;
    struct stn_error why;
    enum stn_status status;

    for (;;) {
        if (atomic_load_explicit(worker->dir->options.stop,
                                 memory_order_relaxed))
            return STN_DONE;
        if (worker->stream.fd < 0) {
            status = begin_next(worker, skips, err);
            if (status != STN_OK)
                return status;
        }
        *text = (struct stn_text){0};
        status = stn_stream_next(&worker->stream, text, &why);
        if (status == STN_DONE)
            continue;
        if (status == STN_ENOMEM)
            return stn_fail_memory(err);
        if (status < 0) {
            status = skip_stream(worker, status, why.message, skips, err);
            if (status < 0)
                return status;
            continue;
        }
        text->path = stn_buf_str(&worker->path);
        status = check_size(worker, text, skips, err);
        if (status == STN_OK && worker->is_piped)
            status =
                stn_go_folders_note_stream(&worker->dir->go, text, skips, err);
        if (status != STN_DONE)
            return status;
    }
}

static void keep_bytes(void *payload, size_t offset)
{
    struct dir_worker *worker = payload;

    stn_stream_keep(&worker->stream, offset);
}

static enum stn_status next_package(void *handle, struct stn_package *package,
                                    struct stn_findings *skips,
                                    struct stn_error *err)
{
    struct dir_worker *worker = handle;
    struct dir *dir = worker->dir;

    return stn_go_folders_next(&dir->go, &dir->options, &worker->packing,
                               package, skips, err);
}

static enum stn_status finish_dir(void *state, struct stn_findings *found,
                                  uint64_t *commits, struct stn_buf *what,
                                  struct stn_error *err)
{
    const struct dir *dir = state;
    const struct stn_strings *paths = &dir->options.target->paths;

    (void)found;
    *commits = 0;
    for (size_t i = 0; i < paths->count && i < 3; i++)
        stn_buf_printf(what, "%s%s", i > 0 ? ", " : "", paths->items[i]);
    if (paths->count > 3)
        stn_buf_printf(what, " and %zu more", paths->count - 3);
    return stn_buf_status(what, err);
}

const struct stn_source stn_source_dir = {
    .name = "folder",
    .serves = serves_paths,
    .open = open_dir,
    .worker_open = open_worker,
    .next = next_text,
    .keep = keep_bytes,
    .next_package = next_package,
    .worker_close = close_worker,
    .finish = finish_dir,
    .close = close_dir,
};
