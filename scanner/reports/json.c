#include <inttypes.h>

#include "base/limits.h"
#include "reports/json_part.h"
#include "reports/json_writer.h"
#include "reports/names.h"
#include "reports/reporter.h"
#include "reports/tell.h"

/* Bytes of one piece of advice. */
#define ADVICE_BYTES_MAX (16 * STN_MIB)

static void put_tool(struct stn_json_writer *writer,
                     const struct stn_report *report)
{
    cJSON *tool = stn_json_object(writer);

    stn_json_add_words(writer, tool, "name", "stanch");
    stn_json_add_words(writer, tool, "version", STANCH_VERSION);
    stn_json_add_number(writer, tool, "rules", report->rule_count);
    stn_json_add_string(
        writer, tool, "ruleset",
        (struct stn_str){report->ruleset,
                         strnlen(report->ruleset, sizeof(report->ruleset))});
    stn_json_put(writer, tool);
}

static void put_skip(struct stn_json_writer *writer,
                     const struct stn_skip *skip, bool is_part)
{
    cJSON *object = stn_json_object(writer);

    stn_json_add_string(writer, object, "file", skip->file);
    stn_json_add_string(writer, object, "commit", skip->commit);
    stn_json_add_words(writer, object, "reason", stn_skip_name(skip->reason));
    if (skip->bytes > 0)
        stn_json_add_number(writer, object, "bytes", skip->bytes);
    stn_json_add_string(writer, object, "detail", skip->detail);
    if (is_part && skip->is_shared)
        stn_json_keep(writer, cJSON_AddTrueToObject(object, "shared"));
    stn_json_put(writer, object);
}

/* Counted, but not listed. */
static void put_more_skips(struct stn_json_writer *writer,
                           const struct stn_findings *found)
{
    uint64_t more[STN_SKIP_NOTHING + 1];
    cJSON *object = stn_json_object(writer);
    bool has_more = false;

    memcpy(more, found->skipped, sizeof(more));
    for (size_t i = 0; i < found->skip_count; i++)
        if (more[found->skips[i].reason] > 0)
            more[found->skips[i].reason]--;
    for (size_t i = 0; i <= STN_SKIP_NOTHING; i++) {
        if (more[i] == 0)
            continue;
        stn_json_add_number(writer, object,
                            stn_skip_name((enum stn_skip_reason)i), more[i]);
        has_more = true;
    }
    if (!has_more) {
        cJSON_Delete(object);
        return;
    }
    stn_buf_puts(writer->out, ",\n\"skippedMore\":");
    stn_json_put(writer, object);
}

static void put_coverage(struct stn_json_writer *writer,
                         const struct stn_report *report)
{
    const struct stn_findings *found = &report->found;

    stn_buf_printf(writer->out,
                   "{\"commits\":%" PRIu64 ",\"texts\":%" PRIu64
                   ",\"bytes\":%" PRIu64,
                   report->commits, found->texts, found->bytes);
    if (found->packages > 0)
        stn_buf_printf(writer->out, ",\"packages\":%" PRIu64, found->packages);
    if (found->cached > 0)
        stn_buf_printf(writer->out, ",\"cached\":%" PRIu64, found->cached);
    stn_buf_puts(writer->out, ",\"skipped\":[");
    for (size_t i = 0; i < found->skip_count; i++) {
        stn_buf_puts(writer->out, i > 0 ? ",\n" : "\n");
        put_skip(writer, &found->skips[i],
                 stn_shard_is_part(report->part.shard));
    }
    stn_buf_puts(writer->out, found->skip_count > 0 ? "\n]" : "]");
    put_more_skips(writer, found);
    if (report->dropped > 0)
        stn_buf_printf(writer->out, ",\n\"dropped\":%zu", report->dropped);
    stn_buf_puts(writer->out, "}");
}

static void add_place(struct stn_json_writer *writer, cJSON *object,
                      const struct stn_finding *finding)
{
    stn_json_add_string(writer, object, "file", finding->file);
    stn_json_add_number(writer, object, "line", finding->start.line);
    stn_json_add_number(writer, object, "column", finding->start.column);
    stn_json_add_number(writer, object, "endLine", finding->end.line);
    stn_json_add_number(writer, object, "endColumn", finding->end.column);
    stn_json_add_number(writer, object, "startByte", finding->start_byte);
    stn_json_add_number(writer, object, "endByte", finding->end_byte);
    stn_json_add_string(writer, object, "location", finding->location);
    stn_json_add_string(writer, object, "commit", finding->commit);
    stn_json_add_string(writer, object, "author", finding->author);
    stn_json_add_string(writer, object, "date", finding->date);
}

/* Where else the value stands in a capture. */
static void add_also(struct stn_json_writer *writer, cJSON *object,
                     const struct stn_finding *finding)
{
    if (finding->also_count == 0)
        return;
    cJSON *list = stn_json_add_array(writer, object, "also");
    for (size_t i = 0; i < finding->also_count && i < STN_ALSO_MAX; i++) {
        cJSON *place = stn_json_object(writer);
        stn_json_add_number(writer, place, "line", finding->also[i].start.line);
        stn_json_add_number(writer, place, "column",
                            finding->also[i].start.column);
        stn_json_add_string(writer, place, "location",
                            finding->also[i].location);
        cJSON_AddItemToArray(list, place);
    }
    if (finding->also_count > STN_ALSO_MAX)
        stn_json_add_number(writer, object, "alsoCount", finding->also_count);
}

/* What to do; in a capture, also what its recorder offers. */
static void add_advice(struct stn_json_writer *writer, cJSON *object,
                       const struct stn_finding *finding)
{
    struct stn_buf text = STN_BUF_INIT(ADVICE_BYTES_MAX);

    stn_tell_advice(&text, finding);
    stn_json_add_buf(writer, object, "advice", &text);
}

