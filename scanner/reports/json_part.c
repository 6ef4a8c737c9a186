#include "reports/json_part.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/hmac.h"

static void add_flag(struct stn_json_writer *writer, cJSON *object,
                     const char *key, bool value)
{
    if (value)
        stn_json_keep(writer, cJSON_AddTrueToObject(object, key));
}

/* As hex: it does not fit a double. */
static void add_hex(struct stn_json_writer *writer, cJSON *object,
                    const char *key, uint64_t number)
{
    char digits[20];

    snprintf(digits, sizeof(digits), "%016" PRIx64, number);
    stn_json_add_words(writer, object, key, digits);
}

static void add_edit(struct stn_json_writer *writer, cJSON *list,
                     const struct stn_fix_edit *edit)
{
    const uint32_t numbers[STN_PART_EDIT_NUMBERS] = {
        edit->start.line, edit->start.column, edit->start_byte_column,
        edit->end.line,   edit->end.column,   edit->end_byte_column,
    };

    for (size_t i = 0; i < STN_PART_EDIT_NUMBERS; i++) {
        cJSON *number = cJSON_CreateNumber(numbers[i]);
        stn_json_keep(writer, number);
        cJSON_AddItemToArray(list, number);
    }
}

static void add_fix(struct stn_json_writer *writer, cJSON *object,
                    const struct stn_fix *fix)
{
    if (fix == NULL)
        return;
    stn_json_add_string(writer, object, "diff", fix->diff);
    cJSON *list = stn_json_add_array(writer, object, "edits");
    for (size_t i = 0; i < fix->edit_count; i++)
        add_edit(writer, list, &fix->edits[i]);
}

void stn_part_add_finding(struct stn_json_writer *writer, cJSON *object,
                          const struct stn_finding *finding)
{
    cJSON *part = stn_json_add_object(writer, object, "part");

    add_hex(writer, part, "line", finding->fingerprint.line);
    stn_json_add_number(writer, part, "order", finding->order);
    stn_json_add_string(writer, part, "excerpt", finding->excerpt);
    stn_json_add_number(writer, part, "mark", finding->excerpt_mark);
    stn_json_add_number(writer, part, "marked", finding->excerpt_marked);
    stn_json_add_number(writer, part, "byteColumn", finding->start_byte_column);
    stn_json_add_number(writer, part, "endByteColumn",
                        finding->end_byte_column);
    if (finding->line_hash_nth > 0) {
        add_hex(writer, part, "lineHash", finding->line_hash);
        stn_json_add_number(writer, part, "lineHashNth",
                            finding->line_hash_nth);
    }
    add_flag(writer, part, "inLine", finding->is_allowed_in_line);
    add_flag(writer, part, "markIgnored", finding->is_mark_ignored);
    if (finding->cure != NULL)
        stn_json_add_words(writer, part, "cure", finding->cure);
    add_fix(writer, part, finding->fix);
}

static void put_shard(struct stn_json_writer *writer,
                      const struct stn_report *report)
{
    const struct stn_part *part = &report->part;
    cJSON *object = stn_json_object(writer);

    stn_json_add_number(writer, object, "index", part->shard.index);
    stn_json_add_number(writer, object, "count", part->shard.count);
    stn_json_add_words(writer, object, "mode", report->mode);
    stn_json_add_words(writer, object, "what", part->what);
    stn_json_add_number(writer, object, "started", (uint64_t)report->started);
    stn_json_add_number(writer, object, "ended", (uint64_t)report->ended);
    stn_json_add_words(writer, object, "seen", part->seen);
    stn_json_add_words(writer, object, "options", part->options);
    stn_json_add_words(writer, object, "failOn",
                       stn_severity_name(report->fail_at));
    stn_json_add_number(writer, object, "perRule", part->per_rule);
    stn_json_add_number(writer, object, "same", part->same);
    cJSON *shared = stn_json_add_object(writer, object, "shared");
    for (size_t i = 0; i <= STN_SKIP_NOTHING; i++)
        if (part->shared[i] > 0)
            stn_json_add_number(writer, shared,
                                stn_skip_name((enum stn_skip_reason)i),
                                part->shared[i]);
    stn_json_put(writer, object);
}

const char *stn_tally_name(enum stn_tally_kind kind)
{
    switch (kind) {
    case STN_TALLY_SAID:
        return "said";
    case STN_TALLY_PROPOSED:
        return "proposed";
    case STN_TALLY_OWN:
        return "own";
    case STN_TALLY_IDLE:
        break;
    }
    return "idle";
}

