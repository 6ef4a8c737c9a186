#include "text/lines.h"

#include <assert.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "text/encoding.h"

/** Bytes between two checkpoints. Not an array of line starts: of a text that
 *  is all newlines it would be eight times as large as the text. And a text
 *  that is one line has thousands of places in it to find. */
#define CHECKPOINT_BYTES (4 * STN_KIB)

/** A place between two code points. */
struct cursor {
    size_t offset;     /**< Past the byte order mark, which is no column. */
    size_t line_start; /**< Of the line it is on. */
    uint32_t line;     /**< From 0, as the text has it. */
    uint32_t column;   /**< Code points of that line before it. */
};

struct stn_lines {
    const struct stn_text *text;
    enum stn_text_class class;
    size_t count;
    /** The n-th is at most a code point before n * CHECKPOINT_BYTES. */
    struct cursor checkpoints[];
};

static struct stn_str bytes_between(const struct stn_lines *lines, size_t start,
                                    size_t end)
{
    return stn_str_sub(lines->text->bytes, start, end);
}

/* Bytes of a line break. */
static size_t break_length(const struct stn_lines *lines)
{
    return stn_text_is_utf16(lines->class) ? 2 : 1;
}

/* The first line break of [start, end), or its end. In UTF-16 a byte that looks
 * like one may be half of another unit. */
static size_t find_break(const struct stn_lines *lines, size_t start,
                         size_t end)
{
    const char *bytes = lines->text->bytes.ptr;

    if (start >= end)
        return end;
    if (!stn_text_is_utf16(lines->class)) {
        const char *hit = memchr(bytes + start, '\n', end - start);
        return hit != NULL ? (size_t)(hit - bytes) : end;
    }
    const char *unit = lines->class == STN_TEXT_UTF16LE ? "\n" : "\0\n";
    for (size_t at = start; end - at >= 2; at += 2)
        if (memcmp(bytes + at, unit, 2) == 0)
            return at;
    return end;
}

static size_t count_code_points(const struct stn_lines *lines, size_t start,
                                size_t end)
{
    struct stn_str rest = bytes_between(lines, start, end);
    size_t count = 0;

    if (!stn_text_is_utf16(lines->class))
        return stn_utf8_count(rest);
    while (rest.len > 0) {
        size_t length;
        stn_utf16_decode(rest, lines->class, &length);
        rest = stn_str_sub(rest, length, rest.len);
        count++;
    }
    return count;
}

/* Where the code point that holds a byte begins. */
static size_t find_code_point(const struct stn_lines *lines, size_t offset)
{
    const size_t end = lines->text->bytes.len;
    size_t length;

    if (offset >= end)
        return end;
    if (stn_text_is_utf16(lines->class)) {
        offset -= offset % 2;
        if (offset == 0)
            return offset;
        stn_utf16_decode(bytes_between(lines, offset - 2, end), lines->class,
                         &length);
        return length == 4 ? offset - 2 : offset;
    }
    for (size_t back = 1; back < 4 && back <= offset; back++) {
        unsigned char byte =
            (unsigned char)lines->text->bytes.ptr[offset - back];
        if (byte < 0x80)
            break;
        if (byte >= 0xC0) {
            stn_utf8_decode(bytes_between(lines, offset - back, end), &length);
            return length > back ? offset - back : offset;
        }
    }
    return offset;
}

/* Move on to where a code point begins. */
static void advance(const struct stn_lines *lines, struct cursor *at, size_t to)
{
    size_t line_end;

    if (to <= at->offset)
        return;
    while ((line_end = find_break(lines, at->offset, to)) < to) {
        at->offset = line_end + break_length(lines);
        at->line_start = at->offset;
        at->line++;
        at->column = 0;
    }
    at->column += (uint32_t)count_code_points(lines, at->offset, to);
    at->offset = to;
}

static struct cursor find(const struct stn_lines *lines, size_t offset)
{
    assert(offset <= lines->text->bytes.len);
    struct cursor at = lines->checkpoints[offset / CHECKPOINT_BYTES];
    advance(lines, &at, find_code_point(lines, offset));
    return at;
}

enum stn_status stn_lines_new(struct stn_lines **out,
                              const struct stn_text *text,
                              struct stn_error *err)
{
    size_t count = text->bytes.len / CHECKPOINT_BYTES + 1;
    size_t size;

    if (!stn_mul(&size, count, sizeof(struct cursor)) ||
        !stn_add(&size, size, sizeof(struct stn_lines)))
        return stn_fail_memory(err);
    struct stn_lines *lines = stn_malloc(size);
    if (lines == NULL)
        return stn_fail_memory(err);
    *lines = (struct stn_lines){.text = text, .count = count};
    struct cursor at = {.offset = 0};
    if (text->base_byte == 0 && !text->is_continued) {
        lines->class = stn_text_classify(text->bytes);
        at.offset = stn_text_mark_length(text->bytes, lines->class);
    }
    for (size_t i = 0; i < count; i++) {
        advance(lines, &at, find_code_point(lines, i * CHECKPOINT_BYTES));
        lines->checkpoints[i] = at;
    }
    *out = lines;
    return STN_OK;
}

void stn_lines_free(struct stn_lines *lines)
{
    stn_free(lines);
}

static uint32_t clamp(uint64_t number)
{
    return number < UINT32_MAX ? (uint32_t)number : UINT32_MAX;
}

struct stn_pos stn_lines_locate(const struct stn_lines *lines, size_t offset)
{
    const struct stn_text *text = lines->text;
    struct cursor at = find(lines, offset);
    uint64_t column = (uint64_t)at.column + 1;

    if (at.line == 0)
        column += text->base_column;
    return (struct stn_pos){
        .line = clamp((uint64_t)text->base_line + at.line + 1),
        .column = clamp(column),
    };
}

uint32_t stn_lines_byte_column(const struct stn_lines *lines, size_t offset)
{
    struct cursor at = find(lines, offset);

    if (stn_text_is_utf16(lines->class) ||
        (at.line == 0 && lines->text->base_column > 0))
        return 0;
    return clamp((uint64_t)(offset - at.line_start) + 1);
}

struct stn_span stn_lines_span(const struct stn_lines *lines, size_t offset)
{
    const struct cursor *checkpoints = lines->checkpoints;
    struct cursor at = find(lines, offset);
    size_t low = offset / CHECKPOINT_BYTES;
    size_t high = lines->count;

    /* The last checkpoint on that line, or the one before the line. */
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (checkpoints[middle].line > at.line)
            high = middle;
        else
            low = middle;
    }
    size_t from = at.offset;
    if (checkpoints[low].offset > from)
        from = checkpoints[low].offset;
    return (struct stn_span){
        .start = at.line_start,
        .end = find_break(lines, from, lines->text->bytes.len),
    };
}

uint32_t stn_lines_distance(const struct stn_lines *lines, size_t a, size_t b)
{
    uint32_t line_a = find(lines, a).line;
    uint32_t line_b = find(lines, b).line;

    return line_a < line_b ? line_b - line_a : line_a - line_b;
}
