#include "reports/part_finding.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "findings/fingerprint.h"
#include "reports/json_part.h"
#include "reports/names.h"
#include "reports/part_fields.h"

#define FINGERPRINT_BYTES_MAX 1024

/* A finding being read. */
struct reading {
    struct stn_part_fields all;
    struct stn_part_fields part; /* of its member "part", which is `all`'s */
    struct stn_finding *out;
    const struct stn_part_rules *rules;
};

static void refuse(struct reading *reading, const char *key)
{
    if (reading->all.wrong == NULL)
        reading->all.wrong = key;
}

/* What is wrong with an object within is wrong with the finding. */
static void note(struct reading *reading, const struct stn_part_fields *within,
                 const char *key)
{
    if (within->is_out_of_memory)
        reading->all.is_out_of_memory = true;
    if (within->wrong != NULL)
        refuse(reading, key);
}

static void *allocate(struct reading *reading, size_t count, size_t size)
{
    void *items = stn_arena_array(reading->all.arena, count, size);

    if (items == NULL)
        reading->all.is_out_of_memory = true;
    return items;
}

static uint32_t number32(struct stn_part_fields *fields, const char *key)
{
    return (uint32_t)stn_part_number(fields, key, UINT32_MAX);
}

static struct stn_pos position(struct stn_part_fields *fields, const char *line,
                               const char *column)
{
    return (struct stn_pos){number32(fields, line), number32(fields, column)};
}

static void read_rule(struct reading *reading)
{
    struct stn_finding *out = reading->out;

    out->rule = stn_part_rules_find(reading->rules,
                                    stn_part_name(&reading->all, "rule"));
    if (out->rule == NULL) {
        refuse(reading, "rule");
        return;
    }
    /* They are the rule's, and may not say something else here. */
    if (strcmp(stn_part_name(&reading->all, "title"), out->rule->title) != 0)
        refuse(reading, "title");
    if (strcmp(stn_part_name(&reading->all, "category"),
               stn_category_name(out->rule->category)) != 0)
        refuse(reading, "category");
}

static void read_judgement(struct reading *reading)
{
    struct stn_finding *out = reading->out;
    const char *status = stn_part_name(&reading->all, "status");

    if (!stn_severity_parse(
            &out->severity,
            stn_str_of(stn_part_name(&reading->all, "severity")), false))
        refuse(reading, "severity");
    out->status = STN_NEW;
    while (out->status <= STN_KNOWN &&
           strcmp(stn_finding_status_name(out->status), status) != 0)
        out->status++;
    if (out->status > STN_KNOWN)
        refuse(reading, "status");
    out->reason = stn_part_string(&reading->all, "reason");
    out->owner = stn_part_string(&reading->all, "owner");
    out->is_allowed_in_line = stn_part_flag(&reading->part, "inLine");
    out->is_mark_ignored = stn_part_flag(&reading->part, "markIgnored");
}

/* Sixteen digits of the finding's part. */
static void read_hex(struct reading *reading, const char *key, uint64_t *out)
{
    const char *digits = stn_part_name(&reading->part, key);
    int end = 0;

    if (strlen(digits) != 16 ||
        sscanf(digits, "%16" SCNx64 "%n", out, &end) != 1 || end != 16)
        refuse(reading, key);
}

static void read_place(struct reading *reading)
{
    struct stn_part_fields *all = &reading->all;
    struct stn_finding *out = reading->out;

    out->file = stn_part_string(all, "file");
    out->start = position(all, "line", "column");
    out->end = position(all, "endLine", "endColumn");
    out->start_byte = stn_part_number(all, "startByte", STN_PART_NUMBER_MAX);
    out->end_byte = stn_part_number(all, "endByte", STN_PART_NUMBER_MAX);
    out->location = stn_part_string(all, "location");
    out->commit = stn_part_string(all, "commit");
    out->author = stn_part_string(all, "author");
    out->date = stn_part_string(all, "date");
    out->order = stn_part_number(&reading->part, "order", STN_PART_NUMBER_MAX);
    out->start_byte_column = number32(&reading->part, "byteColumn");
    out->end_byte_column = number32(&reading->part, "endByteColumn");
    out->line_hash_nth = number32(&reading->part, "lineHashNth");
    if (out->line_hash_nth > 0)
        read_hex(reading, "lineHash", &out->line_hash);
    out->preview = stn_part_string(all, "preview");
    out->excerpt = stn_part_string(&reading->part, "excerpt");
    out->excerpt_mark = stn_part_number(&reading->part, "mark", UINT32_MAX);
    out->excerpt_marked = stn_part_number(&reading->part, "marked", UINT32_MAX);
}

