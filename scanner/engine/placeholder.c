#include "engine/placeholder.h"

#include <stdint.h>

#include "base/base64.h"
#include "base/buf.h"
#include "base/sha256.h"
#include "engine/shape.h"
#include "engine/words.h"

/** Past this a value is encoded data: words in it are chance. */
#define WORDY_BYTES_MAX 512

/** As much of a value as is looked at for runs and repetition. */
#define REGULAR_BYTES_MAX 1024

/** Base64 that is looked into: passwords, not files. */
#define ENCODED_BYTES_MAX 128

/** Published keys are at most this long (a PEM body of 2048 bits). */
#define PUBLISHED_BYTES_MAX 4096

#define COUNT(array) (sizeof(array) / sizeof *(array))

/** What a template engine, a shell or a format string would fill in. */
static bool is_template(struct stn_str value)
{
    static const char *const pairs[][2] = {
        {"${", "}"},  {"{{", "}}"}, {"#{", "}"},  {"@{", "}"},
        {"%{", "}"},  {"<%", ">"},  {"$(", ")"},  {"%(", ")"},
        {"[[", "]]"}, {"$[", "]"},  {"{%", "%}"}, {"$$", "$$"},
    };

    for (size_t i = 0; i < COUNT(pairs); i++) {
        size_t open = stn_str_find(value, stn_str_of(pairs[i][0]));
        struct stn_str rest;

        if (open == SIZE_MAX)
            continue;
        /* A pattern may have ended before the closing bracket. */
        if (open == 0)
            return true;
        rest = stn_str_sub(value, open + 2, value.len);
        if (stn_str_find(rest, stn_str_of(pairs[i][1])) != SIZE_MAX)
            return true;
    }
    return false;
}

/** Letters, digits, and what stands between the words of a description. */
static bool is_description(struct stn_str value)
{
    for (size_t i = 0; i < value.len; i++) {
        char c = value.ptr[i];

        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
              (c >= '0' && c <= '9')) &&
            (c == '\0' || strchr("_-. :/|,'", c) == NULL))
            return false;
    }
    return value.len > 0;
}

/** `<token>`, `[secret]`, `{password}`, `%TOKEN%`, `__TOKEN__`, `@token@`. */
static bool is_wrapped(struct stn_str value)
{
    static const char *const pairs[][2] = {
        {"<", ">"},   {"[", "]"}, {"{", "}"},       {"%", "%"},   {"@", "@"},
        {"__", "__"}, {"(", ")"}, {"&lt;", "&gt;"}, {"<<", ">>"}, {"@@", "@@"},
    };

    for (size_t i = 0; i < COUNT(pairs); i++) {
        struct stn_str open = stn_str_of(pairs[i][0]);
        struct stn_str close = stn_str_of(pairs[i][1]);

        if (value.len > open.len + close.len && stn_str_starts(value, open) &&
            stn_str_ends(value, close) &&
            is_description(stn_str_sub(value, open.len, value.len - close.len)))
            return true;
    }
    /* A value cut at the space of "<your token>". */
    return value.len > 1 && value.ptr[0] == '<' && stn_words_share(value) >= 50;
}

/** `$TOKEN`, `$env:TOKEN`, `:password`, `@Password`, `$1`. */
static bool is_variable(struct stn_str value)
{
    struct stn_str name = stn_str_sub(value, 1, value.len);
    struct stn_shape shape;

    if (value.len < 2 ||
        (value.ptr[0] != '$' && value.ptr[0] != ':' && value.ptr[0] != '@'))
        return false;
    if (!stn_shape_is_identifier(name))
        return value.ptr[0] == '$' && value.len == 2;
    shape = stn_shape_of(name);
    return shape.lower == 0 || stn_words_share(name) >= 50;
}

/** "ONE_OFF_SCOPE_AUTHORIZATION_TOKEN": a constant that is named, not its
 *  value. */
