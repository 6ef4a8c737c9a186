/** @file Values of cookies. */
#include "engine/confirm_list.h"

#include "engine/placeholder.h"
#include "engine/shape.h"
#include "engine/verdict.h"
#include "engine/words.h"
#include "text/decoder.h"

/** As much of a value as is judged. */
#define VALUE_BYTES_MAX 256

/** Sessions of fewer bytes would be guessed. */
#define SESSION_BYTES_MIN 12

/** Without percent-encoding and quotes, into `out`; cut to what fits. */
static struct stn_str decoded(char out[VALUE_BYTES_MAX], struct stn_str value)
{
    size_t length = 0;

    for (size_t i = 0; i < value.len && length < VALUE_BYTES_MAX; i++) {
        const uint32_t byte =
            value.ptr[i] == '%' ? stn_hex_read(value, i + 1, 2) : UINT32_MAX;

        if (byte != UINT32_MAX) {
            out[length++] = (char)byte;
            i += 2;
        } else if (value.ptr[i] != '"') {
            out[length++] = value.ptr[i];
        }
    }
    return (struct stn_str){out, length};
}

/** What a site remembers in the clear: settings, numbers, JSON, addresses. */
static bool is_plain(struct stn_str value, const struct stn_shape *shape)
{
    return value.len < SESSION_BYTES_MIN || stn_placeholder_is(value) ||
           (shape->digits == 0 && (shape->upper < 3 || shape->lower < 3)) ||
           shape->spaces > 0 || value.ptr[0] == '{' || value.ptr[0] == '[' ||
           stn_shape_is_number(value) || stn_shape_is_path(value) ||
           stn_words_share(value) >= 60;
}

static bool cookie_holds(const struct stn_confirm_input *input,
                         struct stn_confirm_result *result)
{
    char bytes[VALUE_BYTES_MAX];
    struct stn_str value = decoded(bytes, input->value);
    struct stn_shape shape = stn_shape_of(value);

    if (!stn_verdict_field(input, result) || is_plain(value, &shape))
        return false;
    return shape.foreign * 2 <= value.len && shape.upper + shape.lower > 0;
}

static bool session_cookie_holds(const struct stn_confirm_input *input,
                                 struct stn_confirm_result *result)
{
    if (!cookie_holds(input, result))
        return false;
    /* Whoever keeps scripts from it takes it for a key. */
    if ((input->segment->traits & STN_TRAIT_HTTP_ONLY) != 0) {
        stn_verdict_raise(result, STN_HIGH);
        stn_verdict_say(result, "no script may read it");
    }
    return true;
}

const struct stn_confirm stn_confirm_cookie_value = {
    .name = "cookie-value",
    .summary = "looks random once decoded; capped if expired",
    .holds = cookie_holds,
};

const struct stn_confirm stn_confirm_session_cookie = {
    .name = "session-cookie",
    .summary = "looks random once decoded; raised if HttpOnly",
    .holds = session_cookie_holds,
};