/*
 * Read the fingerprint, and see that it is the one of this place. Of the secret
 * it holds twenty bits; they stand where they do in its whole identity, so that
 * findings sort alike, and below them the rule, which is part of it too.
 */
static void read_fingerprint(struct reading *reading)
{
    struct stn_finding *out = reading->out;
    struct stn_fingerprint *print = &out->fingerprint;
    struct stn_buf words = STN_BUF_INIT(FINGERPRINT_BYTES_MAX);
    const char *given = stn_part_name(&reading->all, "fingerprint");

    read_hex(reading, "line", &print->line);
    if (out->rule == NULL)
        return;
    const struct stn_str id = stn_str_of(out->rule->id);
    const struct stn_str rest =
        stn_str_sub(stn_str_of(given), 3 + id.len, SIZE_MAX);
    if (rest.len > 0 && sscanf(rest.ptr, ":%*16[0-9a-f]:%5" SCNx32 ":%" SCNu32,
                               &print->secret, &print->nth) == 2) {
        stn_fingerprint_place(print, out->file);
        stn_fingerprint_append(&words, out);
    }
    if (words.status == STN_ENOMEM)
        reading->all.is_out_of_memory = true;
    else if (!stn_str_equal(stn_buf_str(&words), stn_str_of(given)))
        refuse(reading, "fingerprint");
    stn_buf_dispose(&words);
    out->fingerprint_key =
        (uint64_t)print->secret << 44 | (stn_sha256_u64(id) & 0xFFFFFFFF) << 12;
}

static void read_also(struct reading *reading)
{
    static const char *const known[] = {"line", "column", "location", NULL};
    struct stn_finding *out = reading->out;
    size_t count;
    cJSON *item = stn_part_items(&reading->all, "also", &count);

    if (count == 0)
        return;
    out->also_count = stn_part_number(&reading->all, "alsoCount", UINT32_MAX);
    if (out->also_count == 0)
        out->also_count = count;
    out->also = allocate(reading, STN_ALSO_MAX, sizeof(*out->also));
    if (count > STN_ALSO_MAX || out->also_count < count) {
        refuse(reading, "also");
        return;
    }
    for (size_t i = 0; out->also != NULL && item != NULL; i++) {
        struct stn_part_fields fields;
        if (!stn_part_fields_within(&fields, reading->all.arena, item, known))
            refuse(reading, "also");
        out->also[i].start = position(&fields, "line", "column");
        out->also[i].location = stn_part_string(&fields, "location");
        note(reading, &fields, "also");
        item = item->next;
    }
}

static void read_evidence(struct reading *reading)
{
    struct stn_finding *out = reading->out;
    size_t count;
    cJSON *item = stn_part_items(&reading->all, "evidence", &count);

    if (count > STN_EVIDENCE_MAX) {
        refuse(reading, "evidence");
        return;
    }
    for (; item != NULL; item = item->next) {
        struct stn_str text = stn_part_item(&reading->all, "evidence", item);
        if (text.len > 0)
            out->evidence[out->evidence_count++] = text.ptr;
    }
}

static void read_related(struct reading *reading)
{
    static const char *const known[] = {
        "file", "line", "column", "endLine", "endColumn", "message", NULL};
    struct stn_finding *out = reading->out;
    size_t count;
    cJSON *item = stn_part_items(&reading->all, "related", &count);

    if (count == 0)
        return;
    struct stn_related *related =
        allocate(reading, STN_RELATED_MAX, sizeof(*related));
    if (count > STN_RELATED_MAX)
        refuse(reading, "related");
    if (count > STN_RELATED_MAX || related == NULL)
        return;
    for (size_t i = 0; item != NULL; i++, item = item->next) {
        struct stn_part_fields fields;
        if (!stn_part_fields_within(&fields, reading->all.arena, item, known))
            refuse(reading, "related");
        related[i].file = stn_part_string(&fields, "file");
        related[i].start = position(&fields, "line", "column");
        related[i].end = position(&fields, "endLine", "endColumn");
        related[i].message = stn_part_string(&fields, "message");
        note(reading, &fields, "related");
    }
    out->related = related;
    out->related_count = count;
}

