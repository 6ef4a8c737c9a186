#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/limits.h"

#define READ_BYTES (64 * STN_KIB)
/* Names of 64 random bits: a second try is luck, a ninth is no accident. */
#define NAME_TRIES 8
#define NAME_BYTES sizeof(".stanch-0123456789abcdef.tmp")

/* "NAME: what the system said", from errno. */
static enum stn_status fail_system(struct stn_error *err, const char *name)
{
    bool is_missing = errno == ENOENT || errno == ENOTDIR;

    return stn_fail(err, is_missing ? STN_ENOTFOUND : STN_EIO, "%s: %m", name);
}

/* Room for all of a regular file and one byte, in which its end is seen; so the
 * buffer does not grow in steps. */
static void make_room(int fd, struct stn_buf *out)
{
    size_t left = out->ceiling - out->len;
    struct stat stat;

    if (fstat(fd, &stat) == 0 && S_ISREG(stat.st_mode) && stat.st_size > 0 &&
        (uintmax_t)stat.st_size < left)
        stn_buf_reserve(out, (size_t)stat.st_size + 1);
}

/* How much the next read may take: what there is room for, or some more, but
 * never past the ceiling. */
static size_t next_size(const struct stn_buf *out)
{
    size_t left = out->ceiling - out->len;
    size_t size = READ_BYTES;

    if (out->capacity > out->len + 1)
        size = out->capacity - out->len - 1;
    return size < left ? size : left;
}

/* As read(), across interruptions. */
static ssize_t read_some(int fd, void *bytes, size_t size)
{
    ssize_t count;

    do
        count = read(fd, bytes, size);
    while (count < 0 && errno == EINTR);
    return count;
}

static enum stn_status read_all(struct stn_buf *out, int fd, const char *path,
                                struct stn_error *err)
{
    char beyond;

    make_room(fd, out);
    for (;;) {
        size_t size = next_size(out);
        char *to = size > 0 ? stn_buf_reserve(out, size) : &beyond;
        if (to == NULL)
            return stn_fail(err, STN_ENOMEM, "%s: out of memory", path);
        ssize_t count = read_some(fd, to, size > 0 ? size : 1);
        if (count < 0)
            return fail_system(err, path);
        if (count == 0)
            return STN_OK;
        if (size == 0)
            return stn_fail(err, STN_ELIMIT, "%s: over %zu bytes", path,
                            out->ceiling);
        stn_buf_added(out, (size_t)count);
    }
}

enum stn_status stn_file_read(struct stn_buf *out, const char *path,
                              struct stn_error *err)
{
    const size_t start = out->len;
    enum stn_status status = stn_buf_status(out, err);

    if (status < 0)
        return status;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0)
        return fail_system(err, path);
    status = read_all(out, fd, path, err);
    close(fd);
    if (status < 0)
        stn_buf_truncate(out, start);
    return status;
}

enum stn_status stn_fd_write(int fd, const char *name, struct stn_str bytes,
                             struct stn_error *err)
{
    while (bytes.len > 0) {
        ssize_t count = write(fd, bytes.ptr, bytes.len);
        if (count >= 0) {
            bytes = stn_str_sub(bytes, (size_t)count, bytes.len);
        } else if (errno == EAGAIN) {
            /* Somebody else made our terminal or pipe non-blocking. */
            struct pollfd ready = {.fd = fd, .events = POLLOUT};
            if (poll(&ready, 1, -1) < 0 && errno != EINTR)
                return fail_system(err, name);
        } else if (errno == EPIPE) {
            return stn_fail(err, STN_EIO, "%s: the reader closed the pipe",
                            name);
        } else if (errno != EINTR) {
            return fail_system(err, name);
        }
    }
    return STN_OK;
}

/* Close what was written: a file system may tell only now that it is full. */
static enum stn_status close_written(int fd, const char *name,
                                     enum stn_status status,
                                     struct stn_error *err)
{
    if (close(fd) < 0 && status == STN_OK && errno != EINTR)
        return fail_system(err, name);
    return status;
}

/* Whether a file is what one of our own descriptors stands for, as /dev/stdout
 * is: replaced by another file, what is written to the output later would be
 * lost, and root would replace a link in /dev. */
static int own_descriptor(const struct stat *stat)
{
    struct stat output;

    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fstat(fd, &output) == 0 && output.st_dev == stat->st_dev &&
            output.st_ino == stat->st_ino)
            return fd;
    return -1;
}

