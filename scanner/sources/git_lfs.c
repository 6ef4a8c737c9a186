#include "sources/git_lfs.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "sources/git_dirs.h"

/* What the specification allows a pointer to have. */
#define POINTER_BYTES_MAX 1024
#define SIZE_DIGITS_MAX 18
#define EXTENSION_NAME_MAX 64

static bool take(struct stn_str *rest, struct stn_str literal)
{
    if (!stn_str_starts(*rest, literal))
        return false;
    *rest = stn_str_sub(*rest, literal.len, rest->len);
    return true;
}

/* Take "sha256:", 64 digits and a line's end. */
static bool take_hash(struct stn_str *rest, char id[STN_GIT_LFS_HEX + 1])
{
    if (!take(rest, STN_STR("sha256:")) || rest->len < STN_GIT_LFS_HEX)
        return false;
    for (size_t i = 0; i < STN_GIT_LFS_HEX; i++) {
        char digit = rest->ptr[i];
        if ((digit < '0' || digit > '9') && (digit < 'a' || digit > 'f'))
            return false;
        id[i] = digit;
    }
    id[STN_GIT_LFS_HEX] = '\0';
    *rest = stn_str_sub(*rest, STN_GIT_LFS_HEX, rest->len);
    return take(rest, STN_STR("\n"));
}

/* Take what is left of "ext-0-name sha256:...". */
static bool take_extension(struct stn_str *rest)
{
    char id[STN_GIT_LFS_HEX + 1];
    size_t length = 0;

    while (length < rest->len && length < EXTENSION_NAME_MAX &&
           rest->ptr[length] != ' ' && rest->ptr[length] != '\n')
        length++;
    *rest = stn_str_sub(*rest, length, rest->len);
    return length > 0 && take(rest, STN_STR(" ")) && take_hash(rest, id);
}

bool stn_git_lfs_parse(struct stn_git_lfs *out, struct stn_str bytes)
{
    struct stn_git_lfs pointer = {.size = 0};
    size_t digits = 0;

    if (bytes.len > POINTER_BYTES_MAX ||
        !take(&bytes, STN_STR("version https://git-lfs.github.com/spec/v1\n")))
        return false;
    while (take(&bytes, STN_STR("ext-")))
        if (!take_extension(&bytes))
            return false;
    if (!take(&bytes, STN_STR("oid ")) || !take_hash(&bytes, pointer.id) ||
        !take(&bytes, STN_STR("size ")))
        return false;
    while (digits < bytes.len && digits < SIZE_DIGITS_MAX &&
           bytes.ptr[digits] >= '0' && bytes.ptr[digits] <= '9')
        pointer.size =
            pointer.size * 10 + (uint64_t)(bytes.ptr[digits++] - '0');
    bytes = stn_str_sub(bytes, digits, bytes.len);
    take(&bytes, STN_STR("\n"));
    if (digits == 0 || bytes.len > 0)
        return false;
    *out = pointer;
    return true;
}

static enum stn_status read_all(struct stn_buf *out, int fd, size_t size,
                                struct stn_error *err)
{
    char *room = stn_buf_reserve(out, size);
    size_t got = 0;

    if (room == NULL)
        return stn_buf_status(out, err);
    while (got < size) {
        ssize_t count = read(fd, room + got, size - got);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return stn_fail(err, STN_EIO, "%s",
                            count < 0 ? strerror(errno) : "it shrank");
        got += (size_t)count;
    }
    stn_buf_added(out, size);
    return STN_OK;
}

enum stn_status stn_git_lfs_read(struct stn_buf *out,
                                 const struct stn_git_lfs *pointer,
                                 const char *common, struct stn_error *err)
{
    const char *id = pointer->id;
    struct stat info;
    char name[STN_GIT_LFS_HEX + 32];
    enum stn_status status = STN_ENOTFOUND;

    stn_buf_clear(out);
    snprintf(name, sizeof(name), "lfs/objects/%.2s/%.2s/%s", id, id + 2, id);
    char *path = stn_git_join(common, name);
    if (path == NULL)
        return stn_fail_memory(err);
    int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    stn_free(path);
    if (fd < 0)
        return STN_ENOTFOUND;
    if (fstat(fd, &info) == 0 && S_ISREG(info.st_mode) && info.st_size >= 0 &&
        (uint64_t)info.st_size == pointer->size)
        status = read_all(out, fd, (size_t)info.st_size, err);
    close(fd);
    return status;
}
