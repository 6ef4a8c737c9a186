#include "sources/go_folders.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "text/go_source.h"

void stn_go_folders_init(struct stn_go_folders *folders, bool is_wanted)
{
    *folders = (struct stn_go_folders){.is_wanted = is_wanted};
    pthread_mutex_init(&folders->lock, NULL);
}

void stn_go_folders_dispose(struct stn_go_folders *folders)
{
    pthread_mutex_destroy(&folders->lock);
    stn_free(folders->notes);
    stn_arena_dispose(&folders->arena);
}

enum stn_status stn_go_folders_note(struct stn_go_folders *folders,
                                    const struct stn_go_note *note,
                                    struct stn_error *err)
{
    struct stn_go_note copy = *note;
    enum stn_status status = STN_OK;

    if (!folders->is_wanted)
        return STN_OK;
    pthread_mutex_lock(&folders->lock);
    struct stn_go_note *notes = stn_grow(folders->notes, &folders->capacity,
                                         folders->count, sizeof(*notes));
    if (notes != NULL)
        folders->notes = notes;
    if (notes != NULL &&
        stn_arena_copy(&folders->arena, &copy.folder, note->folder) &&
        stn_arena_copy(&folders->arena, &copy.name, note->name) &&
        stn_arena_copy(&folders->arena, &copy.bytes, note->bytes))
        notes[folders->count++] = copy;
    else
        status = stn_fail_memory(err);
    pthread_mutex_unlock(&folders->lock);
    return status;
}

enum stn_status stn_go_folders_note_file(struct stn_go_folders *folders,
                                         struct stn_str path,
                                         struct stn_error *err)
{
    const char *slash = path.len > 0 ? memrchr(path.ptr, '/', path.len) : NULL;
    size_t start = slash != NULL ? (size_t)(slash - path.ptr) + 1 : 0;

    if (!stn_str_ends(path, STN_STR(".go")))
        return STN_OK;
    return stn_go_folders_note(
        folders,
        &(struct stn_go_note){
            .folder = stn_str_sub(path, 0, start > 1 ? start - 1 : start),
            .name = stn_str_sub(path, start, path.len),
        },
        err);
}

enum stn_status stn_go_folders_note_stream(struct stn_go_folders *folders,
                                           const struct stn_text *text,
                                           struct stn_findings *skips,
                                           struct stn_error *err)
{
    if (!folders->is_wanted || text->is_continued ||
        !stn_text_is_go(text->bytes))
        return STN_OK;
    if (text->owned.end > text->owned.start)
        return stn_findings_skip(
            skips,
            &(struct stn_skip){
                .reason = STN_SKIP_UNCHECKED,
                .file = text->path,
                .detail = STN_STR("a stream of Go is checked up to 4 MiB"),
            },
            err);
    return stn_go_folders_note(folders,
                               &(struct stn_go_note){
                                   .name = text->path,
                                   .bytes = text->bytes,
                                   .is_stream = true,
                               },
                               err);
}

/* By folder; of one, streams last, and all of it before single files. */
static int compare_notes(const void *left, const void *right)
{
    const struct stn_go_note *a = left;
    const struct stn_go_note *b = right;
    int order = a->is_stream - b->is_stream;

    if (order == 0)
        order = stn_str_compare(a->folder, b->folder);
    return order != 0 ? order : stn_str_compare(a->name, b->name);
}

/* Take the notes of the next folder. @return How many; 0: there is none. */
static size_t take_notes(struct stn_go_folders *folders,
                         const struct stn_go_note **out)
{
    size_t first;
    size_t count = 0;

    pthread_mutex_lock(&folders->lock);
    if (!folders->is_sorted && folders->count > 1)
        qsort(folders->notes, folders->count, sizeof(*folders->notes),
              compare_notes);
    folders->is_sorted = true;
    first = folders->next;
    while (
        first + count < folders->count &&
        (count == 0 || (!folders->notes[first].is_stream &&
                        !folders->notes[first + count].is_stream &&
                        stn_str_equal(folders->notes[first].folder,
                                      folders->notes[first + count].folder))))
        count++;
    folders->next += count;
    *out = folders->notes + first;
    pthread_mutex_unlock(&folders->lock);
    return count;
}