static enum stn_status write_directly(const char *path, struct stn_str bytes,
                                      struct stn_error *err)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);

    if (fd < 0)
        return fail_system(err, path);
    return close_written(fd, path, stn_fd_write(fd, path, bytes, err), err);
}

/* Make an empty file with a random name. Returns its descriptor, or -1. */
static int open_temporary(int folder, char name[NAME_BYTES])
{
    uint64_t random;
    int fd = -1;

    for (int i = 0; i < NAME_TRIES; i++) {
        if (getrandom(&random, sizeof(random), 0) != sizeof(random))
            return -1;
        snprintf(name, NAME_BYTES, ".stanch-%016llx.tmp",
                 (unsigned long long)random);
        fd = openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
                    S_IRUSR | S_IWUSR);
        if (fd >= 0 || errno != EEXIST)
            break;
    }
    return fd;
}

/* The folder of a path, and the name in it. */
static enum stn_status open_folder(int *out, const char **base,
                                   const char *path, struct stn_error *err)
{
    const char *slash = strrchr(path, '/');
    char *folder = slash != NULL ? stn_strndup(path, (size_t)(slash - path) + 1)
                                 : stn_strndup(".", 1);

    if (folder == NULL)
        return stn_fail_memory(err);
    *base = slash != NULL ? slash + 1 : path;
    *out = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
    stn_free(folder);
    return *out < 0 ? fail_system(err, path) : STN_OK;
}

/* Write a file beside `base` in its folder, then rename it to `base`.
 * @param is_lasting  It is on the disk before that. */
static enum stn_status write_beside(int folder, const char *base, mode_t mode,
                                    bool is_lasting, const char *path,
                                    struct stn_str bytes, struct stn_error *err)
{
    char name[NAME_BYTES];
    enum stn_status status;
    int fd = open_temporary(folder, name);

    if (fd < 0)
        return fail_system(err, path);
    status = stn_fd_write(fd, path, bytes, err);
    if (status == STN_OK && fchmod(fd, mode) < 0)
        status = fail_system(err, path);
    if (status == STN_OK && is_lasting && fsync(fd) < 0)
        status = fail_system(err, path);
    status = close_written(fd, path, status, err);
    if (status == STN_OK && renameat(folder, name, folder, base) < 0)
        status = fail_system(err, path);
    if (status < 0)
        unlinkat(folder, name, 0);
    return status;
}

enum stn_status stn_file_write(const char *path, struct stn_str bytes,
                               struct stn_error *err)
{
    mode_t mode = S_IRUSR | S_IWUSR;
    struct stat stat_of;
    const char *base;
    int folder;

    if (stat(path, &stat_of) == 0) {
        int own = own_descriptor(&stat_of);
        if (own > STDIN_FILENO)
            return stn_fd_write(own, path, bytes, err);
        if (own == STDIN_FILENO || !S_ISREG(stat_of.st_mode))
            return write_directly(path, bytes, err);
        mode = stat_of.st_mode & (S_IRWXU | S_IRWXG | S_IRWXO);
    }
    enum stn_status status = open_folder(&folder, &base, path, err);
    if (status < 0)
        return status;
    status = write_beside(folder, base, mode, false, path, bytes, err);
    close(folder);
    return status;
}

enum stn_status stn_file_append(const char *path, struct stn_str bytes,
                                struct stn_error *err)
{
    int fd = open(path, O_WRONLY | O_APPEND | O_CLOEXEC | O_NOCTTY);

    if (fd < 0)
        return fail_system(err, path);
    enum stn_status status = stn_fd_write(fd, path, bytes, err);
    return close_written(fd, path, status, err);
}

enum stn_status stn_file_replace(const char *path, struct stn_str bytes,
                                 struct stn_error *err)
{
    struct stat stat_of;
    const char *base;
    int folder;
    enum stn_status status = open_folder(&folder, &base, path, err);

    if (status < 0)
        return status;
    if (fstatat(folder, base, &stat_of, AT_SYMLINK_NOFOLLOW) < 0)
        status = fail_system(err, path);
    else if (!S_ISREG(stat_of.st_mode))
        status = stn_fail(err, STN_EUSAGE,
                          "%s: only a regular file is replaced, no link and "
                          "no device",
                          path);
    else
        status = write_beside(folder, base,
                              stat_of.st_mode & (S_IRWXU | S_IRWXG | S_IRWXO),
                              true, path, bytes, err);
    close(folder);
    return status;
}
