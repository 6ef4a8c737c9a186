/** @file Every confirm there is, for the table in confirms.c. */
#ifndef STN_ENGINE_CONFIRM_LIST_H
#define STN_ENGINE_CONFIRM_LIST_H

#include "engine/confirm.h"

extern const struct stn_confirm stn_confirm_aws_access_key_id;
extern const struct stn_confirm stn_confirm_aws_bedrock_key;
extern const struct stn_confirm stn_confirm_aws_secret;
extern const struct stn_confirm stn_confirm_aws_session_token;
extern const struct stn_confirm stn_confirm_base64_32;
extern const struct stn_confirm stn_confirm_base64_64;
extern const struct stn_confirm stn_confirm_basic_auth;
extern const struct stn_confirm stn_confirm_cookie_value;
extern const struct stn_confirm stn_confirm_field_context;
extern const struct stn_confirm stn_confirm_field_secret;
extern const struct stn_confirm stn_confirm_github_crc32;
extern const struct stn_confirm stn_confirm_gitlab_routable;
extern const struct stn_confirm stn_confirm_jwe;
extern const struct stn_confirm stn_confirm_jwt;
extern const struct stn_confirm stn_confirm_letters_and_digits;
extern const struct stn_confirm stn_confirm_npm_crc32;
extern const struct stn_confirm stn_confirm_password_value;
extern const struct stn_confirm stn_confirm_pem_private_key;
extern const struct stn_confirm stn_confirm_pgp_private_key;
extern const struct stn_confirm stn_confirm_saml;
extern const struct stn_confirm stn_confirm_session_cookie;
extern const struct stn_confirm stn_confirm_token_value;
extern const struct stn_confirm stn_confirm_url_password;

#endif
