/*
 * Diagnostics for reviewdog, one a line. Its columns count bytes of UTF-8.
 * https://github.com/reviewdog/reviewdog/blob/master/proto/rdf/reviewdog.proto
 */
#include "base/limits.h"
#include "base/utf8.h"
#include "reports/json_writer.h"
#include "reports/reporter.h"
#include "reports/tell.h"
#include "reports/uri.h"

#define WORDS_BYTES_MAX (16 * STN_MIB)

static const char *severity_of(enum stn_severity severity)
{
    if (severity >= STN_HIGH)
        return "ERROR";
    return severity == STN_MEDIUM ? "WARNING" : "INFO";
}

static void add_position(struct stn_json_writer *writer, cJSON *object,
                         const char *key, uint32_t line, uint32_t column)
{
    cJSON *position = stn_json_add_object(writer, object, key);

    stn_json_add_number(writer, position, "line", line);
    if (column > 0)
        stn_json_add_number(writer, position, "column", column);
}

/* Lines alone where not both columns are known. */
static void add_range(struct stn_json_writer *writer, cJSON *object,
                      struct stn_pos start, uint32_t start_column,
                      struct stn_pos end, uint32_t end_column)
{
    cJSON *range = stn_json_add_object(writer, object, "range");
    bool has_columns = start_column > 0 && end_column > 0;

    add_position(writer, range, "start", start.line,
                 has_columns ? start_column : 0);
    if (end.line >= start.line)
        add_position(writer, range, "end", end.line,
                     has_columns ? end_column : 0);
}

static void add_message(struct stn_json_writer *writer, cJSON *object,
                        const struct stn_finding *finding)
{
    struct stn_buf text = STN_BUF_INIT(WORDS_BYTES_MAX);

    stn_tell_finding(&text, finding, true);
    if (finding->commit.len > 0) {
        stn_buf_puts(&text, "; in commit ");
        stn_buf_append(&text, stn_str_sub(finding->commit, 0, 12));
    }
    stn_buf_puts(&text, ". ");
    stn_tell_advice(&text, finding);
    while (text.len > 0 && text.ptr[text.len - 1] == ' ')
        stn_buf_truncate(&text, text.len - 1);
    stn_json_add_buf(writer, object, "message", &text);
}

/*
 * A suggestion is offered, and taken, by itself: only a fix of one edit is one.
 */
static void add_suggestion(struct stn_json_writer *writer, cJSON *object,
                           const struct stn_finding *finding)
{
    const struct stn_fix *fix = finding->fix;

    if (fix == NULL || fix->edit_count != 1 ||
        fix->edits[0].start_byte_column == 0 ||
        fix->edits[0].end_byte_column == 0 ||
        !stn_json_is_exact(fix->edits[0].text))
        return;
    const struct stn_fix_edit *edit = &fix->edits[0];
    cJSON *list = stn_json_add_array(writer, object, "suggestions");
    cJSON *item = stn_json_object(writer);
    cJSON_AddItemToArray(list, item);
    add_range(writer, item, edit->start, edit->start_byte_column, edit->end,
              edit->end_byte_column);
    stn_json_add_exact(writer, item, "text", edit->text);
}

static void put_finding(struct stn_json_writer *writer,
                        const struct stn_finding *finding)
{
    cJSON *object = stn_json_object(writer);

    add_message(writer, object, finding);
    cJSON *location = stn_json_add_object(writer, object, "location");
    stn_json_add_string(writer, location, "path", finding->file);
    if (finding->start.line > 0)
        add_range(writer, location, finding->start, finding->start_byte_column,
                  finding->end, finding->end_byte_column);
    stn_json_add_words(writer, object, "severity",
                       severity_of(finding->severity));
    stn_json_add_words(writer, stn_json_add_object(writer, object, "source"),
                       "name", "stanch");
    cJSON *code = stn_json_add_object(writer, object, "code");
    stn_json_add_words(writer, code, "value", finding->rule->id);
    if (stn_uri_is_link(finding->rule->source))
        stn_json_add_words(writer, code, "url", finding->rule->source);
    add_suggestion(writer, object, finding);
    stn_json_put(writer, object);
    stn_buf_putc(writer->out, '\n');
}

/* No line at all would read as a clean run. */
static void put_incomplete(struct stn_json_writer *writer,
                           const struct stn_report *report)
{
    struct stn_buf text = STN_BUF_INIT(WORDS_BYTES_MAX);
    cJSON *object = stn_json_object(writer);

    stn_tell_incomplete(&text, report);
    stn_json_add_buf(writer, object, "message", &text);
    stn_json_add_string(writer, stn_json_add_object(writer, object, "location"),
                        "path", stn_report_failed_file(report));
    stn_json_add_words(writer, object, "severity", "ERROR");
    stn_json_add_words(writer, stn_json_add_object(writer, object, "source"),
                       "name", "stanch");
    stn_json_add_words(writer, stn_json_add_object(writer, object, "code"),
                       "value", "stanch-incomplete");
    stn_json_put(writer, object);
    stn_buf_putc(writer->out, '\n');
}

static enum stn_status write_rdjsonl(struct stn_buf *out,
                                     const struct stn_report *report,
                                     const struct stn_reporter_options *options,
                                     struct stn_error *err)
{
    const struct stn_findings *found = &report->found;
    struct stn_json_writer writer;

    (void)options;
    stn_json_begin(&writer, out);
    if (!stn_report_is_whole(report))
        put_incomplete(&writer, report);
    for (size_t i = 0; i < found->count && !stn_json_has_failed(&writer); i++)
        if (found->items[i].status == STN_NEW)
            put_finding(&writer, &found->items[i]);
    return stn_json_finish(&writer, err);
}

const struct stn_reporter stn_reporter_rdjsonl = {
    .name = "rdjsonl",
    .summary = "diagnostics for reviewdog, one a line",
    .write = write_rdjsonl,
};
