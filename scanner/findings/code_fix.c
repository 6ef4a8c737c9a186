#include "findings/code_making.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "findings/redact.h"

/* Lines around a change that are shown with it. */
#define CONTEXT_LINES 3
/* Lines, and bytes, of a diff: more is no longer read. */
#define DIFF_LINES_MAX 200
#define DIFF_BYTES_MAX (32 * STN_KIB)

/* A diff being written. */
struct differ {
    struct stn_code_adder *adder;
    const struct stn_code_hit *hit;
    struct stn_buf body;   /* of the hunk at hand */
    struct stn_buf before; /* the lines that edits touch, */
    struct stn_buf after;  /* and what they become; no secret in either */
    uint32_t old_lines, new_lines;
    int64_t grown; /* lines that earlier hunks added */
};

/* Whether an edit would repeat a secret, or stands in one. */
static enum stn_status is_unfit(bool *out, struct stn_code_adder *adder,
                                const struct stn_code_edit *edit,
                                struct stn_error *err)
{
    enum stn_status status = stn_veil_cover_hits(&adder->veil, edit->span, err);

    if (status < 0)
        return status;
    *out = adder->veil.covered_count > 0;
    status = stn_veil_cover_words(&adder->words, edit->text, err);
    *out = *out || adder->words.covered_count > 0;
    return status;
}

/* One line of a diff: tabs are four columns wide. */
static void put_line(struct differ *differ, char sign, struct stn_str line)
{
    struct stn_buf *out = &differ->body;

    differ->old_lines += sign != '+';
    differ->new_lines += sign != '-';
    stn_buf_putc(out, sign);
    for (size_t at = 0; at < line.len;) {
        size_t end = at;
        while (end < line.len && line.ptr[end] != '\t')
            end++;
        stn_utf8_append_printable(out, stn_str_sub(line, at, end));
        if (end < line.len)
            stn_buf_puts(out, "    ");
        at = end + 1;
    }
    stn_buf_putc(out, '\n');
}

/* Take the first line off. */
static struct stn_str take_line(struct stn_str *rest)
{
    size_t end = stn_str_find(*rest, STN_STR("\n"));
    struct stn_str line = stn_str_sub(*rest, 0, end);

    *rest =
        stn_str_sub(*rest, end == SIZE_MAX ? rest->len : end + 1, rest->len);
    if (stn_str_ends(line, STN_STR("\r")))
        line.len--;
    return line;
}

static void put_lines(struct differ *differ, char sign, struct stn_str lines)
{
    while (lines.len > 0)
        put_line(differ, sign, take_line(&lines));
}

/* Bytes of the text, every secret in them blanked. */
static enum stn_status append_veiled(struct differ *differ, struct stn_buf *out,
                                     size_t start, size_t end,
                                     struct stn_error *err)
{
    struct stn_str bytes = differ->adder->code->text->bytes;
    struct stn_veil *veil = &differ->adder->veil;
    enum stn_status status =
        stn_veil_cover(veil, bytes, (struct stn_span){start, end}, err);

    for (size_t i = 0; i < veil->covered_count && status >= 0; i++) {
        stn_buf_append(out, stn_str_sub(bytes, start, veil->covered[i].start));
        stn_buf_puts(out, "********");
        start = veil->covered[i].end;
    }
    stn_buf_append(out, stn_str_sub(bytes, start, end));
    return status;
}

/* Where the line of an offset begins, and where the next one does. */
static size_t line_start(const struct differ *differ, size_t offset)
{
    return stn_lines_span(differ->adder->code->lines, offset).start;
}

static size_t line_end(const struct differ *differ, size_t offset)
{
    size_t end = stn_lines_span(differ->adder->code->lines, offset).end;
    struct stn_str bytes = differ->adder->code->text->bytes;

    return end < bytes.len ? end + 1 : end;
}

static enum stn_status put_context(struct differ *differ, size_t start,
                                   size_t end, struct stn_error *err)
{
    stn_buf_clear(&differ->before);
    enum stn_status status =
        append_veiled(differ, &differ->before, start, end, err);
    put_lines(differ, ' ', stn_buf_str(&differ->before));
    return status;
}

