#include <fcntl.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "sources/git_disk.h"
#include "sources/git_go.h"
#include "sources/go_folders.h"
#include "text/go_source.h"

/* Files that went which are tried as what a new one was before. */
#define RENAMES_MAX 16

/* One package being taken. */
struct taking {
    struct stn_git_go_worker *worker;
    struct stn_git_go *go;
    const struct stn_git_commits *commits;
    struct stn_git_reader *reader;
    size_t first, end; /* of its files */
};

void stn_git_go_worker_dispose(struct stn_git_go_worker *worker)
{
    stn_packing_dispose(&worker->packing);
    stn_git_touched_dispose(&worker->touched);
    stn_buf_dispose(&worker->bytes);
}

/* Compare with an earlier version. STN_DONE: it cannot be read. */
static enum stn_status compare(struct taking *taking, const git_oid *before,
                               struct stn_str bytes, size_t *before_bytes,
                               struct stn_error *err)
{
    struct stn_git_refusal refusal;
    struct stn_str old;
    enum stn_status status =
        stn_git_reader_file(taking->reader, before, &old, &refusal, err);

    if (status != STN_OK)
        return status;
    *before_bytes = old.len;
    return stn_git_touched_find(&taking->worker->touched, old, bytes, err);
}

static struct stn_str base_name(struct stn_str path)
{
    size_t folder = stn_git_go_folder(path).len;

    return stn_str_sub(path, folder > 0 ? folder + 1 : 0, path.len);
}

/* Whether a file that went may be what a new one was. First the same bytes,
 * then the same name, then any. */
static bool is_ranked(const struct stn_git_gone *gone,
                      const struct stn_git_go_file *file, int rank)
{
    bool is_same = git_oid_equal(&gone->id, &file->id);
    bool has_name = stn_str_equal(base_name(gone->path), base_name(file->path));

    if (rank == 0)
        return is_same;
    return !is_same && has_name == (rank == 1);
}

/* See whether a new file is another renamed: half of it must be the same.
 * STN_DONE: it is none. */
static enum stn_status find_rename(struct taking *taking,
                                   const struct stn_git_go_file *file,
                                   struct stn_str bytes, struct stn_error *err)
{
    const struct stn_git_gone_list *list = &taking->go->gone;
    const struct stn_git_touched *touched = &taking->worker->touched;
    size_t tried = 0;

    for (int rank = 0; rank <= 2; rank++)
        for (size_t i = 0; i < list->count && tried < RENAMES_MAX; i++) {
            size_t before = 0;
            if (!is_ranked(&list->items[i], file, rank))
                continue;
            tried++;
            enum stn_status status =
                compare(taking, &list->items[i].id, bytes, &before, err);
            if (status < 0)
                return status;
            size_t longer = before > bytes.len ? before : bytes.len;
            if (status == STN_OK && bytes.len - touched->bytes >= longer / 2)
                return STN_OK;
        }
    return STN_DONE;
}

/* Say what of a target was touched, and by which commit. */
static enum stn_status complete_target(struct taking *taking,
                                       const struct stn_git_go_file *file,
                                       struct stn_package_file *out,
                                       struct stn_error *err)
{
    const struct stn_git_touched *touched = &taking->worker->touched;
    enum stn_status status = STN_DONE;
    size_t unused;

    out->is_target = true;
    if (file->has_before)
        status = compare(taking, &file->before, out->bytes, &unused, err);
    else if (!file->is_all_touched)
        status = find_rename(taking, file, out->bytes, err);
    if (status < 0)
        return status;
    out->is_all_touched = file->is_all_touched || status == STN_DONE;
    out->touched = touched->items;
    out->touched_count = out->is_all_touched ? 0 : touched->count;
    return STN_OK;
}

/* Commit, author and date; of a tree that is looked at as a whole, the commit
 * alone: who wrote what is not known. */
static enum stn_status complete_place(struct taking *taking,
                                      const struct stn_git_go_file *file,
                                      struct stn_package_file *out,
                                      struct stn_error *err)
{
    struct stn_git_placer *placer = &taking->worker->placer;
    struct stn_place place = {0};

    if (taking->go->has_head) {
        stn_git_hex(placer->hex, &taking->go->head);
        out->commit = stn_str_of(placer->hex);
        return STN_OK;
    }
    if (file->commit == STN_GIT_NONE || taking->commits == NULL)
        return STN_OK;
    const git_oid *id = &taking->commits->items[file->commit].id;
    enum stn_status status =
        stn_git_placer_fill(placer, taking->reader->odb, id, id, &place, err);
    out->commit = place.commit;
    out->author = place.author;
    out->date = place.date;
    out->order = file->commit;
    return status;
}

/* Add a file of the package that is an object. */
static enum stn_status add_object(struct taking *taking,
                                  const struct stn_git_go_file *file,
                                  struct stn_findings *skips,
                                  struct stn_error *err)
{
    struct stn_git_go_worker *worker = taking->worker;
    struct stn_package_file out = {.path = file->path};
    struct stn_git_refusal refusal;
    struct stn_str bytes;
    enum stn_status status =
        stn_git_reader_file(taking->reader, &file->id, &bytes, &refusal, err);

    /* Why it cannot be read was told when it was to be scanned as a text. */
    if (status != STN_OK)
        return status < 0 ? status : STN_OK;
    /* What it is compared to is read next, and takes its place. */
    stn_buf_clear(&worker->bytes);
    worker->bytes.ceiling = (size_t)taking->reader->bytes_max;
    stn_buf_append(&worker->bytes, bytes);
    status = stn_buf_status(&worker->bytes, err);
    out.bytes = stn_buf_str(&worker->bytes);
    if (status >= 0 && file->is_target)
        status = complete_target(taking, file, &out, err);
    if (status >= 0 && file->is_target)
        status = complete_place(taking, file, &out, err);
    return status < 0 ? status
                      : stn_packing_add(&worker->packing, &out, skips, err);
}

