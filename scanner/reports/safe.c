#include "reports/safe.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/utf8.h"

/* What .NET's TrimStart() takes off and stn_utf8_append_printable() leaves. */
static bool is_trimmed(uint32_t code_point)
{
    return code_point == ' ' || code_point == 0xA0 || code_point == 0x1680 ||
           (code_point >= 0x2000 && code_point <= 0x200A) ||
           code_point == 0x202F || code_point == 0x205F || code_point == 0x3000;
}

/* Bytes of blanks that a runner would not see. */
static size_t leading_blanks(struct stn_str bytes)
{
    size_t at = 0;

    while (at < bytes.len) {
        size_t length;
        if (!is_trimmed(
                stn_utf8_decode(stn_str_sub(bytes, at, bytes.len), &length)))
            break;
        at += length;
    }
    return at;
}

/* The offset of the '[' of a command "##name[" at `at`; else 0. */
static size_t command_bracket(struct stn_str bytes, size_t at)
{
    if (bytes.len - at < 3 || bytes.ptr[at] != '#' || bytes.ptr[at + 1] != '#')
        return 0;
    at += 2;
    while (at < bytes.len && ((bytes.ptr[at] >= 'a' && bytes.ptr[at] <= 'z') ||
                              (bytes.ptr[at] >= 'A' && bytes.ptr[at] <= 'Z')))
        at++;
    return at < bytes.len && bytes.ptr[at] == '[' ? at : 0;
}

void stn_safe_append(struct stn_buf *out, struct stn_str bytes)
{
    size_t done = leading_blanks(bytes);

    stn_utf8_append_printable(out, stn_str_sub(bytes, 0, done));
    if (stn_str_starts(stn_str_sub(bytes, done, bytes.len), STN_STR("::"))) {
        stn_buf_puts(out, "\\x3A");
        done++;
    }
    for (size_t at = done; at < bytes.len;) {
        size_t bracket = command_bracket(bytes, at);
        if (bracket == 0) {
            at++;
            continue;
        }
        stn_utf8_append_printable(out, stn_str_sub(bytes, done, bracket));
        stn_buf_putc(out, '\\');
        done = bracket;
        at = bracket;
    }
    stn_utf8_append_printable(out, stn_str_sub(bytes, done, bytes.len));
}

void stn_safe_append_count(struct stn_buf *out, uint64_t count)
{
    char digits[32];
    size_t length = (size_t)snprintf(digits, sizeof(digits), "%" PRIu64, count);

    for (size_t i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0)
            stn_buf_putc(out, ',');
        stn_buf_putc(out, digits[i]);
    }
}

void stn_safe_append_size(struct stn_buf *out, uint64_t bytes)
{
    static const char *const units[] = {"KiB", "MiB", "GiB", "TiB", "PiB"};
    double size = (double)bytes / 1024;
    size_t unit = 0;

    if (bytes < 1024) {
        stn_buf_printf(out, "%" PRIu64 " byte%s", bytes, bytes == 1 ? "" : "s");
        return;
    }
    while (size >= 1023.95 && unit + 1 < sizeof(units) / sizeof(units[0])) {
        size /= 1024;
        unit++;
    }
    stn_buf_printf(out, "%.1f %s", size, units[unit]);
}
