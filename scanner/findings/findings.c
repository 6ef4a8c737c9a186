#include "findings/findings.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "findings/fingerprint.h"
#include "findings/redact.h"
#include "findings/veil.h"

/* Hits looked back at for the same secret found twice. */
#define REPEATS_MAX 16

void stn_findings_dispose(struct stn_findings *findings)
{
    stn_free(findings->items);
    stn_free(findings->skips);
    stn_arena_dispose(&findings->arena);
    *findings = (struct stn_findings){0};
}

/* One call of stn_findings_add(). */
struct adder {
    struct stn_findings *findings;
    const struct stn_text *text;
    const struct stn_lines *lines;
    struct stn_str path; /* in the arena */
    struct stn_veil veil;
    struct stn_buf scratch;
    bool is_plain; /* bytes are characters; else UTF-16 */
};

/* The scratch, as a string of the arena. */
static enum stn_status keep_scratch(struct adder *adder, struct stn_str *out,
                                    struct stn_error *err)
{
    if (stn_buf_status(&adder->scratch, err) < 0)
        return adder->scratch.status;
    if (!stn_arena_copy(&adder->findings->arena, out,
                        stn_buf_str(&adder->scratch)))
        return stn_fail_memory(err);
    return STN_OK;
}

static enum stn_status copy_evidence(struct adder *adder,
                                     struct stn_finding *finding,
                                     const struct stn_hit *hit,
                                     struct stn_error *err)
{
    size_t count = hit->evidence_count;

    if (count > STN_EVIDENCE_MAX)
        count = STN_EVIDENCE_MAX;
    for (size_t i = 0; i < count; i++) {
        struct stn_str words = stn_str_of(hit->evidence[i]);
        if (words.len >= STN_EVIDENCE_BYTES) {
            words.len = STN_EVIDENCE_BYTES - 1;
            while (words.len > 0 &&
                   ((unsigned char)words.ptr[words.len] & 0xC0) == 0x80)
                words.len--;
        }
        finding->evidence[i] = stn_arena_strdup(&adder->findings->arena, words);
        if (finding->evidence[i] == NULL)
            return stn_fail_memory(err);
    }
    finding->evidence_count = count;
    return STN_OK;
}

/* A secret may end in its line's break; its end is shown before that. */
static struct stn_pos end_of(const struct adder *adder, struct stn_span secret)
{
    const char *bytes = adder->text->bytes.ptr;
    size_t end = secret.end;

    while (adder->is_plain && end > secret.start + 1 &&
           (bytes[end - 1] == '\n' || bytes[end - 1] == '\r'))
        end--;
    return stn_lines_locate(adder->lines, end);
}

/* The bytes of a line close enough to a secret to be shown or to count. */
static struct stn_span near_by(struct stn_span line, struct stn_span secret)
{
    struct stn_span range = line;

    if (secret.start > range.start + STN_EXCERPT_BYTES_MAX)
        range.start = secret.start - STN_EXCERPT_BYTES_MAX;
    if (range.end > secret.end + STN_EXCERPT_BYTES_MAX)
        range.end = secret.end + STN_EXCERPT_BYTES_MAX;
    return range;
}

/*
 * The fingerprint's line: other secrets on it are blanked first. They would
 * make it change when they change, and let a guess of theirs be confirmed.
 */
static enum stn_status
begin_fingerprint(struct adder *adder, struct stn_finding *finding,
                  const struct stn_hit *hit, struct stn_span line,
                  struct stn_span secret, struct stn_error *err)
{
    struct stn_str bytes = adder->text->bytes;
    struct stn_span range = near_by(line, secret);
    struct stn_span blank = {0, 0};
    size_t at = range.start;

    enum stn_status status = stn_veil_cover_hits(&adder->veil, range, err);
    if (status < 0)
        return status;
    stn_buf_clear(&adder->scratch);
    for (size_t i = 0; i < adder->veil.covered_count; i++) {
        struct stn_span covered = adder->veil.covered[i];
        stn_buf_append(&adder->scratch, stn_str_sub(bytes, at, covered.start));
        if (covered.start <= secret.start && secret.start < covered.end)
            blank.start = adder->scratch.len;
        stn_buf_putc(&adder->scratch, '\0');
        if (covered.start <= secret.start && secret.start < covered.end)
            blank.end = adder->scratch.len;
        at = covered.end;
    }
    stn_buf_append(&adder->scratch, stn_str_sub(bytes, at, range.end));
    if (stn_buf_status(&adder->scratch, err) < 0)
        return adder->scratch.status;
    stn_fingerprint_begin(&finding->fingerprint, stn_str_of(hit->rule->id),
                          stn_buf_str(&adder->scratch), blank, hit->value);
    return STN_OK;
}

static enum stn_status make_excerpt(struct adder *adder,
                                    struct stn_finding *finding,
                                    struct stn_span line,
                                    struct stn_span secret,
                                    struct stn_error *err)
{
    struct stn_veil *veil = &adder->veil;

