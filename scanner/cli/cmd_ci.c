#include <stdio.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/file.h"
#include "base/limits.h"
#include "cli/ci_plan.h"
#include "cli/ci_publish.h"
#include "cli/ci_settle.h"
#include "cli/command.h"
#include "cli/config.h"
#include "cli/options.h"
#include "cli/run.h"
#include "cli/trust.h"
#include "findings/report.h"

#define GROUPS (STN_OPTIONS_CI | STN_OPTIONS_SCAN)

static int help_ci(void)
{
    puts("Usage: stanch ci [options] [PATH]...\n"
         "\n"
         "Work out from a CI run's event and environment what to scan, say so, "
         "and\n"
         "scan it: the commits of a pull request, a push or a merge group, the "
         "history\n"
         "on a schedule. GitHub Actions (and Gitea's, Forgejo's) and GitLab CI "
         "are\n"
         "known; elsewhere the checkout is scanned, or with --base what "
         "commits bring.\n"
         "The configuration is that of the base: a change does not judge "
         "itself.\n"
         "PATH is for --command scan and logs.\n"
         "\n"
         "Options:");
    return stn_run_help(GROUPS);
}

/* One call of the command. */
struct run {
    struct stn_settings settings;
    struct stn_arguments arguments;
    struct stn_ci_plan plan;
    struct stn_ci_settled settled;
    struct stn_ci_publishing publishing;
};

static const char *get_variable(void *payload, const char *name)
{
    (void)payload;
    return getenv(name);
}

static enum stn_status read_event(void *payload, struct stn_buf *out,
                                  struct stn_error *err)
{
    const char *path = getenv("GITHUB_EVENT_PATH");
    struct stn_error why;

    (void)payload;
    if (path == NULL || path[0] == '\0')
        return stn_fail(err, STN_EUSAGE, "GITHUB_EVENT_PATH is not set");
    enum stn_status status = stn_file_read(out, path, &why);
    if (status == STN_ENOTFOUND)
        return stn_fail(err, STN_EUSAGE, "the event cannot be read: %s",
                        why.message);
    if (status < 0)
        *err = why;
    return status;
}

/* What the user wants scanned instead of what the event names. Whose policy
 * counts stays as it is. */
static enum stn_status apply_command(struct run *run, struct stn_error *err)
{
    const char *command = run->settings.ci_command;
    struct stn_ci_plan *plan = &run->plan;

    if (command == NULL)
        command = "auto";
    bool is_scan = strcmp(command, "scan") == 0;
    bool is_logs = strcmp(command, "logs") == 0;
    bool is_git = strcmp(command, "git") == 0;
    if (!is_scan && !is_logs && !is_git && strcmp(command, "auto") != 0)
        return stn_fail(err, STN_EUSAGE,
                        "--command wants auto, git, scan or logs, not '%s'",
                        command);
    if (run->arguments.count > 0 && !is_scan && !is_logs)
        return stn_fail(err, STN_EUSAGE,
                        "paths are for --command scan and logs; this is %s",
                        command);
    if (is_logs && run->arguments.count == 0)
        return stn_fail(err, STN_EUSAGE, "--command logs wants paths");
    if (is_scan || is_logs)
        plan->kind = is_scan ? STN_CI_TREE : STN_CI_LOGS;
    else if (is_git && run->settings.ci_base == NULL &&
             run->settings.ci_head == NULL)
        plan->kind = STN_CI_HISTORY;
    if (is_scan || is_logs || plan->kind == STN_CI_HISTORY)
        plan->note = NULL;
    return STN_OK;
}

static enum stn_status make_plan(struct run *run, struct stn_error *err)
{
    const struct stn_ci_source source = {
        .get = get_variable,
        .read = read_event,
        .base = run->settings.ci_base,
        .head = run->settings.ci_head,
    };
    enum stn_status status = stn_ci_plan_make(&run->plan, &source, err);

    return status < 0 ? status : apply_command(run, err);
}

static void print_plan(const struct stn_ci_plan *plan)
{
    struct stn_buf line = STN_BUF_INIT(64 * STN_KIB);
    struct stn_error err;

    stn_buf_puts(&line, "stanch: ");
    stn_ci_plan_describe(&line, plan);
    stn_buf_putc(&line, '\n');
    stn_fd_write(STDERR_FILENO, "standard error", stn_buf_str(&line), &err);
    stn_buf_dispose(&line);
}

/* A change does not bring the policy that it is judged by. */
static enum stn_status choose_policy(struct run *run, struct stn_error *err)
{
    const char *head =
        run->settled.include_count > 0 ? run->settled.include[0] : NULL;

