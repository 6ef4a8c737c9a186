#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/limits.h"
#include "cli/config.h"
#include "cli/config_texts.h"

/* Where editors find the schema: a URL, or a path beside the file. */
#ifndef STANCH_SCHEMA
#define STANCH_SCHEMA "stanch.schema.json"
#endif

/* Neither is to be there: two configurations would be an error ever after. */
static enum stn_status check_other(const char *folder, struct stn_error *err)
{
    struct stn_buf other = STN_BUF_INIT(STN_PATH_BYTES_MAX);

    stn_buf_printf(&other, "%s.stanch.yaml", folder);
    enum stn_status status = stn_buf_status(&other, err);
    if (status >= 0 && access(other.ptr, F_OK) == 0)
        status = stn_fail(err, STN_EUSAGE, "there is %s already", other.ptr);
    stn_buf_dispose(&other);
    return status;
}

static enum stn_status write_new(const char *path, struct stn_str text,
                                 struct stn_error *err)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);

    if (fd < 0 && errno == EEXIST)
        return stn_fail(err, STN_EUSAGE, "there is %s already", path);
    if (fd < 0)
        return stn_fail(err, STN_EIO, "%s: %s", path, strerror(errno));
    enum stn_status status = stn_fd_write(fd, path, text, err);
    if (close(fd) != 0 && status >= 0)
        status = stn_fail(err, STN_EIO, "%s: %s", path, strerror(errno));
    if (status < 0)
        unlink(path);
    return status;
}

enum stn_status stn_config_init(struct stn_buf *path, struct stn_error *err)
{
    struct stn_buf text = STN_BUF_INIT(STN_YAML_BYTES_MAX);
    enum stn_status status = stn_config_folder(path, err);

    if (status >= 0)
        status = check_other(path->ptr, err);
    stn_buf_puts(path, ".stanch.yml");
    stn_buf_printf(&text, "# yaml-language-server: $schema=%s\n",
                   STANCH_SCHEMA);
    stn_buf_append(&text, stn_config_starter);
    if (status >= 0)
        status = stn_buf_status(path, err);
    if (status >= 0)
        status = stn_buf_status(&text, err);
    if (status >= 0)
        status = write_new(path->ptr, stn_buf_str(&text), err);
    stn_buf_dispose(&text);
    return status;
}
