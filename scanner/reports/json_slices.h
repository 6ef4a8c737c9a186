/**
 * @file
 * The members of a JSON object, or the items of an array, one after the other
 * and as the bytes they are: so that a large report is never one large tree.
 */
#ifndef STN_REPORTS_JSON_SLICES_H
#define STN_REPORTS_JSON_SLICES_H

#include "base/error.h"
#include "base/str.h"

struct stn_json_slices {
    struct stn_str rest;
    char close; /**< '}' or ']'. */
    bool has_one;
};

/**
 * Begin with the bytes of one value, which may have space around it.
 *
 * @param open  '{' or '['.
 * @return false if it is no such value.
 */
bool stn_json_slices_begin(struct stn_json_slices *slices, struct stn_str json,
                           char open);

/**
 * Give the next one. What is in it is not looked at, but for where it ends.
 *
 * @param key    Of a member, without quotes, escapes as they are; else empty.
 * @param value  Borrowed from the bytes; without space around it.
 * @return STN_OK; STN_DONE at the end, with nothing but space behind it;
 *         STN_EINPUT: this is no JSON.
 */
enum stn_status stn_json_slices_next(struct stn_json_slices *slices,
                                     struct stn_str *key,
                                     struct stn_str *value);

#endif
