#include <inttypes.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "reports/names.h"
#include "reports/reporter.h"
#include "reports/sarif_parts.h"
#include "reports/tell.h"

#define SCHEMA "https://json.schemastore.org/sarif-2.1.0.json"
#define MESSAGE_BYTES_MAX (16 * STN_MIB)

/* Rules that have findings, each once, sorted by id. */
struct rules {
    const struct stn_rule_info **items;
    size_t count;
};

static int compare_rules(const void *a, const void *b)
{
    const struct stn_rule_info *const *left = a;
    const struct stn_rule_info *const *right = b;

    return strcmp((*left)->id, (*right)->id);
}

static enum stn_status collect_rules(struct rules *rules,
                                     const struct stn_findings *found,
                                     struct stn_error *err)
{
    rules->items = stn_calloc(found->count + 1, sizeof(rules->items[0]));
    if (rules->items == NULL)
        return stn_fail_memory(err);
    for (size_t i = 0; i < found->count; i++)
        rules->items[i] = found->items[i].rule;
    qsort(rules->items, found->count, sizeof(rules->items[0]), compare_rules);
    for (size_t i = 0; i < found->count; i++)
        if (rules->count == 0 || compare_rules(&rules->items[rules->count - 1],
                                               &rules->items[i]) != 0)
            rules->items[rules->count++] = rules->items[i];
    return STN_OK;
}

static size_t find_rule(const struct rules *rules,
                        const struct stn_rule_info *rule)
{
    const struct stn_rule_info **found =
        bsearch(&rule, rules->items, rules->count, sizeof(rules->items[0]),
                compare_rules);

    return (size_t)(found - rules->items);
}

static void put_driver(struct stn_json_writer *writer,
                       const struct rules *rules)
{
    stn_buf_puts(writer->out,
                 "{\"name\":\"stanch\",\"version\":\"" STANCH_VERSION
                 "\",\"semanticVersion\":\"" STANCH_VERSION "\",\n\"rules\":[");
    for (size_t i = 0; i < rules->count; i++) {
        stn_buf_puts(writer->out, i > 0 ? ",\n" : "\n");
        stn_sarif_put_rule(writer, rules->items[i]);
    }
    stn_buf_puts(writer->out, rules->count > 0 ? "\n]}" : "]}");
}

/* "file: reason: detail"; without a file it is about the run as a whole. */
static void put_skip(struct stn_json_writer *writer,
                     const struct stn_skip *skip)
{
    struct stn_buf text = STN_BUF_INIT(MESSAGE_BYTES_MAX);
    cJSON *object = stn_json_object(writer);

    stn_tell_skip(&text, skip);
    if (text.status < 0)
        writer->is_out_of_memory = true;
    stn_json_add_words(writer, object, "level",
                       skip->file.len > 0 ? "warning" : "error");
    stn_sarif_add_message(writer, object, "message", stn_buf_str(&text));
    if (skip->file.len > 0) {
        cJSON *list = stn_json_add_array(writer, object, "locations");
        cJSON *location = stn_json_object(writer);
        cJSON_AddItemToArray(list, location);
        stn_sarif_add_artifact(
            writer, stn_json_add_object(writer, location, "physicalLocation"),
            skip->file);
    }
    if (skip->commit.len > 0)
        stn_json_add_string(writer,
                            stn_json_add_object(writer, object, "properties"),
                            "commit", skip->commit);
    stn_json_put(writer, object);
    stn_buf_dispose(&text);
}

/* A sentence about the results as a whole. */
static void put_count(struct stn_json_writer *writer, size_t count,
                      const char *words, bool *is_first)
{
    if (count == 0)
        return;
    stn_buf_printf(writer->out,
                   "%s{\"level\":\"warning\",\"message\":{\"text\":"
                   "\"%zu %s\"}}",
                   *is_first ? "\n" : ",\n", count, words);
    *is_first = false;
}

/* Failures that were counted, but not listed. */
static void put_more_skips(struct stn_json_writer *writer,
                           const struct stn_findings *found, bool *is_first)
{
    uint64_t more[STN_SKIP_NOTHING + 1];

    memcpy(more, found->skipped, sizeof(more));
    for (size_t i = 0; i < found->skip_count; i++)
        if (more[found->skips[i].reason] > 0)
            more[found->skips[i].reason]--;
    for (size_t i = 0; i <= STN_SKIP_NOTHING; i++) {
        enum stn_skip_reason reason = (enum stn_skip_reason)i;
        if (more[i] == 0 || !stn_skip_is_failure(reason))
            continue;
        stn_buf_printf(writer->out,
                       "%s{\"level\":\"warning\",\"message\":{\"text\":"
                       "\"%s: %" PRIu64 " more\"}}",
                       *is_first ? "\n" : ",\n", stn_skip_name(reason),
                       more[i]);
        *is_first = false;
    }
}

