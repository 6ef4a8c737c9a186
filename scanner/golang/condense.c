#include "golang/condense.h"

#include <string.h>

#include "base/alloc.h"
#include "base/limits.h"

/* What stays for the next text: enough for nearly all. */
#define BYTES_KEPT (1 * STN_MIB)
/* '\U0010FFFF' */
#define RUNE_BYTES_MAX 12

/* One condensing. */
struct work {
    struct stn_go_condensed *out;
    struct stn_go_tree *tree;
    struct stn_str text;
    size_t at;
    bool has_gap;     /* something was left out before it, in its line */
    bool has_comment; /* and since the end of another line, a comment */
};

void stn_go_condensed_dispose(struct stn_go_condensed *condensed)
{
    stn_free(condensed->bytes);
    stn_free(condensed->places);
    *condensed = (struct stn_go_condensed){0};
}

static enum stn_status reserve(struct stn_go_condensed *out, size_t size,
                               struct stn_error *err)
{
    if (size < BYTES_KEPT / 16)
        size = BYTES_KEPT / 16;
    if (size <= out->capacity && out->capacity <= BYTES_KEPT)
        return STN_OK;
    stn_go_condensed_dispose(out);
    out->bytes = stn_malloc(size);
    out->places = stn_calloc(size, sizeof(*out->places));
    if (out->bytes == NULL || out->places == NULL) {
        stn_go_condensed_dispose(out);
        return stn_fail_memory(err);
    }
    out->capacity = size;
    return STN_OK;
}

static void put(struct stn_go_condensed *out, char byte, size_t place)
{
    out->bytes[out->len] = byte;
    out->places[out->len++] = (uint32_t)place;
}

static bool is_at_line_start(const struct work *work)
{
    const struct stn_go_condensed *out = work->out;

    return out->len > 0 && out->bytes[out->len - 1] == '\n';
}

/* What was left out parts what stands around it; so does the end of a line. */
static void close_gap(struct work *work)
{
    struct stn_go_condensed *out = work->out;

    if (work->has_gap && out->len > 0 && !is_at_line_start(work))
        put(out, ' ', work->at - 1);
    work->has_gap = false;
    work->has_comment = false;
}

static void copy(struct work *work, size_t end)
{
    struct stn_go_condensed *out = work->out;

    close_gap(work);
    memcpy(out->bytes + out->len, work->text.ptr + work->at, end - work->at);
    while (work->at < end)
        out->places[out->len++] = (uint32_t)work->at++;
}

static enum stn_status take_comment(struct work *work, size_t end,
                                    struct stn_error *err)
{
    struct stn_go_tree *tree = work->tree;
    struct stn_span *comments =
        stn_grow(tree->comments, &tree->comment_capacity, tree->comment_count,
                 sizeof(*comments));

    if (comments == NULL)
        return stn_fail_memory(err);
    tree->comments = comments;
    comments[tree->comment_count++] = (struct stn_span){work->at, end};
    work->has_comment = is_at_line_start(work);
    work->has_gap = true;
    work->at = end;
    return STN_OK;
}

/* @return STN_DONE: the comment does not end. */
static enum stn_status take_slash(struct work *work, struct stn_error *err)
{
    const struct stn_str text = work->text;
    const char next = work->at + 1 < text.len ? text.ptr[work->at + 1] : '\0';

    if (next == '/') {
        const char *end =
            memchr(text.ptr + work->at, '\n', text.len - work->at);
        return take_comment(
            work, end != NULL ? (size_t)(end - text.ptr) : text.len, err);
    }
    if (next == '*') {
        const size_t end = stn_str_find(
            stn_str_sub(text, work->at + 2, text.len), STN_STR("*/"));
        return end != SIZE_MAX ? take_comment(work, work->at + end + 4, err)
                               : STN_DONE;
    }
    copy(work, work->at + 1);
    return STN_OK;
}

/* Some escapes are wrong by what follows them. */
static bool is_simple_escape(char byte)
{
    return byte != 'x' && byte != 'u' && byte != 'U' && byte != '\n';
}

