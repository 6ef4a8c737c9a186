/** @file Which kinds of bytes a value is made of. */
#ifndef STN_ENGINE_SHAPE_H
#define STN_ENGINE_SHAPE_H

#include "base/str.h"

struct stn_shape {
    size_t upper;
    size_t lower;
    size_t digits;
    size_t spaces;  /**< And tabs, line breaks. */
    size_t marks;   /**< Other printable ASCII. */
    size_t foreign; /**< Control characters and bytes from 0x80. */
    bool is_hex;    /**< Hex digits alone, letters of one case. */
};

struct stn_shape stn_shape_of(struct stn_str value);

/** How many of upper, lower, digits and marks occur. */
unsigned stn_shape_kinds(const struct stn_shape *shape);

/** Whether a person may have thought a password up: short, one kind of bytes,
 *  or mostly words. */
bool stn_shape_is_guessable(struct stn_str value);

/** 8-4-4-4-12 hex digits. */
bool stn_shape_is_uuid(struct stn_str value);

/** Hex of a length that digests have (128, 160, 224, 256, 384, 512 bits). */
bool stn_shape_is_digest(struct stn_str value);

/** "v1.2.3", "^1.0.4", "10.0.0.1", "2024-01-31", "10px": digits, separators,
 *  and few letters. */
bool stn_shape_is_number(struct stn_str value);

/** A path of a file or of a resource, or a URL. */
bool stn_shape_is_path(struct stn_str value);

/** A name as programming languages have them, members and scopes included:
 *  "user.password", "Foo::bar", "obj->field". */
bool stn_shape_is_identifier(struct stn_str value);

/** A name made of words joined by '_' or '-': "CLIENT_SECRET_POST",
 *  "client-auth-tls13". */
bool stn_shape_is_joined_name(struct stn_str value);

#endif