static void add_evidence(struct stn_json_writer *writer, cJSON *object,
                         const struct stn_finding *finding)
{
    if (finding->evidence_count == 0)
        return;
    cJSON *list = stn_json_add_array(writer, object, "evidence");
    for (size_t i = 0; i < finding->evidence_count; i++)
        cJSON_AddItemToArray(
            list, stn_json_string(writer, stn_str_of(finding->evidence[i])));
}

/* Other places that explain a finding in code. */
static void add_related(struct stn_json_writer *writer, cJSON *object,
                        const struct stn_finding *finding)
{
    if (finding->related_count == 0)
        return;
    cJSON *list = stn_json_add_array(writer, object, "related");
    for (size_t i = 0; i < finding->related_count; i++) {
        const struct stn_related *related = &finding->related[i];
        cJSON *place = stn_json_object(writer);
        stn_json_add_string(writer, place, "file", related->file);
        stn_json_add_number(writer, place, "line", related->start.line);
        stn_json_add_number(writer, place, "column", related->start.column);
        stn_json_add_number(writer, place, "endLine", related->end.line);
        stn_json_add_number(writer, place, "endColumn", related->end.column);
        stn_json_add_string(writer, place, "message", related->message);
        cJSON_AddItemToArray(list, place);
    }
}

static void add_fix(struct stn_json_writer *writer, cJSON *object,
                    const struct stn_finding *finding)
{
    const struct stn_fix *fix = finding->fix;

    if (fix == NULL)
        return;
    cJSON *item = stn_json_add_object(writer, object, "fix");
    stn_json_add_string(writer, item, "title", fix->title);
    cJSON *list = stn_json_add_array(writer, item, "edits");
    for (size_t i = 0; i < fix->edit_count; i++) {
        cJSON *edit = stn_json_object(writer);
        stn_json_add_number(writer, edit, "startByte",
                            fix->edits[i].start_byte);
        stn_json_add_number(writer, edit, "endByte", fix->edits[i].end_byte);
        cJSON_AddItemToObject(edit, "text",
                              stn_json_string(writer, fix->edits[i].text));
        cJSON_AddItemToArray(list, edit);
    }
}

static void put_finding(struct stn_json_writer *writer,
                        const struct stn_finding *finding, bool is_part)
{
    const struct stn_rule_info *rule = finding->rule;
    cJSON *object = stn_json_object(writer);

    stn_json_add_words(writer, object, "rule", rule->id);
    stn_json_add_words(writer, object, "title", rule->title);
    stn_json_add_words(writer, object, "category",
                       stn_category_name(rule->category));
    stn_json_add_words(writer, object, "severity",
                       stn_severity_name(finding->severity));
    add_place(writer, object, finding);
    add_also(writer, object, finding);
    stn_json_add_string(writer, object, "preview", finding->preview);
    stn_json_add_fingerprint(writer, object, "fingerprint", finding);
    stn_json_add_words(writer, object, "status",
                       stn_finding_status_name(finding->status));
    stn_json_add_string(writer, object, "reason", finding->reason);
    stn_json_add_string(writer, object, "owner", finding->owner);
    add_evidence(writer, object, finding);
    add_related(writer, object, finding);
    add_fix(writer, object, finding);
    add_advice(writer, object, finding);
    if (is_part)
        stn_part_add_finding(writer, object, finding);
    stn_json_put(writer, object);
}

/* What a person should know of the run besides. */
static void put_notes(struct stn_json_writer *writer,
                      const struct stn_report *report)
{
    cJSON *notes;

    if (report->note_count == 0)
        return;
    notes = cJSON_CreateArray();
    stn_json_keep(writer, notes);
    for (size_t i = 0; notes != NULL && i < report->note_count; i++) {
        cJSON *note = stn_json_string(writer, stn_str_of(report->notes[i]));
        cJSON_AddItemToArray(notes, note);
    }
    stn_buf_puts(writer->out, ",\n\"notes\":");
    stn_json_put(writer, notes);
}

static void put_report(struct stn_json_writer *writer,
                       const struct stn_report *report,
                       const struct stn_reporter_options *options)
{
    const bool is_part = stn_shard_is_part(report->part.shard);
    const size_t start = writer->out->len;

    stn_buf_puts(writer->out, "{\"schema\":\"stanch-report/1\",\n\"tool\":");
    put_tool(writer, report);
    stn_buf_printf(writer->out, ",\n\"verdict\":\"%s\",\n\"coverage\":",
                   stn_verdict_name(report->verdict));
    put_coverage(writer, report);
    stn_buf_puts(writer->out, ",\n\"findings\":[");
    for (size_t i = 0; i < report->found.count; i++) {
        stn_buf_puts(writer->out, i > 0 ? ",\n" : "\n");
        put_finding(writer, &report->found.items[i], is_part);
        if (stn_json_has_failed(writer))
            return;
    }
    stn_buf_puts(writer->out, report->found.count > 0 ? "\n]" : "]");
    put_notes(writer, report);
    if (is_part)
        stn_part_put(writer, report, options->part_key, start);
    stn_buf_puts(writer->out, "}\n");
}

static enum stn_status write_json(struct stn_buf *out,
                                  const struct stn_report *report,
                                  const struct stn_reporter_options *options,
                                  struct stn_error *err)
{
    struct stn_json_writer writer;

    stn_json_begin(&writer, out);
    put_report(&writer, report, options);
    return stn_json_finish(&writer, err);
}

const struct stn_reporter stn_reporter_json = {
    .name = "json",
    .summary = "everything there is to know, for programs",
    .write = write_json,
};