static void put_tallies(struct stn_json_writer *writer,
                        const struct stn_tallies *tallies)
{
    for (size_t i = 0; i < tallies->count; i++) {
        const struct stn_tally *tally = &tallies->items[i];
        cJSON *object = stn_json_object(writer);
        stn_json_add_words(writer, object, "kind", stn_tally_name(tally->kind));
        stn_json_add_words(writer, object, "text", tally->text);
        if (tally->uses > 0)
            stn_json_add_number(writer, object, "uses", tally->uses);
        stn_buf_puts(writer->out, i > 0 ? ",\n" : "\n");
        stn_json_put(writer, object);
    }
    if (tallies->count > 0)
        stn_buf_putc(writer->out, '\n');
}

static int compare_rules(const void *a, const void *b)
{
    const struct stn_rule_info *const *left = a;
    const struct stn_rule_info *const *right = b;

    return strcmp((*left)->id, (*right)->id);
}

static void put_rule(struct stn_json_writer *writer,
                     const struct stn_rule_info *rule)
{
    cJSON *object = stn_json_object(writer);

    stn_json_add_words(writer, object, "id", rule->id);
    stn_json_add_words(writer, object, "title", rule->title);
    stn_json_add_words(writer, object, "category",
                       stn_category_name(rule->category));
    stn_json_add_words(writer, object, "severity",
                       stn_severity_name(rule->severity));
    if (rule->advice != NULL)
        stn_json_add_words(writer, object, "advice", rule->advice);
    if (rule->source != NULL)
        stn_json_add_words(writer, object, "source", rule->source);
    stn_json_put(writer, object);
}

/* The rules that have findings, each once. */
static void put_rules(struct stn_json_writer *writer,
                      const struct stn_findings *found)
{
    const struct stn_rule_info **rules =
        stn_calloc(found->count, sizeof(*rules));
    bool has_one = false;

    stn_json_keep(writer, rules);
    if (rules == NULL)
        return;
    for (size_t i = 0; i < found->count; i++)
        rules[i] = found->items[i].rule;
    if (found->count > 1)
        qsort(rules, found->count, sizeof(*rules), compare_rules);
    for (size_t i = 0; i < found->count; i++) {
        if (i > 0 && compare_rules(&rules[i - 1], &rules[i]) == 0)
            continue;
        stn_buf_puts(writer->out, has_one ? ",\n" : "\n");
        put_rule(writer, rules[i]);
        has_one = true;
    }
    if (has_one)
        stn_buf_putc(writer->out, '\n');
    stn_free(rules);
}

void stn_part_seal(char out[STN_SEAL_BYTES], struct stn_str bytes,
                   const char *key)
{
    unsigned char digest[STN_SHA256_BYTES];
    int length;

    if (key != NULL) {
        struct stn_hmac mac;
        stn_hmac_init(&mac, stn_str_of(key));
        stn_hmac_update(&mac, bytes);
        stn_hmac_final(&mac, digest);
        length = snprintf(out, STN_SEAL_BYTES, STN_SEAL_KEYED ":");
    } else {
        struct stn_sha256 hash;
        stn_sha256_init(&hash);
        stn_sha256_update(&hash, bytes);
        stn_sha256_final(&hash, digest);
        length = snprintf(out, STN_SEAL_BYTES, STN_SEAL_PLAIN ":");
    }
    for (size_t i = 0; i < sizeof(digest); i++)
        snprintf(out + length + 2 * i, 3, "%02x", digest[i]);
}

void stn_part_put(struct stn_json_writer *writer,
                  const struct stn_report *report, const char *key,
                  size_t start)
{
    struct stn_buf *out = writer->out;
    char seal[STN_SEAL_BYTES];

    stn_buf_puts(out, ",\n\"shard\":");
    put_shard(writer, report);
    stn_buf_puts(out, ",\n\"rules\":[");
    put_rules(writer, &report->found);
    stn_buf_puts(out, "],\n\"tallies\":[");
    put_tallies(writer, &report->part.tallies);
    stn_buf_puts(out, "]");
    if (stn_json_has_failed(writer))
        return;
    stn_part_seal(seal, stn_str_sub(stn_buf_str(out), start, out->len), key);
    stn_buf_printf(out, ",\n\"seal\":\"%s\"", seal);
}
