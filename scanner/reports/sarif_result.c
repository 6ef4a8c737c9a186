#include "reports/sarif_parts.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/limits.h"
#include "reports/tell.h"

#define MESSAGE_BYTES_MAX (16 * STN_MIB)

/* Lines and columns from 1 and an exclusive end, as SARIF has them. */
static cJSON *add_region(struct stn_json_writer *writer, cJSON *object,
                         const char *key, struct stn_pos start,
                         struct stn_pos end)
{
    if (start.line == 0 || start.column == 0)
        return NULL;
    cJSON *region = stn_json_add_object(writer, object, key);
    stn_json_add_number(writer, region, "startLine", start.line);
    stn_json_add_number(writer, region, "startColumn", start.column);
    if (end.line > 0 && end.column > 0) {
        stn_json_add_number(writer, region, "endLine", end.line);
        stn_json_add_number(writer, region, "endColumn", end.column);
    }
    return region;
}

/* Microsoft's readers drop a log that has a larger number in it. */
static void add_bytes(struct stn_json_writer *writer, cJSON *region,
                      uint64_t start, uint64_t end)
{
    if (region == NULL || end < start || end > INT32_MAX)
        return;
    stn_json_add_number(writer, region, "byteOffset", start);
    stn_json_add_number(writer, region, "byteLength", end - start);
}

/* "func NAME": in captures a location is no name, and goes to the message. */
static bool is_function(const struct stn_finding *finding)
{
    return finding->rule->category == STN_CATEGORY_GO &&
           stn_str_starts(finding->location, STN_STR("func "));
}

static void add_message(struct stn_json_writer *writer, cJSON *object,
                        const struct stn_finding *finding)
{
    struct stn_buf text = STN_BUF_INIT(MESSAGE_BYTES_MAX);

    stn_tell_finding(&text, finding, !is_function(finding));
    if (text.status < 0)
        writer->is_out_of_memory = true;
    stn_sarif_add_message(writer, object, "message", stn_buf_str(&text));
    stn_buf_dispose(&text);
}

static void add_locations(struct stn_json_writer *writer, cJSON *object,
                          const struct stn_finding *finding)
{
    bool has_function = is_function(finding);

    /* A place without an artifact is none. */
    if (finding->file.len == 0 && !has_function)
        return;
    cJSON *list = stn_json_add_array(writer, object, "locations");
    cJSON *location = stn_json_object(writer);
    cJSON_AddItemToArray(list, location);
    if (finding->file.len > 0) {
        cJSON *place =
            stn_json_add_object(writer, location, "physicalLocation");
        stn_sarif_add_artifact(writer, place, finding->file);
        cJSON *region =
            add_region(writer, place, "region", finding->start, finding->end);
        add_bytes(writer, region, finding->start_byte, finding->end_byte);
    }
    if (!has_function)
        return;
    list = stn_json_add_array(writer, location, "logicalLocations");
    cJSON *function = stn_json_object(writer);
    cJSON_AddItemToArray(list, function);
    stn_json_add_string(
        writer, function, "name",
        stn_str_sub(finding->location, strlen("func "), finding->location.len));
    stn_json_add_words(writer, function, "kind", "function");
}

static void add_place(struct stn_json_writer *writer, cJSON *list,
                      struct stn_str file, struct stn_pos start,
                      struct stn_pos end, struct stn_str message)
{
    cJSON *location = stn_json_object(writer);

    cJSON_AddItemToArray(list, location);
    if (file.len > 0) {
        cJSON *place =
            stn_json_add_object(writer, location, "physicalLocation");
        stn_sarif_add_artifact(writer, place, file);
        add_region(writer, place, "region", start, end);
    }
    if (message.len > 0)
        stn_sarif_add_message(writer, location, "message", message);
}

/* What explains a finding in code; where else a capture's value stands. */
static void add_related(struct stn_json_writer *writer, cJSON *object,
                        const struct stn_finding *finding)
{
    size_t also_count =
        finding->also_count < STN_ALSO_MAX ? finding->also_count : STN_ALSO_MAX;

    if (finding->related_count == 0 && also_count == 0)
        return;
    cJSON *list = stn_json_add_array(writer, object, "relatedLocations");
    for (size_t i = 0; i < finding->related_count; i++)
        add_place(writer, list, finding->related[i].file,
                  finding->related[i].start, finding->related[i].end,
                  finding->related[i].message);
    for (size_t i = 0; i < also_count; i++)
        add_place(writer, list, finding->file, finding->also[i].start,
                  (struct stn_pos){0}, finding->also[i].location);
}

