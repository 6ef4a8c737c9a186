#include "engine/field.h"

#include <stdint.h>

#include "engine/words.h"

/** A name is looked for this far before the match, and is this long. */
#define NAME_BYTES_MAX 64

#define COUNT(array) (sizeof(array) / sizeof *(array))

static bool is_name_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
}

struct stn_field stn_field_of(const struct stn_confirm_input *input)
{
    struct stn_str bytes = input->segment->bytes;
    size_t start = input->match.start;
    size_t end = input->match.start;
    struct stn_field field = {.name = input->segment->name, .is_quoted = true};

    if (field.name.len > 0)
        return field;
    while (start > 0 && input->match.start - start < NAME_BYTES_MAX &&
           is_name_byte(bytes.ptr[start - 1]))
        start--;
    while (end < input->secret.start && end < bytes.len &&
           end - input->match.start < NAME_BYTES_MAX &&
           is_name_byte(bytes.ptr[end]))
        end++;
    field.name = stn_str_sub(bytes, start, end);
    field.is_quoted = false;
    if (input->secret.start > 0 && input->secret.start <= bytes.len) {
        char before = bytes.ptr[input->secret.start - 1];

        field.is_quoted = before == '"' || before == '\'' || before == '`';
    }
    return field;
}

static bool has_word_of(struct stn_str name, const char *const *words,
                        size_t count)
{
    struct stn_str word;
    size_t at = 0;

    while (stn_words_next(name, &at, &word))
        for (size_t i = 0; i < count; i++)
            if (stn_str_equal_nocase(word, stn_str_of(words[i])))
                return true;
    return false;
}

bool stn_field_is_about(struct stn_str name)
{
    static const char *const words[] = {
        "age",          "algorithm",    "attempts",    "attribute",
        "authenticity", "button",       "caption",     "char",
        "class",        "column",       "command",     "complexity",
        "confirmed",    "continuation", "count",       "counter",
        "csrf",         "cursor",       "description", "dir",
        "directory",    "enabled",      "endpoint",    "error",
        "expiration",   "expires",      "expiry",      "field",
        "file",         "filename",     "filter",      "forgot",
        "forgotten",    "format",       "formatter",   "generator",
        "getter",       "help",         "hint",        "icon",
        "idempotency",  "input",        "label",       "len",
        "length",       "level",        "limit",       "link",
        "locale",       "lock",         "max",         "maximum",
        "message",      "method",       "min",         "minimum",
        "mode",         "msg",          "next",        "page",
        "pagination",   "param",        "parameter",   "path",
        "pattern",      "placeholder",  "policy",      "prefix",
        "prompt",       "property",     "question",    "regex",
        "regexp",       "request",      "required",    "route",
        "selector",     "size",         "strength",    "suffix",
        "text",         "title",        "tooltip",     "type",
        "uri",          "url",          "validation",  "validator",
        "visible",      "warning",      "widget",      "xsrf",
    };

    return has_word_of(name, words, COUNT(words));
}

bool stn_field_is_digest(struct stn_str name)
{
    static const char *const words[] = {
        "checksum",  "cipher",    "ciphertext",  "crypt", "crypted",
        "digest",    "encrypted", "fingerprint", "hash",  "hashed",
        "integrity", "md",        "salt",        "sha",   "shasum",
        "signature", "sum",
    };

    return has_word_of(name, words, COUNT(words));
}

bool stn_field_is_csrf(struct stn_str name)
{
    static const char *const marks[] = {
        "csrf",    "xsrf", "authenticity_token", "requestverificationtoken",
        "forgery",
    };

    for (size_t i = 0; i < COUNT(marks); i++)
        if (stn_str_find_nocase(name, stn_str_of(marks[i])) != SIZE_MAX)
            return true;
    return false;
}

/** Letters and digits, lower case. @return How many. */
static size_t fold(char out[NAME_BYTES_MAX], struct stn_str from)
{
    size_t length = 0;

    for (size_t i = 0; i < from.len && length < NAME_BYTES_MAX; i++) {
        char c = from.ptr[i];

        if (c >= 'A' && c <= 'Z')
            out[length++] = (char)(c | 0x20);
        else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            out[length++] = c;
    }
    return length;
}

bool stn_field_is_echoed(struct stn_str name, struct stn_str value)
{
    char name_folded[NAME_BYTES_MAX];
    char value_folded[NAME_BYTES_MAX];
    struct stn_str a = {name_folded, fold(name_folded, name)};
    struct stn_str b = {value_folded, fold(value_folded, value)};

    if (a.len < 3 || b.len < 3)
        return false;
    return stn_str_find(a, b) != SIZE_MAX ||
           (stn_str_find(b, a) != SIZE_MAX && b.len - a.len <= 4);
}
