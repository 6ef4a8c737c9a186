#include "sources/dir.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/alloc.h"
#include "sources/dir_entry.h"

static bool serves_paths(const struct stn_target *target)
{
    return target->kind == STN_TARGET_PATHS;
}

static void close_dir(void *state)
{
    struct stn_dir *dir = state;

    if (dir == NULL)
        return;
    stn_folders_dispose(&dir->folders);
    stn_go_folders_dispose(&dir->go);
    stn_dir_shard_dispose(&dir->shard);
    stn_free(dir);
}

static enum stn_status open_dir(void **state,
                                const struct stn_source_options *options,
                                struct stn_error *err)
{
    struct stn_dir *dir = stn_calloc(1, sizeof(*dir));

    if (dir == NULL)
        return stn_fail_memory(err);
    dir->options = *options;
    stn_folders_init(&dir->folders);
    stn_go_folders_init(&dir->go, options->wants_packages);
    dir->go.shard = &dir->shard;
    /* Last first: the stack hands them out in the order given. */
    for (size_t i = options->target->paths.count; i > 0; i--) {
        enum stn_status status = stn_folders_push_root(
            &dir->folders, options->target->paths.items[i - 1], err);
        if (status < 0) {
            close_dir(dir);
            return status;
        }
    }
    enum stn_status status = stn_dir_shard_init(
        &dir->shard, options,
        dir->folders.top != NULL ? stn_folder_path(dir->folders.top)
                                 : STN_STR(""),
        err);
    if (status < 0) {
        close_dir(dir);
        return status;
    }
    *state = dir;
    return STN_OK;
}

static enum stn_status open_worker(void **worker, void *state,
                                   struct stn_error *err)
{
    struct stn_dir_worker *made = stn_calloc(1, sizeof(*made));

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
    struct stn_dir_worker *worker = handle;

    if (worker == NULL)
        return;
    stn_folders_leave(&worker->dir->folders, &worker->is_busy);
    stn_folder_release(worker->folder);
    stn_stream_dispose(&worker->stream);
    stn_packing_dispose(&worker->packing);
    stn_buf_dispose(&worker->path);
    stn_free(worker);
}

/* Read the next batch of the worker's folder; the rest is left for others.
 * STN_DONE: the folder is used up. */
static enum stn_status read_batch(struct stn_dir_worker *worker,
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
            folder->is_root
                ? STN_OK
                : stn_dir_skip_folder(skips, path, strerror(errno), err);
        return status < 0 ? status : STN_DONE;
    }
    long got = syscall(SYS_getdents64, folder->fd, worker->batch,
                       sizeof(worker->batch));
    if (got < 0) {
        enum stn_status status =
            stn_dir_skip_folder(skips, path, strerror(errno), err);
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
static enum stn_status begin_next(struct stn_dir_worker *worker,
                                  struct stn_findings *skips,
                                  struct stn_error *err)
{
    enum stn_status status;

    for (;;) {
        while (worker->at < worker->filled) {
            const struct stn_dir_entry *entry =
                (const struct stn_dir_entry *)(worker->batch + worker->at);
            worker->at += entry->length;
            status = stn_dir_take_entry(worker, entry, skips, err);
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
            status = stn_dir_begin_root(worker, skips, err);
            if (status != STN_DONE)
                return status;
        }
        status = read_batch(worker, skips, err);
        if (status < 0)
            return status;
    }
}

/* What a failed window means for the run: this text is skipped. */
static enum stn_status skip_stream(struct stn_dir_worker *worker,
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
    return stn_dir_skip(skips, reason, stn_buf_str(&worker->path), detail,
                        worker->stream.total, err);
}

/* Whether a text is to be left out for its size, or, where only its first
 * window was read, as binary. STN_DONE: it is, and is on record. */
static enum stn_status check_size(struct stn_dir_worker *worker,
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
        status = stn_dir_skip(
            skips, STN_SKIP_TOO_LARGE, stn_buf_str(&worker->path),
            "raise limits.file_bytes, or leave it out by paths.skip", size,
            err);
        stn_stream_end(stream);
        return status < 0 ? status : STN_DONE;
    }
    if (stream->is_binary) {
        status = stn_dir_skip(skips, STN_SKIP_BINARY,
                              stn_buf_str(&worker->path), NULL, size, err);
        stn_stream_end(stream);
        return status < 0 ? status : STN_DONE;
    }
    return STN_OK;
}

static enum stn_status next_text(void *handle, struct stn_text *text,
                                 struct stn_findings *skips,
                                 struct stn_error *err)
{
    struct stn_dir_worker *worker = handle;
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
    struct stn_dir_worker *worker = payload;

    stn_stream_keep(&worker->stream, offset);
}

static enum stn_status next_package(void *handle, struct stn_package *package,
                                    struct stn_findings *skips,
                                    struct stn_error *err)
{
    struct stn_dir_worker *worker = handle;
    struct stn_dir *dir = worker->dir;

    return stn_go_folders_next(&dir->go, &dir->options, &worker->packing,
                               package, skips, err);
}

static enum stn_status finish_dir(void *state, struct stn_findings *found,
                                  uint64_t *commits, struct stn_buf *what,
                                  struct stn_error *err)
{
    const struct stn_dir *dir = state;
    const struct stn_strings *paths = &dir->options.target->paths;

    (void)found;
    *commits = 0;
    for (size_t i = 0; i < paths->count && i < 3; i++)
        stn_buf_printf(what, "%s%s", i > 0 ? ", " : "", paths->items[i]);
    if (paths->count > 3)
        stn_buf_printf(what, " and %zu more", paths->count - 3);
    return stn_buf_status(what, err);
}

static void identify_dir(void *state, struct stn_sha256 *hash)
{
    const struct stn_dir *dir = state;

    stn_dir_shard_identify(&dir->shard, hash);
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
    .identify = identify_dir,
    .close = close_dir,
};
