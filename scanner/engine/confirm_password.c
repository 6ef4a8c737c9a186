/** @file What is assigned to a password field, if it is one. */
#include "engine/confirm_list.h"

#include <stdint.h>

#include "engine/code.h"
#include "engine/field.h"
#include "engine/shape.h"
#include "engine/verdict.h"
#include "engine/words.h"

#define PASSWORD_BYTES_MIN 4

#define COUNT(array) (sizeof(array) / sizeof *(array))

/** Digests of passwords, as crypt(3) and others write them. Those that begin
 *  with '$' have a rule of their own. */
static bool is_digest(struct stn_str value)
{
    static const char *const starts[] = {
        "{SHA}",   "{SSHA",   "{MD5}",   "{bcrypt}", "pbkdf2_", "pbkdf2:",
        "scrypt:", "sha256$", "argon2$", "bcrypt$",  "md5$",    "SCRAM-SHA-",
    };

    for (size_t i = 0; i < COUNT(starts); i++)
        if (stn_str_starts(value, stn_str_of(starts[i])))
            return true;
    return value.len > 20 && value.ptr[0] == '$' &&
           memchr(value.ptr + 1, '$', 16) != NULL;
}

/** What no password field would be given as its value. */
static bool is_other(const struct stn_field *field, struct stn_str value,
                     const struct stn_shape *shape)
{
    return stn_field_is_about(field->name) ||
           stn_field_is_echoed(field->name, value) ||
           stn_code_is(value, field->is_quoted) || stn_code_is_keyword(value) ||
           stn_code_is_setting(value) || stn_shape_is_path(value) ||
           stn_shape_is_joined_name(value) ||
           (shape->digits < value.len && stn_shape_is_number(value)) ||
           shape->foreign * 2 > value.len ||
           (shape->foreign > 0 && shape->digits == 0) ||
           (stn_field_is_digest(field->name) && shape->is_hex);
}

/** A value without digits: letters and marks at random; else it is a word, a
 *  label, a phrase. */
static bool is_worth_it(struct stn_str value, const struct stn_shape *shape)
{
    bool has_mark = false;

    if (!stn_shape_is_guessable(value))
        return shape->marks > 0 || value.len >= 12;
    for (size_t i = 0; i < value.len; i++)
        has_mark |= strchr("!@#$%^&*+=~", value.ptr[i]) != NULL;
    /* "Login!" and "user@host" are no passwords; "Zx!kw@pq" may be. */
    return has_mark && value.len >= 6 && shape->spaces == 0 &&
           (stn_words_share(value) < 50 || shape->marks >= 2);
}

static void judge_strength(const struct stn_field *field, struct stn_str value,
                           const struct stn_shape *shape,
                           struct stn_confirm_result *result)
{
    if (shape->digits == value.len || value.len < 6) {
        stn_verdict_cap(result, STN_LOW);
        stn_verdict_say(result, "short or digits alone");
    } else if (stn_shape_is_uuid(value) || stn_shape_is_digest(value) ||
               stn_field_is_digest(field->name)) {
        stn_verdict_cap(result, STN_MEDIUM);
        stn_verdict_say(result, "may be an identifier or a digest");
    } else if (stn_shape_is_guessable(value)) {
        stn_verdict_cap(result, STN_MEDIUM);
        stn_verdict_say(result, "easy to guess");
    }
}

static bool password_value_holds(const struct stn_confirm_input *input,
                                 struct stn_confirm_result *result)
{
    struct stn_str value = input->value;
    struct stn_field field = stn_field_of(input);
    struct stn_shape shape = stn_shape_of(value);

    if (value.len < PASSWORD_BYTES_MIN || !stn_verdict_field(input, result))
        return false;
    if (is_digest(value) || is_other(&field, value, &shape))
        return false;
    if (shape.digits == 0 && !is_worth_it(value, &shape)) {
        /* Sent beside a user's name it is a password all the same. */
        if ((input->segment->traits & (STN_TRAIT_LOGIN | STN_TRAIT_RESPONSE)) !=
                STN_TRAIT_LOGIN ||
            shape.spaces > 0)
            return false;
        stn_verdict_cap(result, STN_LOW);
        stn_verdict_say(result, "a word");
        return true;
    }
    if (shape.digits == value.len && value.len < 6)
        return false;
    judge_strength(&field, value, &shape, result);
    return true;
}

const struct stn_confirm stn_confirm_password_value = {
    .name = "password-value",
    .summary = "a value a password field may have; no code, label or path",
    .holds = password_value_holds,
};
