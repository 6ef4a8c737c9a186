/** @file Tokens that end in a checksum of themselves. */
#include "engine/confirm_list.h"

#include <stdint.h>

#include "engine/verdict.h"

/** CRC-32 as zlib has it (reflected 0xEDB88320). Bitwise: a token is short. */
static uint32_t crc32_of(struct stn_str bytes)
{
    uint32_t crc = UINT32_MAX;

    for (size_t i = 0; i < bytes.len; i++) {
        crc ^= (unsigned char)bytes.ptr[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (UINT32_C(0xEDB88320) & (0U - (crc & 1U)));
    }
    return ~crc;
}

/** Write `number` in the first `base` digits, left-padded with '0'. */
static void write_digits(char *out, size_t width, uint32_t number,
                         const char *digits, uint32_t base)
{
    while (width > 0) {
        out[--width] = digits[number % base];
        number /= base;
    }
}

/*
 * The last six characters are base-62 digits: the CRC-32 of the characters
 * between the prefix and them, left-padded with '0'.
 * https://github.blog/2021-04-05-behind-githubs-new-authentication-token-formats/
 * https://github.blog/2021-09-23-announcing-npms-new-access-token-format/
 */
static bool github_holds(const struct stn_confirm_input *input,
                         struct stn_confirm_result *result)
{
    static const char digits[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                 "abcdefghijklmnopqrstuvwxyz";
    struct stn_str value = input->value;
    char sum[6];
    size_t start = value.len;

    while (start > 0 && value.ptr[start - 1] != '_')
        start--;
    if (start == 0 || value.len - start <= sizeof sum)
        return false;
    write_digits(sum, sizeof sum,
                 crc32_of(stn_str_sub(value, start, value.len - sizeof sum)),
                 digits, 62);
    if (memcmp(value.ptr + value.len - sizeof sum, sum, sizeof sum) != 0)
        return false;
    stn_verdict_say(result, "checksum valid");
    return true;
}

/*
 * Routable tokens: PREFIX PAYLOAD "." [VERSION "."] LENGTH CRC, where LENGTH
 * is the payload's in two base-36 digits and CRC is the CRC-32 of all before
 * it in seven; VERSION, two digits, came later.
 * https://handbook.gitlab.com/handbook/engineering/architecture/design-documents/cells/routable_tokens/
 */
static bool gitlab_holds(const struct stn_confirm_input *input,
                         struct stn_confirm_result *result)
{
    static const char digits[] = "0123456789abcdefghijklmnopqrstuvwxyz";
    struct stn_str value = input->value;
    char sum[7];
    size_t end;
    size_t payload = 0;

    if (value.len < sizeof sum + 3)
        return false;
    end = value.len - sizeof sum;
    write_digits(sum, sizeof sum, crc32_of(stn_str_sub(value, 0, end)), digits,
                 36);
    if (memcmp(value.ptr + end, sum, sizeof sum) != 0 ||
        value.ptr[end - 3] != '.')
        return false;
    for (size_t i = end - 2; i < end; i++) {
        const char *digit = memchr(digits, value.ptr[i], 36);

        if (digit == NULL)
            return false;
        payload = payload * 36 + (size_t)(digit - digits);
    }
    /* The prefix's length is not written down: the payload must fit. */
    if (payload == 0 || payload > stn_str_find(value, STN_STR(".")))
        return false;
    stn_verdict_say(result, "checksum valid");
    return true;
}

const struct stn_confirm stn_confirm_github_crc32 = {
    .name = "github-crc32",
    .summary = "ends in GitHub's base-62 CRC-32 of itself",
    .holds = github_holds,
};

const struct stn_confirm stn_confirm_npm_crc32 = {
    .name = "npm-crc32",
    .summary = "ends in npm's base-62 CRC-32 of itself",
    .holds = github_holds,
};

const struct stn_confirm stn_confirm_gitlab_routable = {
    .name = "gitlab-routable",
    .summary = "ends in the length and base-36 CRC-32 of a routable token",
    .holds = gitlab_holds,
};
