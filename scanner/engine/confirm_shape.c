/** @file What a value is made of. */
#include "engine/confirm_list.h"

#include "base/base64.h"
#include "base/buf.h"
#include "engine/shape.h"

/** Base64 of a value that is `size` bytes; padding may be missing. */
static bool decodes_to(struct stn_str value, size_t size)
{
    struct stn_buf decoded = STN_BUF_INIT(128);
    bool is_base64 = false;
    bool holds;

    if (value.len <= 4 * 128 / 3)
        is_base64 = stn_base64_decode(&decoded, value);
    /* Without memory there is no saying: a secret must not go unseen. */
    holds = decoded.status == STN_ENOMEM ||
            (is_base64 && decoded.status == STN_OK && decoded.len == size);
    stn_buf_dispose(&decoded);
    return holds;
}

static bool base64_32_holds(const struct stn_confirm_input *input,
                            struct stn_confirm_result *result)
{
    (void)result;
    return decodes_to(input->value, 32);
}

static bool base64_64_holds(const struct stn_confirm_input *input,
                            struct stn_confirm_result *result)
{
    (void)result;
    return decodes_to(input->value, 64);
}

static bool letters_and_digits_hold(const struct stn_confirm_input *input,
                                    struct stn_confirm_result *result)
{
    struct stn_shape shape = stn_shape_of(input->value);

    (void)result;
    return shape.upper + shape.lower >= 1 && shape.digits >= 2;
}

const struct stn_confirm stn_confirm_base64_32 = {
    .name = "base64-32",
    .summary = "base64 of exactly 32 bytes",
    .holds = base64_32_holds,
};

const struct stn_confirm stn_confirm_base64_64 = {
    .name = "base64-64",
    .summary = "base64 of exactly 64 bytes",
    .holds = base64_64_holds,
};

const struct stn_confirm stn_confirm_letters_and_digits = {
    .name = "letters-and-digits",
    .summary = "has a letter and at least two digits",
    .holds = letters_and_digits_hold,
};
