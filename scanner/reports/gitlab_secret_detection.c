/*
 * GitLab's report of secrets, as schema 15.0.7 has it, which servers have known
 * for years. Its field for the source text, raw_source_code_extract, stays out.
 * https://gitlab.com/gitlab-org/security-products/security-report-schemas
 */
#include <inttypes.h>
#include <stdio.h>
#include <time.h>

#include "base/limits.h"
#include "base/sha256.h"
#include "findings/fingerprint.h"
#include "reports/json_writer.h"
#include "reports/names.h"
#include "reports/reporter.h"
#include "reports/tell.h"
#include "reports/uri.h"

#define WORDS_BYTES_MAX (16 * STN_MIB)
#define NAME_BYTES_MAX ((size_t)255)
#define SOLUTION_BYTES_MAX ((size_t)7000)
/* What GitLab's own analyzer writes for a file that is in no commit. */
#define NO_COMMIT "0000000"

static const char *severity_of(enum stn_severity severity)
{
    switch (severity) {
    case STN_NOTE:
        return "Info";
    case STN_LOW:
        return "Low";
    case STN_MEDIUM:
        return "Medium";
    case STN_HIGH:
        return "High";
    case STN_CRITICAL:
        return "Critical";
    case STN_SEVERITY_DEFAULT:
    case STN_NEVER:
        break;
    }
    return "Unknown";
}

/* "2026-01-31T23:59:59", in UTC and without a zone. */
static void add_time(struct stn_json_writer *writer, cJSON *object,
                     const char *key, int64_t seconds)
{
    const time_t time = (time_t)seconds;
    struct tm parts;
    char text[32] = "1970-01-01T00:00:00";

    if (gmtime_r(&time, &parts) != NULL)
        strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%S", &parts);
    stn_json_add_words(writer, object, key, text);
}

static void add_tool(struct stn_json_writer *writer, cJSON *object,
                     const char *key)
{
    cJSON *tool = stn_json_add_object(writer, object, key);

    stn_json_add_words(writer, tool, "id", "stanch");
    stn_json_add_words(writer, tool, "name", "stanch");
    stn_json_add_words(writer, tool, "version", STANCH_VERSION);
    stn_json_add_words(writer, stn_json_add_object(writer, tool, "vendor"),
                       "name", "stanch");
}

static void add_message(struct stn_json_writer *writer, cJSON *list,
                        const char *level, struct stn_buf *text)
{
    cJSON *message = stn_json_object(writer);

    cJSON_AddItemToArray(list, message);
    stn_json_add_words(writer, message, "level", level);
    stn_json_add_buf(writer, message, "value", text);
}

/* Why it is not whole, and what a person should know of the run besides. */
static void add_messages(struct stn_json_writer *writer, cJSON *scan,
                         const struct stn_report *report)
{
    cJSON *list = stn_json_add_array(writer, scan, "messages");

    if (!stn_report_is_whole(report)) {
        struct stn_buf text = STN_BUF_INIT(WORDS_BYTES_MAX);
        stn_tell_incomplete(&text, report);
        add_message(writer, list, "fatal", &text);
    }
    for (size_t i = 0; i < report->note_count; i++) {
        struct stn_buf text = STN_BUF_INIT(WORDS_BYTES_MAX);
        stn_buf_puts(&text, report->notes[i]);
        add_message(writer, list, "info", &text);
    }
}

static void put_scan(struct stn_json_writer *writer,
                     const struct stn_report *report)
{
    cJSON *scan = stn_json_object(writer);
    bool is_whole = stn_report_is_whole(report);

    add_tool(writer, scan, "analyzer");
    add_tool(writer, scan, "scanner");
    stn_json_add_words(writer, scan, "type", "secret_detection");
    add_time(writer, scan, "start_time", report->started);
    add_time(writer, scan, "end_time", report->ended);
    stn_json_add_words(writer, scan, "status",
                       is_whole ? "success" : "failure");
    add_messages(writer, scan, report);
    stn_json_put(writer, scan);
}

/* A UUID made of the fingerprint: the same finding has the same one. */
static void add_id(struct stn_json_writer *writer, cJSON *object,
                   const struct stn_finding *finding)
{
    struct stn_buf text = STN_BUF_INIT(WORDS_BYTES_MAX);
    struct stn_sha256 hash;
    unsigned char digest[STN_SHA256_BYTES];
    char id[40];
    size_t length = 0;

    stn_fingerprint_append(&text, finding);
    stn_sha256_init(&hash);
    stn_sha256_update(&hash, stn_buf_str(&text));
    stn_sha256_final(&hash, digest);
    if (text.status < 0)
        writer->is_out_of_memory = true;
    stn_buf_dispose(&text);
    digest[6] = (unsigned char)(0x80 | (digest[6] & 0x0F)); /* RFC 9562, 5.8 */
    digest[8] = (unsigned char)(0x80 | (digest[8] & 0x3F));
    for (size_t i = 0; i < 16; i++)
        length += (size_t)snprintf(
            id + length, sizeof(id) - length, "%s%02x",
            i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "", digest[i]);
    stn_json_add_words(writer, object, "id", id);
}

