#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/file.h"
#include "base/limits.h"
#include "cli/command.h"
#include "cli/hook.h"
#include "cli/output.h"
#include "cli/run.h"
#include "sources/git_hooks.h"

/* By which a hook of ours is known again. */
#define MARK "# Written by 'stanch hook install'"

static int help_install(void)
{
    puts("Usage: stanch hook install [options] [HOOK]...\n"
         "\n"
         "Put hooks where git runs them, core.hooksPath included. Without a "
         "name:\n"
         "pre-receive in a bare repository, else pre-commit.\n"
         "\n"
         "Options:");
    stn_options_help(stdout, STN_OPTIONS_INSTALL);
    puts("\n"
         "Exit status: 0 all are in place, 2 one is not.");
    return STN_EXIT_CLEAN;
}

static const struct stn_hook *find_hook(const char *name)
{
    for (size_t i = 0; stn_hooks[i] != NULL; i++)
        if (strcmp(stn_hooks[i]->name, name) == 0)
            return stn_hooks[i];
    return NULL;
}

/* Whether there is nothing at a path, or a hook that stanch wrote. */
static bool is_ours(const char *path)
{
    struct stn_buf script = STN_BUF_INIT(STN_MIB);
    struct stat info;

    if (lstat(path, &info) < 0)
        return errno == ENOENT;
    bool found = S_ISREG(info.st_mode) &&
                 stn_file_read(&script, path, NULL) == STN_OK &&
                 stn_str_find(stn_buf_str(&script), STN_STR(MARK)) != SIZE_MAX;
    stn_buf_dispose(&script);
    return found;
}

/* Append a word as a shell reads it. */
static void put_quoted(struct stn_buf *out, const char *word)
{
    stn_buf_putc(out, '\'');
    for (; *word != '\0'; word++) {
        if (*word == '\'')
            stn_buf_puts(out, "'\\''");
        else
            stn_buf_putc(out, *word);
    }
    stn_buf_putc(out, '\'');
}

/* The program that runs, where it is; what of that is gone later is looked for
 * in PATH, and not found it blocks: the shell's status is 127. */
static void put_script(struct stn_buf *out, const char *hook)
{
    char *self = realpath("/proc/self/exe", NULL);

    stn_buf_puts(out, "#!/bin/sh\n" MARK "; run that again to renew it.\n");
    if (self != NULL) {
        stn_buf_puts(out, "stanch=");
        put_quoted(out, self);
        stn_buf_puts(out, "\n[ -x \"$stanch\" ] || stanch=stanch\n"
                          "exec \"$stanch\"");
    } else {
        stn_buf_puts(out, "exec stanch");
    }
    stn_buf_printf(out, " hook %s \"$@\"\n", hook);
    free(self);
}

/* Write a hook beside its place, and put it there when it is whole. */
static enum stn_status write_hook(const char *path, const char *hook,
                                  struct stn_error *err)
{
    struct stn_buf script = STN_BUF_INIT(STN_MIB);
    struct stn_buf beside = STN_BUF_INIT(STN_PATH_BYTES_MAX);
    enum stn_status status;

    put_script(&script, hook);
    stn_buf_printf(&beside, "%s.stanch-%ld", path, (long)getpid());
    status = stn_buf_status(&beside, err);
    if (status >= 0)
        status = stn_buf_status(&script, err);
    if (status >= 0)
        status = stn_file_write(beside.ptr, stn_buf_str(&script), err);
    if (status >= 0 &&
        (chmod(beside.ptr, 0755) < 0 || rename(beside.ptr, path) < 0)) {
        status = stn_fail(err, STN_EIO, "%s: %s", path, strerror(errno));
        unlink(beside.ptr);
    }
    stn_buf_dispose(&script);
    stn_buf_dispose(&beside);
    return status;
}

static enum stn_status install(const char *folder, const char *hook, bool force,
                               struct stn_error *err)
{
    struct stn_buf path = STN_BUF_INIT(STN_PATH_BYTES_MAX);
    enum stn_status status;

    stn_buf_printf(&path, "%s/%s", folder, hook);
    status = stn_buf_status(&path, err);
    if (status >= 0 && mkdir(folder, 0777) < 0 && errno != EEXIST)
        status = stn_fail(err, STN_EIO, "%s: %s", folder, strerror(errno));
    if (status >= 0 && !force && !is_ours(path.ptr))
        status = stn_fail(err, STN_EUSAGE,
                          "%s is there already and not ours: let it call "
                          "'stanch hook %s', or --force to replace it",
                          path.ptr, hook);
    if (status >= 0)
        status = write_hook(path.ptr, hook, err);
    if (status >= 0)
        printf("%s\n", path.ptr);
    stn_buf_dispose(&path);
    return status;
}

static enum stn_status install_all(const struct stn_settings *settings,
                                   const struct stn_arguments *arguments,
                                   struct stn_error *err)
{
    struct stn_git_hooks hooks = {0};
    enum stn_status status = STN_OK;

    for (size_t i = 0; i < arguments->count; i++)
        if (find_hook(arguments->operands[i]) == NULL)
            return stn_fail(err, STN_EUSAGE,
                            "'%s' is no hook that stanch can be: pre-receive, "
                            "update, pre-push or pre-commit",
                            arguments->operands[i]);
    status = stn_git_hooks_find(&hooks, settings->repository, err);
    if (status >= 0 && arguments->count == 0)
        status =
            install(hooks.folder, hooks.is_bare ? "pre-receive" : "pre-commit",
                    settings->force, err);
    for (size_t i = 0; i < arguments->count && status >= 0; i++)
        status =
            install(hooks.folder, arguments->operands[i], settings->force, err);
    stn_git_hooks_dispose(&hooks);
    return status;
}

int stn_hook_install(int argc, char **argv)
{
    struct stn_settings settings = {0};
    struct stn_arguments arguments = {0};
    struct stn_error err;
    int exit_status = STN_EXIT_CLEAN;
    enum stn_status status = stn_settings_begin(
        &settings, &arguments, STN_OPTIONS_INSTALL, argc, argv, &err);

    if (status >= 0 && arguments.wants_help) {
        exit_status = help_install();
    } else {
        if (status >= 0)
            status = stn_settings_finish(&settings, &arguments,
                                         STN_OPTIONS_INSTALL, argc, argv, &err);
        if (status >= 0)
            status = install_all(&settings, &arguments, &err);
        if (status < 0)
            exit_status = stn_fail_usage(&err);
    }
    stn_settings_dispose(&settings);
    return exit_status;
}
