#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/limits.h"
#include "cli/config.h"

static bool exists(const char *path)
{
    struct stat info;

    return stat(path, &info) == 0;
}

/* FOLDER/NAME, kept by the settings if it exists. STN_DONE: it does not. */
static enum stn_status try_file(struct stn_settings *settings,
                                const char *folder, const char *name,
                                const char **out, struct stn_error *err)
{
    struct stn_buf path = STN_BUF_INIT(STN_PATH_BYTES_MAX);
    enum stn_status status;

    stn_buf_printf(&path, "%s%s%s", folder, folder[0] != '\0' ? "/" : "", name);
    status = stn_buf_status(&path, err);
    if (status >= 0 && !exists(path.ptr))
        status = STN_DONE;
    if (status == STN_OK) {
        *out = stn_arena_strdup(&settings->arena, stn_buf_str(&path));
        if (*out == NULL)
            status = stn_fail_memory(err);
    }
    stn_buf_dispose(&path);
    return status;
}

static enum stn_status try_folder(struct stn_settings *settings,
                                  const char *folder, struct stn_error *err)
{
    const char *other = NULL;
    enum stn_status status =
        try_file(settings, folder, ".stanch.yml", &settings->config, err);

    if (status < 0)
        return status;
    enum stn_status also =
        try_file(settings, folder, ".stanch.yaml", &other, err);
    if (also < 0)
        return also;
    if (status == STN_OK && also == STN_OK)
        return stn_fail(err, STN_EUSAGE, "there are both %s and %s; keep one",
                        settings->config, other);
    if (also == STN_OK)
        settings->config = other;
    return also == STN_OK ? STN_OK : status;
}

/* The root of the repository around a folder: the nearest one above that holds
 * a .git. Empty if there is none. Cuts `path` in place. */
static void cut_to_root(char *path)
{
    struct stn_buf probe = STN_BUF_INIT(STN_PATH_BYTES_MAX + 8);

    while (path[0] != '\0') {
        stn_buf_clear(&probe);
        stn_buf_printf(&probe, "%s/.git", path);
        if (probe.status >= 0 && exists(probe.ptr))
            break;
        char *slash = strrchr(path, '/');
        if (slash == NULL)
            slash = path;
        *slash = '\0';
    }
    stn_buf_dispose(&probe);
}

/* Where settings->repository, or the working folder, is said to be. */
static const char *start_of(const struct stn_settings *settings)
{
    return settings->repository != NULL ? settings->repository : ".";
}

/* The root of the repository around that, without links; "": there is none.
 * @return free() it; NULL: there is no such folder. */
static char *find_root(const struct stn_settings *settings)
{
    char *root = realpath(start_of(settings), NULL);

    if (root != NULL)
        cut_to_root(root);
    return root;
}

enum stn_status stn_config_work_root(const char **out,
                                     struct stn_settings *settings,
                                     struct stn_error *err)
{
    char *root = find_root(settings);
    struct stn_buf path = STN_BUF_INIT(STN_PATH_BYTES_MAX + 8);
    enum stn_status status = STN_OK;

    *out = NULL;
    if (root != NULL && root[0] != '\0') {
        stn_buf_printf(&path, "%s/", root);
        status = stn_buf_status(&path, err);
        if (status >= 0)
            *out = stn_arena_strdup(&settings->arena, stn_buf_str(&path));
        if (status >= 0 && *out == NULL)
            status = stn_fail_memory(err);
    }
    stn_buf_dispose(&path);
    free(root);
    return status;
}

enum stn_status stn_config_root(struct stn_settings *settings, const char **out,
                                struct stn_error *err)
{
    const char *start = start_of(settings);
    char here[STN_PATH_BYTES_MAX];
    char *root = find_root(settings);
    const char *found = root;

    if (root == NULL) /* what scans it says so, better than we can here */
        return STN_DONE;
    if (root[0] == '\0')
        found = strcmp(start, ".") == 0 ? "" : start;
    else if (getcwd(here, sizeof(here)) != NULL && strcmp(here, root) == 0)
        found = "";
    *out = stn_arena_strdup(&settings->arena, stn_str_of(found));
    free(root);
    return *out != NULL ? STN_OK : stn_fail_memory(err);
}

static enum stn_status try_repository(struct stn_settings *settings,
                                      struct stn_error *err)
{
    const char *root = NULL;
    enum stn_status status = stn_config_root(settings, &root, err);

    return status == STN_OK ? try_folder(settings, root, err) : status;
}

static enum stn_status try_user(struct stn_settings *settings,
                                struct stn_error *err)
{
    const char *xdg = getenv("XDG_CONFIG_HOME");
    const char *home = getenv("HOME");

    if (xdg != NULL && xdg[0] == '/')
        return try_file(settings, xdg, "stanch/config.yml", &settings->config,
                        err);
    if (home != NULL && home[0] == '/')
        return try_file(settings, home, ".config/stanch/config.yml",
                        &settings->config, err);
    return STN_DONE;
}

enum stn_status stn_config_find_machine(struct stn_settings *settings,
                                        struct stn_error *err)
{
    enum stn_status status = STN_DONE;

    if (!settings->no_config && settings->config == NULL)
        status = try_file(settings, "/etc", "stanch/config.yml",
                          &settings->config, err);
    return status == STN_DONE ? STN_OK : status;
}

enum stn_status stn_config_find_outside(struct stn_settings *settings,
                                        struct stn_error *err)
{
    enum stn_status status = STN_DONE;

    if (!settings->no_config && settings->config == NULL)
        status = try_user(settings, err);
    return status == STN_DONE ? stn_config_find_machine(settings, err) : status;
}

enum stn_status stn_config_find(struct stn_settings *settings,
                                struct stn_error *err)
{
    enum stn_status status = STN_DONE;

    if (settings->no_config)
        settings->config = NULL;
    else if (settings->config == NULL)
        status = try_repository(settings, err);
    return status == STN_DONE ? stn_config_find_outside(settings, err) : status;
}

enum stn_status stn_config_folder(struct stn_buf *out, struct stn_error *err)
{
    char *root = realpath(".", NULL);

    if (root == NULL)
        return stn_fail(err, STN_EIO, "the working folder: %s",
                        strerror(errno));
    cut_to_root(root);
    if (root[0] != '\0')
        stn_buf_printf(out, "%s/", root);
    free(root);
    return stn_buf_status(out, err);
}
