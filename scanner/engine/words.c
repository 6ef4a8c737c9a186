#include "engine/words.h"

#include <stdint.h>

/** Longest run of letters taken for a word; what is longer is encoded data. */
#define WORD_BYTES_MAX 48

/** Digits a stock value may have besides its words: "secret-2024". */
#define STOCK_DIGITS_MAX 4

/*
 * Bit b of entry a: the pair "ab" is among the 220 most frequent of the 676 in
 * the words of Go's and Python's sources and of Debian's documentation; these
 * make 84 of 100 pairs there, and a third of those in random letters.
 */
static const uint32_t common_pairs[26] = {
    0x0beb94e, 0x0164911, 0x01e5dd5, 0x0164919, 0x0aeb87f, 0x0064931, 0x0066110,
    0x0004111, 0x22ef87f, 0x0000000, 0x0000010, 0x11c4919, 0x014d111, 0x00c617d,
    0x07ef86f, 0x01ec915, 0x0100000, 0x11e795d, 0x11ed995, 0x11ec995, 0x00eb932,
    0x0048111, 0x0000101, 0x0088000, 0x0008000, 0x0000010,
};

/* Sorted, for people. */
static const char *const stock_words[] = {
    "access",
    "account",
    "add",
    "admin",
    "administrator",
    "aladdin",
    "alice",
    "anonymous",
    "another",
    "api",
    "app",
    "application",
    "auth",
    "authentication",
    "authorization",
    "bar",
    "basic",
    "battery",
    "baz",
    "bearer",
    "blah",
    "bob",
    "bogus",
    "bot",
    "bypass",
    "censored",
    "change",
    "changed",
    "changeit",
    "changeme",
    "client",
    "cloud",
    "code",
    "config",
    "correct",
    "cred",
    "credential",
    "credentials",
    "custom",
    "data",
    "database",
    "db",
    "default",
    "demo",
    "dev",
    "development",
    "docker",
    "dummy",
    "email",
    "empty",
    "encryption",
    "enter",
    "env",
    "example",
    "fake",
    "false",
    "field",
    "fill",
    "filtered",
    "foo",
    "for",
    "from",
    "generated",
    "get",
    "given",
    "goes",
    "guest",
    "hash",
    "header",
    "hello",
    "here",
    "hidden",
    "hint",
    "horse",
    "host",
    "hunter",
    "id",
    "in",
    "input",
    "insecure",
    "insert",
    "invalid",
    "is",
    "it",
    "jwt",
    "key",
    "keys",
    "letmein",
    "local",
    "localhost",
    "login",
    "mail",
    "masked",
    "me",
    "mock",
    "mongo",
    "mongodb",
    "my",
    "mysql",
    "name",
    "new",
    "nil",
    "no",
    "none",
    "not",
    "null",
    "oauth",
    "obfuscated",
    "of",
    "old",
    "omitted",
    "on",
    "open",
    "optional",
    "or",
    "own",
    "param",
    "pass",
    "passcode",
    "passphrase",
    "passwd",
    "password",
    "passwords",
    "personal",
    "phrase",
    "pin",
    "placeholder",
    "please",
    "postgres",
    "postgresql",
    "private",
    "prod",
    "production",
    "project",
    "provide",
    "public",
    "put",
    "pwd",
    "qux",
    "rabbitmq",
    "random",
    "real",
    "redact",
    "redacted",
    "redis",
    "refresh",
    "remove",
    "removed",
    "replace",
    "replaceme",
    "required",
    "reset",
    "root",
    "sa",
    "sample",
    "sanitised",
    "sanitized",
    "scott",
    "scrubbed",
    "secret",
    "secrets",
    "secure",
    "server",
    "service",
    "sesame",
    "session",
    "set",
    "signing",
    "some",
    "something",
    "staging",
    "staple",
    "string",
    "stripped",
    "strong",
    "stub",
    "super",
    "swordfish",
    "sys",
    "system",
    "temp",
    "test",
    "tester",
    "testing",
    "text",
    "the",
    "this",
    "tiger",
    "tmp",
    "to",
    "todo",
    "token",
    "tokens",
    "true",
    "type",
    "undefined",
    "unknown",
    "unset",
    "unused",
    "update",
    "url",
    "use",
    "user",
    "username",
    "using",
    "vagrant",
    "valid",
    "value",
    "values",
    "var",
    "variable",
    "very",
    "weak",
    "webhook",
    "with",
    "word",
    "world",
    "wrong",
    "xxx",
    "xyz",
    "you",
    "your",
    "yours",
};

static bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static unsigned letter_index(char c)
{
    return (unsigned)(is_upper(c) ? c - 'A' : c - 'a');
}