static enum stn_status take_string(struct work *work)
{
    const struct stn_str text = work->text;
    bool is_simple = true;
    size_t end = work->at + 1;

    while (end < text.len && text.ptr[end] != '"' && text.ptr[end] != '\n') {
        if (text.ptr[end] == '\\') {
            end++;
            is_simple =
                is_simple && end < text.len && is_simple_escape(text.ptr[end]);
        }
        end++;
    }
    if (end >= text.len || text.ptr[end] != '"')
        return STN_DONE;
    if (is_simple) {
        close_gap(work);
        put(work->out, '"', work->at);
        work->at = end;
    }
    copy(work, end + 1);
    return STN_OK;
}

static enum stn_status take_raw_string(struct work *work)
{
    const struct stn_str text = work->text;
    const size_t start = work->at;
    const char *end = memchr(text.ptr + start + 1, '`', text.len - start - 1);

    if (end == NULL)
        return STN_DONE;
    copy(work, start + 1);
    work->at = (size_t)(end - text.ptr);
    /* The grammar tells one that holds nothing from all others. */
    if (work->at > start + 1)
        put(work->out, 'x', start + 1);
    copy(work, work->at + 1);
    return STN_OK;
}

static enum stn_status take_rune(struct work *work)
{
    const struct stn_str text = work->text;
    size_t end = work->at + 1;

    end += end < text.len && text.ptr[end] == '\\' ? 2 : 1;
    while (end < text.len && end - work->at < RUNE_BYTES_MAX &&
           text.ptr[end] != '\'')
        end++;
    if (end >= text.len || text.ptr[end] != '\'')
        return STN_DONE;
    copy(work, end + 1);
    return STN_OK;
}

static bool is_plain(char byte)
{
    switch (byte) {
    case ' ':
    case '\t':
    case '\r':
    case '\n':
    case '/':
    case '"':
    case '`':
    case '\'':
        return false;
    default:
        return true;
    }
}

static void take_plain(struct work *work)
{
    size_t end = work->at + 1;

    while (end < work->text.len && is_plain(work->text.ptr[end]))
        end++;
    copy(work, end);
}

/* It may end a statement, and then so may the next one, if no blank is between
 * them, to the grammar; none does behind a comment in a line of its own. */
static void take_line_end(struct work *work)
{
    if (!work->has_comment) {
        if (work->has_gap && is_at_line_start(work))
            put(work->out, ' ', work->at - 1);
        work->has_gap = false;
        put(work->out, '\n', work->at);
    }
    work->at++;
}

static enum stn_status take(struct work *work, struct stn_error *err)
{
    switch (work->text.ptr[work->at]) {
    case ' ':
    case '\t':
    case '\r':
        work->has_gap = true;
        work->at++;
        return STN_OK;
    case '\n':
        take_line_end(work);
        return STN_OK;
    case '/':
        return take_slash(work, err);
    case '"':
        return take_string(work);
    case '`':
        return take_raw_string(work);
    case '\'':
        return take_rune(work);
    default:
        take_plain(work);
        return STN_OK;
    }
}

enum stn_status stn_go_condense(struct stn_go_condensed *out,
                                struct stn_go_tree *tree, struct stn_error *err)
{
    struct work work = {.out = out, .tree = tree, .text = tree->text};
    enum stn_status status = reserve(out, tree->text.len, err);

    out->len = 0;
    out->is_usable = false;
    tree->comment_count = 0;
    if (status < 0)
        return status;
    /* It ends the text wherever it stands. */
    if (tree->text.len == 0 || memchr(tree->text.ptr, '\0', tree->text.len))
        return STN_OK;
    while (status == STN_OK && work.at < work.text.len)
        status = take(&work, err);
    if (status != STN_OK) {
        tree->comment_count = 0;
        return status == STN_DONE ? STN_OK : status;
    }
    out->is_usable = true;
    return STN_OK;
}
