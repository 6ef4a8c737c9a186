#include "reports/part_read.h"

#include "base/alloc.h"
#include "base/hmac.h"
#include "base/limits.h"
#include "reports/json_part.h"
#include "reports/json_slices.h"
#include "reports/names.h"
#include "reports/part_fields.h"
#include "reports/part_finding.h"

#define SCHEMA "stanch-report/1"
/* The last key, which seals the bytes before it. */
#define SEAL_KEY ",\n\"seal\":\""
#define SEAL_END "\"}\n"
/* The end of a report that is of no part. */
#define WHOLE_END "]}\n"

/* The keys of the report, in the order they are written. */
enum key {
    KEY_SCHEMA,
    KEY_TOOL,
    KEY_VERDICT,
    KEY_COVERAGE,
    KEY_FINDINGS,
    KEY_SHARD,
    KEY_RULES,
    KEY_TALLIES,
    KEY_SEAL,
    KEY_COUNT,
};
static const char *const keys[KEY_COUNT] = {
    "schema", "tool",  "verdict", "coverage", "findings",
    "shard",  "rules", "tallies", "seal",
};

struct reader {
    struct stn_report *out;
    struct stn_part_rules *rules;
    struct stn_str values[KEY_COUNT];
    const char *wrong; /* the key, where that is known */
};

static enum stn_status read_rule(void *payload, struct stn_str json)
{
    static const char *const known[] = {
        "id", "title", "category", "severity", "advice", "source", NULL};
    struct reader *reader = payload;
    struct stn_part_fields fields;
    enum stn_status status =
        stn_part_fields_parse(&fields, &reader->out->found.arena, json, known);

    if (status < 0)
        return status;
    struct stn_rule_info rule = {
        .id = stn_part_name(&fields, "id"),
        .title = stn_part_name(&fields, "title"),
        .advice = stn_part_words(&fields, "advice"),
        .source = stn_part_words(&fields, "source"),
    };
    const char *category = stn_part_name(&fields, "category");
    if (strcmp(category, stn_category_name(STN_CATEGORY_GO)) == 0)
        rule.category = STN_CATEGORY_GO;
    else if (strcmp(category, stn_category_name(STN_CATEGORY_SECRET)) != 0)
        fields.wrong = "category";
    if (!stn_severity_parse(&rule.severity,
                            stn_str_of(stn_part_name(&fields, "severity")),
                            false))
        fields.wrong = "severity";
    status = stn_part_fields_status(&fields);
    if (status >= 0)
        status = stn_part_rules_add(reader->rules, &rule);
    stn_part_fields_dispose(&fields);
    return status;
}

static enum stn_status read_finding(void *payload, struct stn_str json)
{
    struct reader *reader = payload;
    struct stn_findings *found = &reader->out->found;

    if (found->count >= STN_FINDINGS_MAX)
        return STN_ELIMIT;
    struct stn_finding *items =
        stn_grow(found->items, &found->capacity, found->count, sizeof(*items));
    if (items == NULL)
        return STN_ENOMEM;
    found->items = items;
    enum stn_status status =
        stn_part_finding_read(&items[found->count], &found->arena,
                              reader->rules, json, &reader->wrong);
    found->count += status >= 0;
    return status;
}

static bool find_reason(enum stn_skip_reason *out, const char *name)
{
    for (size_t i = 0; i <= STN_SKIP_NOTHING; i++)
        if (strcmp(stn_skip_name((enum stn_skip_reason)i), name) == 0) {
            *out = (enum stn_skip_reason)i;
            return true;
        }
    return false;
}

static enum stn_status read_skip(void *payload, struct stn_str json)
{
    static const char *const known[] = {"file",   "commit", "reason", "bytes",
                                        "detail", "shared", NULL};
    struct reader *reader = payload;
    struct stn_findings *found = &reader->out->found;
    struct stn_part_fields fields;
    struct stn_skip skip;

    /* Twice as many: what policy leaves out and failures have a share each. */
    if (found->skip_count >= (size_t)2 * STN_SKIPS_LISTED_MAX)
        return STN_ELIMIT;
    enum stn_status status =
        stn_part_fields_parse(&fields, &found->arena, json, known);
    if (status < 0)
        return status;
    skip = (struct stn_skip){
        .file = stn_part_string(&fields, "file"),
        .commit = stn_part_string(&fields, "commit"),
        .detail = stn_part_string(&fields, "detail"),
        .bytes = stn_part_number(&fields, "bytes", STN_PART_NUMBER_MAX),
        .is_shared = stn_part_flag(&fields, "shared"),
    };
    if (!find_reason(&skip.reason, stn_part_name(&fields, "reason")))
        fields.wrong = "reason";
    status = stn_part_fields_status(&fields);
    stn_part_fields_dispose(&fields);
    if (status < 0)
        return status;
    struct stn_skip *skips = stn_grow(found->skips, &found->skip_capacity,
                                      found->skip_count, sizeof(*skips));
    if (skips == NULL)
        return STN_ENOMEM;
    found->skips = skips;
    skips[found->skip_count++] = skip;
    found->skipped[skip.reason]++;
    return STN_OK;
}