static bool is_constant(struct stn_str value)
{
    static const char *const telling[] = {
        "TOKEN",         "KEY",        "SECRET", "PASSWORD",
        "AUTHORIZATION", "CREDENTIAL", "COOKIE", "SESSION"};
    struct stn_shape shape = stn_shape_of(value);
    struct stn_str word;
    size_t at = 0;

    if (shape.upper + shape.marks != value.len || shape.marks == 0 ||
        shape.upper < 6 || !stn_shape_is_identifier(value))
        return false;
    while (stn_words_next(value, &at, &word))
        for (size_t i = 0; i < COUNT(telling); i++)
            if (stn_str_equal(word, stn_str_of(telling[i])))
                return true;
    return false;
}

/** "%s", "Bearer {}", "user_%d": printf's and its kin's. */
static bool is_format(struct stn_str value)
{
    static const char *const marks[] = {"%s", "%d", "%v",  "%q", "%@",
                                        "%i", "{}", "{0}", "%1$"};

    for (size_t i = 0; i < COUNT(marks); i++)
        if (stn_str_find(value, stn_str_of(marks[i])) != SIZE_MAX &&
            (value.len <= 6 || stn_words_share(value) >= 50))
            return true;
    return false;
}

/** The name or the ciphertext of a secret that is kept elsewhere. */
static bool is_reference(struct stn_str value)
{
    static const char *const starts[] = {
        "!secret",
        "!vault",
        "@microsoft.keyvault(",
        "aws-sm:",
        "arn:",
        "bw://",
        "enc(",
        "enc[",
        "env:",
        "file:",
        "keyring:",
        "kms:",
        "op://",
        "ref+",
        "secret://",
        "secretref:",
        "secretsmanager:",
        "sm://",
        "ssm:",
        "vault:",
        "vault://",
        "{cipher}",
        "{vault",
        "os.environ",
        "process.env",
    };

    for (size_t i = 0; i < COUNT(starts); i++) {
        struct stn_str start = stn_str_of(starts[i]);

        if (stn_str_equal_nocase(stn_str_sub(value, 0, start.len), start))
            return true;
    }
    return false;
}

/** Marks of recorders, and ellipses of documentation. */
static bool is_redacted(struct stn_str value)
{
    static const char *const marks[] = {
        "***",          "...",          "\xe2\x80\xa6", "\xe2\x80\xa2",
        "\xe2\x97\x8f", "\xe2\x96\x88", "???",
    };
    size_t run = 0;

    /* "*" is all that .NET shows of a header. */
    if (value.len <= 2 && value.len > 0 && value.ptr[0] == '*')
        return true;
    for (size_t i = 0; i < COUNT(marks); i++)
        if (stn_str_find(value, stn_str_of(marks[i])) != SIZE_MAX)
            return true;
    for (size_t i = 0; i < value.len; i++) {
        char c = value.ptr[i];

        run = (c == 'x' || c == 'X') && (i == 0 || value.ptr[i - 1] == c)
                  ? run + 1
                  : (size_t)(c == 'x' || c == 'X');
        /* Long base64 has "xxxx" by chance, now and then. */
        if (run >= (value.len <= 64 ? 4U : 8U))
            return true;
    }
    return false;
}

/** Words no issuer and no person puts into a secret that is one. */
static bool has_marker(struct stn_str value)
{
    static const char *const markers[] = {
        "example",      "changeme",     "change-me", "change_me",  "changethis",
        "placeholder",  "redacted",     "replaceme", "replace-me", "replace_me",
        "replace-with", "replace_with", "dummy",     "sample",     "foobar",
        "deadbeef",     "cafebabe",     "lorem",     "yourtoken",  "yourkey",
        "your-",        "your_",        "insert-",   "insert_",    "notreal",
        "not-real",     "not_real",     "fakekey",   "faketoken",  "fakesecret",
        "notasecret",   "not-a-",       "not_a_",    "fake-",      "fake_",
        "{+}",
    };

    for (size_t i = 0; i < COUNT(markers); i++)
        if (stn_str_find_nocase(value, stn_str_of(markers[i])) != SIZE_MAX)
            return true;
    return false;
}

