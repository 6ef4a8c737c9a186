#include "cli/output.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/limits.h"
#include "reports/reporter.h"
#include "reports/safe.h"

/* A million findings of a kilobyte each. */
#define REPORT_BYTES_MAX ((size_t)2 << 30)

static bool is_set(const char *name)
{
    const char *value = getenv(name);

    return value != NULL && value[0] != '\0';
}

const char *stn_output_part_key(void)
{
    return is_set("STANCH_SHARD_KEY") ? getenv("STANCH_SHARD_KEY") : NULL;
}

bool stn_output_has_color(const struct stn_settings *settings, int fd)
{
    const char *force = getenv("CLICOLOR_FORCE");
    const char *terminal = getenv("TERM");

    if (settings->color != STN_COLOR_AUTO)
        return settings->color == STN_COLOR_ALWAYS;
    if (is_set("NO_COLOR"))
        return false;
    if (is_set("CLICOLOR_FORCE") && strcmp(force, "0") != 0)
        return true;
    return isatty(fd) && (terminal == NULL || strcmp(terminal, "dumb") != 0);
}

/*
 * Where CI keeps the files for people: GitHub's names, then GitLab's.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/variables
 * https://docs.gitlab.com/ci/variables/predefined_variables/
 */
static void find_link(struct stn_buf *link, const char **commit)
{
    if (is_set("GITHUB_SERVER_URL") && is_set("GITHUB_REPOSITORY")) {
        stn_buf_printf(link, "%s/%s/blob/", getenv("GITHUB_SERVER_URL"),
                       getenv("GITHUB_REPOSITORY"));
        *commit = getenv("GITHUB_SHA");
    } else if (is_set("CI_PROJECT_URL")) {
        stn_buf_printf(link, "%s/-/blob/", getenv("CI_PROJECT_URL"));
        *commit = getenv("CI_COMMIT_SHA");
    }
}

enum stn_status stn_output_render(struct stn_buf *out,
                                  const struct stn_settings *settings,
                                  const struct stn_report *report,
                                  const char *format, bool color,
                                  struct stn_error *err)
{
    struct stn_buf link = STN_BUF_INIT(STN_PATH_BYTES_MAX);
    struct stn_reporter_options options = {
        .color = color,
        .verbose = settings->verbose,
        .quiet = settings->quiet,
        .part_key = stn_output_part_key(),
    };

    find_link(&link, &options.commit);
    options.link = link.ptr;
    enum stn_status status =
        stn_reporter_find(format)->write(out, report, &options, err);
    if (status >= 0)
        status = stn_buf_status(out, err);
    stn_buf_dispose(&link);
    return status;
}

/* @param path  "-" is standard output, and so is NULL. */
static enum stn_status write_report(const struct stn_settings *settings,
                                    const struct stn_report *report,
                                    const char *format, const char *path,
                                    struct stn_error *err)
{
    const bool is_file = path != NULL && strcmp(path, "-") != 0;
    struct stn_buf out = STN_BUF_INIT(REPORT_BYTES_MAX);
    bool color = !is_file && stn_output_has_color(settings, STDOUT_FILENO);
    enum stn_status status =
        stn_output_render(&out, settings, report, format, color, err);

    if (status >= 0 && is_file)
        status = stn_file_write(path, stn_buf_str(&out), err);
    else if (status >= 0)
        status = stn_fd_write(STDOUT_FILENO, "standard output",
                              stn_buf_str(&out), err);
    stn_buf_dispose(&out);
    return status;
}

enum stn_status stn_output_reports(const struct stn_settings *settings,
                                   const struct stn_report *report,
                                   struct stn_error *err)
{
    const char *format =
        settings->format != NULL ? settings->format : stn_reporters[0]->name;
    enum stn_status first =
        write_report(settings, report, format, settings->output, err);
    struct stn_error why;

    /* One that fails does not keep the others from being written. */
    for (size_t i = 0; i < settings->reports.count; i++) {
        const char *item = settings->reports.items[i];
        const char *equals = strchr(item, '=');
        char name[40];

        snprintf(name, sizeof(name), "%.*s", (int)(equals - item), item);
        enum stn_status status =
            write_report(settings, report, name, equals + 1, &why);
        if (status < 0 && first >= 0) {
            first = status;
            *err = why;
        } else if (status < 0) {
            stn_output_error(&why);
        }
    }
    return first;
}

struct ranked {
    const struct stn_rule *rule;
    const struct stn_rule_cost *cost;
};

static int compare_cost(const void *a, const void *b)
{
    const struct ranked *left = a;
    const struct ranked *right = b;

    if (left->cost->nanoseconds != right->cost->nanoseconds)
        return left->cost->nanoseconds < right->cost->nanoseconds ? 1 : -1;
    if (left->cost->hits != right->cost->hits)
        return left->cost->hits < right->cost->hits ? 1 : -1;
    return strcmp(left->rule->info.id, right->rule->info.id);
}

void stn_output_profile(const struct stn_scanner *scanner)
{
    uint32_t count = scanner->ruleset.count;
    struct ranked *ranked = stn_calloc(count, sizeof(*ranked));

    if (ranked == NULL)
        return;
    for (uint32_t i = 0; i < count; i++)
        ranked[i] =
            (struct ranked){&scanner->ruleset.rules[i], &scanner->costs[i]};
    qsort(ranked, count, sizeof(*ranked), compare_cost);
    fprintf(stderr, "%-36s %12s %12s %10s %8s %10s\n", "rule", "literals",
            "past guard", "PCRE2", "matches", "ms");
    for (uint32_t i = 0; i < count && ranked[i].cost->hits > 0; i++)
        fprintf(stderr,
                "%-36s %12" PRIu64 " %12" PRIu64 " %10" PRIu64 " %8" PRIu64
                " %10.3f\n",
                ranked[i].rule->info.id, ranked[i].cost->hits,
                ranked[i].cost->guarded, ranked[i].cost->calls,
                ranked[i].cost->matches,
                (double)ranked[i].cost->nanoseconds / 1e6);
    stn_free(ranked);
}

bool stn_progress_is_wanted(const struct stn_settings *settings)
{
    const char *terminal = getenv("TERM");

    return !settings->quiet && isatty(STDERR_FILENO) && !is_set("CI") &&
           terminal != NULL && strcmp(terminal, "dumb") != 0;
}

void stn_progress_show(void *payload, const struct stn_progress *progress)
{
    const struct timespec *start = payload;
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    double seconds = (double)(now.tv_sec - start->tv_sec) +
                     (double)(now.tv_nsec - start->tv_nsec) / 1e9;
    double megabytes = (double)progress->bytes / 1e6;
    if (seconds < 0.5) /* short scans stay quiet */
        return;
    fprintf(stderr,
            "\r\033[K%" PRIu64 " texts, %.0f MB, %.0f MB/s, %" PRIu64
            " findings so far",
            progress->texts, megabytes, megabytes / seconds,
            progress->findings);
}

void stn_progress_clear(void)
{
    fputs("\r\033[K", stderr);
}

void stn_output_error(const struct stn_error *err)
{
    struct stn_buf line = STN_BUF_INIT(8 * STN_ERROR_BYTES);
    struct stn_error why;

    /* A name in it must not begin a command of a CI system. */
    stn_buf_puts(&line, "stanch: ");
    stn_safe_append(&line, stn_str_of(err->message));
    stn_buf_putc(&line, '\n');
    if (line.status == STN_OK)
        stn_fd_write(STDERR_FILENO, "standard error", stn_buf_str(&line), &why);
    else
        fputs("stanch: out of memory\n", stderr);
    stn_buf_dispose(&line);
}