static void add_suppressions(struct stn_json_writer *writer, cJSON *object,
                             const struct stn_finding *finding)
{
    if (finding->status == STN_NEW)
        return;
    if (finding->status == STN_KNOWN)
        stn_json_add_words(writer, object, "baselineState", "unchanged");
    cJSON *list = stn_json_add_array(writer, object, "suppressions");
    cJSON *item = stn_json_object(writer);
    cJSON_AddItemToArray(list, item);
    stn_json_add_words(writer, item, "kind",
                       finding->is_allowed_in_line ? "inSource" : "external");
    stn_json_add_words(writer, item, "status", "accepted");
    stn_json_add_string(writer, item, "justification", finding->reason);
    if (finding->owner.len > 0) {
        cJSON *properties = stn_json_add_object(writer, item, "properties");
        stn_json_add_string(writer, properties, "owner", finding->owner);
    }
}

/* A fix is applied as it stands, so an escape would be a wrong one. */
static bool is_exact(const struct stn_fix *fix)
{
    for (size_t i = 0; i < fix->edit_count; i++)
        if (!stn_json_is_exact(fix->edits[i].text))
            return false;
    return true;
}

static void add_replacement(struct stn_json_writer *writer, cJSON *list,
                            const struct stn_fix_edit *edit)
{
    cJSON *item = stn_json_object(writer);

    cJSON_AddItemToArray(list, item);
    cJSON *region =
        add_region(writer, item, "deletedRegion", edit->start, edit->end);
    if (region == NULL)
        region = stn_json_add_object(writer, item, "deletedRegion");
    add_bytes(writer, region, edit->start_byte, edit->end_byte);
    if (edit->text.len == 0)
        return;
    cJSON *inserted = stn_json_add_object(writer, item, "insertedContent");
    stn_json_add_exact(writer, inserted, "text", edit->text);
}

static void add_fix(struct stn_json_writer *writer, cJSON *object,
                    const struct stn_finding *finding)
{
    const struct stn_fix *fix = finding->fix;

    if (fix == NULL || fix->edit_count == 0 || finding->file.len == 0 ||
        !is_exact(fix))
        return;
    cJSON *fixes = stn_json_add_array(writer, object, "fixes");
    cJSON *item = stn_json_object(writer);
    cJSON_AddItemToArray(fixes, item);
    stn_sarif_add_message(writer, item, "description", fix->title);
    cJSON *changes = stn_json_add_array(writer, item, "artifactChanges");
    cJSON *change = stn_json_object(writer);
    cJSON_AddItemToArray(changes, change);
    stn_sarif_add_artifact(writer, change, finding->file);
    cJSON *list = stn_json_add_array(writer, change, "replacements");
    for (size_t i = 0; i < fix->edit_count; i++)
        add_replacement(writer, list, &fix->edits[i]);
}

static void add_properties(struct stn_json_writer *writer, cJSON *object,
                           const struct stn_finding *finding)
{
    cJSON *properties = stn_json_add_object(writer, object, "properties");

    stn_json_add_words(writer, properties, "severity",
                       stn_severity_name(finding->severity));
    stn_json_add_string(writer, properties, "commit", finding->commit);
    stn_json_add_string(writer, properties, "author", finding->author);
    stn_json_add_string(writer, properties, "date", finding->date);
    if (finding->also_count > STN_ALSO_MAX)
        stn_json_add_number(writer, properties, "alsoCount",
                            finding->also_count);
}

void stn_sarif_put_result(struct stn_json_writer *writer,
                          const struct stn_finding *finding, size_t rule_index)
{
    cJSON *object = stn_json_object(writer);

    stn_json_add_words(writer, object, "ruleId", finding->rule->id);
    stn_json_add_number(writer, object, "ruleIndex", rule_index);
    stn_json_add_words(writer, object, "level",
                       stn_sarif_level(finding->severity));
    add_message(writer, object, finding);
    add_locations(writer, object, finding);
    add_related(writer, object, finding);
    cJSON *prints = stn_json_add_object(writer, object, "partialFingerprints");
    if (finding->line_hash_nth > 0) {
        char hash[40];
        snprintf(hash, sizeof(hash), "%" PRIx64 ":%" PRIu32, finding->line_hash,
                 finding->line_hash_nth);
        stn_json_add_words(writer, prints, "primaryLocationLineHash", hash);
    }
    stn_json_add_fingerprint(writer, prints, "stanchFingerprint/v1", finding);
    add_suppressions(writer, object, finding);
    add_fix(writer, object, finding);
    add_properties(writer, object, finding);
    stn_json_put(writer, object);
}
