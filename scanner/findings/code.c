#include "findings/code.h"

#include "base/limits.h"
#include "findings/code_making.h"
#include "findings/fingerprint.h"
#include "findings/making.h"
#include "findings/redact.h"

/* Bytes of a function's name, or of other words, that are told. */
#define WORDS_BYTES_MAX ((size_t)256)
/* Bytes of a statement that make its fingerprint: a literal may be all of a
 * program. */
#define STATEMENT_BYTES_MAX (64 * STN_KIB)

enum stn_status stn_code_keep(struct stn_code_adder *adder, struct stn_str *out,
                              struct stn_error *err)
{
    if (stn_buf_status(&adder->scratch, err) < 0)
        return adder->scratch.status;
    if (!stn_arena_copy(&adder->findings->arena, out,
                        stn_buf_str(&adder->scratch)))
        return stn_fail_memory(err);
    return STN_OK;
}

enum stn_status stn_code_words(struct stn_code_adder *adder,
                               struct stn_str *out, struct stn_str words,
                               struct stn_error *err)
{
    struct stn_veil *veil = &adder->words;

    enum stn_status status = stn_veil_cover_words(veil, words, err);
    if (status < 0)
        return status;
    stn_buf_clear(&adder->scratch);
    stn_redact_append(&adder->scratch, words, veil->covered,
                      veil->covered_count);
    /* Only now: half a secret would not be known as one. */
    stn_buf_truncate(&adder->scratch, WORDS_BYTES_MAX);
    return stn_code_keep(adder, out, err);
}

/* Words that were cut may end in the beginning of a secret. */
static bool may_be_cut(const struct stn_code_adder *adder, const char *words)
{
    return adder->code->word_count > 0 &&
           strlen(words) + 1 >= STN_EVIDENCE_BYTES;
}

static enum stn_status copy_evidence(struct stn_code_adder *adder,
                                     struct stn_finding *finding,
                                     const struct stn_code_hit *hit,
                                     struct stn_error *err)
{
    for (size_t i = 0; i < hit->evidence_count && i < STN_EVIDENCE_MAX; i++) {
        struct stn_str words;
        if (may_be_cut(adder, hit->evidence[i]))
            continue;
        enum stn_status status =
            stn_code_words(adder, &words, stn_str_of(hit->evidence[i]), err);
        if (status < 0)
            return status;
        finding->evidence[finding->evidence_count] =
            stn_arena_strdup(&adder->findings->arena, words);
        if (finding->evidence[finding->evidence_count] == NULL)
            return stn_fail_memory(err);
        finding->evidence_count++;
    }
    return STN_OK;
}

static enum stn_status copy_related(struct stn_code_adder *adder,
                                    struct stn_finding *finding,
                                    const struct stn_code_hit *hit,
                                    struct stn_error *err)
{
    struct stn_arena *arena = &adder->findings->arena;

    if (hit->related_count == 0)
        return STN_OK;
    struct stn_related *related =
        stn_arena_array(arena, hit->related_count, sizeof(*related));
    if (related == NULL)
        return stn_fail_memory(err);
    for (size_t i = 0; i < hit->related_count; i++) {
        const struct stn_code_place *place = &hit->related[i];
        const char *what = may_be_cut(adder, place->what) ? "" : place->what;
        related[i].start = stn_lines_locate(place->lines, place->span.start);
        related[i].end = stn_lines_locate(place->lines, place->span.end);
        if (!stn_arena_copy(arena, &related[i].file, place->path))
            return stn_fail_memory(err);
        enum stn_status status =
            stn_code_words(adder, &related[i].message, stn_str_of(what), err);
        if (status < 0)
            return status;
    }
    finding->related = related;
    finding->related_count = hit->related_count;
    return STN_OK;
}

static enum stn_status read_location(struct stn_code_adder *adder,
                                     struct stn_finding *finding,
                                     const struct stn_code_hit *hit,
                                     struct stn_error *err)
{
    struct stn_str name;

    if (hit->function.len == 0)
        return STN_OK;
    enum stn_status status = stn_code_words(adder, &name, hit->function, err);
    if (status < 0)
        return status;
    stn_buf_clear(&adder->scratch);
    stn_buf_puts(&adder->scratch, "func ");
    stn_buf_append(&adder->scratch, name);
    return stn_code_keep(adder, &finding->location, err);
}

/* The first line of the statement, with the statement marked. */
static enum stn_status read_line(struct stn_code_adder *adder,
                                 struct stn_finding *finding,
                                 struct stn_span marked, struct stn_error *err)
{
    struct stn_str bytes = adder->code->text->bytes;
    struct stn_veil *veil = &adder->veil;
    const struct stn_span line =
        stn_lines_span(adder->code->lines, marked.start);
    struct stn_span range = line;

    if (marked.end > line.end)
        marked.end = line.end;
    if (marked.start > marked.end)
        marked.start = marked.end;
    if (marked.start - range.start > 2 * STN_EXCERPT_BYTES_MAX)
        range.start = marked.start - 2 * STN_EXCERPT_BYTES_MAX;
    if (range.end - marked.start > 2 * STN_EXCERPT_BYTES_MAX)
        range.end = marked.start + 2 * STN_EXCERPT_BYTES_MAX;
    enum stn_status status = stn_veil_cover(veil, bytes, range, err);
    if (status < 0)
        return status;
    for (size_t i = 0; i < veil->covered_count; i++) {
        veil->covered[i].start -= range.start;
        veil->covered[i].end -= range.start;
    }
    if (marked.end > range.end)
        marked.end = range.end;
    marked.start -= range.start;
    marked.end -= range.start;
    stn_buf_clear(&adder->scratch);
    stn_redact_code(&adder->scratch, stn_str_sub(bytes, range.start, range.end),
                    veil->covered, veil->covered_count, marked,
                    &finding->excerpt_mark, &finding->excerpt_marked);
    return stn_code_keep(adder, &finding->excerpt, err);
}