static enum stn_status complete_on_disk(void *payload,
                                        struct stn_package_file *file,
                                        struct stn_error *err)
{
    struct taking *taking = payload;
    const struct stn_git_go_file *known =
        stn_git_go_find(taking->go, file->path);

    if (!stn_path_is_go(file->path))
        return STN_DONE;
    return known != NULL && known->is_target
               ? complete_target(taking, known, file, err)
               : STN_OK;
}

/* Add the files of a folder of the work tree. */
static enum stn_status add_folder(struct taking *taking, struct stn_str folder,
                                  int work_fd, struct stn_findings *skips,
                                  struct stn_error *err)
{
    struct stn_buf prefix = STN_BUF_INIT(STN_PATH_BYTES_MAX + 1);
    enum stn_status status = STN_OK;
    int fd = folder.len > 0 ? stn_git_disk_folder(work_fd, folder)
                            : fcntl(work_fd, F_DUPFD_CLOEXEC, 0);

    if (fd < 0)
        return STN_OK;
    stn_buf_append(&prefix, folder);
    if (folder.len > 0)
        stn_buf_putc(&prefix, '/');
    status = stn_buf_status(&prefix, err);
    if (status < 0)
        close(fd);
    else
        status = stn_go_files_read(&taking->worker->packing, fd,
                                   stn_buf_str(&prefix), complete_on_disk,
                                   taking, skips, err);
    stn_buf_dispose(&prefix);
    return status;
}

/* The go.mod of a folder or of the nearest above it, into worker->bytes. */
static enum stn_status read_mod(struct taking *taking, struct stn_str folder,
                                int work_fd, struct stn_error *err)
{
    const struct stn_git_go *go = taking->go;
    struct stn_buf *out = &taking->worker->bytes;
    enum stn_status status = STN_DONE;

    for (bool is_top = false; status == STN_DONE && !is_top;
         folder = stn_git_go_folder(folder)) {
        struct stn_buf path = STN_BUF_INIT(STN_PATH_BYTES_MAX + 16);
        struct stn_git_refusal refusal;
        is_top = folder.len == 0;
        stn_buf_append(&path, folder);
        stn_buf_puts(&path, is_top ? "go.mod" : "/go.mod");
        out->ceiling = STN_GO_MOD_BYTES_MAX;
        stn_buf_clear(out);
        status = stn_buf_status(&path, err);
        if (status >= 0 && go->is_on_disk) {
            status = stn_git_disk_read(out, work_fd, stn_buf_str(&path),
                                       &refusal, err);
        } else if (status >= 0) {
            const struct stn_git_go mods = {.files = go->mods,
                                            .count = go->mod_count};
            const struct stn_git_go_file *file =
                stn_git_go_find(&mods, stn_buf_str(&path));
            struct stn_str bytes;
            status = STN_DONE;
            if (file != NULL)
                status = stn_git_reader_file(taking->reader, &file->id, &bytes,
                                             &refusal, err);
            if (status == STN_OK)
                stn_buf_append(out, stn_str_sub(bytes, 0, out->ceiling));
        }
        stn_buf_dispose(&path);
    }
    if (status == STN_DONE)
        stn_buf_clear(out);
    return status < 0 ? status : stn_buf_status(out, err);
}

static enum stn_status take(struct taking *taking, int work_fd,
                            struct stn_package *package,
                            struct stn_findings *skips, struct stn_error *err)
{
    const struct stn_git_go *go = taking->go;
    struct stn_git_go_worker *worker = taking->worker;
    const struct stn_str folder =
        stn_git_go_folder(go->files[taking->first].path);
    enum stn_status status = STN_OK;

    stn_packing_clear(&worker->packing);
    if (go->is_on_disk)
        status = add_folder(taking, folder, work_fd, skips, err);
    for (size_t i = taking->first;
         i < taking->end && status >= 0 && !go->is_on_disk; i++)
        status = add_object(taking, &go->files[i], skips, err);
    if (status >= 0)
        status = read_mod(taking, folder, work_fd, err);
    return status < 0
               ? status
               : stn_packing_finish(&worker->packing, folder,
                                    stn_buf_str(&worker->bytes), package, err);
}

enum stn_status stn_git_go_next(struct stn_git_go_worker *worker,
                                struct stn_git_go *go,
                                const struct stn_git_commits *commits,
                                struct stn_git_reader *reader, int work_fd,
                                struct stn_package *package,
                                struct stn_findings *skips,
                                struct stn_error *err)
{
    struct taking taking = {worker, go, commits, reader, 0, 0};

    if (worker->bytes.ceiling == 0)
        stn_buf_init(&worker->bytes, STN_TEXT_BYTES_MAX);
    for (;;) {
        size_t at = atomic_fetch_add(&go->cursor, 1);
        if (at >= go->first_count)
            return STN_DONE;
        taking.first = taking.end = go->firsts[at];
        struct stn_str folder = stn_git_go_folder(go->files[taking.first].path);
        if (!stn_shard_takes(go->shard, stn_shard_number(folder)))
            continue;
        while (taking.end < go->count &&
               stn_str_equal(folder,
                             stn_git_go_folder(go->files[taking.end].path)))
            taking.end++;
        enum stn_status status = take(&taking, work_fd, package, skips, err);
        if (status != STN_DONE)
            return status;
    }
}
