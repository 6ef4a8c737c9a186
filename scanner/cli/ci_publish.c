#include "cli/ci_publish.h"

#include <inttypes.h>
#include <stdio.h>
#include <sys/random.h>
#include <unistd.h>

#include "base/file.h"
#include "base/limits.h"
#include "cli/ci_plan.h"
#include "cli/command.h"
#include "cli/output.h"
#include "findings/report.h"

/* What GitHub keeps of a step's summary is 1 MiB; of outputs as much. */
#define PUBLISHED_BYTES_MAX (4 * STN_MIB)

#define DELIMITER_BYTES 16

static const char *variable(const char *name)
{
    const char *value = getenv(name);

    return value != NULL && value[0] != '\0' ? value : NULL;
}

static bool is_github(void)
{
    return variable("GITHUB_ACTIONS") != NULL &&
           strcmp(getenv("GITHUB_ACTIONS"), "false") != 0;
}

/* STANCH_ANNOTATIONS=false, as an input of the Action. */
static bool is_off(bool option, const char *name)
{
    const char *value = variable(name);

    return option || (value != NULL && strcmp(value, "false") == 0);
}

/* Where workflow commands go: the runner reads both streams, and a report for
 * a machine shall stay one. */
static int command_stream(const struct stn_settings *settings)
{
    bool is_taken = settings->output == NULL && settings->format != NULL &&
                    strcmp(settings->format, "text") != 0;

    return is_taken ? STDERR_FILENO : STDOUT_FILENO;
}

/* Annotations alone where the log has the report for people anyway. */
static struct stn_settings for_annotations(const struct stn_settings *settings)
{
    struct stn_settings copy = *settings;

    if (settings->output == NULL &&
        (settings->format == NULL || strcmp(settings->format, "text") == 0))
        copy.quiet = true;
    return copy;
}

/* @param path  To append to; NULL: where workflow commands go. */
static void write_with(const char *format, const struct stn_settings *settings,
                       const struct stn_report *report, const char *path)
{
    struct stn_buf out = STN_BUF_INIT(PUBLISHED_BYTES_MAX);
    struct stn_error err;
    enum stn_status status =
        stn_output_render(&out, settings, report, format, false, &err);

    if (status >= 0 && path != NULL)
        status = stn_file_append(path, stn_buf_str(&out), &err);
    else if (status >= 0)
        status = stn_fd_write(command_stream(settings), "annotations",
                              stn_buf_str(&out), &err);
    if (status < 0)
        stn_output_error(&err);
    stn_buf_dispose(&out);
}

/* A value over lines is framed by a word that nobody can guess. */
static void put_output(struct stn_buf *out, const char *name, const char *value)
{
    unsigned char random[DELIMITER_BYTES];

    if (value == NULL)
        value = "";
    if (strpbrk(value, "\r\n") == NULL) {
        stn_buf_printf(out, "%s=%s\n", name, value);
        return;
    }
    if (getrandom(random, sizeof(random), 0) != sizeof(random)) {
        stn_buf_printf(out, "%s=\n", name);
        return;
    }
    char delimiter[2 * DELIMITER_BYTES + 1];
    for (size_t i = 0; i < sizeof(random); i++)
        snprintf(delimiter + 2 * i, 3, "%02x", random[i]);
    stn_buf_printf(out, "%s<<stanch-%s\n%s\nstanch-%s\n", name, delimiter,
                   value, delimiter);
}

/* The file of a report that was written beside the main one. */
static const char *report_path(const struct stn_settings *settings,
                               const char *name)
{
    size_t length = strlen(name);

    for (size_t i = 0; i < settings->reports.count; i++) {
        const char *item = settings->reports.items[i];
        if (strncmp(item, name, length) == 0 && item[length] == '=')
            return item + length + 1;
    }
    return NULL;
}

static size_t count_new(const struct stn_report *report)
{
    size_t count = 0;

    for (size_t i = 0; i < report->found.count; i++)
        count += report->found.items[i].status == STN_NEW;
    return count;
}

static enum stn_status write_outputs(const struct stn_ci_publishing *publishing,
                                     const struct stn_report *report,
                                     int exit_status, struct stn_error *err)
{
    const char *path = variable("GITHUB_OUTPUT");
    struct stn_buf out = STN_BUF_INIT(PUBLISHED_BYTES_MAX);
    enum stn_status status;

    if (path == NULL)
        return STN_OK;
    stn_buf_printf(&out, "exit-code=%d\n", exit_status);
    if (report != NULL) {
        stn_buf_printf(&out, "findings=%zu\ncommits-scanned=%" PRIu64 "\n",
                       count_new(report), report->commits);
        put_output(&out, "sarif-file",
                   report_path(publishing->settings, "sarif"));
        put_output(&out, "report-file",
                   report_path(publishing->settings, "json"));
    }
    if (report == NULL && exit_status == STN_EXIT_CLEAN)
        stn_buf_puts(&out, "findings=0\ncommits-scanned=0\n");
    put_output(&out, "base", publishing->base);
    put_output(&out, "head", publishing->head);
    status = stn_buf_status(&out, err);
    if (status >= 0)
        status = stn_file_append(path, stn_buf_str(&out), err);
    stn_buf_dispose(&out);
    return status;
}

int stn_ci_publish(const struct stn_ci_publishing *publishing,
                   const struct stn_report *report, int exit_status)
{
    const struct stn_settings *settings = publishing->settings;
    const char *summary = variable("GITHUB_STEP_SUMMARY");
    struct stn_settings alone = for_annotations(settings);
    struct stn_error err;

    if (!is_github())
        return exit_status;
    if (report != NULL &&
        !is_off(settings->no_annotations, "STANCH_ANNOTATIONS"))
        write_with("github", &alone, report, NULL);
    if (report != NULL && summary != NULL &&
        !is_off(settings->no_summary, "STANCH_SUMMARY"))
        write_with("github-summary", settings, report, summary);
    if (write_outputs(publishing, report, exit_status, &err) < 0) {
        stn_output_error(&err);
        if (exit_status == STN_EXIT_CLEAN)
            exit_status = STN_EXIT_INCOMPLETE;
    }
    return exit_status;
}

/* A message has no line breaks; '%' would begin an escape. */
static void put_command(const struct stn_settings *settings,
                        const struct stn_error *why)
{
    struct stn_buf out = STN_BUF_INIT(4 * STN_ERROR_BYTES);
    struct stn_error err;

    stn_buf_puts(&out, "::error title=stanch could not scan::");
    for (const char *at = why->message; *at != '\0'; at++) {
        if (*at == '%')
            stn_buf_puts(&out, "%25");
        else
            stn_buf_putc(&out, *at);
    }
    stn_buf_putc(&out, '\n');
    stn_fd_write(command_stream(settings), "annotations", stn_buf_str(&out),
                 &err);
    stn_buf_dispose(&out);
}

int stn_ci_publish_failure(const struct stn_ci_publishing *publishing,
                           const struct stn_error *why, int exit_status)
{
    struct stn_error err;

    stn_output_error(why);
    if (!is_github())
        return exit_status;
    if (!is_off(publishing->settings->no_annotations, "STANCH_ANNOTATIONS"))
        put_command(publishing->settings, why);
    if (write_outputs(publishing, NULL, exit_status, &err) < 0)
        stn_output_error(&err);
    return exit_status;
}