/* Hand every item of an array to a function. */
static enum stn_status each_item(struct stn_str json,
                                 enum stn_status (*read)(void *payload,
                                                         struct stn_str json),
                                 void *payload)
{
    struct stn_json_slices slices;
    struct stn_str key;
    struct stn_str value;
    enum stn_status status = STN_OK;

    if (!stn_json_slices_begin(&slices, json, '['))
        return STN_EINPUT;
    while (status == STN_OK) {
        status = stn_json_slices_next(&slices, &key, &value);
        if (status == STN_OK)
            status = read(payload, value);
    }
    return status == STN_DONE ? STN_OK : status;
}

/* Take an object apart into the values of some keys, all of them known. */
static enum stn_status take_apart(struct stn_str *values,
                                  const char *const *names, size_t count,
                                  struct stn_str json)
{
    struct stn_json_slices slices;
    struct stn_str key;
    struct stn_str value;
    enum stn_status status = STN_OK;

    if (!stn_json_slices_begin(&slices, json, '{'))
        return STN_EINPUT;
    for (;;) {
        size_t i = 0;
        status = stn_json_slices_next(&slices, &key, &value);
        if (status != STN_OK)
            return status == STN_DONE ? STN_OK : status;
        while (i < count && !stn_str_equal(key, stn_str_of(names[i])))
            i++;
        if (i == count || values[i].len > 0)
            return STN_EINPUT;
        values[i] = value;
    }
}

/* A number as it is written; one that is not there is 0. */
static bool read_number(uint64_t *out, struct stn_str digits)
{
    *out = 0;
    for (size_t i = 0; i < digits.len; i++) {
        if (digits.ptr[i] < '0' || digits.ptr[i] > '9' ||
            *out > STN_PART_NUMBER_MAX / 10)
            return false;
        *out = 10 * *out + (uint64_t)(digits.ptr[i] - '0');
    }
    return true;
}

/* Numbers by the names of reasons. */
static enum stn_status read_counts(uint64_t *counts, struct stn_str json)
{
    const char *names[STN_SKIP_NOTHING + 1];
    struct stn_str values[STN_SKIP_NOTHING + 1] = {{0}};

    if (json.len == 0)
        return STN_OK;
    for (size_t i = 0; i <= STN_SKIP_NOTHING; i++)
        names[i] = stn_skip_name((enum stn_skip_reason)i);
    enum stn_status status =
        take_apart(values, names, STN_SKIP_NOTHING + 1, json);
    for (size_t i = 0; status >= 0 && i <= STN_SKIP_NOTHING; i++) {
        uint64_t number;
        if (!read_number(&number, values[i]))
            return STN_EINPUT;
        counts[i] += number;
    }
    return status;
}

static enum stn_status read_coverage(struct reader *reader)
{
    static const char *const names[] = {"commits",     "texts",   "bytes",
                                        "packages",    "dropped", "skipped",
                                        "skippedMore", "cached"};
    struct stn_report *out = reader->out;
    struct stn_str values[8] = {{0}};
    uint64_t dropped;
    enum stn_status status =
        take_apart(values, names, 8, reader->values[KEY_COVERAGE]);

    if (status < 0)
        return status;
    if (!read_number(&out->commits, values[0]) ||
        !read_number(&out->found.texts, values[1]) ||
        !read_number(&out->found.bytes, values[2]) ||
        !read_number(&out->found.packages, values[3]) ||
        !read_number(&dropped, values[4]) ||
        !read_number(&out->found.cached, values[7]))
        return STN_EINPUT;
    out->dropped = (size_t)dropped;
    status = each_item(values[5], read_skip, reader);
    return status < 0 ? status : read_counts(out->found.skipped, values[6]);
}

static enum stn_status read_tally(void *payload, struct stn_str json)
{
    static const char *const known[] = {"kind", "text", "uses", NULL};
    struct reader *reader = payload;
    struct stn_part_fields fields;
    enum stn_status status =
        stn_part_fields_parse(&fields, &reader->out->found.arena, json, known);

