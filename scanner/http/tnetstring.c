#include "http/tnetstring.h"

/* A terabyte: no length overflows, and no file is longer. */
#define LENGTH_DIGITS_MAX 12

enum stn_status stn_tnetstring_read(struct stn_tnetstring *out,
                                    struct stn_str bytes, size_t at)
{
    const size_t digits = at;
    size_t length = 0;

    while (at < bytes.len && bytes.ptr[at] >= '0' && bytes.ptr[at] <= '9') {
        if (at - digits == LENGTH_DIGITS_MAX)
            return STN_EINPUT;
        length = length * 10 + (size_t)(bytes.ptr[at] - '0');
        at++;
    }
    if (at < bytes.len && (at == digits || bytes.ptr[at] != ':'))
        return STN_EINPUT;
    if (at < bytes.len)
        at++;
    if (bytes.len - at <= length) { /* the type, too, must be there */
        *out = (struct stn_tnetstring){{at, bytes.len}, bytes.len, '\0'};
        return STN_DONE;
    }
    const size_t end = at + length;
    if (bytes.ptr[end] == '\0' || strchr(",;#^!~}]", bytes.ptr[end]) == NULL)
        return STN_EINPUT;
    *out = (struct stn_tnetstring){{at, end}, end + 1, bytes.ptr[end]};
    return STN_OK;
}

bool stn_tnetstring_is_string(const struct stn_tnetstring *item)
{
    return item->type == ',' || item->type == ';';
}

bool stn_tnetstring_next(struct stn_tnetstring *out, struct stn_str bytes,
                         struct stn_span *rest)
{
    if (rest->start >= rest->end ||
        stn_tnetstring_read(out, stn_str_sub(bytes, 0, rest->end),
                            rest->start) != STN_OK)
        return false;
    rest->start = out->end;
    return true;
}

bool stn_tnetstring_find(struct stn_tnetstring *out, struct stn_str bytes,
                         const struct stn_tnetstring *dictionary,
                         struct stn_str key)
{
    struct stn_span rest = dictionary->payload;
    struct stn_tnetstring name;
    struct stn_tnetstring value;

    while (stn_tnetstring_next(&name, bytes, &rest) &&
           stn_tnetstring_next(&value, bytes, &rest)) {
        if (stn_tnetstring_is_string(&name) &&
            stn_str_equal(
                stn_str_sub(bytes, name.payload.start, name.payload.end),
                key)) {
            *out = value;
            return true;
        }
    }
    return false;
}
