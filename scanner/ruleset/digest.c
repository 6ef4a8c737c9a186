#include "ruleset/digest.h"

/*
 * Each field is a number, or a length and that many bytes, in a fixed order:
 * no two rulesets share an encoding.
 */
static void put_number(struct stn_sha256 *hash, uint64_t number)
{
    char bytes[8];

    for (size_t i = 0; i < sizeof(bytes); i++)
        bytes[i] = (char)(unsigned char)(number >> (8 * i));
    stn_sha256_update(hash, (struct stn_str){bytes, sizeof(bytes)});
}

/* NULL is unlike the empty string. */
static void put_string(struct stn_sha256 *hash, const char *text)
{
    struct stn_str str = stn_str_of(text);

    put_number(hash, text != NULL ? str.len : UINT64_MAX);
    if (str.len > 0)
        stn_sha256_update(hash, str);
}

static void put_strings(struct stn_sha256 *hash,
                        const struct stn_rule_strings *strings)
{
    put_number(hash, strings->count);
    for (uint32_t i = 0; i < strings->count; i++)
        put_string(hash, strings->items[i]);
}

static void put_double(struct stn_sha256 *hash, double value)
{
    uint64_t bits;

    _Static_assert(sizeof(bits) == sizeof(value), "doubles are IEEE 754");
    memcpy(&bits, &value, sizeof(bits));
    put_number(hash, bits);
}

static void put_rule(struct stn_sha256 *hash, const struct stn_rule *rule)
{
    put_string(hash, rule->info.id);
    put_number(hash, (uint64_t)rule->info.category);
    put_number(hash, (uint64_t)rule->info.severity);
    put_string(hash, rule->check);
    put_number(hash, rule->is_off);
    put_string(hash, rule->pattern);
    put_string(hash, rule->names);
    put_string(hash, rule->near_rule);
    put_number(hash, rule->near_lines);
    put_number(hash, (uint64_t)rule->near_severity);
    put_number(hash, rule->segments);
    put_number(hash, rule->traits);
    put_double(hash, rule->entropy);
    put_strings(hash, &rule->keywords);
    put_strings(hash, &rule->confirms);
    put_strings(hash, &rule->paths_only);
    put_strings(hash, &rule->paths_skip);
    put_strings(hash, &rule->allow_values);
    put_strings(hash, &rule->allow_patterns);
}

void stn_ruleset_digest(unsigned char digest[STN_SHA256_BYTES],
                        const struct stn_rule *rules, uint32_t count)
{
    struct stn_sha256 hash;

    stn_sha256_init(&hash);
    put_string(&hash, "stanch-ruleset/1");
    put_number(&hash, count);
    for (uint32_t i = 0; i < count; i++)
        put_rule(&hash, &rules[i]);
    stn_sha256_final(&hash, digest);
}
