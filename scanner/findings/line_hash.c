#include "findings/line_hash.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "findings/veil.h"

#define UNITS 100 /* that a line's hash is of */
#define FACTOR 37
#define END_UNIT 65535
#define NO_LINE UINT32_MAX

struct hasher {
    uint32_t window[UNITS];
    uint32_t lines[UNITS]; /* the line that begins there, from 0 */
    size_t at;
    uint64_t hash;
    uint64_t first_factor; /* FACTOR to the power of UNITS */
    bool is_line_start, is_after_cr;
    uint32_t next_line;
    uint32_t line_count; /* that are wanted */
    uint64_t *hashes;    /* one for each of them */
    uint32_t done;       /* of those */
};

static void push(struct hasher *hasher, uint32_t unit)
{
    uint32_t first = hasher->window[hasher->at];

    if (hasher->lines[hasher->at] != NO_LINE) {
        hasher->hashes[hasher->lines[hasher->at]] = hasher->hash;
        hasher->lines[hasher->at] = NO_LINE;
        hasher->done++;
    }
    if (hasher->is_line_start && hasher->next_line < hasher->line_count)
        hasher->lines[hasher->at] = hasher->next_line++;
    hasher->is_line_start = false;
    hasher->window[hasher->at] = unit;
    hasher->hash = FACTOR * hasher->hash + unit - hasher->first_factor * first;
    hasher->at = (hasher->at + 1) % UNITS;
}

/* A CR is hashed as the line break it may be part of; where lines are counted,
 * it is none. */
static void take(struct hasher *hasher, uint32_t unit)
{
    const bool is_after_cr = hasher->is_after_cr;

    hasher->is_after_cr = false;
    if (unit == ' ' || unit == '\t')
        return;
    if (unit == '\n') {
        if (!is_after_cr)
            push(hasher, unit);
        hasher->is_line_start = true;
        return;
    }
    hasher->is_after_cr = unit == '\r';
    push(hasher, unit == '\r' ? '\n' : unit);
}

/* Bytes outside of secrets. */
static void take_bytes(struct hasher *hasher, struct stn_str bytes)
{
    for (size_t at = 0; at < bytes.len && hasher->done < hasher->line_count;) {
        size_t length = 1;
        uint32_t code_point = (unsigned char)bytes.ptr[at];
        if (code_point >= 0x80)
            code_point =
                stn_utf8_decode(stn_str_sub(bytes, at, bytes.len), &length);
        at += length;
        if (code_point == UINT32_MAX)
            code_point = 0xFFFD;
        if (code_point < 0x10000) {
            take(hasher, code_point);
            continue;
        }
        take(hasher, 0xD800 + ((code_point - 0x10000) >> 10));
        take(hasher, 0xDC00 + ((code_point - 0x10000) & 0x3FF));
    }
}

/* One NUL for it all, and its lines, for those after it are to count right. */
static void take_secret(struct hasher *hasher, struct stn_str bytes)
{
    take(hasher, '\0');
    for (size_t at = 0; at < bytes.len; at++)
        if (bytes.ptr[at] == '\n')
            take(hasher, '\n');
}

static void hash_lines(struct hasher *hasher, struct stn_str bytes,
                       const struct stn_veil *veil)
{
    size_t at = 0;

    for (size_t i = 0; i < UNITS; i++)
        hasher->lines[i] = NO_LINE;
    hasher->is_line_start = true;
    hasher->first_factor = 1;
    for (size_t i = 0; i < UNITS; i++)
        hasher->first_factor *= FACTOR;
    for (size_t i = 0; i < veil->covered_count; i++) {
        struct stn_span covered = veil->covered[i];
        take_bytes(hasher, stn_str_sub(bytes, at, covered.start));
        take_secret(hasher, stn_str_sub(bytes, covered.start, covered.end));
        at = covered.end;
    }
    take_bytes(hasher, stn_str_sub(bytes, at, bytes.len));
    take(hasher, END_UNIT);
    for (size_t i = 0; i < UNITS; i++)
        push(hasher, 0);
}

