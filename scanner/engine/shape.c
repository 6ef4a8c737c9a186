#include "engine/shape.h"

#include <stdint.h>

#include "engine/words.h"

struct stn_shape stn_shape_of(struct stn_str value)
{
    struct stn_shape shape = {0};
    size_t hex_upper = 0;
    size_t hex_lower = 0;

    for (size_t i = 0; i < value.len; i++) {
        unsigned char c = (unsigned char)value.ptr[i];

        if (c >= 'a' && c <= 'z') {
            shape.lower++;
            hex_lower += c <= 'f';
        } else if (c >= 'A' && c <= 'Z') {
            shape.upper++;
            hex_upper += c <= 'F';
        } else if (c >= '0' && c <= '9') {
            shape.digits++;
        } else if (c == ' ' || (c >= '\t' && c <= '\r')) {
            shape.spaces++;
        } else if (c > ' ' && c < 0x7f) {
            shape.marks++;
        } else {
            shape.foreign++;
        }
    }
    shape.is_hex = value.len > 0 &&
                   shape.digits + hex_lower + hex_upper == value.len &&
                   (hex_lower == 0 || hex_upper == 0);
    return shape;
}

unsigned stn_shape_kinds(const struct stn_shape *shape)
{
    return (unsigned)((shape->upper > 0) + (shape->lower > 0) +
                      (shape->digits > 0) + (shape->marks > 0));
}

static bool is_alnum(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9');
}

bool stn_shape_is_guessable(struct stn_str value)
{
    struct stn_shape shape = stn_shape_of(value);
    unsigned kinds = stn_shape_kinds(&shape);
    char bytes[STN_WORDS_PLAIN_BYTES];
    struct stn_str plain = stn_words_plain(bytes, value);

    if (value.len < 8 || kinds < 2 || stn_words_share(value) >= 50 ||
        stn_words_share(plain) >= 60 ||
        stn_str_find_nocase(plain, STN_STR("passw")) != SIZE_MAX)
        return true;
    /* Random letters without any digit are rare, and of both cases. */
    if (shape.digits == 0)
        return value.len < 10 || shape.upper < 2 || shape.lower < 2;
    return kinds < 3 && value.len < 12 && !shape.is_hex;
}

bool stn_shape_is_uuid(struct stn_str value)
{
    if (value.len != 36)
        return false;
    for (size_t i = 0; i < 36; i++) {
        char c = value.ptr[i];

        if (i == 8 || i == 13 || i == 18 || i == 23) {
            if (c != '-')
                return false;
        } else if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') ||
                     (c >= 'A' && c <= 'F'))) {
            return false;
        }
    }
    return true;
}

bool stn_shape_is_digest(struct stn_str value)
{
    switch (value.len) {
    case 32:
    case 40:
    case 56:
    case 64:
    case 96:
    case 128:
        return stn_shape_of(value).is_hex;
    default:
        return false;
    }
}

bool stn_shape_is_number(struct stn_str value)
{
    size_t digits = 0;
    size_t letters = 0;
    size_t dots = 0;

    /* What package managers put before a version: "^1.0.4", ">=2.1". */
    while (value.len > 0 && value.ptr[0] != '\0' &&
           strchr("^~<>=", value.ptr[0]) != NULL)
        value = stn_str_sub(value, 1, value.len);
    for (size_t i = 0; i < value.len; i++) {
        char c = value.ptr[i];

        if (c >= '0' && c <= '9')
            digits++;
        else if (is_alnum(c))
            letters++;
        else if (c == '.')
            dots++;
        else if (strchr(",-_:/+% ", c) == NULL || c == '\0')
            return false;
    }
    if (value.len == 0 || letters > digits || letters > 3)
        return false;
    /* "10px" begins with a digit, "v1.2.3" has a point. */
    return (value.ptr[0] >= '0' && value.ptr[0] <= '9') || dots > 0;
}

/** ".json", ".tar.gz": a dot and up to four letters at the end. */
static bool has_extension(struct stn_str value)
{
    size_t letters = 0;

    while (letters < value.len) {
        char c = value.ptr[value.len - 1 - letters];

        if (!(c >= 'a' && c <= 'z'))
            return c == '.' && letters >= 2 && letters <= 4 &&
                   value.len - letters > 2;
        letters++;
    }
    return false;
}

bool stn_shape_is_path(struct stn_str value)
{
    static const char *const starts[] = {
        "./",     "../",   "~/",    "file:", "/etc/", "/run/", "/var/",
        "/home/", "/usr/", "/opt/", "/tmp/", "C:\\",  "\\\\"};

    if (stn_str_find(value, STN_STR("://")) != SIZE_MAX)
        return true;
    for (size_t i = 0; i < sizeof(starts) / sizeof(*starts); i++)
        if (stn_str_starts(value, stn_str_of(starts[i])))
            return true;
    if (stn_words_share(value) < 50)
        return false;
    return has_extension(value) || memchr(value.ptr, '/', value.len) != NULL;
}

bool stn_shape_is_identifier(struct stn_str value)
{
    bool at_start = true;

    for (size_t i = 0; i < value.len; i++) {
        char c = value.ptr[i];

        if (c == '.' || c == ':' || c == '\\') {
            at_start = true;
        } else if (c == '-' && i + 1 < value.len && value.ptr[i + 1] == '>') {
            i++;
            at_start = true;
        } else if (is_alnum(c) || c == '_' || c == '$' || c == '?') {
            if (at_start && c >= '0' && c <= '9')
                return false;
            at_start = false;
        } else {
            return false;
        }
    }
    return value.len > 0;
}

bool stn_shape_is_joined_name(struct stn_str value)
{
    size_t joints = 0;

    for (size_t i = 0; i < value.len; i++) {
        if (value.ptr[i] == '_' || value.ptr[i] == '-')
            joints++;
        else if (!is_alnum(value.ptr[i]))
            return false;
    }
    return joints >= 2 && stn_words_share(value) >= 50;
}
