/** @file The name a value is assigned to, as far as a match shows it. */
#ifndef STN_ENGINE_FIELD_H
#define STN_ENGINE_FIELD_H

#include "engine/confirm.h"

struct stn_field {
    struct stn_str name; /**< "db.password"; may be empty. */
    bool is_quoted;      /**< The value stands behind a quote. */
};

/** Borrowed from the input's segment. Where that is a field, it has the name,
 *  and its value is data, as what is quoted is. */
struct stn_field stn_field_of(const struct stn_confirm_input *input);

/** Whether the name tells of something about a secret, not of the secret
 *  itself: "password_file", "token_type", "resetPasswordUrl". */
bool stn_field_is_about(struct stn_str name);

/** Whether the name says that the value is a digest or ciphertext. */
bool stn_field_is_digest(struct stn_str name);

/** Whether the name is of a token against forged requests: it proves that a
 * form was asked for, and opens nothing. */
bool stn_field_is_csrf(struct stn_str name);

/** Whether the value only says the name again: "password": "passwordField". */
bool stn_field_is_echoed(struct stn_str name, struct stn_str value);

#endif