bool stn_words_next(struct stn_str value, size_t *at, struct stn_str *word)
{
    const char *p = value.ptr;
    size_t start = *at;
    size_t end;

    while (start < value.len && !is_lower(p[start]) && !is_upper(p[start]))
        start++;
    if (start >= value.len)
        return false;
    end = start + 1;
    if (is_upper(p[start]) && end < value.len && is_upper(p[end])) {
        while (end < value.len && is_upper(p[end]))
            end++;
        /* In "APIKey" the last capital begins the next word. */
        if (end < value.len && is_lower(p[end]) && end - start > 2)
            end--;
    } else {
        while (end < value.len && is_lower(p[end]))
            end++;
    }
    *word = stn_str_sub(value, start, end);
    *at = end;
    return true;
}

static bool pairs_up(struct stn_str word)
{
    size_t common = 0;

    if (word.len < 3 || word.len > WORD_BYTES_MAX)
        return false;
    for (size_t i = 0; i + 1 < word.len; i++)
        common += common_pairs[letter_index(word.ptr[i])] >>
                      letter_index(word.ptr[i + 1]) &
                  1;
    return common * 4 >= (word.len - 1) * 3;
}

bool stn_words_is_stock(struct stn_str word)
{
    /* Bit i: the first i letters are stock words. */
    uint64_t reached = 1;

    if (word.len == 0 || word.len > WORD_BYTES_MAX)
        return false;
    for (size_t i = 0; i < word.len; i++) {
        if ((reached >> i & 1) == 0)
            continue;
        for (size_t k = 0; k < sizeof(stock_words) / sizeof(*stock_words);
             k++) {
            struct stn_str stock;

            if (stock_words[k][0] != (word.ptr[i] | 0x20))
                continue;
            stock = stn_str_of(stock_words[k]);
            if (stn_str_equal_nocase(stn_str_sub(word, i, i + stock.len),
                                     stock))
                reached |= UINT64_C(1) << (i + stock.len);
        }
    }
    return (reached >> word.len & 1) != 0;
}

unsigned stn_words_share(struct stn_str value)
{
    struct stn_str word;
    size_t at = 0;
    size_t in_words = 0;
    size_t counted = 0;

    for (size_t i = 0; i < value.len; i++)
        counted += is_lower(value.ptr[i]) || is_upper(value.ptr[i]) ||
                   is_digit(value.ptr[i]);
    if (counted == 0)
        return 0;
    while (stn_words_next(value, &at, &word))
        if (pairs_up(word) || (word.len > 2 && stn_words_is_stock(word)))
            in_words += word.len;
    return (unsigned)(in_words * 100 / counted);
}

/** The run of letters from `at` on, capitals and all: "mySECRETkey". */
static struct stn_str letters_at(struct stn_str value, size_t at)
{
    size_t end = at;

    while (end < value.len &&
           (is_lower(value.ptr[end]) || is_upper(value.ptr[end])))
        end++;
    return stn_str_sub(value, at, end);
}

static bool words_are_stock(struct stn_str value)
{
    size_t digits = 0;
    bool any = false;

    for (size_t i = 0; i < value.len;) {
        struct stn_str letters = letters_at(value, i);

        if (letters.len == 0) {
            digits += is_digit(value.ptr[i]);
            i++;
            continue;
        }
        if (!stn_words_is_stock(letters))
            return false;
        any = true;
        i += letters.len;
    }
    return any && digits <= STOCK_DIGITS_MAX;
}

/** The letter that a digit or mark stands for in "p@$$w0rd"; 0: none. */
static char plain_letter(char c)
{
    static const char marks[] = "0134578@$!";
    static const char plain[] = "oleastbasi";
    const char *at = c != '\0' ? strchr(marks, c) : NULL;

    return at != NULL ? plain[at - marks] : '\0';
}

struct stn_str stn_words_plain(char out[STN_WORDS_PLAIN_BYTES],
                               struct stn_str value)
{
    if (value.len > STN_WORDS_PLAIN_BYTES)
        return value;
    for (size_t i = 0; i < value.len; i++) {
        char plain = plain_letter(value.ptr[i]);
        bool is_within = i + 1 < value.len &&
                         (letters_at(value, i + 1).len > 0 ||
                          value.ptr[i + 1] == '$' || value.ptr[i + 1] == '@');

        out[i] = plain != '\0' && is_within ? plain : value.ptr[i];
    }
    return (struct stn_str){out, value.len};
}

bool stn_words_are_stock(struct stn_str value)
{
    char plain[STN_WORDS_PLAIN_BYTES];

    return words_are_stock(value) ||
           words_are_stock(stn_words_plain(plain, value));
}
