#include "text/encoder.h"

#include <stdarg.h>
#include <stdio.h>

#include "text/decoder.h"

void stn_escape_print(struct stn_escape *escape, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    const int length =
        vsnprintf(escape->text, sizeof(escape->text), format, args);
    va_end(args);
    escape->length = length > 0 ? (size_t)length : 0;
}

enum stn_status stn_encode(struct stn_str bytes, struct stn_buf *out,
                           void (*escape)(struct stn_escape *escape,
                                          struct stn_str rest,
                                          const void *style),
                           const void *style, struct stn_error *err)
{
    size_t run = 0; /* Where those begin that stand for themselves. */

    for (size_t at = 0; at < bytes.len;) {
        struct stn_escape written = {.taken = 1};
        escape(&written, stn_str_sub(bytes, at, bytes.len), style);
        if (written.length > 0) {
            stn_buf_append(out, stn_str_sub(bytes, run, at));
            stn_buf_append(out, (struct stn_str){written.text, written.length});
            run = at + written.taken;
        }
        at += written.taken;
    }
    stn_buf_append(out, stn_str_sub(bytes, run, bytes.len));
    return stn_buf_status(out, err);
}

/* White space, or what is not, from an offset on. */
static struct stn_str run_from(struct stn_str str, size_t from, bool is_space)
{
    size_t end = from;

    while (end < str.len && stn_is_space(str.ptr[end]) == is_space)
        end++;
    return stn_str_sub(str, from, end);
}

struct stn_digit_lines stn_digit_lines_of(struct stn_str like)
{
    struct stn_digit_lines lines = {.digits = SIZE_MAX};

    lines.before = run_from(like, 0, true);
    const struct stn_str first = run_from(like, lines.before.len, false);
    const size_t first_end = lines.before.len + first.len;
    const struct stn_str between = run_from(like, first_end, true);
    size_t end = like.len;
    while (end > first_end && stn_is_space(like.ptr[end - 1]))
        end--;
    lines.after = stn_str_sub(like, end, like.len);
    if (first_end + between.len < like.len) {
        lines.between = between;
        lines.digits = first.len;
    }
    return lines;
}

void stn_digit_lines_append(const struct stn_digit_lines *lines,
                            struct stn_str digits, struct stn_buf *out)
{
    stn_buf_append(out, lines->before);
    for (size_t at = 0; at < digits.len;) {
        const size_t left = digits.len - at;
        const size_t count = lines->digits < left ? lines->digits : left;
        if (at > 0)
            stn_buf_append(out, lines->between);
        stn_buf_append(out, stn_str_sub(digits, at, at + count));
        at += count;
    }
    stn_buf_append(out, lines->after);
}
