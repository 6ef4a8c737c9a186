#include "findings/redact.h"

#include "base/limits.h"
#include "base/utf8.h"

#define PREVIEW_CODE_POINTS_MAX 4
#define ELLIPSIS "\xE2\x80\xA6"
#define BLANK "********"
#define BLANK_CODE_POINTS 8

/* Bytes of the line looked at on either side of the marked secret. */
#define SIDE_BYTES STN_EXCERPT_BYTES_MAX

void stn_redact_preview(struct stn_buf *out, struct stn_str secret)
{
    size_t shown = stn_utf8_count(secret) / 4;
    size_t at = 0;

    if (shown > PREVIEW_CODE_POINTS_MAX)
        shown = PREVIEW_CODE_POINTS_MAX;
    for (; shown > 0; shown--) {
        struct stn_str rest = stn_str_sub(secret, at, secret.len);
        size_t before = out->len;
        size_t length;
        stn_utf8_decode(rest, &length);
        struct stn_str code_point = stn_str_sub(rest, 0, length);
        stn_utf8_append_printable(out, code_point);
        /* What had to be escaped is not printable: the preview ends. */
        if (out->status == STN_OK &&
            !stn_str_equal(stn_str_sub(stn_buf_str(out), before, out->len),
                           code_point)) {
            stn_buf_truncate(out, before);
            break;
        }
        at += length;
    }
    stn_buf_puts(out, ELLIPSIS);
}

/* The part of a line that an excerpt is made of, and which bytes of it hide. */
struct view {
    struct stn_str line;
    struct stn_span marked;           /* in the line */
    struct stn_span shown;            /* in the line; holds `marked` */
    bool is_left_hidden[SIDE_BYTES];  /* of [shown.start, marked.start) */
    bool is_right_hidden[SIDE_BYTES]; /* of [marked.end, shown.end) */
};

static void hide_span(struct view *view, struct stn_span span)
{
    size_t from =
        span.start > view->shown.start ? span.start : view->shown.start;
    size_t to = span.end < view->marked.start ? span.end : view->marked.start;

    for (size_t i = from; i < to; i++)
        view->is_left_hidden[i - view->shown.start] = true;
    from = span.start > view->marked.end ? span.start : view->marked.end;
    to = span.end < view->shown.end ? span.end : view->shown.end;
    for (size_t i = from; i < to; i++)
        view->is_right_hidden[i - view->marked.end] = true;
}

/* Hide every place where the bytes of `span` stand again. */
static void hide_occurrences(struct view *view, struct stn_span span)
{
    struct stn_str secret = stn_str_sub(view->line, span.start, span.end);

    if (secret.len == 0)
        return;
    size_t from = view->shown.start >= secret.len - 1
                      ? view->shown.start - (secret.len - 1)
                      : 0;
    size_t to = view->line.len - view->shown.end >= secret.len - 1
                    ? view->shown.end + (secret.len - 1)
                    : view->line.len;
    for (;;) {
        size_t found = stn_str_find(stn_str_sub(view->line, from, to), secret);
        if (found == SIZE_MAX)
            return;
        found += from;
        hide_span(view, (struct stn_span){found, found + secret.len});
        from = found + 1;
    }
}

