/** @file What is assigned to a key or token without a format of its own. */
#include "engine/confirm_list.h"

#include "engine/code.h"
#include "engine/field.h"
#include "engine/shape.h"
#include "engine/verdict.h"
#include "engine/words.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/** Encoded data that begins as no token does: images, certificates, public
 *  keys, digests, JWTs (which have a rule of their own). */
static bool is_encoded_data(struct stn_str value)
{
    static const char *const starts[] = {
        "/9j/",    "AAAAB3Nza", "AAAAC3Nza", "AAAAE2Vj", "H4sI",    "LS0tLS",
        "MIGf",    "MIIB",      "MIIC",      "MIID",     "MIIE",    "MIIF",
        "R0lGOD",  "UEsDB",     "data:",     "eyJ",      "iVBORw",  "md5-",
        "pk.",     "pk_",       "sha1-",     "sha256-",  "sha256:", "sha384-",
        "sha512-", "ssh-",      "urn:",
    };

    for (size_t i = 0; i < COUNT(starts); i++)
        if (stn_str_starts(value, stn_str_of(starts[i])))
            return true;
    return false;
}

/** "1.0.8-debian-12-r0", "v2.31.0+build.5": what releases are called. */
static bool is_version(struct stn_str value)
{
    size_t i = value.len > 0 && value.ptr[0] == 'v';
    size_t digits = 0;

    while (i < value.len && digits < 4 && value.ptr[i] >= '0' &&
           value.ptr[i] <= '9') {
        i++;
        digits++;
    }
    return digits > 0 && i + 1 < value.len && value.ptr[i] == '.' &&
           value.ptr[i + 1] >= '0' && value.ptr[i + 1] <= '9';
}

static bool token_value_holds(const struct stn_confirm_input *input,
                              struct stn_confirm_result *result)
{
    struct stn_str value = input->value;
    struct stn_field field = stn_field_of(input);
    struct stn_shape shape = stn_shape_of(value);

    if (!stn_verdict_field(input, result))
        return false;
    if (stn_field_is_about(field.name) || stn_field_is_digest(field.name) ||
        is_encoded_data(value) || is_version(value) ||
        stn_shape_is_path(value) || stn_shape_is_number(value) ||
        stn_code_is(value, field.is_quoted) || stn_words_share(value) >= 50)
        return false;
    /* Random text of this length has digits, or letters of both cases. */
    if (shape.digits < 2 &&
        (value.len < 20 || shape.upper < 3 || shape.lower < 3))
        return false;
    if (shape.upper + shape.lower == 0 || shape.spaces + shape.foreign > 0)
        return false;
    /* 64 bits in hex are a hash or a number more often than a secret. */
    if (shape.is_hex && value.len < 20)
        return false;
    if (stn_shape_is_uuid(value)) {
        stn_verdict_cap(result, STN_LOW);
        stn_verdict_say(result, "may be an identifier");
    } else if (stn_shape_is_digest(value)) {
        stn_verdict_cap(result, STN_MEDIUM);
        stn_verdict_say(result, "may be a digest");
    }
    return true;
}

const struct stn_confirm stn_confirm_token_value = {
    .name = "token-value",
    .summary = "looks random; no name, path, digest or encoded data",
    .holds = token_value_holds,
};
