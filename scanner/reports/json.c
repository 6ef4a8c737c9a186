#include <inttypes.h>
#include <stdio.h>

#include <cjson/cJSON.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "findings/fingerprint.h"
#include "reports/names.h"
#include "reports/reporter.h"

/* Bytes of one value: a path, a reason, a location. */
#define VALUE_BYTES_MAX (16 * STN_MIB)

/*
 * One object of the report being made. Each finding is a small tree of its own,
 * printed on a line of its own: memory does not follow the number of findings,
 * and reports can be compared by line. The first failure sticks.
 */
struct writer {
    struct stn_buf *out;
    struct stn_buf value; /* the string at hand */
    bool is_out_of_memory;
};

static void keep(struct writer *writer, const void *made)
{
    if (made == NULL)
        writer->is_out_of_memory = true;
}

static bool is_hex(char byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'f') ||
           (byte >= 'A' && byte <= 'F');
}

/*
 * File names and authors may be any bytes. What is no UTF-8 becomes \xNN, and
 * so does a backslash that would read as such an escape: different names stay
 * different.
 */
static void append_utf8(struct stn_buf *out, struct stn_str bytes)
{
    for (size_t at = 0; at < bytes.len;) {
        struct stn_str rest = stn_str_sub(bytes, at, bytes.len);
        size_t length;
        uint32_t code_point = stn_utf8_decode(rest, &length);
        bool is_escape = rest.len >= 4 && rest.ptr[0] == '\\' &&
                         rest.ptr[1] == 'x' && is_hex(rest.ptr[2]) &&
                         is_hex(rest.ptr[3]);

        if (code_point == UINT32_MAX || code_point == 0 || is_escape)
            stn_buf_printf(out, "\\x%02X", (unsigned)(unsigned char)*rest.ptr);
        else
            stn_buf_append(out, stn_str_sub(rest, 0, length));
        at += length;
    }
}

static cJSON *make_string(struct writer *writer, struct stn_str text)
{
    cJSON *item = NULL;

    stn_buf_clear(&writer->value);
    append_utf8(&writer->value, text);
    if (writer->value.status == STN_OK)
        item = cJSON_CreateString(writer->value.ptr);
    keep(writer, item);
    return item;
}

/* An empty string does not apply and is left out. */
static void add_string(struct writer *writer, cJSON *object, const char *key,
                       struct stn_str text)
{
    if (text.len > 0)
        cJSON_AddItemToObject(object, key, make_string(writer, text));
}

static void add_words(struct writer *writer, cJSON *object, const char *key,
                      const char *words)
{
    add_string(writer, object, key, stn_str_of(words));
}

/* cJSON's numbers are doubles; ours are exact. */
static void add_number(struct writer *writer, cJSON *object, const char *key,
                       uint64_t number)
{
    char digits[32];

    snprintf(digits, sizeof(digits), "%" PRIu64, number);
    keep(writer, cJSON_AddRawToObject(object, key, digits));
}

/*
 * Reports end up in the logs of CI systems, where "##[" is a command. Within a
 * JSON string, and nowhere else is a '#', an escape means the same.
 */
static void put_quiet(struct stn_buf *out, struct stn_str json)
{
    for (;;) {
        size_t found = stn_str_find(json, STN_STR("##"));
        if (found == SIZE_MAX)
            break;
        stn_buf_append(out, stn_str_sub(json, 0, found + 1));
        stn_buf_puts(out, "\\u0023");
        json = stn_str_sub(json, found + 2, json.len);
    }
    stn_buf_append(out, json);
}

/* Print an object and free it. */
static void put_object(struct writer *writer, cJSON *object)
{
    char *text =
        writer->is_out_of_memory ? NULL : cJSON_PrintUnformatted(object);

    keep(writer, text);
    if (text != NULL)
        put_quiet(writer->out, stn_str_of(text));
    cJSON_free(text);
    cJSON_Delete(object);
}

static cJSON *make_object(struct writer *writer)
{
    cJSON *object = cJSON_CreateObject();

    keep(writer, object);
    return object;
}

static void put_tool(struct writer *writer, const struct stn_report *report)
{
    cJSON *tool = make_object(writer);

    add_words(writer, tool, "name", "stanch");
    add_words(writer, tool, "version", STANCH_VERSION);
    add_number(writer, tool, "rules", report->rule_count);
    add_string(
        writer, tool, "ruleset",
        (struct stn_str){report->ruleset,
                         strnlen(report->ruleset, sizeof(report->ruleset))});
    put_object(writer, tool);
}

