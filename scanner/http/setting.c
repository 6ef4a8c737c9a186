#include "http/setting.h"

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct stn_span stn_setting_trim(struct stn_str bytes, size_t start, size_t end)
{
    while (start < end && is_space(bytes.ptr[start]))
        start++;
    while (start < end && is_space(bytes.ptr[end - 1]))
        end--;
    if (start + 1 < end && bytes.ptr[start] == '"' && bytes.ptr[end - 1] == '"')
        return (struct stn_span){start + 1, end - 1};
    return (struct stn_span){start, end};
}

struct stn_setting stn_setting_read(struct stn_str bytes, size_t at, size_t end)
{
    const size_t equals = stn_setting_find(bytes, at, end, '=');
    const struct stn_span name = stn_setting_trim(bytes, at, equals);

    return (struct stn_setting){
        stn_str_sub(bytes, name.start, name.end),
        stn_setting_trim(bytes, equals < end ? equals + 1 : end, end),
    };
}

size_t stn_setting_find(struct stn_str bytes, size_t at, size_t end, char byte)
{
    const char *found =
        end > at ? memchr(bytes.ptr + at, byte, end - at) : NULL;

    return found != NULL ? (size_t)(found - bytes.ptr) : end;
}
