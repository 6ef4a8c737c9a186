#include "findings/fingerprint.h"

#include <inttypes.h>

#include "base/sha256.h"

/*
 * Bytes of the line that count on either side of the secret. Source lines are
 * shorter; in a minified file a hundred thousand secrets may share one line of
 * megabytes, and each is fingerprinted.
 */
#define SIDE_BYTES ((size_t)512)

/* What stands for a secret: no text file holds it. */
#define BLANK '\0'

static uint64_t digest_u64(struct stn_sha256 *hash)
{
    unsigned char digest[STN_SHA256_BYTES];
    uint64_t number = 0;

    stn_sha256_final(hash, digest);
    for (size_t i = 0; i < 8; i++)
        number = number << 8 | digest[i];
    return number;
}

static void put_u64(char bytes[8], uint64_t number)
{
    for (size_t i = 0; i < 8; i++)
        bytes[i] = (char)(number >> (56 - 8 * i) & 0xFF);
}

uint64_t stn_fingerprint_secret_key(struct stn_str rule, struct stn_str value)
{
    struct stn_sha256 hash;

    stn_sha256_init(&hash);
    stn_sha256_update(&hash, rule);
    stn_sha256_update(&hash, (struct stn_str){"", 1});
    stn_sha256_update(&hash, value);
    return digest_u64(&hash);
}

static bool is_space(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r';
}

/*
 * The line with its secrets blanked, runs of space folded, ends trimmed.
 * `folded` has room for the line and one byte more: nothing grows but an empty
 * secret.
 */
static size_t fold_line(char *folded, struct stn_str line,
                        struct stn_span secret, struct stn_str value)
{
    size_t next = SIZE_MAX; /* the next occurrence of the value */
    size_t length = 0;
    bool has_space = false;

    for (size_t at = 0; at < line.len || at == secret.start;) {
        if (value.len > 0 && (next == SIZE_MAX || next < at)) {
            next = stn_str_find(stn_str_sub(line, at, line.len), value);
            next = next == SIZE_MAX ? line.len : at + next;
        }
        bool is_secret = at == secret.start || at == next;
        if (!is_secret && is_space(line.ptr[at])) {
            has_space = length > 0;
            at++;
            continue;
        }
        if (has_space)
            folded[length++] = ' ';
        has_space = false;
        folded[length++] = is_secret ? BLANK : line.ptr[at];
        if (at == secret.start) {
            at = secret.end;
            secret.start = SIZE_MAX;
        } else {
            at += is_secret ? value.len : 1;
            /* An occurrence that runs into the secret hides it too. */
            if (secret.start != SIZE_MAX && at > secret.start) {
                at = at > secret.end ? at : secret.end;
                secret.start = SIZE_MAX;
            }
        }
    }
    return length;
}

void stn_fingerprint_begin(struct stn_fingerprint *out, struct stn_str rule,
                           struct stn_str line, struct stn_span secret,
                           struct stn_str value)
{
    char folded[2 * SIDE_BYTES + 2];

    if (secret.end > line.len)
        secret.end = line.len;
    if (secret.start > secret.end)
        secret.start = secret.end;
    /* What is between the sides is one blank, so it need not fit. */
    struct stn_span window = {0, line.len};
    if (secret.start > SIDE_BYTES)
        window.start = secret.start - SIDE_BYTES;
    if (line.len - secret.end > SIDE_BYTES)
        window.end = secret.end + SIDE_BYTES;
    line = stn_str_sub(line, window.start, window.end);
    secret.start -= window.start;
    secret.end -= window.start;

    size_t length = fold_line(folded, line, secret, value);
    uint64_t key = stn_fingerprint_secret_key(rule, value);
    *out = (struct stn_fingerprint){
        .line = stn_sha256_u64((struct stn_str){folded, length}),
        .secret = (uint32_t)(key >> 44),
        .nth = 1,
    };
}

uint64_t stn_fingerprint_begin_code(struct stn_fingerprint *out,
                                    struct stn_str rule, struct stn_str words)
{
    struct stn_sha256 hash;
    size_t at = 0;

    stn_sha256_init(&hash);
    words = stn_str_trim(words);
    while (at < words.len) {
        size_t start = at;
        while (at < words.len && !is_space(words.ptr[at]) &&
               words.ptr[at] != '\n')
            at++;
        if (start > 0)
            stn_sha256_update(&hash, STN_STR(" "));
        stn_sha256_update(&hash, stn_str_sub(words, start, at));
        while (at < words.len &&
               (is_space(words.ptr[at]) || words.ptr[at] == '\n'))
            at++;
    }
    uint64_t line = digest_u64(&hash);
    char bytes[8];
    put_u64(bytes, line);
    uint64_t key = stn_fingerprint_secret_key(rule, (struct stn_str){bytes, 8});
    *out = (struct stn_fingerprint){
        .line = line,
        .secret = (uint32_t)(key >> 44),
        .nth = 1,
    };
    return key;
}

void stn_fingerprint_place(struct stn_fingerprint *fingerprint,
                           struct stn_str path)
{
    struct stn_sha256 hash;
    char line[8];

    put_u64(line, fingerprint->line);
    stn_sha256_init(&hash);
    stn_sha256_update(&hash, path);
    stn_sha256_update(&hash, (struct stn_str){"", 1});
    stn_sha256_update(&hash, (struct stn_str){line, sizeof(line)});
    fingerprint->place = digest_u64(&hash);
}

void stn_fingerprint_append(struct stn_buf *out,
                            const struct stn_finding *finding)
{
    stn_buf_printf(out, "v1:%s:%016" PRIx64 ":%05" PRIx32 ":%" PRIu32,
                   finding->rule->id, finding->fingerprint.place,
                   finding->fingerprint.secret, finding->fingerprint.nth);
}
