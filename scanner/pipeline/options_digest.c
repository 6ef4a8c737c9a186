#include "pipeline/options_digest.h"

#include <stdio.h>

#ifndef STANCH_VERSION
#define STANCH_VERSION "0.1.0" /* the build gives the real one */
#endif

/* Every value has its length before it, so that no two lists look alike. */
static void put_str(struct stn_sha256 *hash, struct stn_str text)
{
    char length[24];
    int written = snprintf(length, sizeof(length), "%zu:", text.len);

    stn_sha256_update(hash, (struct stn_str){length, (size_t)written});
    stn_sha256_update(hash, text);
}

static void put_string(struct stn_sha256 *hash, const char *text)
{
    put_str(hash, text != NULL ? stn_str_of(text) : STN_STR("\0"));
}

static void put_number(struct stn_sha256 *hash, uint64_t number)
{
    char digits[24];
    int written =
        snprintf(digits, sizeof(digits), "%llu", (unsigned long long)number);

    put_str(hash, (struct stn_str){digits, (size_t)written});
}

static void put_strings(struct stn_sha256 *hash, struct stn_strings strings)
{
    put_number(hash, strings.count);
    for (size_t i = 0; i < strings.count; i++)
        put_string(hash, strings.items[i]);
}

/* What decides whether a text has findings. */
static void put_engine(struct stn_sha256 *hash,
                       const struct stn_scanner *scanner)
{
    const struct stn_options *options = &scanner->options;
    const struct stn_ruleset *ruleset = &scanner->ruleset;

    put_string(hash, STANCH_VERSION);
    put_str(hash, (struct stn_str){(const char *)ruleset->digest,
                                   sizeof(ruleset->digest)});
    put_number(hash, ruleset->count);
    for (uint32_t i = 0; i < ruleset->count; i++)
        put_number(hash, scanner->active[i]);
    put_strings(hash, options->http_names);
    put_number(hash, options->max_text_bytes);
    put_number(hash, options->no_prefilter);
    put_number(hash, options->no_captures);
    put_number(hash, options->logs);
}

static void put_allow(struct stn_sha256 *hash, const struct stn_allow *allow,
                      size_t count)
{
    put_number(hash, count);
    for (size_t i = 0; i < count; i++) {
        put_string(hash, allow[i].rule);
        put_string(hash, allow[i].path);
        put_string(hash, allow[i].fingerprint);
        put_string(hash, allow[i].reason);
        put_string(hash, allow[i].owner);
        put_number(hash, (uint64_t)allow[i].until);
    }
}

/* What becomes of findings, and what Go is checked by. */
static void put_policy(struct stn_sha256 *hash,
                       const struct stn_scanner *scanner)
{
    const struct stn_options *options = &scanner->options;

    for (uint32_t i = 0; i < scanner->ruleset.count; i++)
        put_number(hash, scanner->severities[i]);
    put_allow(hash, options->allow, options->allow_count);
    put_allow(hash, options->proposed, options->proposed_count);
    put_str(hash,
            (struct stn_str){options->baseline, options->baseline_length});
    put_str(hash, (struct stn_str){options->proposed_baseline,
                                   options->proposed_baseline_length});
    put_number(hash, options->is_untrusted);
    put_strings(hash, options->paths_skip);
    put_number(hash, options->fail_at != STN_SEVERITY_DEFAULT ? options->fail_at
                                                              : STN_HIGH);
    put_number(hash, options->max_per_rule);
    put_number(hash, options->max_same);
    put_number(hash, options->go_minor);
    put_number(hash, options->allow_late);
}

void stn_options_digest(unsigned char out[STN_SHA256_BYTES],
                        const struct stn_scanner *scanner,
                        enum stn_digest_scope scope)
{
    struct stn_sha256 hash;

    stn_sha256_init(&hash);
    put_engine(&hash, scanner);
    if (scope == STN_DIGEST_ALL)
        put_policy(&hash, scanner);
    stn_sha256_final(&hash, out);
}

void stn_digest_write(char out[STN_DIGEST_WORDS],
                      const unsigned char digest[STN_SHA256_BYTES])
{
    snprintf(out, STN_DIGEST_WORDS, "sha256:");
    for (size_t i = 0; i < STN_SHA256_BYTES; i++)
        snprintf(out + 7 + 2 * i, 3, "%02x", digest[i]);
}