/** "test-db-pass-2024", "MockClientSecret7": words, one of them telling. */
static bool reads_as_fixture(struct stn_str value)
{
    static const char *const telling[] = {"test", "fake",  "demo",   "mock",
                                          "stub", "temp",  "foo",    "bar",
                                          "todo", "bogus", "fixture"};
    struct stn_str word;
    size_t at = 0;

    if (stn_words_share(value) < 60)
        return false;
    while (stn_words_next(value, &at, &word))
        for (size_t i = 0; i < COUNT(telling); i++) {
            struct stn_str tell = stn_str_of(telling[i]);

            if (stn_str_equal_nocase(stn_str_sub(word, 0, tell.len), tell))
                return true;
        }
    return false;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

/** Whether b follows a, or a follows b, in the alphabet or on a keyboard. */
static bool is_step(char a, char b, bool or_same)
{
    static const char rows[] = "qwertyuiop asdfghjkl zxcvbnm";
    const char *at;

    if (a == b)
        return or_same;
    if (b == a + 1 || a == b + 1)
        return true;
    if ((a == '9' && b == '0') || (a == '0' && b == '9'))
        return true;
    at = a != '\0' && a != ' ' ? strchr(rows, a | 0x20) : NULL;
    return at != NULL && at[1] != ' ' && at[1] == (b | 0x20);
}

/**
 * Bytes that stand in runs of steps between bytes `stride` apart: 1 for
 * "12345" and "aaaa", 2 for "a1b2c3d4". Runs of three count in short values
 * only, since hex digits have them by chance; steps from capital to small
 * letter
 * ("abCDe") in long ones only.
 */
static size_t stepped_bytes(struct stn_str value, size_t stride)
{
    const bool is_short = value.len <= 12;
    const size_t least = stride == 2 ? 6 : is_short ? 3 : 4;
    size_t total = 0;
    size_t run = stride;

    for (size_t i = stride; i <= value.len; i++) {
        if (i < value.len) {
            char a = value.ptr[i - stride];
            char b = value.ptr[i];

            if (is_step(is_short ? a : lower(a), is_short ? b : lower(b),
                        stride == 1)) {
                run++;
                continue;
            }
        }
        if (run >= least)
            total += run;
        run = stride;
    }
    return total;
}

/** Whether eight bytes count up or down: "12345678" inside of a key. */
static bool has_sequence(struct stn_str value)
{
    size_t up = 1;
    size_t down = 1;

    for (size_t i = 1; i < value.len && up < 8 && down < 8; i++) {
        char a = lower(value.ptr[i - 1]);
        char b = lower(value.ptr[i]);

        up = b == a + 1 ? up + 1 : 1;
        down = a == b + 1 ? down + 1 : 1;
    }
    return up >= 8 || down >= 8;
}

static size_t distinct_bytes(struct stn_str value)
{
    bool seen[256] = {false};
    size_t count = 0;

    for (size_t i = 0; i < value.len; i++) {
        bool *one = &seen[(unsigned char)value.ptr[i]];

        count += !*one;
        *one = true;
    }
    return count;
}

static bool repeats(struct stn_str value)
{
    for (size_t period = 1; period <= 16 && period * 3 <= value.len; period++) {
        size_t same = 0;

        for (size_t i = period; i < value.len; i++)
            same += value.ptr[i] == value.ptr[i - period];
        if (same * 10 >= (value.len - period) * 9)
            return true;
    }
    return false;
}

/** Runs, sequences, repetition: typed by a person, or filled in. */
static bool is_regular(struct stn_str value)
{
    struct stn_str tail;
    size_t start;

    value = stn_str_sub(value, 0, REGULAR_BYTES_MAX);
    start = value.len;
    while (start > 0 && strchr("_-.:", value.ptr[start - 1]) == NULL)
        start--;
    /* What follows the prefix of a token. */
    tail = stn_str_sub(value, start, value.len);
    if (tail.len < 12)
        tail = value;
    return (value.len >= 3 && stepped_bytes(value, 1) * 2 >= value.len) ||
           stepped_bytes(tail, 2) * 4 >= tail.len * 3 || has_sequence(value) ||
           (value.len >= 8 && distinct_bytes(value) <= 3) ||
           (tail.len >= 20 && distinct_bytes(tail) <= 4) || repeats(tail);
}

/*
 * Keys that documentation publishes or that come with a developer's tool: the
 * first eight bytes of the SHA-256 of each, so that the tree holds none.
 */
static const uint64_t published[] = {
    0xf2d6ca16515033e5, /* docs.stripe.com: the test key of old */
    0x2cafc0970149a84f, /* docs.stripe.com: the test key */
    0x7f75367e78812551, /* jwt.io */
    0xda816f9f2c16e6c5, /* jwt.io, of old */
    0x8d4ef6536dc8895f, /* RFC 7515, A.1 */
    0x0011cc25eb432071, /* Azurite and the Azure storage emulator */
    0xaa6547439583c3a2, /* Azure Cosmos DB emulator */
    0xcf4d418ed3de92d7, /* RFC 7617, 2 */
    0x73f71af093fdf154, /* RFC 2617's password, capitalised */
    0xeab7452d7d0fd9d1, /* RFC 1945's password in one word */
    0xca7459e2b26776de, /* RFC 6749, 2.3.1: client credentials */
    0x6c96130f130ab0d6, /* RFC 6749, 4: access token */
    0x00cf4c781dc37003, /* RFC 6749, 4: refresh token */
    0xe9974c507d2a8021, /* RFC 6749, 2.3.1: client secret */
    0xb8e148545b13c78b, /* RFC 6750, 2.1 */
    0xcb87c87e4a138d9a, /* RFC 5849, 1.2: client secret */
    0x649e1f5c769e718b, /* RFC 5849, 1.2: token secret */
    0x293257ab6495ebb1, /* RFC 5849, 1.2: client key */
    0xb8456d4446be077c, /* Vagrant's insecure Ed25519 key */
    0x3ad8f14b04b63498, /* Vagrant's insecure RSA key */
};

/** Of the value without white space, quotes and escaped line breaks, so that
 *  a key is known in a PEM file and in JSON alike. */
static uint64_t digest_of(struct stn_str value)
{
    unsigned char digest[STN_SHA256_BYTES];
    struct stn_sha256 hash;
    uint64_t head = 0;
    size_t start = 0;

    stn_sha256_init(&hash);
    for (size_t i = 0; i <= value.len; i++) {
        size_t skip;

        if (i == value.len)
            skip = 1;
        else if (value.ptr[i] == '\\')
            skip = 2;
        else
            skip = value.ptr[i] != '\0' &&
                   strchr(" \t\r\n\"'", value.ptr[i]) != NULL;
        if (skip == 0)
            continue;
        stn_sha256_update(&hash, stn_str_sub(value, start, i));
        i += skip - 1;
        start = i + 1;
    }
    stn_sha256_final(&hash, digest);
    for (size_t i = 0; i < 8; i++)
        head = head << 8 | digest[i];
    return head;
}

static bool is_published(struct stn_str value)
{
    uint64_t digest;

    if (value.len < 15 || value.len > PUBLISHED_BYTES_MAX)
        return false;
    digest = digest_of(value);
    for (size_t i = 0; i < COUNT(published); i++)
        if (published[i] == digest)
            return true;
    return false;
}

static bool stands_for_one(struct stn_str value)
{
    if (is_redacted(value) || is_regular(value) || is_published(value))
        return true;
    if (value.len > WORDY_BYTES_MAX)
        return stn_str_find(value, STN_STR("EXAMPLE")) != SIZE_MAX;
    return is_template(value) || is_wrapped(value) || is_variable(value) ||
           is_constant(value) || is_format(value) || is_reference(value) ||
           has_marker(value) || stn_words_are_stock(value) ||
           reads_as_fixture(value);
}

/** Base64 of a text, as Kubernetes wants its secrets, that is a placeholder. */
static bool is_encoded(struct stn_str value)
{
    struct stn_buf text = STN_BUF_INIT(ENCODED_BYTES_MAX);
    bool is_text = false;
    struct stn_shape shape;

    if (value.len < 8 || value.len % 4 != 0 || value.len > ENCODED_BYTES_MAX)
        return false;
    if (stn_base64_decode(&text, value) && text.status == STN_OK) {
        struct stn_str decoded = stn_str_trim(stn_buf_str(&text));

        shape = stn_shape_of(decoded);
        is_text =
            decoded.len >= 4 && shape.foreign == 0 && stands_for_one(decoded);
    }
    stn_buf_dispose(&text);
    return is_text;
}

bool stn_placeholder_is(struct stn_str value)
{
    value = stn_str_trim(value);
    return value.len == 0 || stands_for_one(value) || is_encoded(value);
}
