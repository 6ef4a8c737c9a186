/**
 * @file
 * Whether a text is a log that this reader has to do with. A strong mark is
 * enough. A weak one (a credential's name, a URL with a query) needs lines
 * around it that only a log has: its own time, or a test's heading.
 */
#include <string.h>

#include "http/log_reader.h"

/* As much of a coloured log is looked at without its colours. */
#define COLOURED_BYTES (16 * 1024)
/* Marks further inside of a line are of data. */
#define COLUMN_MAX 1024

static bool is_digits(struct stn_str bytes, size_t at, size_t count)
{
    if (at + count > bytes.len)
        return false;
    for (size_t i = 0; i < count; i++)
        if (bytes.ptr[at + i] < '0' || bytes.ptr[at + i] > '9')
            return false;
    return true;
}

/* "2026-11-28T10:00:00", "[2026-11-28 10:", "11-28 10:00:00.123", "10:00:00".
 */
static bool is_timed(struct stn_str line)
{
    size_t at = 0;

    at += line.len > 0 && line.ptr[0] == '[';
    if (is_digits(line, at, 4) && stn_str_sub(line, at + 4, at + 5).len == 1 &&
        (line.ptr[at + 4] == '-' || line.ptr[at + 4] == '/'))
        return is_digits(line, at + 5, 2) && is_digits(line, at + 8, 2) &&
               is_digits(line, at + 11, 2);
    if (is_digits(line, at, 2) && at + 5 < line.len && line.ptr[at + 2] == '-')
        at += 6;
    return is_digits(line, at, 2) && is_digits(line, at + 3, 2) &&
           is_digits(line, at + 6, 2) && line.ptr[at + 2] == ':' &&
           line.ptr[at + 5] == ':';
}

static bool is_comment(struct stn_str before)
{
    before = stn_str_trim(before);
    return before.len > 0 && before.len < 4 &&
           memchr("/#*;", before.ptr[0], 4) != NULL;
}

/* In quotes a mark is spoken of, but for what logs quote themselves. Examples
 * in comments are indented. */
static bool is_cited(struct stn_str head, size_t line, size_t at,
                     const struct stn_log_grammar *grammar)
{
    const bool is_start =
        grammar == &stn_log_request || grammar == &stn_log_status;
    const char before = at > line ? head.ptr[at - 1] : '\n';

    if (grammar != &stn_log_curl_pair &&
        is_comment(stn_str_sub(head, line, at)))
        return true;
    if (is_start) /* wget -S indents by two. */
        return at > line + 2 &&
               stn_str_trim(stn_str_sub(head, line, at)).len == 0;
    return (before == '"' || before == '\'' || before == '`') &&
           grammar->is_telling == NULL;
}

static bool has_mark(struct stn_str head)
{
    bool is_log = false;
    size_t line = 0;

    for (size_t at = 0;; at++) {
        at = stn_log_next_mark(head, at, head.len);
        if (at >= head.len)
            return false;
        const struct stn_log_grammar *grammar = stn_log_mark_at(head, at);
        if (grammar == NULL)
            continue;
        for (const char *end;
             (end = memchr(head.ptr + line, '\n', at - line)) != NULL;)
            line = (size_t)(end - head.ptr) + 1;
        if (at - line > COLUMN_MAX || is_cited(head, line, at, grammar))
            continue;
        is_log |=
            grammar == &stn_log_test && (at == line || head.ptr[at - 1] == ' ');
        if (grammar->is_strong != NULL && grammar->is_strong(head, line, at))
            return true;
        if (grammar->is_telling != NULL && grammar->is_telling(head, at) &&
            (is_log || is_timed(stn_str_sub(head, line, at))))
            return true;
    }
}

bool stn_log_sniff(struct stn_str head)
{
    char plain[COLOURED_BYTES];
    size_t length = 0;

    if (head.len == 0 || memchr(head.ptr, '\x1b', head.len) == NULL)
        return has_mark(head);
    for (size_t at = 0; at < head.len && length < sizeof(plain);)
        if (head.ptr[at] == '\x1b')
            at = stn_log_skip_escape(head, at, head.len);
        else
            plain[length++] = head.ptr[at++];
    return has_mark((struct stn_str){plain, length});
}
