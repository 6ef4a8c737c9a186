#include "policy/baseline.h"

#include <stdlib.h>
#include <time.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "policy/baseline_text.h"

#define HEADER "# stanch-baseline v1"

struct reader {
    struct stn_baseline *baseline;
    size_t entry_capacity, comment_capacity;
    struct stn_str line; /* without its break */
    uint32_t row;
    size_t at; /* in the line */
    struct stn_error *err;
};

/* Fail where a word begins. */
static enum stn_status fail_at(const struct reader *reader, size_t at,
                               const char *what)
{
    size_t column = 1 + stn_utf8_count(stn_str_sub(reader->line, 0, at));

    return stn_fail(reader->err, STN_EINPUT, "%s:%u:%zu: %s",
                    reader->baseline->name, (unsigned)reader->row, column,
                    what);
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t';
}

/* The next word of the line; empty at its end. */
static struct stn_str next_word(struct reader *reader)
{
    const struct stn_str line = reader->line;

    while (reader->at < line.len && is_blank(line.ptr[reader->at]))
        reader->at++;
    size_t start = reader->at;
    while (reader->at < line.len && !is_blank(line.ptr[reader->at]))
        reader->at++;
    return stn_str_sub(line, start, reader->at);
}

static size_t start_of(const struct reader *reader, struct stn_str word)
{
    return reader->at - word.len;
}

/* Lower-case hex of exactly some digits. */
static bool read_hex(uint64_t *out, struct stn_str text, size_t digits)
{
    uint64_t number = 0;

    if (text.len != digits)
        return false;
    for (size_t i = 0; i < digits; i++) {
        char digit = text.ptr[i];
        if (digit >= '0' && digit <= '9')
            number = number << 4 | (uint64_t)(digit - '0');
        else if (digit >= 'a' && digit <= 'f')
            number = number << 4 | (uint64_t)(digit - 'a' + 10);
        else
            return false;
    }
    *out = number;
    return true;
}

/* A number as it is printed: no sign, no zeros before it. */
static bool is_count(struct stn_str text)
{
    uint64_t number = 0;

    for (size_t i = 0; i < text.len && number <= UINT32_MAX; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9')
            return false;
        number = 10 * number + (uint64_t)(text.ptr[i] - '0');
    }
    return text.len > 0 && text.ptr[0] != '0' && number <= UINT32_MAX;
}

static bool is_rule(struct stn_str id)
{
    for (size_t i = 0; i < id.len; i++) {
        char c = id.ptr[i];
        if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '-')
            return false;
    }
    return id.len > 0;
}

/* The part up to the next colon, which is taken too. */
static struct stn_str take_part(struct stn_str *rest)
{
    size_t colon = stn_str_find(*rest, STN_STR(":"));
    struct stn_str part = stn_str_sub(*rest, 0, colon);

    *rest = stn_str_sub(*rest, colon == SIZE_MAX ? rest->len : colon + 1,
                        rest->len);
    return part;
}

/* "v1:RULE:16 hex:5 hex:N" */
static bool read_fingerprint(struct stn_baseline_entry *entry,
                             struct stn_str text)
{
    struct stn_str rest = text;
    uint64_t place;
    uint64_t secret = 0;
    bool is_ours = stn_str_equal(take_part(&rest), STN_STR("v1"));

    entry->fingerprint = text;
    entry->rule = take_part(&rest);
    is_ours = is_ours && is_rule(entry->rule) &&
              read_hex(&place, take_part(&rest), 16) &&
              read_hex(&secret, take_part(&rest), 5) && is_count(rest);
    entry->secret = (uint32_t)secret;
    return is_ours;
}

static bool has_prefix(struct stn_str *word, struct stn_str prefix)
{
    if (!stn_str_starts(*word, prefix))
        return false;
    *word = stn_str_sub(*word, prefix.len, word->len);
    return true;
}

static enum stn_status decode(struct reader *reader, struct stn_str *out,
                              struct stn_str word, size_t at)
{
    bool is_good;
    enum stn_status status = stn_baseline_decode(&reader->baseline->arena, out,
                                                 word, &is_good, reader->err);

    if (status >= 0 && !is_good)
        return fail_at(reader, at, "'%' wants two digits of hex after it");
    return status;
}

/* in=, owner= and until=, each once. */
static enum stn_status read_attribute(struct reader *reader,
                                      struct stn_baseline_entry *entry,
                                      struct stn_str word)
{
    const size_t at = start_of(reader, word);