    if (status < 0)
        return status;
    const char *name = stn_part_name(&fields, "kind");
    enum stn_tally_kind kind = STN_TALLY_SAID;
    while (kind < STN_TALLY_IDLE && strcmp(stn_tally_name(kind), name) != 0)
        kind++;
    if (strcmp(stn_tally_name(kind), name) != 0)
        fields.wrong = "kind";
    const char *text = stn_part_name(&fields, "text");
    uint64_t uses = stn_part_number(&fields, "uses", STN_PART_NUMBER_MAX);
    status = stn_part_fields_status(&fields);
    stn_part_fields_dispose(&fields);
    return status < 0 ? status
                      : stn_report_tally(reader->out, kind, stn_str_of(text),
                                         uses, NULL);
}

static bool copy_digest(char out[72], const char *words)
{
    size_t length = strlen(words);

    if (length >= 72 || strncmp(words, "sha256:", 7) != 0)
        return false;
    memcpy(out, words, length + 1);
    return true;
}

static enum stn_status read_shard_fields(struct reader *reader,
                                         struct stn_part_fields *fields)
{
    struct stn_report *out = reader->out;
    struct stn_part *part = &out->part;

    part->shard.index =
        (uint32_t)stn_part_number(fields, "index", STN_SHARDS_MAX);
    part->shard.count =
        (uint32_t)stn_part_number(fields, "count", STN_SHARDS_MAX);
    if (part->shard.index == 0 || part->shard.index > part->shard.count)
        fields->wrong = "index";
    out->mode = stn_part_words(fields, "mode");
    part->what = stn_part_name(fields, "what");
    out->started =
        (int64_t)stn_part_number(fields, "started", STN_PART_NUMBER_MAX);
    out->ended = (int64_t)stn_part_number(fields, "ended", STN_PART_NUMBER_MAX);
    part->per_rule = (uint32_t)stn_part_number(fields, "perRule", UINT32_MAX);
    part->same = (uint32_t)stn_part_number(fields, "same", UINT32_MAX);
    if (!copy_digest(part->seen, stn_part_name(fields, "seen")) ||
        !copy_digest(part->options, stn_part_name(fields, "options")))
        fields->wrong = "seen";
    if (!stn_severity_parse(&out->fail_at,
                            stn_str_of(stn_part_name(fields, "failOn")), true))
        fields->wrong = "failOn";
    return stn_part_fields_status(fields);
}

static enum stn_status read_shard(struct reader *reader)
{
    static const char *const known[] = {
        "shared", "index",   "count",  "mode",    "what", "started", "ended",
        "seen",   "options", "failOn", "perRule", "same", NULL};
    const struct stn_report *out = reader->out;
    struct stn_str values[12] = {{0}};
    struct stn_part_fields fields;
    struct stn_str json = reader->values[KEY_SHARD];
    enum stn_status status = take_apart(values, known, 12, json);

    if (status >= 0)
        status = read_counts(reader->out->part.shared, values[0]);
    if (status >= 0)
        status = stn_part_fields_parse(&fields, &reader->out->found.arena, json,
                                       known);
    if (status < 0)
        return status;
    status = read_shard_fields(reader, &fields);
    stn_part_fields_dispose(&fields);
    for (size_t i = 0; status >= 0 && i <= STN_SKIP_NOTHING; i++)
        if (out->part.shared[i] > out->found.skipped[i])
            return STN_EINPUT;
    return status;
}

static enum stn_status read_tool(struct reader *reader, const char *name,
                                 struct stn_error *err)
{
    static const char *const known[] = {"name", "version", "rules", "ruleset",
                                        NULL};
    struct stn_report *out = reader->out;
    struct stn_part_fields fields;
    enum stn_status status = stn_part_fields_parse(
        &fields, &out->found.arena, reader->values[KEY_TOOL], known);

    if (status < 0)
        return status;
    const char *version = stn_part_name(&fields, "version");
    if (fields.is_out_of_memory)
        status = STN_ENOMEM;
    else if (strcmp(version, STANCH_VERSION) != 0)
        status = stn_fail(err, STN_EUSAGE,
                          "%s: written by version %.40s, and this is %s", name,
                          version, STANCH_VERSION);
    out->rule_count =
        (size_t)stn_part_number(&fields, "rules", STN_PART_NUMBER_MAX);
    if (!copy_digest(out->ruleset, stn_part_name(&fields, "ruleset")))
        fields.wrong = "ruleset";
    if (status >= 0)
        status = stn_part_fields_status(&fields);
    stn_part_fields_dispose(&fields);
    return status;
}

