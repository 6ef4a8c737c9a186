#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"
#include "sources/go_folders.h"

#define READ_BYTES (64 * STN_KIB)

/* Read a regular file in a folder, no link followed. STN_DONE: it is none, or
 * cannot be read; that was told when it was scanned as a text. */
static enum stn_status read_file(struct stn_buf *out, int folder,
                                 const char *name, struct stn_error *err)
{
    struct stat info;
    int fd = openat(folder, name,
                    O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);

    stn_buf_clear(out);
    if (fd < 0)
        return STN_DONE;
    enum stn_status status = STN_DONE;
    if (fstat(fd, &info) < 0 || !S_ISREG(info.st_mode))
        goto done;
    for (;;) {
        char *room = stn_buf_reserve(out, READ_BYTES);
        if (room == NULL) {
            status = out->status == STN_ELIMIT ? STN_OK : stn_fail_memory(err);
            goto done;
        }
        ssize_t got = read(fd, room, READ_BYTES);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0) {
            status = got == 0 ? STN_OK : STN_DONE;
            goto done;
        }
        stn_buf_added(out, (size_t)got);
    }
done:
    close(fd);
    return status;
}

/* A folder being read into a package. */
struct reading {
    struct stn_packing *packing;
    int fd;
    stn_go_complete_fn complete;
    void *payload;
    struct stn_findings *skips;
    struct stn_buf bytes; /* of the file at hand */
};

static enum stn_status read_entry(struct reading *reading, const char *name,
                                  struct stn_str path, struct stn_error *err)
{
    enum stn_status status = read_file(&reading->bytes, reading->fd, name, err);

    if (status != STN_OK)
        return status < 0 ? status : STN_OK;
    struct stn_package_file file = {
        .path = path,
        .bytes = stn_buf_str(&reading->bytes),
    };
    status = reading->complete(reading->payload, &file, err);
    if (status == STN_OK)
        status = stn_packing_add(reading->packing, &file, reading->skips, err);
    return status < 0 ? status : STN_OK;
}

enum stn_status stn_go_files_read(struct stn_packing *packing, int fd,
                                  struct stn_str prefix,
                                  stn_go_complete_fn complete, void *payload,
                                  struct stn_findings *skips,
                                  struct stn_error *err)
{
    struct reading reading = {
        .packing = packing,
        .complete = complete,
        .payload = payload,
        .skips = skips,
        /* More than a file may have, to tell that it has. */
        .bytes = STN_BUF_INIT(STN_GO_FILE_BYTES_MAX + 2 * READ_BYTES),
    };
    struct stn_buf path = STN_BUF_INIT(STN_MIB);
    enum stn_status status = STN_OK;
    DIR *folder = fdopendir(fd);

    if (folder == NULL) {
        close(fd);
        return STN_OK;
    }
    reading.fd = dirfd(folder);
    for (struct dirent *entry = readdir(folder); entry != NULL && status >= 0;
         entry = readdir(folder)) {
        stn_buf_clear(&path);
        stn_buf_append(&path, prefix);
        stn_buf_puts(&path, entry->d_name);
        status = stn_buf_status(&path, err);
        if (status >= 0 && stn_str_ends(stn_buf_str(&path), STN_STR(".go")))
            status =
                read_entry(&reading, entry->d_name, stn_buf_str(&path), err);
    }
    closedir(folder);
    stn_buf_dispose(&reading.bytes);
    stn_buf_dispose(&path);
    return status;
}

static bool is_same_folder(const struct stat *a, const struct stat *b)
{
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

enum stn_status stn_go_mod_read(struct stn_buf *out, int fd,
                                struct stn_error *err)
{
    enum stn_status status = STN_DONE;
    struct stat here;
    int folder = fd;

    for (int i = 0; i < STN_GO_MOD_FOLDERS_MAX && fstat(folder, &here) == 0;
         i++) {
        struct stat above;
        status = read_file(out, folder, "go.mod", err);
        if (status != STN_DONE)
            break;
        int up = openat(folder, "..",
                        O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (folder != fd)
            close(folder);
        folder = up;
        if (up < 0 || fstat(up, &above) < 0 || is_same_folder(&here, &above))
            break;
    }
    if (folder >= 0 && folder != fd)
        close(folder);
    if (status == STN_DONE)
        stn_buf_clear(out);
    return status < 0 ? status : STN_OK;
}