    if (!run->plan.is_change)
        return stn_config_find(&run->settings, err);
    return stn_policy_from_commit(&run->settings, run->settled.policy, head,
                                  err);
}

/* A run that looked at nothing where something must have been. */
static const char *why_empty(void *payload, const struct stn_report *report)
{
    const struct run *run = payload;
    const struct stn_ci_plan *plan = &run->plan;

    if (plan->kind == STN_CI_COMMITS && report->commits == 0 &&
        !plan->may_be_empty)
        return "there is no commit to scan: all of the head is in the base";
    if ((plan->kind == STN_CI_TREE || plan->kind == STN_CI_LOGS) &&
        report->found.texts == 0)
        return "there is no file to scan here: is a checkout missing?";
    return NULL;
}

static int after_scan(void *payload, const struct stn_report *report,
                      int exit_status)
{
    const struct run *run = payload;

    return stn_ci_publish(&run->publishing, report, exit_status);
}

static int after_failure(void *payload, const struct stn_error *why,
                         int exit_status)
{
    const struct run *run = payload;

    return stn_ci_publish_failure(&run->publishing, why, exit_status);
}

static void fill_target(struct stn_target *target, const struct run *run)
{
    const struct stn_ci_plan *plan = &run->plan;
    const struct stn_ci_settled *settled = &run->settled;

    switch (plan->kind) {
    case STN_CI_COMMITS:
        *target = (struct stn_target){
            .kind = STN_TARGET_PUSH,
            .include = {settled->include, settled->include_count},
            .exclude = {settled->exclude, settled->exclude_count},
            .exclude_refs = plan->exclude_refs,
            .exclude_refs_but = plan->exclude_refs_but,
            .label = plan->label,
        };
        break;
    case STN_CI_TREE:
    case STN_CI_LOGS:
        *target = (struct stn_target){
            .kind = STN_TARGET_PATHS,
            .paths = {(const char *const *)run->arguments.operands,
                      run->arguments.count},
        };
        break;
    case STN_CI_HISTORY:
    case STN_CI_NOTHING:
        *target = (struct stn_target){.kind = STN_TARGET_HISTORY};
        break;
    }
    target->repository = run->settings.repository;
}

static int scan(struct run *run)
{
    const struct stn_run_after after = {why_empty, after_scan, after_failure,
                                        run};
    const char *here =
        run->settings.repository != NULL ? run->settings.repository : ".";
    struct stn_target target;

    fill_target(&target, run);
    if (target.kind == STN_TARGET_PATHS && target.paths.count == 0)
        target.paths = (struct stn_strings){&here, 1};
    return stn_run_scan_then(&run->settings, &target,
                             run->plan.kind == STN_CI_LOGS, &after);
}

/* What goes wrong before a scan: a call or an event that makes no sense is
 * one's own mistake, a clone that lacks something is not. */
static int fail(const struct run *run, enum stn_status status,
                const struct stn_error *err)
{
    bool is_users = status == STN_EUSAGE || status == STN_EINPUT;

    return stn_ci_publish_failure(
        &run->publishing, err, is_users ? STN_EXIT_USAGE : STN_EXIT_INCOMPLETE);
}

static int run_ci(struct run *run, int argc, char **argv)
{
    struct stn_settings *settings = &run->settings;
    struct stn_error err;
    enum stn_status status =
        stn_settings_begin(settings, &run->arguments, GROUPS, argc, argv, &err);

    if (status >= 0 && run->arguments.wants_help)
        return help_ci();
    if (status >= 0)
        status = make_plan(run, &err);
    if (status < 0)
        return fail(run, status, &err);
    if (run->plan.kind == STN_CI_NOTHING) {
        print_plan(&run->plan);
        return stn_ci_publish(&run->publishing, NULL, STN_EXIT_CLEAN);
    }
    status = stn_ci_settle(&run->settled, &run->plan, settings, &err);
    if (status >= 0) {
        run->publishing.head = run->settled.include[0];
        run->publishing.base = run->settled.exclude[0];
        status = choose_policy(run, &err);
    }
    if (status >= 0)
        status = stn_settings_finish(settings, &run->arguments, GROUPS, argc,
                                     argv, &err);
    if (status < 0)
        return fail(run, status, &err);
    if (!settings->quiet)
        print_plan(&run->plan);
    return scan(run);
}

int stn_cmd_ci(int argc, char **argv)
{
    struct run run = {.publishing.settings = &run.settings};
    int exit_status = run_ci(&run, argc, argv);

    stn_ci_plan_dispose(&run.plan);
    stn_settings_dispose(&run.settings);
    return exit_status;
}