/* Cut where the schema has a ceiling, at the end of a code point. */
static void add_cut(struct stn_json_writer *writer, cJSON *object,
                    const char *key, struct stn_str text, size_t most)
{
    if (text.len > most) {
        text.len = most;
        while (text.len > 0 &&
               ((unsigned char)text.ptr[text.len] & 0xC0) == 0x80)
            text.len--;
    }
    stn_json_add_string(writer, object, key, text);
}

static void add_identifier(struct stn_json_writer *writer, cJSON *object,
                           const struct stn_rule_info *rule)
{
    cJSON *list = stn_json_add_array(writer, object, "identifiers");
    cJSON *item = stn_json_object(writer);

    cJSON_AddItemToArray(list, item);
    stn_json_add_words(writer, item, "type", "stanch_rule_id");
    stn_json_add_words(writer, item, "name", rule->id);
    stn_json_add_words(writer, item, "value", rule->id);
    if (stn_uri_is_link(rule->source))
        stn_json_add_words(writer, item, "url", rule->source);
}

static void add_location(struct stn_json_writer *writer, cJSON *object,
                         const struct stn_finding *finding)
{
    cJSON *location = stn_json_add_object(writer, object, "location");

    stn_json_add_string(writer, location, "file", finding->file);
    if (finding->start.line > 0)
        stn_json_add_number(writer, location, "start_line",
                            finding->start.line);
    if (finding->end.line > 0)
        stn_json_add_number(writer, location, "end_line", finding->end.line);
    cJSON *commit = stn_json_add_object(writer, location, "commit");
    stn_json_add_string(writer, commit, "author", finding->author);
    stn_json_add_string(writer, commit, "date", finding->date);
    stn_json_add_string(writer, commit, "sha",
                        finding->commit.len > 0 ? finding->commit
                                                : STN_STR(NO_COMMIT));
}

static void put_finding(struct stn_json_writer *writer,
                        const struct stn_finding *finding)
{
    struct stn_buf text = STN_BUF_INIT(WORDS_BYTES_MAX);
    struct stn_buf advice = STN_BUF_INIT(WORDS_BYTES_MAX);
    cJSON *object = stn_json_object(writer);

    add_id(writer, object, finding);
    add_cut(writer, object, "name", stn_str_of(finding->rule->title),
            NAME_BYTES_MAX);
    stn_tell_finding(&text, finding, true);
    stn_buf_truncate(&text, 1000000); /* of 1,048,576 */
    stn_json_add_buf(writer, object, "description", &text);
    stn_json_add_words(writer, object, "severity",
                       severity_of(finding->severity));
    stn_tell_advice(&advice, finding);
    if (advice.status < 0)
        writer->is_out_of_memory = true;
    add_cut(writer, object, "solution", stn_buf_str(&advice),
            SOLUTION_BYTES_MAX);
    stn_buf_dispose(&advice);
    add_identifier(writer, object, finding->rule);
    add_location(writer, object, finding);
    stn_json_put(writer, object);
}

static enum stn_status
write_secret_detection(struct stn_buf *out, const struct stn_report *report,
                       const struct stn_reporter_options *options,
                       struct stn_error *err)
{
    const struct stn_findings *found = &report->found;
    struct stn_json_writer writer;
    const char *separator = "\n";

    (void)options;
    stn_json_begin(&writer, out);
    stn_buf_puts(out, "{\"version\":\"15.0.7\",\n\"scan\":");
    put_scan(&writer, report);
    stn_buf_puts(out, ",\n\"vulnerabilities\":[");
    for (size_t i = 0; i < found->count && !stn_json_has_failed(&writer); i++) {
        const struct stn_finding *finding = &found->items[i];
        if (finding->status != STN_NEW ||
            finding->rule->category != STN_CATEGORY_SECRET)
            continue;
        stn_buf_puts(out, separator);
        put_finding(&writer, finding);
        separator = ",\n";
    }
    stn_buf_puts(out, separator[0] == ',' ? "\n]}\n" : "]}\n");
    return stn_json_finish(&writer, err);
}

const struct stn_reporter stn_reporter_gitlab_secret_detection = {
    .name = "gitlab-secret-detection",
    .summary = "GitLab's artifact reports:secret_detection; secrets alone",
    .write = write_secret_detection,
};
