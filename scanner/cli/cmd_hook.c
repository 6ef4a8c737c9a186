#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "base/limits.h"
#include "cli/command.h"
#include "cli/config.h"
#include "cli/hook.h"
#include "cli/run.h"
#include "cli/trust.h"
#include "reports/hook.h"
#include "sources/git_snapshot.h"

/* GitHub Enterprise Server gives all hooks of a push five seconds. */
#define GITHUB_SECONDS 4.0
#define GROUPS (STN_OPTIONS_HOOK | STN_OPTIONS_SCAN)

static void list_hooks(FILE *out)
{
    fputs("Usage: stanch hook HOOK [options] ...\n"
          "       stanch hook install [options] [HOOK]...\n"
          "\n"
          "Is the git hook: reads what git gives it, and any status but 0 "
          "blocks.\n"
          "\n"
          "Hooks:\n",
          out);
    for (size_t i = 0; stn_hooks[i] != NULL; i++)
        fprintf(out, "  %-12s %s\n", stn_hooks[i]->name, stn_hooks[i]->summary);
    fputs("\n"
          "'stanch hook HOOK --help' tells more of one.\n",
          out);
}

static int help_hook(const struct stn_hook *hook)
{
    printf("Usage: stanch hook %s [options]%s\n"
           "\n"
           "Is git's hook %s, %s.\n",
           hook->name, hook->operands, hook->name, hook->summary);
    if (hook->is_server)
        puts("Only --config, STANCH_CONFIG or /etc/stanch/config.yml say what "
             "counts;\n"
             "what is pushed does not.");
    puts("\n"
         "Options:");
    return stn_run_help(GROUPS);
}

const char *stn_hook_prefix(void)
{
    return stn_hook_env("GL_ID") != NULL ? STN_HOOK_GITLAB_PREFIX : "";
}

void stn_hook_say(const char *lead, const char *words)
{
    struct stn_buf lines = STN_BUF_INIT(64 * STN_ERROR_BYTES);

    stn_buf_putc(&lines, '\n');
    stn_hook_words(&lines, stn_hook_prefix(), lead, stn_str_of(words));
    stn_buf_putc(&lines, '\n');
    (void)stn_fd_write(STDERR_FILENO, "standard error", stn_buf_str(&lines),
                       NULL);
    stn_buf_dispose(&lines);
}

static void tell(const struct stn_error *err)
{
    stn_hook_say("error: stanch: ", err->message);
}

/* Whether there is a configuration in the repository at a revision. */
static enum stn_status has_config(bool *out, const char *repository,
                                  const char *revision, struct stn_error *err)
{
    static const char *const names[] = {".stanch.yml", ".stanch.yaml"};
    struct stn_git_snapshot *commit = NULL;
    struct stn_buf yaml = STN_BUF_INIT(STN_YAML_BYTES_MAX);
    enum stn_status status =
        stn_git_snapshot_open(&commit, repository, revision, err);

    *out = false;
    for (size_t i = 0; i < 2 && status == STN_OK && !*out; i++) {
        status = stn_git_snapshot_read(commit, names[i], &yaml, err);
        *out = status == STN_OK;
        if (status == STN_ENOTFOUND)
            status = STN_OK;
    }
    stn_buf_dispose(&yaml);
    stn_git_snapshot_close(commit);
    return status == STN_ENOTFOUND ? STN_OK : status;
}

/* What a push is judged by if the repository is trusted: the branch as it was,
 * or, where it is new or several are pushed, the main one as it is. */
static const char *pick_base(const struct stn_hook_event *event)
{
    const struct stn_hook_update *only = event->updates;

    if (event->count == 1 && strncmp(only->ref, "refs/heads/", 11) == 0 &&
        !stn_hook_is_none(only->before))
        return only->before;
    return "HEAD";
}

/*
 * Read settings anew, with the repository's configuration in the place of the
 * server's.
 *
 * @param server  What the server says; how to be a hook stays as it is there.
 * @return STN_OK; STN_DONE: the repository has none, the server's counts; a
 *         failure.
 */
static enum stn_status trust_repository(struct stn_settings *settings,
                                        const struct stn_settings *server,
                                        const struct stn_hook_event *event,
                                        int argc, char **argv,
                                        struct stn_error *err)
{
    struct stn_arguments unused = {0};
    const char *base = pick_base(event);
    const char *head = event->count == 1 ? event->updates[0].after : NULL;
    bool is_there = false;
    enum stn_status status =
        has_config(&is_there, server->repository, base, err);

