#include "policy/baseline_text.h"

#include <time.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "policy/baseline.h"

/* Of which all but thirty are a rule's id. */
#define FINGERPRINT_BYTES_MAX 512

/* What no editor or terminal shows as it is: controls, what orders text anew,
 * what has no width, bad bytes. */
static bool is_hidden(uint32_t code_point)
{
    return code_point < 0x20 || (code_point >= 0x7F && code_point < 0xA0) ||
           (code_point >= 0x200B && code_point <= 0x200F) ||
           (code_point >= 0x2028 && code_point <= 0x202E) ||
           (code_point >= 0x2060 && code_point <= 0x206F) ||
           code_point == 0xFEFF || code_point >= 0xE0000;
}

void stn_baseline_encode(struct stn_buf *out, struct stn_str bytes)
{
    /* A dash alone stands for nothing at all. */
    bool is_dash = stn_str_equal(bytes, STN_STR("-"));
    size_t length;

    if (bytes.len == 0)
        stn_buf_putc(out, '-');
    for (size_t at = 0; at < bytes.len; at += length) {
        struct stn_str rest = stn_str_sub(bytes, at, bytes.len);
        uint32_t code_point = stn_utf8_decode(rest, &length);
        if (code_point != ' ' && code_point != '%' && !is_hidden(code_point) &&
            !is_dash) {
            stn_buf_append(out, stn_str_sub(rest, 0, length));
            continue;
        }
        for (size_t i = 0; i < length; i++)
            stn_buf_printf(out, "%%%02X", (unsigned char)rest.ptr[i]);
    }
}

static int digit_of(char hex)
{
    if (hex >= '0' && hex <= '9')
        return hex - '0';
    if (hex >= 'A' && hex <= 'F')
        return hex - 'A' + 10;
    return hex >= 'a' && hex <= 'f' ? hex - 'a' + 10 : -1;
}

enum stn_status stn_baseline_decode(struct stn_arena *arena,
                                    struct stn_str *out, struct stn_str word,
                                    bool *is_good, struct stn_error *err)
{
    size_t length = 0;

    *is_good = true;
    *out = word;
    if (stn_str_equal(word, STN_STR("-")))
        *out = (struct stn_str){word.ptr, 0};
    if (stn_str_find(word, STN_STR("%")) == SIZE_MAX)
        return STN_OK;
    char *bytes = stn_arena_alloc(arena, word.len);
    if (bytes == NULL)
        return stn_fail_memory(err);
    for (size_t i = 0; i < word.len; i++) {
        bytes[length++] = word.ptr[i];
        if (word.ptr[i] != '%')
            continue;
        int high = i + 2 < word.len ? digit_of(word.ptr[i + 1]) : -1;
        int low = i + 2 < word.len ? digit_of(word.ptr[i + 2]) : -1;
        *is_good = *is_good && high >= 0 && low >= 0;
        if (!*is_good)
            return STN_OK;
        bytes[length - 1] = (char)(high << 4 | low);
        i += 2;
    }
    *out = (struct stn_str){bytes, length};
    return STN_OK;
}

void stn_baseline_append_day(struct stn_buf *out, int64_t until)
{
    time_t seconds = (time_t)until;
    struct tm date = {0};

    gmtime_r(&seconds, &date);
    stn_buf_printf(out, "%04d-%02d-%02d", date.tm_year + 1900, date.tm_mon + 1,
                   date.tm_mday);
}

bool stn_baseline_read_day(int64_t *out, struct stn_str text)
{
    static const char shape[] = "dddd-dd-dd";
    struct tm day = {0};
    char digits[sizeof(shape)];

    if (text.len != sizeof(shape) - 1)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        bool is_digit = text.ptr[i] >= '0' && text.ptr[i] <= '9';
        if (shape[i] == 'd' ? !is_digit : text.ptr[i] != shape[i])
            return false;
        digits[i] = (char)(text.ptr[i] - '0');
    }
    day.tm_year =
        digits[0] * 1000 + digits[1] * 100 + digits[2] * 10 + digits[3] - 1900;
    day.tm_mon = digits[5] * 10 + digits[6] - 1;
    day.tm_mday = digits[8] * 10 + digits[9];
    struct tm normal = day;
    time_t midnight = timegm(&normal);
    if (day.tm_year < 70 || normal.tm_mday != day.tm_mday ||
        normal.tm_mon != day.tm_mon)
        return false;
    *out = (int64_t)midnight + 24 * 60 * 60 - 1;
    return true;
}

bool stn_baseline_is_sayable(struct stn_str words)
{
    size_t length;

    for (size_t at = 0; at < words.len; at += length)
        if (is_hidden(
                stn_utf8_decode(stn_str_sub(words, at, words.len), &length)))
            return false;
    return stn_str_trim(words).len > 0 && words.len <= STN_REASON_BYTES_MAX;
}

bool stn_baseline_has_room(const struct stn_baseline_entry *entry)
{
    return entry->fingerprint.len <= FINGERPRINT_BYTES_MAX &&
           entry->path.len <= STN_PATH_BYTES_MAX;
}

void stn_baseline_append(struct stn_buf *out,
                         const struct stn_baseline_entry *entry)
{
    static const char *const scopes[] = {
        [STN_SCOPE_TREE] = "",
        [STN_SCOPE_HISTORY] = " in=history",
        [STN_SCOPE_REFS] = " in=refs",
        [STN_SCOPE_PART] = "",
    };

    stn_buf_append(out, entry->fingerprint);
    stn_buf_printf(out, " %016llx ", (unsigned long long)entry->line);
    stn_baseline_encode(out, entry->path);
    stn_buf_puts(out, scopes[entry->scope]);
    if (entry->owner.len > 0) {
        stn_buf_puts(out, " owner=");
        stn_baseline_encode(out, entry->owner);
    }
    if (entry->until != 0) {
        stn_buf_puts(out, " until=");
        stn_baseline_append_day(out, entry->until);
    }
    if (entry->reason.len > 0) {
        stn_buf_puts(out, " -- ");
        stn_buf_append(out, stn_str_trim(entry->reason));
    }
    stn_buf_putc(out, '\n');
}