static bool is_continuation(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

static void set_view(struct view *view, struct stn_str line,
                     struct stn_span marked)
{
    if (marked.end > line.len)
        marked.end = line.len;
    if (marked.start > marked.end)
        marked.start = marked.end;
    *view =
        (struct view){.line = line, .marked = marked, .shown = {0, line.len}};
    if (marked.start > SIDE_BYTES) {
        view->shown.start = marked.start - SIDE_BYTES;
        while (view->shown.start < marked.start &&
               is_continuation(line.ptr[view->shown.start]))
            view->shown.start++;
    }
    if (line.len - marked.end > SIDE_BYTES) {
        view->shown.end = marked.end + SIDE_BYTES;
        while (view->shown.end > marked.end &&
               is_continuation(line.ptr[view->shown.end]))
            view->shown.end--;
    }
}

/* What is hidden right beside the marked secret is one blank with it. */
static void widen_mark(struct view *view)
{
    size_t left = view->marked.start - view->shown.start;
    size_t right = 0;
    size_t right_length = view->shown.end - view->marked.end;

    while (left > 0 && view->is_left_hidden[left - 1])
        left--;
    while (right < right_length && view->is_right_hidden[right])
        right++;
    view->marked.start = view->shown.start + left;
    memmove(view->is_right_hidden, view->is_right_hidden + right,
            right_length - right);
    view->marked.end += right;
}

static bool is_printable(char byte)
{
    return byte >= ' ' && byte <= '~';
}

static void append_plain(struct stn_buf *out, struct stn_str bytes)
{
    for (size_t at = 0; at < bytes.len;) {
        size_t end = at;
        while (end < bytes.len && is_printable(bytes.ptr[end]))
            end++;
        stn_buf_append(out, stn_str_sub(bytes, at, end));
        at = end;
        while (end < bytes.len && bytes.ptr[end] != '\t' &&
               !is_printable(bytes.ptr[end]))
            end++;
        stn_utf8_append_printable(out, stn_str_sub(bytes, at, end));
        /* A tab would come out as \x09: true, but in the way. */
        at = end;
        if (at < bytes.len && bytes.ptr[at] == '\t') {
            stn_buf_putc(out, ' ');
            at++;
        }
    }
}

static void append_side(struct stn_buf *out, struct stn_str bytes,
                        const bool *is_hidden)
{
    for (size_t at = 0; at < bytes.len;) {
        size_t end = at;
        while (end < bytes.len && is_hidden[end] == is_hidden[at])
            end++;
        if (is_hidden[at])
            stn_buf_puts(out, BLANK);
        else
            append_plain(out, stn_str_sub(bytes, at, end));
        at = end;
    }
}

static bool is_space(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r';
}

/* Without space at the outer ends; what is hidden there stays. */
static void trim_view(struct view *view)
{
    const char *line = view->line.ptr;
    size_t left = view->marked.start - view->shown.start;
    size_t spaces = 0;

    while (spaces < left && !view->is_left_hidden[spaces] &&
           is_space(line[view->shown.start + spaces]))
        spaces++;
    memmove(view->is_left_hidden, view->is_left_hidden + spaces, left - spaces);
    view->shown.start += spaces;
    while (view->shown.end > view->marked.end &&
           !view->is_right_hidden[view->shown.end - view->marked.end - 1] &&
           is_space(line[view->shown.end - 1]))
        view->shown.end--;
}

/* Whether anything but space is there. */
static bool has_content(struct stn_str bytes)
{
    return stn_str_trim(bytes).len > 0;
}

/* Cut rendered bytes to `most`, at a code point: from the left or right. */
static struct stn_str keep_end(struct stn_str bytes, size_t most)
{
    size_t start = bytes.len > most ? bytes.len - most : 0;

    while (start < bytes.len && is_continuation(bytes.ptr[start]))
        start++;
    return stn_str_sub(bytes, start, bytes.len);
}

static struct stn_str keep_start(struct stn_str bytes, size_t most)
{
    if (bytes.len <= most)
        return bytes;
    while (most > 0 && is_continuation(bytes.ptr[most]))
        most--;
    return stn_str_sub(bytes, 0, most);
}

static void append_view(struct stn_buf *out, const struct view *view,
                        struct stn_str left, struct stn_str right, size_t *mark)
{
    /* Both ellipses and the blank always fit. */
    const size_t room = STN_EXCERPT_BYTES_MAX - 2 * (sizeof(ELLIPSIS) - 1) -
                        (sizeof(BLANK) - 1);
    size_t left_most = room / 2;
    size_t right_most = room / 2;

    /* What one side leaves, the other may take. */
    if (right.len < right_most)
        left_most = room - right.len;
    else if (left.len < left_most)
        right_most = room - left.len;
    struct stn_str before = keep_end(left, left_most);
    struct stn_str after = keep_start(right, right_most);
    bool is_cut_left =
        before.len < left.len ||
        has_content(stn_str_sub(view->line, 0, view->shown.start));
    bool is_cut_right =
        after.len < right.len ||
        has_content(stn_str_sub(view->line, view->shown.end, view->line.len));
    size_t start = out->len;

    if (is_cut_left)
        stn_buf_puts(out, ELLIPSIS);
    stn_buf_append(out, before);
    *mark = stn_utf8_count(stn_str_sub(stn_buf_str(out), start, out->len));
    stn_buf_puts(out, BLANK);
    stn_buf_append(out, after);
    if (is_cut_right)
        stn_buf_puts(out, ELLIPSIS);
}

void stn_redact_excerpt(struct stn_buf *out, struct stn_str line,
                        const struct stn_span *hidden, size_t hidden_count,
                        size_t marked, size_t *mark, size_t *width)
{
    /* Every byte of either side as \u{NNNN}, and more than that. */
    struct stn_buf left = STN_BUF_INIT(16 * SIDE_BYTES);
    struct stn_buf right = STN_BUF_INIT(16 * SIDE_BYTES);
    struct view view;

    set_view(&view, line, hidden[marked]);
    for (size_t i = 0; i < hidden_count; i++) {
        hide_span(&view, hidden[i]);
        hide_occurrences(&view, hidden[i]);
    }
    widen_mark(&view);
    trim_view(&view);
    append_side(&left, stn_str_sub(line, view.shown.start, view.marked.start),
                view.is_left_hidden);
    append_side(&right, stn_str_sub(line, view.marked.end, view.shown.end),
                view.is_right_hidden);
    *width = BLANK_CODE_POINTS;
    *mark = 0;
    if (left.status < 0 || right.status < 0)
        out->status = out->status < 0 ? out->status : STN_ENOMEM;
    else
        append_view(out, &view, stn_buf_str(&left), stn_buf_str(&right), mark);
    stn_buf_dispose(&left);
    stn_buf_dispose(&right);
}

void stn_redact_append(struct stn_buf *out, struct stn_str bytes,
                       const struct stn_span *hidden, size_t hidden_count)
{
    size_t at = 0;

    for (size_t i = 0; i < hidden_count && hidden[i].start < bytes.len; i++) {
        append_plain(out, stn_str_sub(bytes, at, hidden[i].start));
        stn_buf_puts(out, BLANK);
        at = hidden[i].end;
    }
    append_plain(out, stn_str_sub(bytes, at, bytes.len));
}

/* Part of a line, as stn_redact_append() has it. */
static void append_part(struct stn_buf *out, struct stn_str line,
                        const struct stn_span *hidden, size_t hidden_count,
                        struct stn_span part)
{
    size_t at = part.start;

    for (size_t i = 0; i < hidden_count; i++) {
        if (!stn_span_touches(hidden[i], part))
            continue;
        append_plain(out, stn_str_sub(line, at, hidden[i].start));
        stn_buf_puts(out, BLANK);
        at = hidden[i].end;
    }
    append_plain(out, stn_str_sub(line, at, part.end));
}

/* What of a line may be shown: space at its ends is not. */
static struct stn_span trim_line(struct stn_str line, struct stn_span marked)
{
    struct stn_span shown = {0, line.len};

    while (shown.start < marked.start && is_space(line.ptr[shown.start]))
        shown.start++;
    while (shown.end > marked.end && is_space(line.ptr[shown.end - 1]))
        shown.end--;
    return shown;
}

/* Append as much of the start of `part` as there is room for. */
static void append_start(struct stn_buf *out, struct stn_str part, size_t room)
{
    stn_buf_append(out, keep_start(part, room));
    if (part.len > room)
        stn_buf_puts(out, ELLIPSIS);
}

void stn_redact_code(struct stn_buf *out, struct stn_str line,
                     const struct stn_span *hidden, size_t hidden_count,
                     struct stn_span marked, size_t *mark, size_t *width)
{
    struct stn_buf left = STN_BUF_INIT(16 * SIDE_BYTES);
    struct stn_buf middle = STN_BUF_INIT(16 * SIDE_BYTES);
    struct stn_buf right = STN_BUF_INIT(16 * SIDE_BYTES);
    struct stn_span shown = trim_line(line, marked);
    const size_t start = out->len;
    const size_t most = STN_EXCERPT_BYTES_MAX - 3 * (sizeof(ELLIPSIS) - 1);

    /* More would not be shown of a line that is longer. */
    if (marked.start - shown.start > SIDE_BYTES)
        shown.start = marked.start - SIDE_BYTES;
    if (marked.end - marked.start > SIDE_BYTES)
        marked.end = marked.start + SIDE_BYTES;
    if (shown.end - marked.end > SIDE_BYTES)
        shown.end = marked.end + SIDE_BYTES;
    append_part(&left, line, hidden, hidden_count,
                (struct stn_span){shown.start, marked.start});
    append_part(&middle, line, hidden, hidden_count, marked);
    append_part(&right, line, hidden, hidden_count,
                (struct stn_span){marked.end, shown.end});
    struct stn_str before = keep_end(stn_buf_str(&left), most / 4);
    if (before.len < left.len)
        stn_buf_puts(out, ELLIPSIS);
    stn_buf_append(out, before);
    *mark = stn_utf8_count(stn_str_sub(stn_buf_str(out), start, out->len));
    const size_t from = out->len;
    append_start(out, stn_buf_str(&middle), most - before.len);
    *width = stn_utf8_count(stn_str_sub(stn_buf_str(out), from, out->len));
    const size_t used = out->len - start;
    append_start(out, stn_buf_str(&right), used < most ? most - used : 0);
    if (left.status < 0 || middle.status < 0 || right.status < 0)
        out->status = out->status < 0 ? out->status : STN_ENOMEM;
    stn_buf_dispose(&left);
    stn_buf_dispose(&middle);
    stn_buf_dispose(&right);
}
