#include "policy/marks.h"

#include <stdint.h>

#include "base/glob.h"

/* Bytes of a line that are read for marks; source lines are far shorter. */
#define LINE_BYTES_MAX ((size_t)64 << 10)

/* A word that makes a mark. */
struct word {
    const char *text;
    bool is_nocase;
    bool is_for_next;
    void (*read)(struct stn_mark *mark, struct stn_str line);
};

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r';
}

static bool is_one_of(char byte, const char *set)
{
    return byte != '\0' && strchr(set, byte) != NULL;
}

static bool is_word_byte(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte == '_' || byte == '-';
}

static struct stn_span trim(struct stn_str line, struct stn_span span)
{
    while (span.start < span.end && is_blank(line.ptr[span.start]))
        span.start++;
    while (span.end > span.start && is_blank(line.ptr[span.end - 1]))
        span.end--;
    return span;
}

/* Where the comment that holds `at` ends. */
static size_t comment_end(struct stn_str line, size_t at)
{
    static const char *const closers[] = {"*/", "-->", "--%>", "*)"};
    struct stn_str rest = stn_str_sub(line, at, line.len);

    for (size_t i = 0; i < sizeof(closers) / sizeof(closers[0]); i++) {
        size_t found = stn_str_find(rest, stn_str_of(closers[i]));
        if (found != SIZE_MAX)
            rest.len = found;
    }
    return at + rest.len;
}

static struct stn_span cut_reason(struct stn_str line, struct stn_span span)
{
    span = trim(line, span);
    if (span.end - span.start <= STN_MARK_REASON_BYTES_MAX)
        return span;
    span.end = span.start + STN_MARK_REASON_BYTES_MAX;
    while (span.end > span.start &&
           ((unsigned char)line.ptr[span.end] & 0xC0) == 0x80)
        span.end--;
    return trim(line, span);
}

/* "stanch:allow RULE[, RULE]... -- reason" */
static void read_own(struct stn_mark *mark, struct stn_str line)
{
    size_t end = comment_end(line, mark->span.end);
    struct stn_span rules = {mark->span.end, end};
    struct stn_span reason = {end, end};
    size_t at = rules.start;

    while (at + 2 <= end && !(line.ptr[at] == '-' && line.ptr[at + 1] == '-' &&
                              is_blank(line.ptr[at - 1]) &&
                              (at + 2 == end || is_blank(line.ptr[at + 2]))))
        at++;
    if (at + 2 <= end) {
        rules.end = at;
        reason.start = at + 2;
    }
    mark->is_own = true;
    mark->rules = trim(line, rules);
    mark->reason = cut_reason(line, reason);
    mark->span.end = end;
    size_t length = mark->rules.end - mark->rules.start;
    if (length == 0 || length > STN_MARK_RULES_BYTES_MAX)
        mark->flaw = STN_MARK_NO_RULE;
    else if (mark->reason.start == mark->reason.end)
        mark->flaw = STN_MARK_NO_REASON;
}

/* "nolint:gosec,stanch // why": the list ends at a blank. */
static void read_nolint(struct stn_mark *mark, struct stn_str line)
{
    size_t end = comment_end(line, mark->span.end);
    size_t at = mark->span.end;
    bool is_named = false;

    while (at < end && !is_blank(line.ptr[at])) {
        size_t start = at;
        while (at < end && !is_blank(line.ptr[at]) && line.ptr[at] != ',')
            at++;
        if (stn_str_equal(stn_str_sub(line, start, at), STN_STR("stanch")))
            is_named = true;
        if (at < end && line.ptr[at] == ',')
            at++;
    }
    /* For others: as if it were not there. */
    if (!is_named) {
        mark->word = NULL;
        return;
    }
    mark->word = "nolint:stanch";
    struct stn_span reason = trim(line, (struct stn_span){at, end});
    struct stn_str words = stn_str_sub(line, reason.start, reason.end);
    mark->span.end = end;
    if (stn_str_starts(words, STN_STR("//")))
        mark->reason =
            cut_reason(line, (struct stn_span){reason.start + 2, reason.end});
}

static const struct word words[] = {
    {"stanch:allow", false, false, read_own},
    {"gitleaks:allow", false, false, NULL},
    {"pragma: allowlist secret", true, false, NULL},
    {"pragma: allowlist nextline secret", true, true, NULL},
    {"nolint:", false, false, read_nolint},
};

static bool word_at(const struct word *word, struct stn_str line, size_t at)
{
    struct stn_str text = stn_str_of(word->text);
    struct stn_str there = stn_str_sub(line, at, at + text.len);
    char last = text.ptr[text.len - 1];

    if (word->is_nocase ? !stn_str_equal_nocase(there, text)
                        : !stn_str_equal(there, text))
        return false;
    if (at > 0 && is_word_byte(line.ptr[at - 1]))
        return false;
    return last == ':' || at + text.len >= line.len ||
           !is_word_byte(line.ptr[at + text.len]);
}