/* What lines become that edits [from, to) touch; those that stay as they are
 * at either end are context. */
static void put_change(struct differ *differ)
{
    struct stn_str before = stn_buf_str(&differ->before);
    struct stn_str after = stn_buf_str(&differ->after);

    while (before.len > 0 && after.len > 0) {
        struct stn_str old_rest = before;
        struct stn_str new_rest = after;
        struct stn_str line = take_line(&old_rest);
        if (!stn_str_equal(line, take_line(&new_rest)))
            break;
        put_line(differ, ' ', line);
        before = old_rest;
        after = new_rest;
    }
    size_t same = 0;
    for (size_t i = 1; i <= before.len && i <= after.len; i++) {
        if (before.ptr[before.len - i] != after.ptr[after.len - i])
            break;
        bool is_start =
            (i == before.len || before.ptr[before.len - i - 1] == '\n') &&
            (i == after.len || after.ptr[after.len - i - 1] == '\n');
        if (is_start)
            same = i;
    }
    put_lines(differ, '-', stn_str_sub(before, 0, before.len - same));
    put_lines(differ, '+', stn_str_sub(after, 0, after.len - same));
    put_lines(differ, ' ', stn_str_sub(before, before.len - same, before.len));
}

/* Write the edits [from, to), all of lines that follow each other. */
static enum stn_status put_edits(struct differ *differ, size_t from, size_t to,
                                 struct stn_error *err)
{
    const struct stn_code_edit *edits = differ->hit->edits;
    const size_t start = line_start(differ, edits[from].span.start);
    const size_t end = line_end(differ, edits[to - 1].span.end);
    size_t at = start;

    stn_buf_clear(&differ->before);
    stn_buf_clear(&differ->after);
    enum stn_status status =
        append_veiled(differ, &differ->before, start, end, err);
    for (size_t i = from; i < to && status >= 0; i++) {
        status =
            append_veiled(differ, &differ->after, at, edits[i].span.start, err);
        stn_buf_append(&differ->after, edits[i].text);
        at = edits[i].span.end;
    }
    if (status >= 0)
        status = append_veiled(differ, &differ->after, at, end, err);
    if (status >= 0)
        status = stn_buf_status(&differ->before, err);
    if (status >= 0)
        status = stn_buf_status(&differ->after, err);
    if (status >= 0)
        put_change(differ);
    return status;
}

/* The start of up to CONTEXT_LINES lines before an offset. */
static size_t context_start(const struct differ *differ, size_t offset)
{
    for (int i = 0; i < CONTEXT_LINES && offset > 0; i++)
        offset = line_start(differ, offset - 1);
    return offset;
}

static size_t context_end(const struct differ *differ, size_t offset)
{
    size_t length = differ->adder->code->text->bytes.len;

    for (int i = 0; i < CONTEXT_LINES && offset < length; i++)
        offset = line_end(differ, offset);
    return offset;
}

static void put_hunk(struct differ *differ, size_t start)
{
    struct stn_buf *out = &differ->adder->scratch;
    uint32_t line = stn_lines_locate(differ->adder->code->lines, start).line;

    stn_buf_printf(out, "@@ -%u,%u +%lld,%u @@\n", (unsigned)line,
                   (unsigned)differ->old_lines,
                   (long long)line + (long long)differ->grown,
                   (unsigned)differ->new_lines);
    stn_buf_append(out, stn_buf_str(&differ->body));
    differ->grown += (int64_t)differ->new_lines - differ->old_lines;
}

/* The first edit past `from` that shares no line with the one before it. */
static size_t cluster_end(const struct differ *differ, size_t from)
{
    const struct stn_code_hit *hit = differ->hit;
    size_t to = from + 1;

    while (to < hit->edit_count &&
           line_start(differ, hit->edits[to].span.start) <
               line_end(differ, hit->edits[to - 1].span.end))
        to++;
    return to;
}

