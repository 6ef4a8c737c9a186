/** @file Credentials of HTTP's Basic scheme: RFC 7617. */
#include "engine/confirm_list.h"

#include "base/base64.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "engine/placeholder.h"
#include "engine/shape.h"
#include "engine/verdict.h"

/** Decoded; tokens as passwords are this long. */
#define CREDENTIALS_BYTES_MAX 4096

static bool is_printable(struct stn_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.ptr[i] < ' ' || text.ptr[i] == 0x7f)
            return false;
    return stn_utf8_is_valid(text);
}

static bool credentials_hold(struct stn_str text,
                             struct stn_confirm_result *result)
{
    size_t colon = stn_str_find(text, STN_STR(":"));
    struct stn_str user;
    struct stn_str password;

    if (colon == SIZE_MAX || !is_printable(text))
        return false;
    user = stn_str_sub(text, 0, colon);
    password = stn_str_sub(text, colon + 1, text.len);
    /* Some services take a token for the user, and no password. */
    if (password.len == 0 || stn_str_equal_nocase(password, STN_STR("x-oauth-"
                                                                    "basic")))
        password = user;
    if (stn_placeholder_is(password) || password.len < 3)
        return false;
    stn_verdict_say(result, "decodes to a user and a password");
    if (stn_shape_is_guessable(password) ||
        stn_str_equal_nocase(user, password)) {
        stn_verdict_cap(result, STN_MEDIUM);
        stn_verdict_say(result, "easy to guess");
    }
    return true;
}

static bool basic_auth_holds(const struct stn_confirm_input *input,
                             struct stn_confirm_result *result)
{
    struct stn_buf text = STN_BUF_INIT(CREDENTIALS_BYTES_MAX);
    bool holds;

    if (!stn_verdict_field(input, result))
        return false;
    if (stn_base64_decode(&text, input->value) && text.status == STN_OK)
        holds = credentials_hold(stn_buf_str(&text), result);
    else
        holds = text.status == STN_ENOMEM;
    stn_buf_dispose(&text);
    return holds;
}

const struct stn_confirm stn_confirm_basic_auth = {
    .name = "basic-auth",
    .summary = "base64 of a user and a password that is no placeholder",
    .holds = basic_auth_holds,
};