    if (status >= 0 && !is_there)
        return STN_DONE;
    if (status >= 0)
        status = stn_settings_begin(settings, &unused, GROUPS, argc, argv, err);
    settings->config = NULL;
    if (status >= 0)
        status = stn_policy_from_commit(
            settings, base,
            head != NULL && !stn_hook_is_none(head) ? head : NULL, err);
    if (status >= 0)
        status =
            stn_settings_finish(settings, &unused, GROUPS, argc, argv, err);
    settings->hook = server->hook;
    return status;
}

/* What a hook does otherwise than a command. */
static void set_defaults(const struct stn_hook *hook,
                         struct stn_settings *settings)
{
    if (settings->format == NULL)
        settings->format =
            stn_hook_prefix()[0] != '\0' ? "hook-gitlab" : "hook";
    if (settings->deadline_origin != STN_ORIGIN_DEFAULT)
        return;
    if (settings->hook.has_deadline)
        settings->deadline = settings->hook.deadline;
    else if (hook->is_server && stn_hook_env("GITHUB_VIA") != NULL)
        settings->deadline = GITHUB_SECONDS;
}

/* Scan what a hook was told of. @return Exit status. */
static int scan(const struct stn_hook *hook, struct stn_settings *settings,
                const struct stn_hook_event *event, int argc, char **argv)
{
    struct stn_settings theirs = {.tell = tell};
    struct stn_error err;
    enum stn_status status = STN_DONE;
    int exit_status = STN_EXIT_USAGE;

    if (hook->is_server && stn_hook_is_bypassed(settings, event))
        return STN_EXIT_CLEAN;
    if (hook->is_server && settings->hook.trust_repository)
        status = trust_repository(&theirs, settings, event, argc, argv, &err);
    if (status == STN_OK)
        settings = &theirs;
    if (status < 0) {
        tell(&err);
    } else {
        set_defaults(hook, settings);
        exit_status = stn_run_scan(settings, &event->target, false);
    }
    stn_settings_dispose(&theirs);
    return exit_status;
}

static int run_hook(const struct stn_hook *hook, int argc, char **argv)
{
    struct stn_settings settings = {.tell = tell};
    struct stn_arguments arguments = {0};
    struct stn_hook_event event = {.count = 0};
    struct stn_error err;
    int exit_status = STN_EXIT_CLEAN;
    enum stn_status status =
        stn_settings_begin(&settings, &arguments, GROUPS, argc, argv, &err);

    if (status >= 0 && arguments.wants_help) {
        exit_status = help_hook(hook);
        goto done;
    }
    if (status >= 0)
        status = hook->is_server ? stn_policy_from_server(&settings, &err)
                                 : stn_config_find(&settings, &err);
    if (status >= 0)
        status = stn_settings_finish(&settings, &arguments, GROUPS, argc, argv,
                                     &err);
    if (status >= 0)
        status = hook->read(&event, &settings, &arguments, &err);
    if (status < 0) {
        tell(&err);
        exit_status = STN_EXIT_USAGE;
    } else if (status == STN_OK) {
        exit_status = scan(hook, &settings, &event, argc, argv);
    }
done:
    stn_hook_event_dispose(&event);
    stn_settings_dispose(&settings);
    return exit_status;
}

int stn_cmd_hook(int argc, char **argv)
{
    const char *name = argc > 1 ? argv[1] : "--help";

    /* A pusher who has gone is no reason to stop half-way. */
    signal(SIGPIPE, SIG_IGN);
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0) {
        list_hooks(argc > 1 ? stdout : stderr);
        return argc > 1 ? STN_EXIT_CLEAN : STN_EXIT_USAGE;
    }
    if (strcmp(name, "install") == 0)
        return stn_hook_install(argc - 1, argv + 1);
    for (size_t i = 0; stn_hooks[i] != NULL; i++)
        if (strcmp(stn_hooks[i]->name, name) == 0)
            return run_hook(stn_hooks[i], argc - 1, argv + 1);
    fprintf(stderr,
            "stanch: there is no hook '%s'; 'stanch hook --help' lists them\n",
            name);
    return STN_EXIT_USAGE;
}