/* One hunk, from an edit on. @param next  Set: the edit after it. */
static enum stn_status write_hunk(struct differ *differ, size_t from,
                                  size_t *next, struct stn_error *err)
{
    const struct stn_code_hit *hit = differ->hit;
    size_t at = line_start(differ, hit->edits[from].span.start);
    const size_t start = context_start(differ, at);
    enum stn_status status;

    differ->old_lines = differ->new_lines = 0;
    stn_buf_clear(&differ->body);
    status = put_context(differ, start, at, err);
    for (;;) {
        size_t to = cluster_end(differ, from);
        if (status >= 0)
            status = put_edits(differ, from, to, err);
        if (status < 0)
            return status;
        at = line_end(differ, hit->edits[to - 1].span.end);
        size_t end = context_end(differ, at);
        *next = from = to;
        if (to == hit->edit_count ||
            context_start(
                differ, line_start(differ, hit->edits[to].span.start)) > end) {
            status = put_context(differ, at, end, err);
            break;
        }
        status = put_context(
            differ, at, line_start(differ, hit->edits[to].span.start), err);
    }
    if (status >= 0)
        put_hunk(differ, start);
    return status;
}

/* A diff that is too long is none. */
static enum stn_status write_diff(struct stn_code_adder *adder,
                                  const struct stn_code_hit *hit,
                                  struct stn_str *out, struct stn_error *err)
{
    struct differ differ = {
        .adder = adder,
        .hit = hit,
        .body = STN_BUF_INIT(DIFF_BYTES_MAX),
        .before = STN_BUF_INIT(STN_TEXT_BYTES_MAX),
        .after = STN_BUF_INIT(STN_TEXT_BYTES_MAX),
    };
    enum stn_status status = STN_OK;
    bool is_too_long = false;

    stn_buf_clear(&adder->scratch);
    for (size_t i = 0; i < hit->edit_count && status >= 0 && !is_too_long;) {
        status = write_hunk(&differ, i, &i, err);
        is_too_long = differ.body.status == STN_ELIMIT ||
                      differ.old_lines + differ.new_lines > DIFF_LINES_MAX;
    }
    if (status >= 0 && !is_too_long)
        status = stn_buf_status(&differ.body, err);
    if (status >= 0 && !is_too_long)
        status = stn_code_keep(adder, out, err);
    stn_buf_dispose(&differ.body);
    stn_buf_dispose(&differ.before);
    stn_buf_dispose(&differ.after);
    return status;
}

static enum stn_status copy_edits(struct stn_code_adder *adder,
                                  struct stn_fix *fix,
                                  const struct stn_code_hit *hit,
                                  struct stn_error *err)
{
    const struct stn_lines *lines = adder->code->lines;

    for (size_t i = 0; i < hit->edit_count; i++) {
        const struct stn_code_edit *edit = &hit->edits[i];
        fix->edits[i] = (struct stn_fix_edit){
            .start_byte = edit->span.start,
            .end_byte = edit->span.end,
            .start = stn_lines_locate(lines, edit->span.start),
            .end = stn_lines_locate(lines, edit->span.end),
            .start_byte_column = stn_lines_byte_column(lines, edit->span.start),
            .end_byte_column = stn_lines_byte_column(lines, edit->span.end),
        };
        if (!stn_arena_copy(&adder->findings->arena, &fix->edits[i].text,
                            edit->text))
            return stn_fail_memory(err);
    }
    fix->edit_count = hit->edit_count;
    return STN_OK;
}

enum stn_status stn_code_fix(struct stn_code_adder *adder,
                             struct stn_finding *finding,
                             const struct stn_code_hit *hit,
                             struct stn_error *err)
{
    enum stn_status status = STN_OK;

    for (size_t i = 0; i < hit->edit_count; i++) {
        bool unfit;
        status = is_unfit(&unfit, adder, &hit->edits[i], err);
        if (status < 0 || unfit)
            return status;
    }
    struct stn_fix *fix =
        stn_arena_alloc(&adder->findings->arena, sizeof(*fix));
    if (fix == NULL)
        return stn_fail_memory(err);
    status =
        stn_code_words(adder, &fix->title, stn_str_of(hit->fix_title), err);
    if (status >= 0)
        status = copy_edits(adder, fix, hit, err);
    if (status >= 0)
        status = write_diff(adder, hit, &fix->diff, err);
    if (status >= 0)
        finding->fix = fix;
    return status;
}
