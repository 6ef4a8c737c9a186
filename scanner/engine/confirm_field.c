/** @file What stands in a field of a capture whose name says what it is. */
#include "engine/confirm_list.h"

#include <stdint.h>

#include "engine/code.h"
#include "engine/field.h"
#include "engine/shape.h"
#include "engine/verdict.h"
#include "engine/words.h"

#define SECRET_BYTES_MIN 8

/** Up to here a value can be found by trying. */
#define SHORT_BYTES 16

#define COUNT(array) (sizeof(array) / sizeof *(array))

/** Data that begins as no credential does: images, archives, public keys,
 *  digests, keys that are published in pages. */
static bool is_public_data(struct stn_str value)
{
    static const char *const starts[] = {
        "/9j/",
        "AAAAB3Nza",
        "AAAAC3Nza",
        "AAAAE2Vj",
        "H4sI",
        "MIGf",
        "R0lGOD",
        "UEsDB",
        "data:",
        "iVBORw",
        "md5-",
        "pk.",
        "pk_",
        "sha1-",
        "sha256-",
        "sha256:",
        "sha384-",
        "sha512-",
        "ssh-",
        "urn:",
        "{SHA}",
        "{SSHA",
        "$2a$",
        "$2b$",
        "$2y$",
        "$argon2",
        "pbkdf2",
        "-----BEGIN CERTIFICATE",
        "-----BEGIN PUBLIC",
    };

    for (size_t i = 0; i < COUNT(starts); i++)
        if (stn_str_starts(value, stn_str_of(starts[i])))
            return true;
    return false;
}

/** "access_token_of_the_user", "theToken", "no access token given". */
static bool is_prose(struct stn_str value, const struct stn_shape *shape)
{
    const unsigned share = stn_words_share(value);

    return shape->spaces > 0
               ? share >= 40
               : share >= 60 || (shape->digits < 2 && share >= 50);
}

static bool field_secret_holds(const struct stn_confirm_input *input,
                               struct stn_confirm_result *result)
{
    struct stn_str value = input->value;
    struct stn_field field = stn_field_of(input);
    struct stn_shape shape = stn_shape_of(value);

    if (value.len < SECRET_BYTES_MIN || !stn_verdict_field(input, result) ||
        stn_field_is_about(field.name) || stn_field_is_digest(field.name) ||
        stn_field_is_echoed(field.name, value) || is_public_data(value) ||
        stn_shape_is_path(value) || stn_shape_is_number(value) ||
        stn_code_is(value, true) || is_prose(value, &shape))
        return false;
    if (shape.foreign > 0 || shape.upper + shape.lower == 0)
        return false;
    if (stn_shape_is_uuid(value)) {
        stn_verdict_cap(result, STN_MEDIUM);
        stn_verdict_say(result, "may be an identifier");
    } else if (value.len < SHORT_BYTES) {
        stn_verdict_cap(result, STN_MEDIUM);
        stn_verdict_say(result, "short");
    }
    return true;
}

static bool field_context_holds(const struct stn_confirm_input *input,
                                struct stn_confirm_result *result)
{
    return stn_verdict_field(input, result);
}

const struct stn_confirm stn_confirm_field_secret = {
    .name = "field-secret",
    .summary = "a value a key or token field may have; no prose, path or id",
    .holds = field_secret_holds,
};

const struct stn_confirm stn_confirm_field_context = {
    .name = "field-context",
    .summary = "not sent to an example host, not deleted; capped if expired",
    .holds = field_context_holds,
};