    enum stn_status status =
        stn_veil_cover(veil, adder->text->bytes, near_by(line, secret), err);
    /* By itself: what it is joined to may reach far past what was covered. */
    if (status == STN_OK)
        status = stn_veil_cover_also(veil, secret, err);
    if (status < 0)
        return status;
    for (size_t i = 0; i < veil->covered_count; i++) {
        veil->covered[i].start -= line.start;
        veil->covered[i].end -= line.start;
    }
    stn_buf_clear(&adder->scratch);
    stn_redact_excerpt(
        &adder->scratch, stn_str_sub(adder->text->bytes, line.start, line.end),
        veil->covered, veil->covered_count, veil->covered_count - 1,
        &finding->excerpt_mark, &finding->excerpt_marked);
    return keep_scratch(adder, &finding->excerpt, err);
}

/* As in the later windows of a UTF-16 stream, which are not sniffed. */
static bool holds_nul(const struct adder *adder, struct stn_span range)
{
    struct stn_str bytes =
        stn_str_sub(adder->text->bytes, range.start, range.end);

    return bytes.len > 0 && memchr(bytes.ptr, '\0', bytes.len) != NULL;
}

/*
 * What needs the line around the secret: its first line. UTF-16 has no bytes
 * to show or to fold: there the secret alone counts.
 */
static enum stn_status read_line(struct adder *adder,
                                 struct stn_finding *finding,
                                 const struct stn_hit *hit,
                                 struct stn_error *err)
{
    struct stn_span secret = hit->secret;

    struct stn_span line = stn_lines_span(adder->lines, secret.start);
    if (secret.end > line.end)
        secret.end = line.end;
    if (!adder->is_plain || holds_nul(adder, near_by(line, secret))) {
        stn_fingerprint_begin(&finding->fingerprint, stn_str_of(hit->rule->id),
                              STN_STR(""), (struct stn_span){0, 0}, hit->value);
        return STN_OK;
    }
    /* A secret that begins with the line break has nothing on the line. */
    if (secret.start > secret.end)
        secret.start = secret.end;
    enum stn_status status =
        begin_fingerprint(adder, finding, hit, line, secret, err);
    if (status < 0 || secret.start == secret.end)
        return status;
    return make_excerpt(adder, finding, line, secret, err);
}

static enum stn_status add_one(struct adder *adder, const struct stn_hit *hit,
                               struct stn_error *err)
{
    struct stn_findings *findings = adder->findings;
    const struct stn_text *text = adder->text;
    struct stn_finding finding = {
        .rule = hit->rule,
        .severity = hit->severity != STN_SEVERITY_DEFAULT ? hit->severity
                                                          : hit->rule->severity,
        .file = adder->path,
        .start = stn_lines_locate(adder->lines, hit->secret.start),
        .end = end_of(adder, hit->secret),
        .start_byte = text->base_byte + hit->secret.start,
        .end_byte = text->base_byte + hit->secret.end,
        .text_id = text->id,
    };

    enum stn_status status = read_line(adder, &finding, hit, err);
    if (status < 0)
        return status;
    finding.fingerprint_key =
        stn_fingerprint_secret_key(stn_str_of(hit->rule->id), hit->value);
    if (text->path.len > 0)
        stn_fingerprint_place(&finding.fingerprint, text->path);
    if (hit->rule->category == STN_CATEGORY_SECRET) {
        stn_buf_clear(&adder->scratch);
        stn_redact_preview(&adder->scratch, hit->value);
        status = keep_scratch(adder, &finding.preview, err);
        if (status < 0)
            return status;
    }
    if (!stn_arena_copy(&findings->arena, &finding.location, hit->location))
        return stn_fail_memory(err);
    status = copy_evidence(adder, &finding, hit, err);
    if (status < 0)
        return status;

    struct stn_finding *items = stn_grow(findings->items, &findings->capacity,
                                         findings->count, sizeof(*items));
    if (items == NULL)
        return stn_fail_memory(err);
    findings->items = items;
    items[findings->count++] = finding;
    return STN_OK;
}

/* The same rule at the same place: two segments held the same bytes. */
static bool is_repeat(const struct stn_hit *hits, size_t index)
{
    const struct stn_hit *hit = &hits[index];

    for (size_t i = index; i > 0 && index - i < REPEATS_MAX; i--) {
        const struct stn_hit *other = &hits[i - 1];
        if (other->secret.start != hit->secret.start)
            return false;
        if (other->secret.end == hit->secret.end && other->rule == hit->rule)
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

/* Number the equal ones among findings [from, count). */
static enum stn_status number_twins(struct stn_findings *findings, size_t from,
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

static enum stn_status note_overflow(struct stn_findings *findings,
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

static enum stn_status add_all(struct adder *adder, const struct stn_hit *hits,
                               size_t count, struct stn_error *err)
{
    enum stn_status status = stn_veil_init(&adder->veil, hits, count, err);

    if (status == STN_OK && !stn_arena_copy(&adder->findings->arena,
                                            &adder->path, adder->text->path))
        status = stn_fail_memory(err);
    for (size_t i = 0; status == STN_OK && i < count; i++) {
        if (adder->findings->count >= STN_FINDINGS_MAX)
            return note_overflow(adder->findings, adder->text, err);
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
    struct adder adder = {
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
        status = number_twins(findings, before, err);
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
    stn_arena_adopt(&into->arena, &from->arena);
    stn_findings_dispose(from);
    return STN_OK;
}
