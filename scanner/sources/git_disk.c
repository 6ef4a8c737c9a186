#include "sources/git_disk.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"

#define READ_BYTES (256 * STN_KIB)

static enum stn_status refuse(struct stn_git_refusal *refusal,
                              enum stn_skip_reason reason, const char *detail,
                              uint64_t bytes)
{
    *refusal = (struct stn_git_refusal){.reason = reason, .bytes = bytes};
    snprintf(refusal->detail, sizeof(refusal->detail), "%s", detail);
    return STN_DONE;
}

static bool is_sound(struct stn_str name)
{
    return name.len > 0 && name.len <= NAME_MAX &&
           memchr(name.ptr, '\0', name.len) == NULL &&
           !stn_str_equal(name, STN_STR(".")) &&
           !stn_str_equal(name, STN_STR("..")) &&
           !stn_str_equal_nocase(name, STN_STR(".git"));
}

/* Open what is at a path, component by component. @return -1 with errno. */
static int open_below(int root, struct stn_str path, int last_flags)
{
    int folder = root;

    for (;;) {
        const char *slash =
            path.len > 0 ? memchr(path.ptr, '/', path.len) : NULL;
        size_t length = slash != NULL ? (size_t)(slash - path.ptr) : path.len;
        struct stn_str part = stn_str_sub(path, 0, length);
        int flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
        char name[NAME_MAX + 1];
        int fd = -1;

        errno = EINVAL;
        if (is_sound(part)) {
            memcpy(name, part.ptr, part.len);
            name[part.len] = '\0';
            fd = openat(folder, name,
                        slash != NULL ? flags | O_DIRECTORY
                                      : flags | last_flags);
        }
        int saved = errno;
        if (folder != root)
            close(folder);
        errno = saved;
        if (fd < 0 || slash == NULL)
            return fd;
        folder = fd;
        path = stn_str_sub(path, length + 1, path.len);
    }
}

/* Read to the end, whatever size was announced. */
static enum stn_status read_all(struct stn_buf *out, int fd, size_t expected,
                                struct stn_git_refusal *refusal,
                                struct stn_error *err)
{
    size_t wanted = expected + 1;

    for (;;) {
        size_t left = out->ceiling - out->len;
        char *room = stn_buf_reserve(out, wanted < left ? wanted : left);
        if (room == NULL)
            return stn_fail_memory(err);
        /* With no room left, one byte more tells whether it ends here. */
        char probe;
        ssize_t got = left > 0 ? read(fd, room, wanted < left ? wanted : left)
                               : read(fd, &probe, 1);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return refuse(refusal, STN_SKIP_UNREADABLE, strerror(errno), 0);
        if (got == 0)
            return STN_OK;
        if (left == 0)
            return refuse(refusal, STN_SKIP_TOO_LARGE,
                          "it grew past limits.file_bytes", out->len);
        stn_buf_added(out, (size_t)got);
        wanted = READ_BYTES;
    }
}

static enum stn_status read_file(struct stn_buf *out, int fd,
                                 struct stn_git_refusal *refusal,
                                 struct stn_error *err)
{
    struct stat info;

    if (fstat(fd, &info) < 0)
        return refuse(refusal, STN_SKIP_UNREADABLE, strerror(errno), 0);
    if (!S_ISREG(info.st_mode))
        return refuse(refusal, STN_SKIP_SPECIAL, "", 0);
    if (info.st_size < 0 || (uint64_t)info.st_size > out->ceiling)
        return refuse(refusal, STN_SKIP_TOO_LARGE,
                      "raise limits.file_bytes, or leave it out by paths.skip",
                      (uint64_t)info.st_size);
    return read_all(out, fd, (size_t)info.st_size, refusal, err);
}

enum stn_status stn_git_disk_read(struct stn_buf *out, int root,
                                  struct stn_str path,
                                  struct stn_git_refusal *refusal,
                                  struct stn_error *err)
{
    stn_buf_clear(out);
    int fd = open_below(root, path, 0);
    if (fd < 0) {
        switch (errno) {
        case ELOOP:
            return refuse(refusal, STN_SKIP_SYMLINK, "", 0);
        case ENXIO: /* a socket, or a pipe that nobody has open */
            return refuse(refusal, STN_SKIP_SPECIAL, "", 0);
        case ENOENT:
        case ENOTDIR:
            return refuse(refusal, STN_SKIP_CHANGED,
                          "it was replaced since git listed it", 0);
        default:
            return refuse(refusal, STN_SKIP_UNREADABLE, strerror(errno), 0);
        }
    }
    enum stn_status status = read_file(out, fd, refusal, err);
    close(fd);
    return status;
}

int stn_git_disk_folder(int root, struct stn_str path)
{
    return open_below(root, path, O_DIRECTORY);
}
