#include "cli/run.h"

#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>

#include "base/error.h"
#include "cli/command.h"
#include "cli/options.h"
#include "cli/output.h"

/* Set by a signal; the scan ends early and says so. */
static _Atomic(bool) is_interrupted;

static void on_signal(int number)
{
    (void)number;
    atomic_store(&is_interrupted, true);
}

/* A first signal ends the scan in order, a second one kills. */
static void watch_signals(void)
{
    struct sigaction action = {.sa_handler = on_signal,
                               .sa_flags = SA_RESETHAND};

    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    signal(SIGPIPE, SIG_IGN); /* a closed pipe is a write that fails */
}

static int exit_for(enum stn_status status)
{
    bool is_users = status == STN_EUSAGE || status == STN_EINPUT;

    return is_users ? STN_EXIT_USAGE : STN_EXIT_INCOMPLETE;
}

static void tell(const struct stn_settings *settings,
                 const struct stn_error *err)
{
    if (settings->tell != NULL)
        settings->tell(err);
    else
        stn_output_error(err);
}

/* Tell of a run without a report. */
static int fail(const struct stn_settings *settings,
                const struct stn_run_after *after, const struct stn_error *why,
                int exit_status)
{
    if (after != NULL)
        return after->failed(after->payload, why, exit_status);
    tell(settings, why);
    return exit_status;
}

static int gather(struct stn_run *run, const struct stn_settings *settings,
                  const struct stn_target *target, bool logs,
                  const struct stn_run_after *after)
{
    struct stn_options options;
    struct stn_error err;

    stn_settings_options(settings, &options);
    options.logs = logs;
    options.stop = &is_interrupted;
    clock_gettime(CLOCK_MONOTONIC, &run->start);
    if (stn_progress_is_wanted(settings)) {
        options.progress = stn_progress_show;
        options.progress_payload = &run->start;
    }
    watch_signals();

    enum stn_status status = stn_scanner_new(&run->scanner, &options, &err);
    if (status < 0)
        return fail(settings, after, &err,
                    status == STN_ENOMEM ? STN_EXIT_INCOMPLETE
                                         : STN_EXIT_USAGE);
    status = stn_scan(run->scanner, target, &run->report, &err);
    if (options.progress != NULL)
        stn_progress_clear();
    return status < 0 ? fail(settings, after, &err, exit_for(status))
                      : STN_EXIT_CLEAN;
}

int stn_run_gather(struct stn_run *run, const struct stn_settings *settings,
                   const struct stn_target *target, bool logs)
{
    return gather(run, settings, target, logs, NULL);
}

void stn_run_dispose(struct stn_run *run)
{
    stn_report_free(run->report);
    stn_scanner_free(run->scanner);
    *run = (struct stn_run){0};
}

int stn_run_scan(const struct stn_settings *settings,
                 const struct stn_target *target, bool logs)
{
    return stn_run_scan_then(settings, target, logs, NULL);
}

static enum stn_status note_empty(struct stn_report *report, const char *why,
                                  struct stn_error *err)
{
    enum stn_status status =
        stn_findings_skip(&report->found,
                          &(struct stn_skip){.reason = STN_SKIP_NOTHING,
                                             .detail = stn_str_of(why)},
                          err);

    if (status >= 0)
        stn_gate_decide(report);
    return status;
}

/* What is to be done with a report. @return Exit status. */
static int hand_out(struct stn_run *run, const struct stn_settings *settings,
                    const struct stn_run_after *after)
{
    const char *why = NULL;
    struct stn_error err;

    if (after != NULL)
        why = after->why_empty(after->payload, run->report);
    if (why != NULL && note_empty(run->report, why, &err) < 0) {
        tell(settings, &err);
        return STN_EXIT_INCOMPLETE;
    }
    int exit_status = stn_report_exit_status(run->report);
    if (stn_output_reports(settings, run->report, &err) < 0) {
        tell(settings, &err);
        /* What nobody could read is no clean verdict. */
        if (exit_status == STN_EXIT_CLEAN)
            exit_status = STN_EXIT_INCOMPLETE;
    }
    if (after == NULL)
        return exit_status;
    if (why == NULL || exit_status == STN_EXIT_FINDINGS)
        return after->run(after->payload, run->report, exit_status);
    stn_fail(&err, STN_ENOTFOUND, "%s", why);
    return after->failed(after->payload, &err, exit_status);
}

int stn_run_scan_then(const struct stn_settings *settings,
                      const struct stn_target *target, bool logs,
                      const struct stn_run_after *after)
{
    struct stn_run run = {0};
    int exit_status = gather(&run, settings, target, logs, after);

    if (run.report != NULL) {
        exit_status = hand_out(&run, settings, after);
        if (settings->profile)
            stn_output_profile(run.scanner);
    }
    stn_run_dispose(&run);
    return exit_status;
}

int stn_run_help(unsigned groups)
{
    stn_options_help(stdout, groups);
    puts("\n"
         "Exit status: 0 clean, 1 findings, 2 usage or configuration error,\n"
         "3 something could not be scanned.");
    return STN_EXIT_CLEAN;
}

int stn_fail_usage(const struct stn_error *err)
{
    stn_output_error(err);
    return STN_EXIT_USAGE;
}