/* What the notes of one folder say. */
struct noted {
    const struct stn_source_options *options;
    const struct stn_go_note *notes;
    size_t count;
    size_t prefix; /* bytes of a path before its name */
};

static bool is_noted(const struct noted *noted, struct stn_str name)
{
    for (size_t i = 0; i < noted->count; i++)
        if (noted->notes[i].name.len > 0
                ? stn_str_equal(noted->notes[i].name, name)
                : stn_path_is_go(name))
            return true;
    return false;
}

static enum stn_status complete(void *payload, struct stn_package_file *file,
                                struct stn_error *err)
{
    const struct noted *noted = payload;
    const struct stn_source_options *options = noted->options;
    struct stn_str name =
        stn_str_sub(file->path, noted->prefix, file->path.len);

    (void)err;
    if (options->max_is_explicit && file->bytes.len > options->max_text_bytes)
        return STN_DONE;
    file->is_target =
        is_noted(noted, name) && !stn_source_skips(options, file->path);
    file->is_all_touched = file->is_target;
    return file->is_target || stn_path_is_go(name) ? STN_OK : STN_DONE;
}

static enum stn_status read_folder(const struct noted *noted,
                                   struct stn_packing *packing,
                                   struct stn_package *out,
                                   struct stn_findings *skips,
                                   struct stn_error *err)
{
    struct stn_str folder = noted->notes[0].folder;
    struct stn_buf prefix = STN_BUF_INIT(STN_MIB);
    struct stn_buf go_mod = STN_BUF_INIT(STN_GO_MOD_BYTES_MAX);
    struct noted completing = *noted;
    enum stn_status status;
    int fd;

    stn_buf_append(&prefix, folder);
    if (folder.len > 0 && !stn_str_ends(folder, STN_STR("/")))
        stn_buf_putc(&prefix, '/');
    status = stn_buf_status(&prefix, err);
    if (status < 0)
        goto done;
    completing.prefix = prefix.len;
    fd = open(folder.len > 0 ? prefix.ptr : ".",
              O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    /* What went away since is no package. */
    if (fd < 0)
        goto done;
    status = stn_go_mod_read(&go_mod, fd, err);
    if (status < 0)
        close(fd);
    else
        status = stn_go_files_read(packing, fd, stn_buf_str(&prefix), complete,
                                   &completing, skips, err);
    if (status >= 0)
        status =
            stn_packing_finish(packing, folder, stn_buf_str(&go_mod), out, err);
done:
    stn_buf_dispose(&prefix);
    stn_buf_dispose(&go_mod);
    return status;
}

/* What came as a stream is all there is of its package. */
static enum stn_status read_stream(const struct stn_go_note *note,
                                   struct stn_packing *packing,
                                   struct stn_package *out,
                                   struct stn_findings *skips,
                                   struct stn_error *err)
{
    const struct stn_package_file file = {
        .path = note->name,
        .bytes = note->bytes,
        .is_target = true,
        .is_all_touched = true,
    };
    enum stn_status status = stn_packing_add(packing, &file, skips, err);

    if (status < 0)
        return status;
    return stn_packing_finish(packing, STN_STR(""), STN_STR(""), out, err);
}

enum stn_status stn_go_folders_next(struct stn_go_folders *folders,
                                    const struct stn_source_options *options,
                                    struct stn_packing *packing,
                                    struct stn_package *out,
                                    struct stn_findings *skips,
                                    struct stn_error *err)
{
    for (;;) {
        struct noted noted = {.options = options};
        enum stn_status status;

        noted.count = take_notes(folders, &noted.notes);
        if (noted.count == 0)
            return STN_DONE;
        /* A stream is noted only in the part that reads it. */
        if (!noted.notes[0].is_stream && folders->shard != NULL &&
            !stn_dir_shard_has(folders->shard, noted.notes[0].folder))
            continue;
        stn_packing_clear(packing);
        *out = (struct stn_package){.count = 0};
        if (noted.notes[0].is_stream)
            status = read_stream(noted.notes, packing, out, skips, err);
        else
            status = read_folder(&noted, packing, out, skips, err);
        if (status < 0 || out->count > 0)
            return status;
    }
}