static const struct word *find_word(struct stn_str line, size_t at)
{
    if (!is_one_of(line.ptr[at], "sgpPn"))
        return NULL;
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (word_at(&words[i], line, at))
            return &words[i];
    return NULL;
}

/*
 * What opens a comment at `at`: its length, or 0. What also stands in ordinary
 * values (in addresses, options, cookies, quotes) opens one only where a
 * comment would begin: first on its line, or with blanks around it.
 */
static size_t opener_at(struct stn_str line, size_t at)
{
    struct stn_str rest = stn_str_sub(line, at, line.len);
    char before = at > 0 ? line.ptr[at - 1] : ' ';
    bool is_first = stn_str_trim(stn_str_sub(line, 0, at)).len == 0;
    size_t length = 0;

    if (stn_str_starts(rest, STN_STR("<!--")))
        return 4;
    if (stn_str_starts(rest, STN_STR("/*")))
        return 2;
    if (stn_str_starts(rest, STN_STR("//")))
        return before == ':' ? 0 : 2;
    if (rest.ptr[0] == '#')
        return is_word_byte(before) || is_one_of(before, "/&?=#") ? 0 : 1;
    if (is_first && rest.len > 3 && is_blank(rest.ptr[3]) &&
        stn_str_equal_nocase(stn_str_sub(rest, 0, 3), STN_STR("rem")))
        return 3;
    if (stn_str_starts(rest, STN_STR("--")) ||
        stn_str_starts(rest, STN_STR("(*")))
        length = 2;
    else if (is_one_of(rest.ptr[0], ";%'"))
        length = 1;
    if (length == 0 || is_first)
        return length;
    if (!is_blank(before))
        return 0;
    bool is_free = at + length >= line.len || is_blank(line.ptr[at + length]) ||
                   find_word(line, at + length) != NULL;
    return is_free ? length : 0;
}

/* What people repeat an opener with: three slashes, two hashes. */
static bool is_decoration(struct stn_str bytes)
{
    for (size_t i = 0; i < bytes.len; i++)
        if (!is_blank(bytes.ptr[i]) && !is_one_of(bytes.ptr[i], "/*#;%-!'"))
            return false;
    return true;
}

/* @return Where to read on. */
static size_t add_mark(struct stn_marks *marks, struct stn_str line,
                       const struct word *word, size_t at,
                       const struct stn_mark *openers)
{
    struct stn_mark mark = *openers;
    struct stn_span first = mark.first_opener;

    mark.span = (struct stn_span){at, at + strlen(word->text)};
    mark.word = word->text;
    mark.is_for_next = word->is_for_next;
    mark.is_alone = stn_str_trim(stn_str_sub(line, 0, first.start)).len == 0 &&
                    is_decoration(stn_str_sub(line, first.end, at));
    if (word->read != NULL)
        word->read(&mark, line);
    if (mark.word != NULL)
        marks->items[marks->count++] = mark;
    return mark.span.end;
}

void stn_marks_find(struct stn_marks *marks, struct stn_str line)
{
    struct stn_mark openers = {0};
    bool is_open = false;

    marks->count = 0;
    if (line.len > LINE_BYTES_MAX)
        line.len = LINE_BYTES_MAX;
    for (size_t at = 0; at < line.len && marks->count < STN_MARKS_MAX;) {
        const struct word *word = find_word(line, at);
        if (word != NULL && is_open) {
            at = add_mark(marks, line, word, at, &openers);
            continue;
        }
        size_t length = opener_at(line, at);
        if (length > 0) {
            openers.last_opener = (struct stn_span){at, at + length};
            if (!is_open)
                openers.first_opener = openers.last_opener;
            is_open = true;
        }
        at += length > 0 ? length : 1;
    }
}

bool stn_mark_names(const struct stn_mark *mark, struct stn_str line,
                    struct stn_str rule)
{
    struct stn_span rules = mark->rules;
    size_t depth = 0;

    if (rules.start == rules.end)
        return true;
    for (size_t at = rules.start, start = at; at <= rules.end; at++) {
        char byte = at < rules.end ? line.ptr[at] : ',';
        if (byte == '{')
            depth++;
        else if (byte == '}' && depth > 0)
            depth--;
        if (at < rules.end && (byte != ',' || depth > 0))
            continue;
        struct stn_str glob = stn_str_trim(stn_str_sub(line, start, at));
        if (glob.len > 0 && stn_glob_check(glob, NULL) == STN_OK &&
            stn_glob_matches(glob, rule))
            return true;
        start = at + 1;
    }
    return false;
}