static enum stn_status read_values(struct reader *reader, const char *name,
                                   struct stn_error *err)
{
    enum stn_status status = read_tool(reader, name, err);

    if (status >= 0)
        status = each_item(reader->values[KEY_RULES], read_rule, reader);
    if (status >= 0)
        status = read_coverage(reader);
    if (status >= 0)
        status = each_item(reader->values[KEY_FINDINGS], read_finding, reader);
    if (status >= 0)
        status = each_item(reader->values[KEY_TALLIES], read_tally, reader);
    return status < 0 ? status : read_shard(reader);
}

static bool is_word(struct stn_str json, const char *word)
{
    return json.len >= 2 && json.ptr[0] == '"' &&
           stn_str_equal(stn_str_sub(json, 1, json.len - 1), stn_str_of(word));
}

static enum stn_status fail_no_part(const char *name, struct stn_error *err)
{
    return stn_fail(err, STN_EUSAGE,
                    "%s: is no part of a scan: --shard makes one, with "
                    "--format json",
                    name);
}

/* See that the bytes are those that were sealed. */
static enum stn_status check_seal(struct stn_str bytes, const char *name,
                                  const char *key, struct stn_error *err)
{
    char seal[STN_SEAL_BYTES];
    const struct stn_str begin = STN_STR(SEAL_KEY);
    const struct stn_str end = STN_STR(SEAL_END);
    const char *hash = key != NULL ? STN_SEAL_KEYED : STN_SEAL_PLAIN;
    size_t length = strlen(hash) + 1 + 2 * STN_SHA256_BYTES;
    size_t start = bytes.len - end.len;

    if (stn_str_ends(bytes, STN_STR(WHOLE_END)))
        return fail_no_part(name, err);
    if (bytes.len < end.len + 1 || !stn_str_ends(bytes, end))
        return stn_fail(err, STN_EINPUT, "%s: cut off, or no report", name);
    /* Its digits hold no quote: back to where it begins. */
    while (start > 0 && bytes.ptr[start - 1] != '"')
        start--;
    struct stn_str given = stn_str_sub(bytes, start, bytes.len - end.len);
    struct stn_str sealed = stn_str_sub(bytes, 0, start);
    if (!stn_str_ends(sealed, begin))
        return fail_no_part(name, err);
    if (given.len != length || !stn_str_starts(given, stn_str_of(hash)))
        return stn_fail(err, STN_EUSAGE,
                        "%s: sealed %s a key: set STANCH_SHARD_KEY alike for "
                        "all parts and here",
                        name, key != NULL ? "without" : "with");
    stn_part_seal(seal, stn_str_sub(sealed, 0, sealed.len - begin.len), key);
    if (!stn_hmac_equal((const unsigned char *)seal,
                        (const unsigned char *)given.ptr, length))
        return stn_fail(err, STN_EINPUT,
                        "%s: its seal does not fit: changed or damaged since "
                        "it was written, or sealed with another key",
                        name);
    return STN_OK;
}

enum stn_status stn_part_read(struct stn_report *out,
                              struct stn_part_rules *rules, const char *name,
                              struct stn_str bytes, const char *key,
                              struct stn_error *err)
{
    struct reader reader = {.out = out, .rules = rules};
    enum stn_status status = check_seal(bytes, name, key, err);

    if (status < 0)
        return status;
    status = take_apart(reader.values, keys, KEY_COUNT, bytes);
    for (size_t i = 0; status >= 0 && i < KEY_COUNT; i++)
        if (reader.values[i].len == 0)
            status = STN_EINPUT;
    if (status >= 0 && !is_word(reader.values[KEY_SCHEMA], SCHEMA))
        status = STN_EINPUT;
    if (err != NULL)
        err->message[0] = '\0';
    if (status >= 0)
        status = read_values(&reader, name, err);
    if (status >= 0) {
        out->verdict = STN_CLEAN;
        while (out->verdict < STN_INCOMPLETE &&
               !is_word(reader.values[KEY_VERDICT],
                        stn_verdict_name(out->verdict)))
            out->verdict++;
        if (!is_word(reader.values[KEY_VERDICT],
                     stn_verdict_name(out->verdict)))
            status = STN_EINPUT;
    }
    switch (status) {
    case STN_EINPUT:
        return stn_fail(err, status,
                        "%s: not as this program writes reports%s%s", name,
                        reader.wrong != NULL ? ": " : "",
                        reader.wrong != NULL ? reader.wrong : "");
    case STN_ELIMIT:
        return stn_fail(err, status, "%s: more findings than one run keeps",
                        name);
    case STN_ENOMEM:
        return stn_fail_memory(err);
    default:
        return status;
    }
}
