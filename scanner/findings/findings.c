#include "findings/findings.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "base/sha256.h"
#include "findings/making.h"

/* Hits looked back at for the same secret found twice. */
#define REPEATS_MAX 16

void stn_findings_dispose(struct stn_findings *findings)
{
    stn_free(findings->items);
    stn_free(findings->skips);
    stn_seen_dispose(&findings->seen);
    stn_arena_dispose(&findings->arena);
    *findings = (struct stn_findings){0};
}

void stn_findings_begin_text(struct stn_findings *findings)
{
    stn_seen_clear(&findings->seen);
}

/* Note another place of a finding; past STN_ALSO_MAX they are only counted. */
static enum stn_status add_place(struct stn_findings *findings,
                                 struct stn_finding *finding,
                                 struct stn_pos start, struct stn_str location,
                                 struct stn_error *err)
{
    if (finding->also == NULL)
        finding->also = stn_arena_array(&findings->arena, STN_ALSO_MAX,
                                        sizeof(*finding->also));
    if (finding->also == NULL)
        return stn_fail_memory(err);
    if (finding->also_count < STN_ALSO_MAX) {
        struct stn_also *also = &finding->also[finding->also_count];
        also->start = start;
        if (!stn_arena_copy(&findings->arena, &also->location, location))
            return stn_fail_memory(err);
    }
    finding->also_count++;
    return STN_OK;
}

/* A value that was found before in this capture. Where it is worse, it is the
 * finding, and the other its other place. */
static enum stn_status add_again(struct stn_adder *adder,
                                 struct stn_finding *known,
                                 const struct stn_hit *hit,
                                 struct stn_error *err)
{
    struct stn_findings *findings = adder->findings;
    struct stn_finding finding;
    /* Seen by two rules, or in two windows. */
    const bool is_same_place =
        known->start_byte == adder->text->base_byte + hit->secret.start &&
        stn_str_equal(known->location, hit->location);
    enum stn_status status = STN_OK;

    if (stn_hit_severity(hit) <= known->severity)
        return is_same_place ? STN_OK
                             : add_place(findings, known,
                                         stn_lines_locate(adder->lines,
                                                          hit->secret.start),
                                         hit->location, err);
    status = stn_adder_make(adder, &finding, hit, err);
    if (status < 0)
        return status;
    finding.also = known->also;
    finding.also_count = known->also_count;
    if (!is_same_place)
        status =
            add_place(findings, &finding, known->start, known->location, err);
    if (status >= 0)
        *known = finding;
    return status;
}

/* The finding that a hit adds nothing to but one to its count; NULL: none.
 * @param key  Of its value. */
static struct stn_finding *find_full(struct stn_findings *findings,
                                     const struct stn_hit *hit, uint64_t key)
{
    const size_t known = stn_seen_find(&findings->seen, key);

    if (known >= findings->count)
        return NULL;
    struct stn_finding *finding = &findings->items[known];
    return finding->also_count >= STN_ALSO_MAX &&
                   hit->severity <= finding->severity
               ? finding
               : NULL;
}

bool stn_findings_count_again(struct stn_findings *findings,
                              const struct stn_hit *hits, size_t count)
{
    uint64_t key = 0;

    for (size_t i = 0; i < count; i++) {
        struct stn_finding *finding = NULL;
        if (hits[i].is_capture) {
            /* A HAR has a cookie in a header and in a list beside it. */
            if (i == 0 || !stn_str_equal(hits[i].value, hits[i - 1].value))
                key = stn_sha256_u64(hits[i].value);
            finding = find_full(findings, &hits[i], key);
        }
        if (finding != NULL) {
            finding->also_count++;
            continue;
        }
        while (i-- > 0)
            find_full(findings, &hits[i], stn_sha256_u64(hits[i].value))
                ->also_count--;
        return false;
    }
    return true;
}

enum stn_status stn_findings_append(struct stn_findings *findings,
                                    const struct stn_finding *finding,
                                    struct stn_error *err)
{
    struct stn_finding *items = stn_grow(findings->items, &findings->capacity,
                                         findings->count, sizeof(*items));

    if (items == NULL)
        return stn_fail_memory(err);
    findings->items = items;
    items[findings->count++] = *finding;
    return STN_OK;
}

static enum stn_status add_one(struct stn_adder *adder,
                               const struct stn_hit *hit, struct stn_error *err)
{
    struct stn_findings *findings = adder->findings;
    struct stn_finding finding;
    const uint64_t key = hit->is_capture ? stn_sha256_u64(hit->value) : 0;
    const size_t known =
        hit->is_capture ? stn_seen_find(&findings->seen, key) : SIZE_MAX;

    if (known < findings->count)
        return add_again(adder, &findings->items[known], hit, err);
    enum stn_status status = stn_adder_make(adder, &finding, hit, err);
    if (status < 0)
        return status;
    if (hit->is_capture && known == SIZE_MAX &&
        !stn_seen_add(&findings->seen, key, findings->count))
        return stn_fail_memory(err);
    return stn_findings_append(findings, &finding, err);
}

/* The same rule at the same place: two segments held the same bytes. */
static bool is_repeat(const struct stn_hit *hits, size_t index)
{
    const struct stn_hit *hit = &hits[index];

    for (size_t i = index; i > 0 && index - i < REPEATS_MAX; i--) {
        const struct stn_hit *other = &hits[i - 1];
        if (other->secret.start != hit->secret.start)
            return false;
        if (other->secret.end == hit->secret.end && other->rule == hit->rule &&
            stn_str_equal(other->value, hit->value))
            return true;
    }
    return false;
}

/* What equal findings of one text have in common. */
struct twin {
    const struct stn_rule_info *rule;
    uint64_t line, key;
    size_t index;
};

