#include "engine/confirm.h"

#include "engine/confirm_list.h"

const struct stn_confirm *const stn_confirms[] = {
    &stn_confirm_aws_access_key_id,
    &stn_confirm_aws_bedrock_key,
    &stn_confirm_aws_secret,
    &stn_confirm_aws_session_token,
    &stn_confirm_base64_32,
    &stn_confirm_base64_64,
    &stn_confirm_basic_auth,
    &stn_confirm_cookie_value,
    &stn_confirm_field_context,
    &stn_confirm_field_secret,
    &stn_confirm_github_crc32,
    &stn_confirm_gitlab_routable,
    &stn_confirm_jwe,
    &stn_confirm_jwt,
    &stn_confirm_letters_and_digits,
    &stn_confirm_npm_crc32,
    &stn_confirm_password_value,
    &stn_confirm_pem_private_key,
    &stn_confirm_pgp_private_key,
    &stn_confirm_saml,
    &stn_confirm_session_cookie,
    &stn_confirm_token_value,
    &stn_confirm_url_password,
    NULL,
};

const struct stn_confirm *stn_confirm_find(const char *name)
{
    for (size_t i = 0; stn_confirms[i] != NULL; i++)
        if (strcmp(stn_confirms[i]->name, name) == 0)
            return stn_confirms[i];
    return NULL;
}

bool stn_confirm_exists(const char *name)
{
    return stn_confirm_find(name) != NULL;
}
