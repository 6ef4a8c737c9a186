/*
 * What GitLab's merge requests show beside the lines of a change.
 * https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
 */
#include "base/limits.h"
#include "reports/json_writer.h"
#include "reports/reporter.h"
#include "reports/tell.h"

#define WORDS_BYTES_MAX (16 * STN_MIB)

static const char *severity_of(enum stn_severity severity)
{
    switch (severity) {
    case STN_NOTE:
        return "info";
    case STN_LOW:
        return "minor";
    case STN_HIGH:
        return "critical";
    case STN_CRITICAL:
        return "blocker";
    case STN_SEVERITY_DEFAULT:
    case STN_MEDIUM:
    case STN_NEVER:
        break;
    }
    return "major";
}

static void add_location(struct stn_json_writer *writer, cJSON *object,
                         struct stn_str path, uint32_t begin, uint32_t end)
{
    cJSON *location = stn_json_add_object(writer, object, "location");

    stn_json_add_string(writer, location, "path", path);
    cJSON *lines = stn_json_add_object(writer, location, "lines");
    stn_json_add_number(writer, lines, "begin", begin > 0 ? begin : 1);
    if (end > begin)
        stn_json_add_number(writer, lines, "end", end);
}

static void put_finding(struct stn_json_writer *writer,
                        const struct stn_finding *finding)
{
    struct stn_buf text = STN_BUF_INIT(WORDS_BYTES_MAX);
    cJSON *object = stn_json_object(writer);

    stn_tell_finding(&text, finding, true);
    stn_json_add_buf(writer, object, "description", &text);
    stn_json_add_words(writer, object, "check_name", finding->rule->id);
    stn_json_add_fingerprint(writer, object, "fingerprint", finding);
    stn_json_add_words(writer, object, "severity",
                       severity_of(finding->severity));
    add_location(writer, object, finding->file, finding->start.line,
                 finding->end.line);
    stn_json_put(writer, object);
}

/* An empty list would read as a clean run. */
static void put_incomplete(struct stn_json_writer *writer,
                           const struct stn_report *report)
{
    struct stn_buf text = STN_BUF_INIT(WORDS_BYTES_MAX);
    cJSON *object = stn_json_object(writer);

    stn_tell_incomplete(&text, report);
    stn_json_add_buf(writer, object, "description", &text);
    stn_json_add_words(writer, object, "check_name", "stanch-incomplete");
    stn_json_add_words(writer, object, "fingerprint", "v1:stanch-incomplete");
    stn_json_add_words(writer, object, "severity", "blocker");
    add_location(writer, object, stn_report_failed_file(report), 1, 1);
    stn_json_put(writer, object);
}

static enum stn_status
write_code_quality(struct stn_buf *out, const struct stn_report *report,
                   const struct stn_reporter_options *options,
                   struct stn_error *err)
{
    const struct stn_findings *found = &report->found;
    struct stn_json_writer writer;
    const char *separator = "\n";

    (void)options;
    stn_json_begin(&writer, out);
    stn_buf_putc(out, '[');
    if (!stn_report_is_whole(report)) {
        stn_buf_puts(out, separator);
        put_incomplete(&writer, report);
        separator = ",\n";
    }
    for (size_t i = 0; i < found->count && !stn_json_has_failed(&writer); i++) {
        if (found->items[i].status != STN_NEW)
            continue;
        stn_buf_puts(out, separator);
        put_finding(&writer, &found->items[i]);
        separator = ",\n";
    }
    stn_buf_puts(out, separator[0] == ',' ? "\n]\n" : "]\n");
    return stn_json_finish(&writer, err);
}

const struct stn_reporter stn_reporter_gitlab_code_quality = {
    .name = "gitlab-code-quality",
    .summary = "GitLab's artifact reports:codequality",
    .write = write_code_quality,
};
