#include "base/str.h"

#include <stdint.h>

static unsigned char lower(char byte)
{
    unsigned char c = (unsigned char)byte;

    return c >= 'A' && c <= 'Z' ? (unsigned char)(c + ('a' - 'A')) : c;
}

bool stn_str_equal(struct stn_str a, struct stn_str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

int stn_str_compare(struct stn_str a, struct stn_str b)
{
    size_t shared = a.len < b.len ? a.len : b.len;
    int order = shared > 0 ? memcmp(a.ptr, b.ptr, shared) : 0;

    if (order != 0)
        return order;
    return (a.len > b.len) - (a.len < b.len);
}

bool stn_str_starts(struct stn_str str, struct stn_str prefix)
{
    return str.len >= prefix.len &&
           stn_str_equal(stn_str_sub(str, 0, prefix.len), prefix);
}

bool stn_str_ends(struct stn_str str, struct stn_str suffix)
{
    return str.len >= suffix.len &&
           stn_str_equal(stn_str_sub(str, str.len - suffix.len, str.len),
                         suffix);
}

bool stn_str_equal_nocase(struct stn_str a, struct stn_str b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++)
        if (lower(a.ptr[i]) != lower(b.ptr[i]))
            return false;
    return true;
}

size_t stn_str_find(struct stn_str str, struct stn_str needle)
{
    if (needle.len == 0)
        return 0;
    if (str.len < needle.len)
        return SIZE_MAX;
    const char *hit = memmem(str.ptr, str.len, needle.ptr, needle.len);
    return hit != NULL ? (size_t)(hit - str.ptr) : SIZE_MAX;
}

size_t stn_str_find_nocase(struct stn_str str, struct stn_str needle)
{
    for (size_t i = 0; i + needle.len <= str.len; i++)
        if (stn_str_equal_nocase(stn_str_sub(str, i, i + needle.len), needle))
            return i;
    return SIZE_MAX;
}

struct stn_str stn_str_trim(struct stn_str str)
{
    while (str.len > 0 && strchr(" \t\r\n", str.ptr[0]) != NULL &&
           str.ptr[0] != '\0') {
        str.ptr++;
        str.len--;
    }
    while (str.len > 0 && str.ptr[str.len - 1] != '\0' &&
           strchr(" \t\r\n", str.ptr[str.len - 1]) != NULL)
        str.len--;
    return str;
}