static int compare_twins(const void *left, const void *right)
{
    const struct twin *a = left;
    const struct twin *b = right;

    if (a->rule != b->rule)
        return (uintptr_t)a->rule < (uintptr_t)b->rule ? -1 : 1;
    if (a->line != b->line)
        return a->line < b->line ? -1 : 1;
    if (a->key != b->key)
        return a->key < b->key ? -1 : 1;
    return (a->index > b->index) - (a->index < b->index);
}

enum stn_status stn_findings_number(struct stn_findings *findings, size_t from,
                                    struct stn_error *err)
{
    size_t count = findings->count - from;

    if (count < 2)
        return STN_OK;
    struct twin *twins = stn_calloc(count, sizeof(*twins));
    if (twins == NULL)
        return stn_fail_memory(err);
    for (size_t i = 0; i < count; i++) {
        const struct stn_finding *finding = &findings->items[from + i];
        twins[i] = (struct twin){finding->rule, finding->fingerprint.line,
                                 finding->fingerprint_key, from + i};
    }
    qsort(twins, count, sizeof(*twins), compare_twins);
    for (size_t i = 1; i < count; i++) {
        bool is_twin = twins[i].rule == twins[i - 1].rule &&
                       twins[i].line == twins[i - 1].line &&
                       twins[i].key == twins[i - 1].key;
        if (is_twin)
            findings->items[twins[i].index].fingerprint.nth =
                findings->items[twins[i - 1].index].fingerprint.nth + 1;
    }
    stn_free(twins);
    return STN_OK;
}

enum stn_status stn_findings_note_overflow(struct stn_findings *findings,
                                           const struct stn_text *text,
                                           struct stn_error *err)
{
    struct stn_skip skip = {
        .reason = STN_SKIP_TOO_MANY,
        .file = text->path,
        .detail = STN_STR("more findings than one run keeps; scan parts of it"),
        .bytes = text->bytes.len,
        .text_id = text->id,
        .has_text_id = text->path.len == 0,
    };

    return stn_findings_skip(findings, &skip, err);
}

static enum stn_status add_all(struct stn_adder *adder,
                               const struct stn_hit *hits, size_t count,
                               struct stn_error *err)
{
    enum stn_status status = stn_veil_init(&adder->veil, hits, count, err);

    if (status == STN_OK && !stn_arena_copy(&adder->findings->arena,
                                            &adder->path, adder->text->path))
        status = stn_fail_memory(err);
    for (size_t i = 0; status == STN_OK && i < count; i++) {
        if (adder->findings->count >= STN_FINDINGS_MAX)
            return stn_findings_note_overflow(adder->findings, adder->text,
                                              err);
        if (!is_repeat(hits, i))
            status = add_one(adder, &hits[i], err);
    }
    return status;
}

static bool is_plain(const struct stn_text *text)
{
    if (text->is_continued)
        return true;
    enum stn_text_class class = stn_text_classify(text->bytes);
    return class != STN_TEXT_UTF16LE && class != STN_TEXT_UTF16BE;
}

enum stn_status stn_findings_add(struct stn_findings *findings,
                                 const struct stn_text *text,
                                 const struct stn_lines *lines,
                                 const struct stn_hit *hits, size_t count,
                                 struct stn_error *err)
{
    size_t before = findings->count;
    struct stn_adder adder = {
        .findings = findings,
        .text = text,
        .lines = lines,
        .scratch = STN_BUF_INIT(STN_TEXT_BYTES_MAX),
        .is_plain = is_plain(text),
    };

    if (count == 0)
        return STN_OK;
    enum stn_status status = add_all(&adder, hits, count, err);
    if (status == STN_OK)
        status = stn_findings_number(findings, before, err);
    if (status < 0)
        findings->count = before;
    stn_veil_dispose(&adder.veil);
    /* It held lines with secrets blanked, and previews: nothing to wipe. */
    stn_buf_dispose(&adder.scratch);
    return status;
}

/* Room for `more` items at the end of an array. */
static bool make_room(void **items, size_t *capacity, size_t count, size_t more,
                      size_t size)
{
    size_t wanted;
    size_t bytes;

    if (!stn_add(&wanted, count, more))
        return false;
    if (wanted <= *capacity)
        return true;
    if (!stn_mul(&bytes, wanted, size))
        return false;
    void *moved = stn_realloc(*items, bytes);
    if (moved == NULL)
        return false;
    *items = moved;
    *capacity = wanted;
    return true;
}

enum stn_status stn_findings_join(struct stn_findings *into,
                                  struct stn_findings *from,
                                  struct stn_error *err)
{
    void *items = into->items;
    void *skips = into->skips;
    bool has_room = make_room(&items, &into->capacity, into->count, from->count,
                              sizeof(*into->items)) &&
                    make_room(&skips, &into->skip_capacity, into->skip_count,
                              from->skip_count, sizeof(*into->skips));

    into->items = items;
    into->skips = skips;
    if (!has_room)
        return stn_fail_memory(err);
    if (from->count > 0)
        memcpy(into->items + into->count, from->items,
               from->count * sizeof(*into->items));
    if (from->skip_count > 0)
        memcpy(into->skips + into->skip_count, from->skips,
               from->skip_count * sizeof(*into->skips));
    into->count += from->count;
    into->skip_count += from->skip_count;
    for (size_t i = 0; i <= STN_SKIP_NOTHING; i++)
        into->skipped[i] += from->skipped[i];
    into->texts += from->texts;
    into->bytes += from->bytes;
    into->packages += from->packages;
    into->cached += from->cached;
    stn_arena_adopt(&into->arena, &from->arena);
    stn_findings_dispose(from);
    return STN_OK;
}
