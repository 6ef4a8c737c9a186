/** @file Cookies: of requests, of responses, and one by one. */
#include "http/date.h"
#include "http/setting.h"
#include "http/walk_state.h"

/* One cookie of an open segment. */
static enum stn_status give_cookie(struct stn_http_walk *walk,
                                   const struct stn_segment *within,
                                   struct stn_str name, struct stn_span span,
                                   uint32_t traits, int64_t expires,
                                   struct stn_error *err)
{
    const struct stn_http_value value =
        stn_http_part(within, span.start, span.end, STN_CODEC_PERCENT);
    struct stn_segment *segment;

    if (span.start >= span.end || name.len == 0 ||
        !stn_http_wants(walk, STN_SEGMENT_COOKIE, name, value))
        return STN_OK;
    enum stn_status status = stn_http_open(walk, value, &segment, err);
    if (status < 0)
        return status;
    segment->traits = traits;
    segment->expires = expires;
    status = stn_http_give(walk, segment, STN_SEGMENT_COOKIE, name, err);
    stn_http_close(walk);
    return status;
}

enum stn_status stn_http_cookie(struct stn_http_walk *walk, struct stn_str name,
                                struct stn_http_value value, bool is_http_only,
                                int64_t expires, struct stn_error *err)
{
    struct stn_segment *segment;

    if (!stn_http_wants(walk, STN_SEGMENT_COOKIE, name, value))
        return STN_OK;
    enum stn_status status = stn_http_open(walk, value, &segment, err);
    if (status < 0)
        return status;
    status = give_cookie(walk, segment, name,
                         (struct stn_span){0, segment->bytes.len},
                         is_http_only ? STN_TRAIT_HTTP_ONLY : 0, expires, err);
    stn_http_close(walk);
    return status;
}

enum stn_status stn_http_cookies(struct stn_http_walk *walk,
                                 const struct stn_segment *segment,
                                 struct stn_error *err)
{
    const struct stn_str bytes = segment->bytes;
    size_t at = 0;

    for (size_t i = 0; i < STN_HTTP_PARTS_MAX && at < bytes.len; i++) {
        const size_t end = stn_setting_find(bytes, at, bytes.len, ';');
        const struct stn_setting cookie = stn_setting_read(bytes, at, end);
        enum stn_status status =
            give_cookie(walk, segment, cookie.name, cookie.value, 0, 0, err);
        if (status < 0)
            return status;
        at = end + 1;
    }
    return stn_http_note_parts(walk, at < bytes.len, err);
}

/*
 * Where one Set-Cookie ends: browsers join several with a line break, Python
 * with a comma, which also stands in dates.
 */
static size_t end_of_cookie(struct stn_str bytes, size_t at)
{
    for (size_t i = at; i < bytes.len; i++) {
        if (bytes.ptr[i] == '\n')
            return i;
        if (bytes.ptr[i] != ',')
            continue;
        size_t name = i + 1;
        while (name < bytes.len && bytes.ptr[name] == ' ')
            name++;
        const size_t start = name;
        while (name < bytes.len && bytes.ptr[name] > ' ' &&
               strchr("=;,\"", bytes.ptr[name]) == NULL)
            name++;
        if (name > start && name < bytes.len && bytes.ptr[name] == '=')
            return i;
    }
    return bytes.len;
}

/* What the attributes of a cookie say. `max_age` of 0 deletes it. */
static void read_attributes(struct stn_str bytes, size_t at, size_t end,
                            uint32_t *traits, int64_t *expires)
{
    while (at < end) {
        const size_t next = stn_setting_find(bytes, at, end, ';');
        const struct stn_setting attribute = stn_setting_read(bytes, at, next);
        const struct stn_str value =
            stn_str_sub(bytes, attribute.value.start, attribute.value.end);

        if (stn_setting_is(attribute.name, "httponly"))
            *traits |= STN_TRAIT_HTTP_ONLY;
        else if (stn_setting_is(attribute.name, "expires") && *expires == 0)
            *expires = stn_http_date(value);
        else if (stn_setting_is(attribute.name, "max-age") && value.len > 0 &&
                 (value.ptr[0] == '0' || value.ptr[0] == '-'))
            *expires = 1;
        at = next + 1;
    }
}

enum stn_status stn_http_set_cookies(struct stn_http_walk *walk,
                                     const struct stn_segment *segment,
                                     struct stn_error *err)
{
    const struct stn_str bytes = segment->bytes;
    size_t at = 0;

    for (size_t i = 0; i < STN_HTTP_PARTS_MAX && at < bytes.len; i++) {
        const size_t end = end_of_cookie(bytes, at);
        const size_t first = stn_setting_find(bytes, at, end, ';');
        const struct stn_setting cookie = stn_setting_read(bytes, at, first);
        uint32_t traits = 0;
        int64_t expires = 0;
        read_attributes(bytes, first + 1, end, &traits, &expires);
        enum stn_status status = give_cookie(
            walk, segment, cookie.name, cookie.value, traits, expires, err);
        if (status < 0)
            return status;
        at = end + 1;
    }
    return stn_http_note_parts(walk, at < bytes.len, err);
}