    if (has_prefix(&word, STN_STR("in="))) {
        if (entry->scope != STN_SCOPE_TREE)
            return fail_at(reader, at, "'in=' again");
        if (stn_str_equal(word, STN_STR("history")))
            entry->scope = STN_SCOPE_HISTORY;
        else if (stn_str_equal(word, STN_STR("refs")))
            entry->scope = STN_SCOPE_REFS;
        else
            return fail_at(reader, at, "expected in=history or in=refs");
        return STN_OK;
    }
    if (has_prefix(&word, STN_STR("owner="))) {
        if (entry->owner.len > 0)
            return fail_at(reader, at, "'owner=' again");
        enum stn_status status = decode(reader, &entry->owner, word, at);
        if (status >= 0 && !stn_baseline_is_sayable(entry->owner))
            return fail_at(reader, at, "that is no name of an owner");
        return status;
    }
    if (has_prefix(&word, STN_STR("until="))) {
        if (entry->until != 0)
            return fail_at(reader, at, "'until=' again");
        if (!stn_baseline_read_day(&entry->until, word))
            return fail_at(reader, at,
                           "expected a day, as in "
                           "until=2027-01-31");
        return STN_OK;
    }
    return fail_at(reader, at,
                   "expected in=, owner=, until= or -- and a reason");
}

static enum stn_status read_reason(struct reader *reader,
                                   struct stn_baseline_entry *entry)
{
    const size_t at = reader->at;

    entry->reason =
        stn_str_trim(stn_str_sub(reader->line, at, reader->line.len));
    if (entry->reason.len == 0)
        return fail_at(reader, at, "a reason is missing after --");
    if (!stn_baseline_is_sayable(entry->reason))
        return fail_at(reader, at,
                       "a reason is UTF-8 without control "
                       "characters, of at most 500 bytes");
    return STN_OK;
}

static enum stn_status read_entry(struct reader *reader,
                                  struct stn_baseline_entry *entry)
{
    struct stn_str word = next_word(reader);
    enum stn_status status;

    if (!read_fingerprint(entry, word))
        return fail_at(reader, start_of(reader, word),
                       "expected a fingerprint, as in v1:RULE:16 hex:5 hex:1");
    word = next_word(reader);
    if (!read_hex(&entry->line, word, 16))
        return fail_at(reader, start_of(reader, word),
                       "expected the line's identity: 16 digits of hex");
    word = next_word(reader);
    if (word.len == 0)
        return fail_at(reader, reader->at, "a path is missing");
    const size_t at = start_of(reader, word);
    status = decode(reader, &entry->path, word, at);
    if (status >= 0 && !stn_baseline_has_room(entry))
        return fail_at(reader, at, "a path or a rule's id is too long");
    while (status >= 0) {
        word = next_word(reader);
        if (word.len == 0)
            return STN_OK;
        if (stn_str_equal(word, STN_STR("--")))
            return read_reason(reader, entry);
        status = read_attribute(reader, entry, word);
    }
    return status;
}

static enum stn_status add_comment(struct reader *reader)
{
    struct stn_baseline *baseline = reader->baseline;
    struct stn_str *comments =
        stn_grow(baseline->comments, &reader->comment_capacity,
                 baseline->comment_count, sizeof(*comments));

    if (comments == NULL)
        return stn_fail_memory(reader->err);
    baseline->comments = comments;
    comments[baseline->comment_count++] = reader->line;
    return STN_OK;
}

static bool is_left_of_merge(struct stn_str line)
{
    return stn_str_starts(line, STN_STR("<<<<<<<")) ||
           stn_str_starts(line, STN_STR("=======")) ||
           stn_str_starts(line, STN_STR("|||||||")) ||
           stn_str_starts(line, STN_STR(">>>>>>>"));
}

static enum stn_status read_line(struct reader *reader)
{
    struct stn_baseline *baseline = reader->baseline;
    const struct stn_str line = reader->line;

