/** @file What Amazon's keys carry. */
#include "engine/confirm_list.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/base64.h"
#include "base/buf.h"
#include "engine/shape.h"
#include "engine/verdict.h"
#include "engine/words.h"

/** Account ids have twelve digits. */
#define ACCOUNT_MAX UINT64_C(999999999999)

/** @return 0 to 31, or 32 for what is no base-32 digit. */
static unsigned base32_digit(char c)
{
    if (c >= 'A' && c <= 'Z')
        return (unsigned)(c - 'A');
    if (c >= '2' && c <= '7')
        return (unsigned)(c - '2') + 26;
    return 32;
}

/* Whether the id stands in a signature: it names the key, and the secret that
 * made the signature is elsewhere. */
static bool is_in_signature(const struct stn_confirm_input *input)
{
    static const char *const before[] = {"Credential=", "AWSAccessKeyId="};
    const struct stn_segment *segment = input->segment;

    if (stn_str_equal_nocase(segment->name, STN_STR("X-Amz-Credential")) ||
        stn_str_equal_nocase(segment->name, STN_STR("AWSAccessKeyId")))
        return true;
    for (size_t i = 0; i < sizeof(before) / sizeof(before[0]); i++) {
        const struct stn_str name = stn_str_of(before[i]);
        if (input->secret.start >= name.len &&
            stn_str_equal(stn_str_sub(segment->bytes,
                                      input->secret.start - name.len,
                                      input->secret.start),
                          name))
            return true;
    }
    return false;
}

/*
 * After four letters that tell the kind come eighty bits in base 32. In newer
 * ids the first of them is set and the next forty are the account; ids of old
 * (AKIAI..., AKIAJ...) have it clear and do not tell.
 * https://awsteele.com/blog/2020/09/26/aws-access-key-format.html
 * https://medium.com/@TalBeerySec/a-short-note-on-aws-key-id-f88cc4317489
 */
static bool access_key_id_holds(const struct stn_confirm_input *input,
                                struct stn_confirm_result *result)
{
    uint64_t head = 0;
    uint64_t account;

    if (input->value.len != 20)
        return false;
    for (size_t i = 4; i < 20; i++) {
        unsigned digit = base32_digit(input->value.ptr[i]);

        if (digit > 31)
            return false;
        if (i < 4 + 9) /* 45 bits */
            head = head << 5 | digit;
    }
    account = head >> 4 & UINT64_C(0xffffffffff);
    if (head >> 44 == 1 && account <= ACCOUNT_MAX)
        snprintf(result->detail, sizeof result->detail,
                 "AWS account %012" PRIu64, account);
    if (is_in_signature(input)) {
        stn_verdict_cap(result, STN_LOW);
        stn_verdict_say(result, "names the key of a signature");
    }
    return true;
}

/** 30 random bytes in base 64, told from digests, paths and identifiers. */
static bool secret_holds(const struct stn_confirm_input *input,
                         struct stn_confirm_result *result)
{
    struct stn_shape shape = stn_shape_of(input->value);
    size_t slashes = 0;

    (void)result;
    for (size_t i = 0; i < input->value.len; i++) {
        char c = input->value.ptr[i];

        slashes += c == '/';
        if (c == '=' || c == '-' || c == '_' || c == '.')
            return false;
    }
    /* More than five slashes: one random secret in 20,000, most paths. */
    return input->value.len == 40 && shape.upper >= 3 && shape.lower >= 3 &&
           shape.digits >= 1 && slashes <= 5 &&
           stn_words_share(input->value) < 50;
}

/*
 * "ABSK" and base 64 of "USER-at-ACCOUNT:SECRET".
 * https://www.wiz.io/blog/a-new-type-of-long-lived-key-on-aws-bedrock-api-keys
 */
static bool bedrock_key_holds(const struct stn_confirm_input *input,
                              struct stn_confirm_result *result)
{
    struct stn_buf decoded = STN_BUF_INIT(512);
    struct stn_str text;
    size_t colon;
    bool holds = false;

    if (input->value.len <= 4)
        return false;
    if (!stn_base64_decode(&decoded,
                           stn_str_sub(input->value, 4, input->value.len)) ||
        decoded.status != STN_OK) {
        holds = decoded.status == STN_ENOMEM;
        goto done;
    }
    text = stn_buf_str(&decoded);
    colon = stn_str_find(text, STN_STR(":"));
    if (colon == SIZE_MAX || colon < 16 || text.len - colon < 16 ||
        memcmp(text.ptr + colon - 16, "-at-", 4) != 0)
        goto done;
    for (size_t i = colon - 12; i < colon; i++)
        if (text.ptr[i] < '0' || text.ptr[i] > '9')
            goto done;
    snprintf(result->detail, sizeof result->detail, "AWS account %.12s",
             text.ptr + colon - 12);
    holds = true;
done:
    stn_buf_dispose(&decoded);
    return holds;
}

const struct stn_confirm stn_confirm_aws_access_key_id = {
    .name = "aws-access-key-id",
    .summary = "base 32 after the prefix; tells the account",
    .holds = access_key_id_holds,
};

const struct stn_confirm stn_confirm_aws_bedrock_key = {
    .name = "aws-bedrock-key",
    .summary = "decodes to a user, an account and a secret",
    .holds = bedrock_key_holds,
};

const struct stn_confirm stn_confirm_aws_secret = {
    .name = "aws-secret",
    .summary = "forty random characters of base 64; no path, digest or name",
    .holds = secret_holds,
};

/** The key of a session is of no use without its secret, which requests that
 *  carry the token do not hold. */
static bool session_token_holds(const struct stn_confirm_input *input,
                                struct stn_confirm_result *result)
{
    if (!stn_verdict_field(input, result))
        return false;
    if ((input->segment->kind & (STN_SEGMENT_HEADER | STN_SEGMENT_QUERY)) !=
        0) {
        stn_verdict_cap(result, STN_MEDIUM);
        stn_verdict_say(result, "of no use without its secret key");
    }
    return true;
}

const struct stn_confirm stn_confirm_aws_session_token = {
    .name = "aws-session-token",
    .summary = "capped where a request carries it, without its secret key",
    .holds = session_token_holds,
};