static void put_skip(struct writer *writer, const struct stn_skip *skip)
{
    cJSON *object = make_object(writer);

    add_string(writer, object, "file", skip->file);
    add_string(writer, object, "commit", skip->commit);
    add_words(writer, object, "reason", stn_skip_name(skip->reason));
    if (skip->bytes > 0)
        add_number(writer, object, "bytes", skip->bytes);
    add_string(writer, object, "detail", skip->detail);
    put_object(writer, object);
}

/* Counted, but not listed. */
static void put_more_skips(struct writer *writer,
                           const struct stn_findings *found)
{
    uint64_t more[STN_SKIP_NOTHING + 1];
    cJSON *object = make_object(writer);
    bool has_more = false;

    memcpy(more, found->skipped, sizeof(more));
    for (size_t i = 0; i < found->skip_count; i++)
        if (more[found->skips[i].reason] > 0)
            more[found->skips[i].reason]--;
    for (size_t i = 0; i <= STN_SKIP_NOTHING; i++) {
        if (more[i] == 0)
            continue;
        add_number(writer, object, stn_skip_name((enum stn_skip_reason)i),
                   more[i]);
        has_more = true;
    }
    if (!has_more) {
        cJSON_Delete(object);
        return;
    }
    stn_buf_puts(writer->out, ",\n\"skippedMore\":");
    put_object(writer, object);
}

static void put_coverage(struct writer *writer, const struct stn_report *report)
{
    const struct stn_findings *found = &report->found;

    stn_buf_printf(writer->out,
                   "{\"commits\":%" PRIu64 ",\"texts\":%" PRIu64
                   ",\"bytes\":%" PRIu64,
                   report->commits, found->texts, found->bytes);
    if (found->packages > 0)
        stn_buf_printf(writer->out, ",\"packages\":%" PRIu64, found->packages);
    stn_buf_puts(writer->out, ",\"skipped\":[");
    for (size_t i = 0; i < found->skip_count; i++) {
        stn_buf_puts(writer->out, i > 0 ? ",\n" : "\n");
        put_skip(writer, &found->skips[i]);
    }
    stn_buf_puts(writer->out, found->skip_count > 0 ? "\n]" : "]");
    put_more_skips(writer, found);
    if (report->dropped > 0)
        stn_buf_printf(writer->out, ",\n\"dropped\":%zu", report->dropped);
    stn_buf_puts(writer->out, "}");
}

static void add_place(struct writer *writer, cJSON *object,
                      const struct stn_finding *finding)
{
    add_string(writer, object, "file", finding->file);
    add_number(writer, object, "line", finding->start.line);
    add_number(writer, object, "column", finding->start.column);
    add_number(writer, object, "endLine", finding->end.line);
    add_number(writer, object, "endColumn", finding->end.column);
    add_number(writer, object, "startByte", finding->start_byte);
    add_number(writer, object, "endByte", finding->end_byte);
    add_string(writer, object, "location", finding->location);
    add_string(writer, object, "commit", finding->commit);
    add_string(writer, object, "author", finding->author);
    add_string(writer, object, "date", finding->date);
}

/* Where else the value stands in a capture. */
static void add_also(struct writer *writer, cJSON *object,
                     const struct stn_finding *finding)
{
    if (finding->also_count == 0)
        return;
    cJSON *list = cJSON_AddArrayToObject(object, "also");
    keep(writer, list);
    for (size_t i = 0; i < finding->also_count && i < STN_ALSO_MAX; i++) {
        cJSON *place = make_object(writer);
        add_number(writer, place, "line", finding->also[i].start.line);
        add_number(writer, place, "column", finding->also[i].start.column);
        add_string(writer, place, "location", finding->also[i].location);
        cJSON_AddItemToArray(list, place);
    }
    if (finding->also_count > STN_ALSO_MAX)
        add_number(writer, object, "alsoCount", finding->also_count);
}

/* What to do; in a capture, also what its recorder offers. */
static void add_advice(struct writer *writer, cJSON *object,
                       const struct stn_finding *finding)
{
    struct stn_buf text = STN_BUF_INIT(VALUE_BYTES_MAX);

    if (finding->rule->advice != NULL)
        stn_buf_puts(&text, finding->rule->advice);
    if (finding->rule->advice != NULL && finding->cure != NULL)
        stn_buf_putc(&text, ' ');
    if (finding->cure != NULL)
        stn_buf_puts(&text, finding->cure);
    if (text.status < 0)
        writer->is_out_of_memory = true;
    add_string(writer, object, "advice", stn_buf_str(&text));
    stn_buf_dispose(&text);
}

static void add_fingerprint(struct writer *writer, cJSON *object,
                            const struct stn_finding *finding)
{
    struct stn_buf text = STN_BUF_INIT(VALUE_BYTES_MAX);

    stn_fingerprint_append(&text, finding);
    if (text.status < 0)
        writer->is_out_of_memory = true;
    add_string(writer, object, "fingerprint", stn_buf_str(&text));
    stn_buf_dispose(&text);
}