    if (line.len > STN_BASELINE_LINE_BYTES_MAX)
        return stn_fail(reader->err, STN_ELIMIT, "%s:%u:1: a line over %zu KiB",
                        baseline->name, (unsigned)reader->row,
                        STN_BASELINE_LINE_BYTES_MAX / STN_KIB);
    if (reader->row == 1)
        return stn_str_equal(line, STN_STR(HEADER))
                   ? STN_OK
                   : fail_at(reader, 0,
                             "no baseline of this program: it begins with "
                             "'" HEADER "'");
    if (stn_str_trim(line).len == 0)
        return STN_OK;
    if (line.ptr[0] == '#')
        return add_comment(reader);
    if (is_left_of_merge(line))
        return fail_at(reader, 0, "a mark of a merge that is not settled");
    struct stn_baseline_entry *entries =
        stn_grow(baseline->entries, &reader->entry_capacity, baseline->count,
                 sizeof(*entries));
    if (entries == NULL)
        return stn_fail_memory(reader->err);
    baseline->entries = entries;
    struct stn_baseline_entry *entry = &entries[baseline->count];
    *entry = (struct stn_baseline_entry){.row = reader->row};
    enum stn_status status = read_entry(reader, entry);
    if (status >= 0)
        baseline->count++;
    return status;
}

static enum stn_status read_lines(struct reader *reader, struct stn_str bytes)
{
    size_t at = 0;
    enum stn_status status = STN_OK;

    do {
        size_t left = bytes.len - at;
        const char *end = left > 0 ? memchr(bytes.ptr + at, '\n', left) : NULL;
        size_t stop = end != NULL ? (size_t)(end - bytes.ptr) : bytes.len;
        reader->line = stn_str_sub(bytes, at, stop);
        if (stn_str_ends(reader->line, STN_STR("\r")))
            reader->line.len--;
        reader->at = 0;
        reader->row++;
        status = read_line(reader);
        at = stop + 1;
    } while (status >= 0 && at < bytes.len);
    return status;
}

static int compare_entries(const void *left, const void *right)
{
    const struct stn_baseline_entry *a = left;
    const struct stn_baseline_entry *b = right;
    int order = stn_str_compare(a->fingerprint, b->fingerprint);

    return order != 0 ? order : (a->row > b->row) - (a->row < b->row);
}

/* Written by us, a file is in order. */
static enum stn_status sort_entries(struct reader *reader)
{
    struct stn_baseline *baseline = reader->baseline;
    struct stn_baseline_entry *entries = baseline->entries;
    bool is_sorted = true;

    for (size_t i = 1; i < baseline->count && is_sorted; i++)
        is_sorted = compare_entries(&entries[i - 1], &entries[i]) < 0;
    if (!is_sorted)
        qsort(entries, baseline->count, sizeof(*entries), compare_entries);
    for (size_t i = 1; i < baseline->count; i++)
        if (stn_str_equal(entries[i - 1].fingerprint, entries[i].fingerprint))
            return stn_fail(reader->err, STN_EINPUT,
                            "%s:%u:1: the entry of line %u again; keep one",
                            baseline->name, (unsigned)entries[i].row,
                            (unsigned)entries[i - 1].row);
    return STN_OK;
}

enum stn_status stn_baseline_parse(struct stn_baseline **out,
                                   struct stn_str bytes, const char *name,
                                   struct stn_error *err)
{
    if (bytes.len > STN_BASELINE_BYTES_MAX)
        return stn_fail(err, STN_ELIMIT, "%s: a baseline over %zu MiB", name,
                        STN_BASELINE_BYTES_MAX / STN_MIB);
    struct stn_baseline *baseline = stn_calloc(1, sizeof(*baseline));
    if (baseline == NULL)
        return stn_fail_memory(err);
    baseline->name = name;
    struct reader reader = {.baseline = baseline, .err = err};
    enum stn_status status = read_lines(&reader, bytes);
    if (status >= 0)
        status = sort_entries(&reader);
    if (status < 0) {
        stn_baseline_free(baseline);
        return status;
    }
    *out = baseline;
    return STN_OK;
}

void stn_baseline_free(struct stn_baseline *baseline)
{
    if (baseline == NULL)
        return;
    stn_free(baseline->entries);
    stn_free(baseline->comments);
    stn_arena_dispose(&baseline->arena);
    stn_free(baseline);
}

const struct stn_baseline_entry *
stn_baseline_find(const struct stn_baseline *baseline,
                  struct stn_str fingerprint)
{
    size_t low = 0;
    size_t high = baseline->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order =
            stn_str_compare(baseline->entries[middle].fingerprint, fingerprint);
        if (order == 0)
            return &baseline->entries[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

void stn_baseline_append_header(struct stn_buf *out)
{
    stn_buf_puts(out, HEADER "\n");
}
