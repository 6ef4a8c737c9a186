#include "findings/making.h"

#include "base/limits.h"
#include "findings/fingerprint.h"
#include "findings/redact.h"

/* The scratch, as a string of the arena. */
static enum stn_status keep_scratch(struct stn_adder *adder,
                                    struct stn_str *out, struct stn_error *err)
{
    if (stn_buf_status(&adder->scratch, err) < 0)
        return adder->scratch.status;
    if (!stn_arena_copy(&adder->findings->arena, out,
                        stn_buf_str(&adder->scratch)))
        return stn_fail_memory(err);
    return STN_OK;
}

static enum stn_status copy_evidence(struct stn_adder *adder,
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
static size_t end_of(const struct stn_adder *adder, struct stn_span secret)
{
    const char *bytes = adder->text->bytes.ptr;
    size_t end = secret.end;

    while (adder->is_plain && end > secret.start + 1 &&
           (bytes[end - 1] == '\n' || bytes[end - 1] == '\r'))
        end--;
    return end;
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
begin_fingerprint(struct stn_adder *adder, struct stn_finding *finding,
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

static enum stn_status make_excerpt(struct stn_adder *adder,
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
static bool holds_nul(const struct stn_adder *adder, struct stn_span range)
{
    struct stn_str bytes =
        stn_str_sub(adder->text->bytes, range.start, range.end);

    return bytes.len > 0 && memchr(bytes.ptr, '\0', bytes.len) != NULL;
}

/*
 * What needs the line around the secret: its first line. UTF-16 has no bytes
 * to show or to fold: there the secret alone counts.
 */
static enum stn_status read_line(struct stn_adder *adder,
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

/* The place of a capture as it would be in another recording of it: without the
 * numbers of its entries. */
static void append_shape(struct stn_buf *out, struct stn_str location)
{
    for (size_t i = 0; i < location.len; i++) {
        stn_buf_putc(out, location.ptr[i]);
        if (location.ptr[i] != '[')
            continue;
        while (i + 1 < location.len && location.ptr[i + 1] >= '0' &&
               location.ptr[i + 1] <= '9')
            i++;
    }
}

/*
 * In a capture the place counts, not the line: recorded again, everything
 * stands on other lines, or all on one.
 */
static enum stn_status read_place(struct stn_adder *adder,
                                  struct stn_finding *finding,
                                  const struct stn_hit *hit,
                                  struct stn_error *err)
{
    enum stn_status status = read_line(adder, finding, hit, err);

    if (status < 0)
        return status;
    stn_buf_clear(&adder->scratch);
    append_shape(&adder->scratch, hit->location);
    status = stn_buf_status(&adder->scratch, err);
    if (status >= 0)
        stn_fingerprint_begin(&finding->fingerprint, stn_str_of(hit->rule->id),
                              stn_buf_str(&adder->scratch),
                              (struct stn_span){0, 0}, hit->value);
    return status;
}

enum stn_status stn_adder_make(struct stn_adder *adder,
                               struct stn_finding *finding,
                               const struct stn_hit *hit, struct stn_error *err)
{
    struct stn_findings *findings = adder->findings;
    const struct stn_text *text = adder->text;
    const size_t end = end_of(adder, hit->secret);

    *finding = (struct stn_finding){
        .rule = hit->rule,
        .severity = stn_hit_severity(hit),
        .file = adder->path,
        .start = stn_lines_locate(adder->lines, hit->secret.start),
        .end = stn_lines_locate(adder->lines, end),
        .start_byte_column =
            stn_lines_byte_column(adder->lines, hit->secret.start),
        .end_byte_column = stn_lines_byte_column(adder->lines, end),
        .start_byte = text->base_byte + hit->secret.start,
        .end_byte = text->base_byte + hit->secret.end,
        .text_id = text->id,
        .cure = hit->cure,
    };

    enum stn_status status = hit->is_capture && hit->location.len > 0
                                 ? read_place(adder, finding, hit, err)
                                 : read_line(adder, finding, hit, err);
    if (status < 0)
        return status;
    finding->fingerprint_key =
        stn_fingerprint_secret_key(stn_str_of(hit->rule->id), hit->value);
    if (text->path.len > 0)
        stn_fingerprint_place(&finding->fingerprint, text->path);
    if (hit->rule->category == STN_CATEGORY_SECRET) {
        stn_buf_clear(&adder->scratch);
        stn_redact_preview(&adder->scratch, hit->value);
        status = keep_scratch(adder, &finding->preview, err);
        if (status < 0)
            return status;
    }
    if (!stn_arena_copy(&findings->arena, &finding->location, hit->location))
        return stn_fail_memory(err);
    return copy_evidence(adder, finding, hit, err);
}