static void add_evidence(struct writer *writer, cJSON *object,
                         const struct stn_finding *finding)
{
    if (finding->evidence_count == 0)
        return;
    cJSON *list = cJSON_AddArrayToObject(object, "evidence");
    keep(writer, list);
    for (size_t i = 0; i < finding->evidence_count; i++)
        cJSON_AddItemToArray(
            list, make_string(writer, stn_str_of(finding->evidence[i])));
}

/* Other places that explain a finding in code. */
static void add_related(struct writer *writer, cJSON *object,
                        const struct stn_finding *finding)
{
    if (finding->related_count == 0)
        return;
    cJSON *list = cJSON_AddArrayToObject(object, "related");
    keep(writer, list);
    for (size_t i = 0; i < finding->related_count; i++) {
        const struct stn_related *related = &finding->related[i];
        cJSON *place = make_object(writer);
        add_string(writer, place, "file", related->file);
        add_number(writer, place, "line", related->start.line);
        add_number(writer, place, "column", related->start.column);
        add_number(writer, place, "endLine", related->end.line);
        add_number(writer, place, "endColumn", related->end.column);
        add_string(writer, place, "message", related->message);
        cJSON_AddItemToArray(list, place);
    }
}

static void add_fix(struct writer *writer, cJSON *object,
                    const struct stn_finding *finding)
{
    const struct stn_fix *fix = finding->fix;

    if (fix == NULL)
        return;
    cJSON *item = cJSON_AddObjectToObject(object, "fix");
    keep(writer, item);
    add_string(writer, item, "title", fix->title);
    cJSON *list = cJSON_AddArrayToObject(item, "edits");
    keep(writer, list);
    for (size_t i = 0; i < fix->edit_count; i++) {
        cJSON *edit = make_object(writer);
        add_number(writer, edit, "startByte", fix->edits[i].start_byte);
        add_number(writer, edit, "endByte", fix->edits[i].end_byte);
        cJSON_AddItemToObject(edit, "text",
                              make_string(writer, fix->edits[i].text));
        cJSON_AddItemToArray(list, edit);
    }
}

static void put_finding(struct writer *writer,
                        const struct stn_finding *finding)
{
    const struct stn_rule_info *rule = finding->rule;
    cJSON *object = make_object(writer);

    add_words(writer, object, "rule", rule->id);
    add_words(writer, object, "title", rule->title);
    add_words(writer, object, "category", stn_category_name(rule->category));
    add_words(writer, object, "severity", stn_severity_name(finding->severity));
    add_place(writer, object, finding);
    add_also(writer, object, finding);
    add_string(writer, object, "preview", finding->preview);
    add_fingerprint(writer, object, finding);
    add_words(writer, object, "status",
              stn_finding_status_name(finding->status));
    add_string(writer, object, "reason", finding->reason);
    add_evidence(writer, object, finding);
    add_related(writer, object, finding);
    add_fix(writer, object, finding);
    add_advice(writer, object, finding);
    put_object(writer, object);
}

static void put_report(struct writer *writer, const struct stn_report *report)
{
    stn_buf_puts(writer->out, "{\"schema\":\"stanch-report/1\",\n\"tool\":");
    put_tool(writer, report);
    stn_buf_printf(writer->out, ",\n\"verdict\":\"%s\",\n\"coverage\":",
                   stn_verdict_name(report->verdict));
    put_coverage(writer, report);
    stn_buf_puts(writer->out, ",\n\"findings\":[");
    for (size_t i = 0; i < report->found.count; i++) {
        stn_buf_puts(writer->out, i > 0 ? ",\n" : "\n");
        put_finding(writer, &report->found.items[i]);
        if (writer->is_out_of_memory || writer->out->status < 0)
            return;
    }
    stn_buf_puts(writer->out, report->found.count > 0 ? "\n]}\n" : "]}\n");
}

static enum stn_status write_json(struct stn_buf *out,
                                  const struct stn_report *report,
                                  const struct stn_reporter_options *options,
                                  struct stn_error *err)
{
    struct writer writer = {.out = out, .value = STN_BUF_INIT(VALUE_BYTES_MAX)};

    (void)options;
    put_report(&writer, report);
    enum stn_status status = stn_buf_status(out, err);
    if (status == STN_OK)
        status = stn_buf_status(&writer.value, err);
    if (status == STN_OK && writer.is_out_of_memory)
        status = stn_fail_memory(err);
    stn_buf_dispose(&writer.value);
    return status;
}

const struct stn_reporter stn_reporter_json = {
    .name = "json",
    .summary = "everything there is to know, for programs",
    .write = write_json,
};