static int compare_hashes(const void *left, const void *right)
{
    const uint64_t *a = left;
    const uint64_t *b = right;

    return (*a > *b) - (*a < *b);
}

/*
 * How often each line's hash was there so far. Of a million lines few have
 * findings, and only what those have is counted.
 *
 * @param wanted  Room for the hashes of the findings.
 * @param counts  Room for as many numbers.
 */
static void number_lines(const struct hasher *hasher, uint32_t *nth,
                         struct stn_finding *items, size_t count,
                         uint64_t *wanted, uint32_t *counts)
{
    for (size_t i = 0; i < count; i++)
        wanted[i] = hasher->hashes[items[i].start.line - 1];
    qsort(wanted, count, sizeof(*wanted), compare_hashes);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || wanted[i] != wanted[kept - 1])
            wanted[kept++] = wanted[i];
    for (uint32_t i = 0; i < hasher->line_count; i++) {
        const uint64_t *found = bsearch(&hasher->hashes[i], wanted, kept,
                                        sizeof(*wanted), compare_hashes);
        if (found != NULL)
            nth[i] = ++counts[found - wanted];
    }
}

/* Lines up to the last that has a finding; 0: it is not to be done. */
static uint32_t lines_wanted(const struct stn_findings *findings, size_t from,
                             const struct stn_text *text)
{
    enum stn_text_class class;
    uint32_t last = 0;

    if (text->is_continued || text->base_byte > 0 ||
        text->owned.end > text->owned.start ||
        text->bytes.len > STN_LINE_HASH_BYTES_MAX)
        return 0;
    class = stn_text_classify(text->bytes);
    if (class == STN_TEXT_UTF16LE || class == STN_TEXT_UTF16BE)
        return 0;
    for (size_t i = from; i < findings->count; i++)
        if (findings->items[i].start.line > last)
            last = findings->items[i].start.line;
    return last <= STN_LINE_HASH_LINES_MAX ? last : 0;
}

static enum stn_status hash_findings(struct stn_findings *findings, size_t from,
                                     struct hasher *hasher, struct stn_str text,
                                     const struct stn_veil *veil,
                                     struct stn_error *err)
{
    struct stn_finding *items = findings->items + from;
    const size_t count = findings->count - from;
    enum stn_status status = STN_OK;

    hasher->hashes = stn_calloc(hasher->line_count, sizeof(*hasher->hashes));
    uint32_t *nth = stn_calloc(hasher->line_count, sizeof(*nth));
    uint64_t *wanted = stn_calloc(count, sizeof(*wanted));
    uint32_t *counts = stn_calloc(count, sizeof(*counts));
    if (hasher->hashes == NULL || nth == NULL || wanted == NULL ||
        counts == NULL) {
        status = stn_fail_memory(err);
        goto done;
    }
    hash_lines(hasher, text, veil);
    number_lines(hasher, nth, items, count, wanted, counts);
    for (size_t i = 0; i < count; i++) {
        items[i].line_hash = hasher->hashes[items[i].start.line - 1];
        items[i].line_hash_nth = nth[items[i].start.line - 1];
    }
done:
    stn_free(hasher->hashes);
    stn_free(nth);
    stn_free(wanted);
    stn_free(counts);
    return status;
}

enum stn_status stn_line_hash_findings(struct stn_findings *findings,
                                       size_t from, const struct stn_text *text,
                                       const struct stn_hit *hits, size_t count,
                                       struct stn_error *err)
{
    struct hasher hasher = {.line_count = lines_wanted(findings, from, text)};
    struct stn_veil veil = {0};
    const struct stn_span all = {0, text->bytes.len};

    if (hasher.line_count == 0)
        return STN_OK;
    enum stn_status status = stn_veil_init(&veil, hits, count, err);
    if (status >= 0)
        status = stn_veil_cover(&veil, text->bytes, all, err);
    if (status >= 0)
        status =
            hash_findings(findings, from, &hasher, text->bytes, &veil, err);
    stn_veil_dispose(&veil);
    return status;
}