/* The numbers of "part.edits" for each edit: where it starts and ends. */
static void read_edit_positions(struct reading *reading, struct stn_fix *fix)
{
    uint32_t numbers[STN_PART_EDIT_NUMBERS * STN_FIX_EDITS_MAX];
    size_t count;
    cJSON *item = stn_part_items(&reading->part, "edits", &count);

    if (count != STN_PART_EDIT_NUMBERS * fix->edit_count) {
        refuse(reading, "edits");
        return;
    }
    for (size_t i = 0; item != NULL; i++, item = item->next)
        numbers[i] = (uint32_t)stn_part_item_number(&reading->part, "edits",
                                                    item, UINT32_MAX);
    for (size_t i = 0; i < fix->edit_count; i++) {
        const uint32_t *at = numbers + STN_PART_EDIT_NUMBERS * i;
        fix->edits[i].start = (struct stn_pos){at[0], at[1]};
        fix->edits[i].start_byte_column = at[2];
        fix->edits[i].end = (struct stn_pos){at[3], at[4]};
        fix->edits[i].end_byte_column = at[5];
    }
}

static void read_edits(struct reading *reading, struct stn_fix *fix,
                       struct stn_part_fields *fields)
{
    static const char *const known[] = {"startByte", "endByte", "text", NULL};
    size_t count;
    cJSON *item = stn_part_items(fields, "edits", &count);

    if (count > STN_FIX_EDITS_MAX) {
        refuse(reading, "fix");
        return;
    }
    for (; item != NULL; item = item->next) {
        struct stn_fix_edit *edit = &fix->edits[fix->edit_count++];
        struct stn_part_fields one;
        if (!stn_part_fields_within(&one, reading->all.arena, item, known))
            refuse(reading, "fix");
        edit->start_byte =
            stn_part_number(&one, "startByte", STN_PART_NUMBER_MAX);
        edit->end_byte = stn_part_number(&one, "endByte", STN_PART_NUMBER_MAX);
        edit->text = stn_part_string(&one, "text");
        note(reading, &one, "fix");
    }
    read_edit_positions(reading, fix);
}

static void read_fix(struct reading *reading)
{
    static const char *const known[] = {"title", "edits", NULL};
    struct stn_part_fields fields;
    cJSON *object =
        cJSON_GetObjectItemCaseSensitive(reading->all.object, "fix");

    if (object == NULL)
        return;
    struct stn_fix *fix = allocate(reading, 1, sizeof(*fix));
    if (fix == NULL)
        return;
    if (!stn_part_fields_within(&fields, reading->all.arena, object, known)) {
        refuse(reading, "fix");
        return;
    }
    fix->title = stn_part_string(&fields, "title");
    fix->diff = stn_part_string(&reading->part, "diff");
    read_edits(reading, fix, &fields);
    note(reading, &fields, "fix");
    reading->out->fix = fix;
}

static enum stn_status read_all(struct reading *reading)
{
    reading->out->cure = stn_part_words(&reading->part, "cure");
    read_rule(reading);
    read_judgement(reading);
    read_place(reading);
    read_fingerprint(reading);
    read_also(reading);
    read_evidence(reading);
    read_related(reading);
    read_fix(reading);
    note(reading, &reading->part, reading->part.wrong);
    return stn_part_fields_status(&reading->all);
}

enum stn_status stn_part_finding_read(struct stn_finding *out,
                                      struct stn_arena *arena,
                                      const struct stn_part_rules *rules,
                                      struct stn_str json, const char **wrong)
{
    static const char *const known[] = {
        "rule",    "title",     "category", "severity",    "file",
        "line",    "column",    "endLine",  "endColumn",   "startByte",
        "endByte", "location",  "commit",   "author",      "date",
        "also",    "alsoCount", "preview",  "fingerprint", "status",
        "reason",  "owner",     "evidence", "related",     "fix",
        "advice",  "part",      NULL};
    static const char *const known_in_part[] = {
        "line",        "byteColumn", "endByteColumn", "lineHash", "lineHashNth",
        "order",       "excerpt",    "mark",          "marked",   "inLine",
        "markIgnored", "cure",       "diff",          "edits",    NULL};
    struct reading reading = {.out = out, .rules = rules};

    *out = (struct stn_finding){.is_placed = true};
    enum stn_status status =
        stn_part_fields_parse(&reading.all, arena, json, known);
    if (status < 0)
        return status;
    cJSON *part = cJSON_GetObjectItemCaseSensitive(reading.all.object, "part");
    if (part != NULL &&
        stn_part_fields_within(&reading.part, arena, part, known_in_part))
        status = read_all(&reading);
    else
        status = STN_EINPUT;
    *wrong = reading.all.wrong;
    stn_part_fields_dispose(&reading.all);
    return status;
}