/* What a person should know of the run besides. */
static void put_notes(struct stn_json_writer *writer,
                      const struct stn_report *report, bool *is_first)
{
    for (size_t i = 0; i < report->note_count; i++) {
        cJSON *object = stn_json_object(writer);
        stn_json_add_words(writer, object, "level", "note");
        stn_sarif_add_message(writer, object, "message",
                              stn_str_of(report->notes[i]));
        stn_buf_puts(writer->out, *is_first ? "\n" : ",\n");
        stn_json_put(writer, object);
        *is_first = false;
    }
}

static void put_invocation(struct stn_json_writer *writer,
                           const struct stn_report *report, size_t left_out)
{
    const struct stn_findings *found = &report->found;
    bool is_first = true;

    stn_buf_printf(writer->out,
                   "{\"executionSuccessful\":%s,\"exitCode\":%d,"
                   "\"toolExecutionNotifications\":[",
                   report->verdict != STN_INCOMPLETE ? "true" : "false",
                   stn_verdict_exit_status(report->verdict));
    for (size_t i = 0; i < found->skip_count; i++) {
        if (!stn_skip_is_failure(found->skips[i].reason))
            continue;
        stn_buf_puts(writer->out, is_first ? "\n" : ",\n");
        put_skip(writer, &found->skips[i]);
        is_first = false;
    }
    put_more_skips(writer, found, &is_first);
    put_count(writer, left_out,
              "findings, the least severe, are not among the results: GitHub "
              "takes 25,000 of them",
              &is_first);
    put_count(writer, report->dropped,
              "findings are not among the results: they are past the ceilings "
              "per_rule and same",
              &is_first);
    put_notes(writer, report, &is_first);
    stn_buf_puts(writer->out, "]}");
}

/* How much of each rank is kept when there is more than is taken. */
struct cut {
    size_t room[STN_NEVER]; /* by severity; 0: what is suppressed */
    size_t left_out;
};

static size_t rank_of(const struct stn_finding *finding)
{
    return finding->status == STN_NEW ? (size_t)finding->severity : 0;
}

static struct cut make_cut(const struct stn_findings *found)
{
    struct cut cut = {.left_out = 0};
    size_t room = STN_SARIF_RESULTS_MAX;

    for (size_t i = 0; i < found->count; i++)
        cut.room[rank_of(&found->items[i])]++;
    for (size_t i = STN_NEVER; i-- > 0;) {
        if (cut.room[i] > room) {
            cut.left_out += cut.room[i] - room;
            cut.room[i] = room;
        }
        room -= cut.room[i];
    }
    return cut;
}

static void put_results(struct stn_json_writer *writer,
                        const struct stn_findings *found,
                        const struct rules *rules, struct cut *cut)
{
    const char *separator = "\n";

    for (size_t i = 0; i < found->count && !stn_json_has_failed(writer); i++) {
        const struct stn_finding *finding = &found->items[i];
        size_t *room = &cut->room[rank_of(finding)];
        if (*room == 0)
            continue;
        (*room)--;
        stn_buf_puts(writer->out, separator);
        stn_sarif_put_result(writer, finding, find_rule(rules, finding->rule));
        separator = ",\n";
    }
}

static void put_run(struct stn_json_writer *writer,
                    const struct stn_report *report, const struct rules *rules)
{
    const struct stn_findings *found = &report->found;
    struct cut cut = make_cut(found);

    stn_buf_puts(writer->out, "{\"$schema\":\"" SCHEMA
                              "\",\n\"version\":\"2.1.0\",\n\"runs\":[{"
                              "\"tool\":{\"driver\":");
    put_driver(writer, rules);
    stn_buf_printf(writer->out,
                   "},\n\"automationDetails\":{\"id\":\"stanch/%s/\"},\n",
                   report->mode != NULL ? report->mode : "scan");
    stn_buf_puts(
        writer->out,
        "\"columnKind\":\"unicodeCodePoints\",\n\"originalUriBaseIds\":{"
        "\"" STN_SARIF_BASE "\":{\"description\":{\"text\":\"The root of the "
        "repository, or the folder in which stanch ran.\"}}},\n"
        "\"invocations\":[");
    put_invocation(writer, report, cut.left_out);
    stn_buf_puts(writer->out, "],\n\"results\":[");
    put_results(writer, found, rules, &cut);
    stn_buf_puts(writer->out, found->count > 0 ? "\n]}]}\n" : "]}]}\n");
}

static enum stn_status write_sarif(struct stn_buf *out,
                                   const struct stn_report *report,
                                   const struct stn_reporter_options *options,
                                   struct stn_error *err)
{
    struct stn_json_writer writer;
    struct rules rules = {0};
    enum stn_status status = collect_rules(&rules, &report->found, err);

    (void)options;
    if (status < 0)
        return status;
    stn_json_begin(&writer, out);
    put_run(&writer, report, &rules);
    status = stn_json_finish(&writer, err);
    stn_free(rules.items);
    return status;
}

const struct stn_reporter stn_reporter_sarif = {
    .name = "sarif",
    .summary = "SARIF 2.1.0, for code-scanning uploads",
    .write = write_sarif,
};
