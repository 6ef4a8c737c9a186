#include "reports/json_slices.h"

static bool is_space(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

static void skip_space(struct stn_str *rest)
{
    while (rest->len > 0 && is_space(rest->ptr[0]))
        *rest = stn_str_sub(*rest, 1, rest->len);
}

/* The byte that comes next, behind space; '\0': none. */
static char peek(struct stn_str *rest)
{
    skip_space(rest);
    return rest->len > 0 ? rest->ptr[0] : '\0';
}

static bool take(struct stn_str *rest, char byte)
{
    if (peek(rest) != byte || byte == '\0')
        return false;
    *rest = stn_str_sub(*rest, 1, rest->len);
    return true;
}

/* Bytes of the string that begins here; 0: it has no end. */
static size_t string_length(struct stn_str json)
{
    for (size_t at = 1; at < json.len; at++) {
        if (json.ptr[at] == '"')
            return at + 1;
        if (json.ptr[at] == '\\')
            at++;
    }
    return 0;
}

/* Bytes of the value that begins here; 0: it has no end. */
static size_t value_length(struct stn_str json)
{
    size_t depth = 0;

    for (size_t at = 0; at < json.len;) {
        const char byte = json.ptr[at];
        if (byte == '"') {
            size_t length = string_length(stn_str_sub(json, at, json.len));
            if (length == 0)
                return 0;
            at += length;
            if (depth == 0)
                return at;
            continue;
        }
        const bool is_close = byte == '}' || byte == ']';
        /* A number or a word ends where something else begins. */
        if (depth == 0 && (is_close || byte == ',' || is_space(byte)))
            return at;
        at++;
        depth += byte == '{' || byte == '[';
        depth -= is_close;
        if (is_close && depth == 0)
            return at;
    }
    return depth == 0 ? json.len : 0;
}

bool stn_json_slices_begin(struct stn_json_slices *slices, struct stn_str json,
                           char open)
{
    *slices = (struct stn_json_slices){
        .rest = json,
        .close = open == '{' ? '}' : ']',
    };
    return take(&slices->rest, open);
}

static bool take_key(struct stn_json_slices *slices, struct stn_str *key)
{
    if (peek(&slices->rest) != '"')
        return false;
    size_t length = string_length(slices->rest);
    if (length == 0)
        return false;
    *key = stn_str_sub(slices->rest, 1, length - 1);
    slices->rest = stn_str_sub(slices->rest, length, slices->rest.len);
    return take(&slices->rest, ':');
}

enum stn_status stn_json_slices_next(struct stn_json_slices *slices,
                                     struct stn_str *key, struct stn_str *value)
{
    *key = (struct stn_str){0};
    if (take(&slices->rest, slices->close))
        return peek(&slices->rest) == '\0' && slices->rest.len == 0
                   ? STN_DONE
                   : STN_EINPUT;
    if (slices->has_one && !take(&slices->rest, ','))
        return STN_EINPUT;
    if (slices->close == '}' && !take_key(slices, key))
        return STN_EINPUT;
    skip_space(&slices->rest);
    size_t length = value_length(slices->rest);
    if (length == 0)
        return STN_EINPUT;
    *value = stn_str_sub(slices->rest, 0, length);
    slices->rest = stn_str_sub(slices->rest, length, slices->rest.len);
    slices->has_one = true;
    return STN_OK;
}