/* The statement in its function; each secret in it is one byte, whatever it
 * is, so that the fingerprint confirms no guess. */
static enum stn_status read_fingerprint(struct stn_code_adder *adder,
                                        struct stn_finding *finding,
                                        const struct stn_code_hit *hit,
                                        struct stn_error *err)
{
    struct stn_str bytes = adder->code->text->bytes;
    struct stn_veil *veil = &adder->veil;
    struct stn_span range = hit->span;
    size_t at = range.start;

    if (range.end - range.start > STATEMENT_BYTES_MAX)
        range.end = range.start + STATEMENT_BYTES_MAX;
    enum stn_status status = stn_veil_cover(veil, bytes, range, err);
    if (status < 0)
        return status;
    stn_buf_clear(&adder->scratch);
    stn_buf_append(&adder->scratch, hit->function);
    stn_buf_putc(&adder->scratch, '\n');
    for (size_t i = 0; i < veil->covered_count; i++) {
        stn_buf_append(&adder->scratch,
                       stn_str_sub(bytes, at, veil->covered[i].start));
        stn_buf_putc(&adder->scratch, '\0');
        at = veil->covered[i].end;
    }
    stn_buf_append(&adder->scratch, stn_str_sub(bytes, at, range.end));
    if (stn_buf_status(&adder->scratch, err) < 0)
        return adder->scratch.status;
    finding->fingerprint_key = stn_fingerprint_begin_code(
        &finding->fingerprint, stn_str_of(hit->rule->id),
        stn_buf_str(&adder->scratch));
    stn_fingerprint_place(&finding->fingerprint, adder->path);
    return STN_OK;
}

static enum stn_status add_one(struct stn_code_adder *adder,
                               const struct stn_code_hit *hit,
                               struct stn_error *err)
{
    const struct stn_code_text *code = adder->code;
    struct stn_finding finding = {
        .rule = hit->rule,
        .severity = hit->severity != STN_SEVERITY_DEFAULT ? hit->severity
                                                          : hit->rule->severity,
        .file = adder->path,
        .start = stn_lines_locate(code->lines, hit->span.start),
        .end = stn_lines_locate(code->lines, hit->span.end),
        .start_byte_column =
            stn_lines_byte_column(code->lines, hit->span.start),
        .end_byte_column = stn_lines_byte_column(code->lines, hit->span.end),
        .start_byte = hit->span.start,
        .end_byte = hit->span.end,
        .is_placed = true,
        .order = code->order,
    };

    /* What was there before is none of the commit's doing. */
    if (hit->is_old) {
        finding.status = STN_KNOWN;
        finding.reason = STN_STR("not touched by this change");
    } else {
        finding.commit = adder->commit;
        finding.author = adder->author;
        finding.date = adder->date;
    }
    enum stn_status status = read_location(adder, &finding, hit, err);
    if (status >= 0)
        status = read_line(adder, &finding, hit->span, err);
    if (status >= 0)
        status = read_fingerprint(adder, &finding, hit, err);
    if (status >= 0)
        status = copy_evidence(adder, &finding, hit, err);
    if (status >= 0)
        status = copy_related(adder, &finding, hit, err);
    if (status >= 0 && hit->fix_title != NULL)
        status = stn_code_fix(adder, &finding, hit, err);
    return status < 0 ? status
                      : stn_findings_append(adder->findings, &finding, err);
}

static enum stn_status add_all(struct stn_code_adder *adder,
                               const struct stn_code_hit *hits, size_t count,
                               struct stn_error *err)
{
    const struct stn_code_text *code = adder->code;
    struct stn_arena *arena = &adder->findings->arena;
    enum stn_status status =
        stn_veil_init(&adder->veil, code->secrets, code->secret_count, err);

    if (status >= 0)
        status =
            stn_veil_init(&adder->words, code->words, code->word_count, err);
    if (status < 0)
        return status;
    if (!stn_arena_copy(arena, &adder->path, code->text->path) ||
        !stn_arena_copy(arena, &adder->commit, code->commit) ||
        !stn_arena_copy(arena, &adder->author, code->author) ||
        !stn_arena_copy(arena, &adder->date, code->date))
        return stn_fail_memory(err);
    for (size_t i = 0; i < count && status >= 0; i++) {
        if (adder->findings->count >= STN_FINDINGS_MAX)
            return stn_findings_note_overflow(adder->findings, code->text, err);
        status = add_one(adder, &hits[i], err);
    }
    return status;
}

enum stn_status stn_findings_add_code(struct stn_findings *findings,
                                      const struct stn_code_text *code,
                                      const struct stn_code_hit *hits,
                                      size_t count, struct stn_error *err)
{
    const size_t before = findings->count;
    struct stn_code_adder adder = {
        .findings = findings,
        .code = code,
        .scratch = STN_BUF_INIT(STN_TEXT_BYTES_MAX),
    };

    if (count == 0)
        return STN_OK;
    enum stn_status status = add_all(&adder, hits, count, err);
    if (status >= 0)
        status = stn_findings_number(findings, before, err);
    if (status < 0)
        findings->count = before;
    stn_veil_dispose(&adder.veil);
    stn_veil_dispose(&adder.words);
    stn_buf_dispose(&adder.scratch);
    return status;
}
